"""The parts of a series, in a real Chromium: folded, found by keyboard, without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_reading import DESK, PHONE, opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_many_parts_are_folded_and_lead_from_one_to_the_next(
    viewport: dict[str, int], browser: Browser, served: str
) -> None:
    url = f"{served}posts/number-5/"
    with opened(browser, url, viewport=viewport, java_script_enabled=False) as page:
        box = page.get_by_role("navigation", name="Series")
        expect(box).to_contain_text("Part 4 of 6")
        here = box.locator("[aria-current=page]")
        expect(here).not_to_be_visible()
        box.locator("summary").press("Enter")
        expect(here).to_have_text("Number 5")
        expect(here).to_be_visible()
        box.get_by_role("link", name="Number 4").click()
        expect(page).to_have_url(re.compile("/number-4/$"))
        page.get_by_role("link", name="Next part Number 5").click()
        expect(page).to_have_url(re.compile("/number-5/$"))
        box.get_by_role("link", name="Numbers").click()
        expect(page).to_have_url(re.compile("/series/numbers/$"))


def test_paper_says_the_place_and_lists_nothing(browser: Browser, served: str) -> None:
    with opened(browser, f"{served}posts/number-5/") as page:
        page.emulate_media(media="print")
        expect(page.get_by_text("Part 4 of 6")).to_be_visible()
        expect(page.get_by_role("link", name="Number 4").first).not_to_be_visible()
