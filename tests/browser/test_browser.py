"""The sample blog in a real Chromium: accessible, quiet, and as wide as its window."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import IS_LONG
from tests.test_site import KINDS

pytestmark = pytest.mark.browser
IN_DARK = {
    "home",
    "article",
    "drafts",
    "style guide",
    "series",
    "benchmarks in a post",
    "all benchmarks",
}
"""Pages that together have all there is."""


@pytest.fixture(scope="module", params=["light", "dark"])
def opened(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page in each colour scheme that notes what it asks for and says; opening one takes long."""
    context = browser.new_context(color_scheme=request.param)
    page = context.new_page()
    page.scheme = request.param  # type: ignore[attr-defined]
    page.noted = []  # type: ignore[attr-defined]
    page.on("console", lambda message: page.noted.append(message.text))
    page.on("pageerror", lambda error: page.noted.append(str(error)))
    page.on("request", lambda request: page.noted.append(request.url))
    yield page
    context.close()


@pytest.fixture
def page(opened: Page) -> Page:
    """It, on a phone, with nothing noted yet."""
    opened.set_viewport_size({"width": 390, "height": 844})
    opened.noted.clear()  # type: ignore[attr-defined]
    return opened


@pytest.mark.parametrize("kind", KINDS)
def test_page_is_accessible_quiet_and_fits_the_narrowest_phone(
    kind: str, page: Page, served: str
) -> None:
    """No violation, no message in the console, no request elsewhere, no scrolling sideways."""
    if page.scheme == "dark" and kind not in IN_DARK and not IS_LONG:  # type: ignore[attr-defined]
        pytest.skip("has no colour that others have not: invoke test --long")
    page.goto(served + KINDS[kind].removesuffix("index.html"))
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert [note for note in page.noted if not note.startswith(served)] == []


def test_the_keyboard_reaches_content_and_what_scrolls(page: Page, served: str) -> None:
    page.goto(served + KINDS["style guide"].removesuffix("index.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#page:main$"))
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.className || document.activeElement.tagName")
        )
    assert {"PRE", "table", "A"} <= reached


def test_wide_code_scrolls_by_itself_by_keyboard(page: Page, served: str) -> None:
    page.goto(served + KINDS["style guide"].removesuffix("index.html"))
    code = page.locator("pre", has_text="goes on and on")
    code.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(code) => code.scrollLeft > 0", arg=code.element_handle())
