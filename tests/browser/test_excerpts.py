"""All golden excerpts on one page, as a browser has them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.excerpt.cases import read_cases

pytestmark = pytest.mark.browser

SHOW = """cases => {
  const main = document.querySelector("main");
  main.innerHTML = "<h1>Excerpts</h1>" + cases.map(([title, html]) =>
    `<article class="entry"><h2>${title}</h2><div class="summary">${html}</div></article>`
  ).join("");
  return [...main.querySelectorAll(":scope > article > .summary")].map(e => e.innerHTML);
}"""


def test_a_browser_has_each_as_it_is_written_and_shows_it_well(
    browser: Browser, served: str
) -> None:
    """Nothing leaks into the next, scrolls sideways, or keeps a reader out."""
    cases = read_cases()
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(served)
    seen = page.evaluate(SHOW, [(case.title, case.html) for case in cases])
    # A parser drops the first of two new lines in a `pre`.
    assert seen == [re.sub(r"(<pre[^>]*>)\n", r"\1", case.html) for case in cases]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()
