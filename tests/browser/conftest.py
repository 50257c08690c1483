"""A real Chromium, found or installed by `invoke test`."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

# Without the flags on networking, Chromium asks for hosts of its maker's at every start.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="module")  # its event loop must not be there when other tests run theirs
def browser() -> Iterator[Browser]:
    """The browser. Without one, tests are skipped, but under CI they fail."""
    path = os.environ.get("CHROMIUM")
    if not path and not os.environ.get("CI"):
        pytest.skip("no Chromium: `invoke test` finds or installs one")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path or None, args=FLAGS)
        yield started
        started.close()
