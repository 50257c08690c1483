"""The live preview in a real Chromium."""

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import Site
from tests.incremental.test_serve import serving

pytestmark = pytest.mark.browser


def test_a_change_is_seen_at_once_and_so_is_a_problem(browser: Browser, site: Site) -> None:
    """The open page reloads itself; a report lies over it; the page's own policy allows both."""
    said: list[str] = []
    with serving(site, "--port", "8765") as (_, url, _), browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{url}posts/sound/")
        expect(page.get_by_text("All is well.")).to_be_visible()
        site.write("content/posts/sound.md", "Title: Sound\nDate: 2026-11-01\n\nBetter.\n")
        expect(page.get_by_text("Better.")).to_be_visible(timeout=20_000)
        site.write("content/posts/bad.md", "Title: Bad\nDate: never\n\nx")
        report = page.get_by_label("Problems found while building")
        expect(report).to_contain_text("content/posts/bad.md:2: error", timeout=20_000)
        page.goto("about:blank")
    assert said == []
