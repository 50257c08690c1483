"""A real Chromium, found or installed by `invoke test`, and sites for it to look at."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import Site
from tools.browser import FLAGS


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


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder as any static server would; give its URL."""
    handler = partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def served(sample: Site) -> Iterator[str]:
    """URL of the sample on a plain static server."""
    with serve(sample.output) as url:
        yield url
