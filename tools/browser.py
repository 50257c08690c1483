"""Finds a Chromium for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

VARIABLE: Final = "CHROMIUM"
"""Environment variable that names the browser to use, and carries it to the tests."""

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_APPLICATIONS: Final = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def find_chromium() -> Path | None:
    """Find a Chromium by environment variable, on PATH, among applications, or Playwright's own.

    Raises:
        FileNotFoundError: The environment variable names what is not there.
    """
    if named := os.environ.get(VARIABLE):
        if path := shutil.which(named):
            return Path(path)
        raise FileNotFoundError(f"{VARIABLE}={named} is not a program; unset it or mend it.")
    return next(_list_installed(), None)


def install_chromium() -> Path | None:
    """Install a Chromium: Debian's as root, else Playwright's; None if that fails."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ("chromium", "fonts-dejavu-core")
        for step in (("update",), ("install", "--yes", "--no-install-recommends", *packages)):
            print("Installing Chromium: apt-get", *step, flush=True)  # noqa: T201
            subprocess.run(["apt-get", "-qq", *step], env=environment, check=False)  # noqa: S603, S607
    else:
        print("Installing Chromium: playwright install chromium", flush=True)  # noqa: T201
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(command, check=False)  # noqa: S603
    return find_chromium()


def _list_installed() -> Iterator[Path]:
    yield from (Path(found) for name in _NAMES if (found := shutil.which(name)))
    yield from (path for path in _APPLICATIONS if path.is_file())
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a process; rarely needed

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if path.is_file():
        yield path
