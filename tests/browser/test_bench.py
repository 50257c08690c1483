"""Benchmarks as a browser shows them: on a phone, in the dark, on paper, without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_reading import DESK, PHONE, opened
from tests.test_site import KINDS

pytestmark = pytest.mark.browser

MEASURED = KINDS["benchmarks in a post"].removesuffix("index.html")
DOT = """
(strip) => [...strip.querySelectorAll(":scope > circle")].map((dot) => {
  const box = dot.getBoundingClientRect(), all = strip.getBoundingClientRect();
  return (box.x + box.width / 2 - all.x) / all.width;
})
"""

PLACES = """
[...document.querySelectorAll(".bench-table .strip")].filter((s) => s.checkVisibility())
.map((s) => {
  const strip = s.getBoundingClientRect(), row = s.closest("tr");
  const number = row.querySelector(".number").getBoundingClientRect();
  const share = strip.width / row.closest("table").getBoundingClientRect().width;
  return [share, number.bottom <= strip.top + 1, number.right <= strip.left];
})
"""


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => (d.open = true))")


def test_what_is_folded_away_is_accessible_too(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED, color_scheme="dark") as page:
        open_all(page)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


def test_a_dot_stands_where_its_number_is(browser: Browser, served: str) -> None:
    """In shares of a strip's width, on a linear scale to 1,250 requests a second."""
    with opened(browser, served + MEASURED) as page:
        table = page.locator("[id='benchmark:sample-rate'] .bench-table")
        rows = table.locator("tbody tr")
        assert rows.count() == 3
        assert table.locator(".strip-axis text").last.text_content() == "1,250"
        for row in rows.all():
            number = float(row.locator(".number").inner_text().replace(",", ""))
            (place,) = row.locator(".strip").evaluate(DOT)
            assert place == pytest.approx(number / 1250, abs=0.01)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_strip_has_room(viewport: dict[str, int], browser: Browser, served: str) -> None:
    """On a phone it is as wide as its table; nothing lies over a strip, or beside the screen."""
    with opened(browser, served + MEASURED, viewport=viewport) as page:
        rows = page.evaluate(PLACES)
        assert len(rows) > 15
        for share, is_above, is_before in rows:
            assert share > (0.9 if viewport == PHONE else 0.4)
            assert is_above or is_before


def test_machines_are_tabs_without_javascript(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED, java_script_enabled=False) as page:
        tabs = page.locator("[id='benchmark:sample-threads'] .tabbed-content")
        expect(tabs.nth(0)).to_be_visible()
        expect(tabs.nth(1)).not_to_be_visible()
        page.get_by_text("sample-machine", exact=True).click()
        expect(tabs.nth(0)).not_to_be_visible()
        expect(tabs.nth(1)).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)


def test_paper_shows_all_machines_and_how_they_measured(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED) as page:
        page.emulate_media(media="print")
        for tab in page.locator("[id='benchmark:sample-threads'] .tabbed-content").all():
            expect(tab).to_be_visible()
            expect(tab.get_by_role("columnheader", name="Built by")).to_be_visible()


def test_drawings_do_not_depend_on_colours(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED, forced_colors="active") as page:
        for part in (".strip-interval", ".chart-line", ".chart-ideal"):
            stroke = page.locator(part).first.evaluate("(line) => getComputedStyle(line).stroke")
            assert stroke not in ("none", "rgba(0, 0, 0, 0)"), part
        marks = page.locator(".legend .chart-key").first.locator("xpath=../..").locator("path")
        shapes = marks.evaluate_all("(paths) => new Set(paths.map(p => p.className.baseVal)).size")
        assert shapes >= 3  # a line, two marks, the ideal: no two series alike


def test_every_drawing_has_a_title_and_a_description(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED) as page:
        open_all(page)
        images = page.get_by_role("img").filter(has=page.locator("title"))
        assert images.count() >= 20
        names = [image.get_attribute("aria-labelledby") or "" for image in images.all()]
        assert len(set(names)) == len(names)
        for name in names:
            for part in name.split():
                assert page.locator(f"[id='{part}']").text_content()


def test_the_line_to_run_names_this_very_server(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        run = page.locator(".bench-run").first
        line = f"uv run {served}{MEASURED}sample-threads.py"
        expect(run.locator("pre")).to_have_text(line)
        run.hover()
        run.get_by_role("button", name="Copy").click()
        assert page.evaluate("navigator.clipboard.readText()").strip() == line
        response = page.request.get(line.removeprefix("uv run "))
        assert "def time_shared_by_all_of_them" in response.text()


def test_a_number_tells_its_interval(browser: Browser, served: str) -> None:
    with opened(browser, served + MEASURED) as page:
        number = page.locator("data.bench", has_text="requests/s").last
        expect(number).to_have_attribute("value", "1197.08")
        assert "interval" in str(number.get_attribute("title"))
        as_code = page.get_by_text("{bench:sample-rate track_requests[3.14]}", exact=True)
        expect(as_code).to_be_visible()
