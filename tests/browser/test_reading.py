"""What helps a reader along, in a real Chromium, with JavaScript and without."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.test_site import KINDS

pytestmark = pytest.mark.browser

GUIDE = KINDS["style guide"].removesuffix("index.html")
UNUSUAL = KINDS["unusual"].removesuffix("index.html")
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
LIGHT, DARK = "rgb(252, 251, 248)", "rgb(20, 24, 26)"


@contextmanager
def opened(browser: Browser, url: str, **options: object) -> Iterator[Page]:
    with browser.new_context(**{"viewport": DESK, **options}) as context:
        page = context.new_page()
        page.goto(url)
        yield page


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


@pytest.mark.parametrize(("wish", "own", "other"), [("light", LIGHT, DARK), ("dark", DARK, LIGHT)])
def test_colours_follow_the_system_until_a_reader_chooses(
    wish: str, own: str, other: str, browser: Browser, served: str
) -> None:
    """The choice is remembered on every page; to choose the system's wish is to forget it."""
    with opened(browser, served, color_scheme=wish) as page:
        toggle = page.get_by_role("button", name="Dark colours")
        assert background(page) == own
        expect(toggle).to_have_attribute("aria-pressed", str(wish == "dark").lower())
        toggle.click()
        assert background(page) == other
        page.goto(served + "archives/")
        assert background(page) == other
        expect(toggle).to_have_attribute("aria-pressed", str(wish != "dark").lower())
        toggle.click()
        assert background(page) == own
        assert page.evaluate("localStorage.length") == 0


def test_a_choice_holds_in_other_tabs_too(browser: Browser, served: str) -> None:
    with opened(browser, served) as page:
        other = page.context.new_page()
        other.goto(served + "tags/")
        page.get_by_role("button", name="Dark colours").click()
        expect(other.locator("html")).to_have_attribute("data-scheme", "dark")
        assert background(other) == DARK


def test_a_choice_is_there_before_the_first_paint(browser: Browser, served: str) -> None:
    """Even when the other script never comes: what remembers runs before anything is shown."""
    with opened(browser, served) as page:
        page.get_by_role("button", name="Dark colours").click()
        page.route("**/site.js", lambda route: route.abort())
        page.reload()
        assert background(page) == DARK
        assert page.evaluate(
            "document.querySelector('script[src$=\"scheme.js\"]:not([async], [defer], [type])')"
            ".compareDocumentPosition(document.querySelector('[rel=stylesheet]'))"
            " === Node.DOCUMENT_POSITION_FOLLOWING"
        )


def test_without_storage_the_choice_holds_for_the_page(browser: Browser, served: str) -> None:
    with browser.new_context() as context:
        context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
        )
        page = context.new_page()
        errors: list[object] = []
        page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108 - no builtin
        page.goto(served)
        page.get_by_role("button", name="Dark colours").click()
        assert background(page) == DARK
        assert errors == []


@pytest.mark.parametrize(
    ("path", "text", "copied"),
    [
        (GUIDE, "pairwise(laps)]", "from itertools import pairwise\n\nlaps = [61.2, 58.9, 64.0]\n"),
        (GUIDE, "sorted(", 'sorted({"b": 1, "a": 2})\nfor name in ("x", "y"):\n    print(name)\n'),
        (GUIDE, "head -c", "python -VV | head -c 6\n"),
        (UNUSUAL, "<<'END'", "$ cat > a_file_with_a_long_name.py <<'END'\nimport sys\nEND\n$ "),
    ],
    ids=["no line numbers", "typed in Python", "typed in a shell", "not known what was typed"],
)
def test_code_is_copied_as_one_needs_it(
    path: str, text: str, copied: str, browser: Browser, served: str
) -> None:
    with opened(browser, served + path, permissions=["clipboard-read", "clipboard-write"]) as page:
        block = page.locator(".highlight", has_text=text)
        block.hover()
        block.get_by_role("button").click()
        expect(block.get_by_role("button")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()").startswith(copied)


def test_contents_stand_beside_the_text_and_mark_the_place(browser: Browser, served: str) -> None:
    with opened(browser, served + GUIDE) as page:
        contents = page.get_by_role("navigation", name="Contents")
        expect(contents.locator("details")).to_have_attribute("open", "")
        assert contents.bounding_box()["x"] < page.locator(".text").bounding_box()["x"]
        for name in ("Tabs", "Figures", "Tables", "The third level, with code in it"):
            contents.get_by_role("link", name=name, exact=True).click()
            expect(contents.locator("[aria-current]")).to_have_text(name)
        page.evaluate("scrollTo(0, 0)")
        expect(contents.locator("[aria-current]")).to_have_count(0)


def test_the_mark_in_long_contents_is_in_sight(browser: Browser, served: str) -> None:
    with opened(browser, served + UNUSUAL, reduced_motion="reduce") as page:
        page.goto(served + UNUSUAL + "#part-20")
        mark = page.locator("nav.toc [aria-current]")
        expect(mark).to_have_text("Part 20")
        expect(mark).to_be_in_viewport()
        page.goto(served + UNUSUAL + "#100%25")
        expect(mark).to_have_text("100 %")
        page.goto(served + UNUSUAL + "#%")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(mark).to_have_text("Part of part 25")


def test_the_keyboard_stops_only_at_what_scrolls(browser: Browser, served: str) -> None:
    with opened(browser, served + UNUSUAL) as page:
        expect(page.locator("pre[tabindex]")).to_have_count(0)
        page.set_viewport_size(PHONE)
        expect(page.locator("pre[tabindex]")).to_have_count(1)


def test_the_chosen_tab_is_in_sight(browser: Browser, served: str) -> None:
    with opened(browser, served + UNUSUAL, viewport={"width": 320, "height": 300}) as page:
        page.get_by_label("First, with").focus()
        for _ in range(7):
            page.keyboard.press("ArrowRight")
        expect(page.get_by_text("eight", exact=True)).to_be_visible()
        expect(page.get_by_text("Eighth, with")).to_be_in_viewport()


def test_text_runs_from_right_to_left_where_it_should(browser: Browser, served: str) -> None:
    with opened(browser, served + KINDS["right to left"].removesuffix("index.html")) as page:
        directions = [
            page.locator(part).first.evaluate("(part) => getComputedStyle(part).direction")
            for part in ("h1", ".text p", ".site-header", ".site-footer")
        ]
        assert directions == ["rtl", "rtl", "ltr", "ltr"]


def test_contents_are_folded_on_a_phone(browser: Browser, served: str) -> None:
    with opened(browser, served + GUIDE, viewport=PHONE) as page:
        contents = page.get_by_role("navigation", name="Contents")
        expect(contents.get_by_role("link", name="Tabs")).not_to_be_visible()
        contents.get_by_text("Contents").click()
        contents.get_by_role("link", name="Tabs").click()
        expect(page).to_have_url(re.compile("#tabs$"))


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_nothing_but_extras_needs_javascript(
    viewport: dict[str, int], browser: Browser, served: str
) -> None:
    """Contents, tabs and folded text work; what could not work is not there."""
    with opened(browser, served + GUIDE, viewport=viewport, java_script_enabled=False) as page:
        contents = page.get_by_role("navigation", name="Contents")
        if viewport == PHONE:
            contents.get_by_text("Contents").click()
        contents.get_by_role("link", name="Tabs").click()
        expect(page).to_have_url(re.compile("#tabs$"))
        expect(page.get_by_text("uv run script.py")).to_be_visible()
        page.get_by_text("In words").click()
        expect(page.get_by_text("Without JavaScript the tabs work")).to_be_visible()
        expect(page.get_by_text("uv run script.py")).not_to_be_visible()
        page.get_by_text("More, for those who ask").click()
        expect(page.get_by_text("It was hidden until now.")).to_be_visible()
        page.locator("sup a").first.click()
        expect(page).to_have_url(re.compile("#fn:1$"))
        expect(page.get_by_role("button")).to_have_count(0)


def test_tabs_are_chosen_by_keyboard(browser: Browser, served: str) -> None:
    with opened(browser, served + GUIDE) as page:
        page.get_by_label("uv", exact=True).focus()
        page.keyboard.press("ArrowRight")
        expect(page.get_by_text("pip install pyperf")).to_be_visible()
        expect(page.get_by_text("uv run script.py")).not_to_be_visible()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["", GUIDE], ids=["home", "style guide"])
def test_nothing_moves_while_a_page_loads(
    path: str, viewport: dict[str, int], browser: Browser, served: str
) -> None:
    with opened(browser, served + path, viewport=viewport) as page:
        page.wait_for_load_state("networkidle")
        page.mouse.wheel(0, 9000)
        shifts = page.evaluate(
            "new Promise((resolve) => new PerformanceObserver((list) =>"
            " resolve(list.getEntries().map((entry) => entry.value)))"
            ".observe({ type: 'layout-shift', buffered: true }) || setTimeout(resolve, 300, []))"
        )
        assert shifts == []


def test_paper_shows_all_of_the_text_and_nothing_to_press(browser: Browser, served: str) -> None:
    """In light colours, whatever was chosen: tabs one under the other, no menus or buttons."""
    with opened(browser, served + GUIDE) as page:
        page.get_by_role("button", name="Dark colours").click()
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        for text in ("uv run script.py", "pip install pyperf", "Without JavaScript the tabs"):
            expect(page.get_by_text(text)).to_be_visible()
        for name in (".toc", ".site-header nav", ".copy", ".anchor", ".scheme"):
            expect(page.locator(name).first).not_to_be_visible()


def test_marks_do_not_depend_on_colours(browser: Browser, served: str) -> None:
    with opened(browser, served + GUIDE, forced_colors="active") as page:
        for mark in (".hll", ".gi", ".gd", ".mark"):
            style = "(mark) => getComputedStyle(mark).outlineStyle"
            assert page.locator(mark).first.evaluate(style) == "solid", mark
        tabs = page.locator(".tabbed-set > label")
        lines = tabs.evaluate_all(
            "(tabs) => tabs.map((t) => getComputedStyle(t).borderBottomColor)"
        )
        assert len(set(lines[:3])) == 2  # the chosen one, and the others


def test_numbers_do_not_lie_over_a_difference(browser: Browser, served: str) -> None:
    with opened(browser, served + UNUSUAL) as page:
        number, line = page.locator(".linenos").first, page.locator(".linenos + .gd").first
        numbered, written = number.bounding_box(), line.bounding_box()
        assert numbered["x"] + numbered["width"] <= written["x"]


@pytest.mark.parametrize(("wish", "behaviour"), [("reduce", "auto"), ("no-preference", "smooth")])
def test_motion_is_as_the_reader_wishes(
    wish: str, behaviour: str, browser: Browser, served: str
) -> None:
    with opened(browser, served, reduced_motion=wish) as page:
        style = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(style) == behaviour
