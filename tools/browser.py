"""Finds a Chromium for the browser tests and what drives it, or installs them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

VARIABLE: Final = "CHROMIUM"
"""Environment variable that names the browser to use, and carries it to the tests."""

# Without the flags on networking, Chromium asks for hosts of its maker's at every start.
FLAGS: Final = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
"""How to start it, headless, on any machine."""

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_APPLICATIONS: Final = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
# The last is a library that Playwright's driver needs and a bare Debian lacks.
_PACKAGES: Final = ("chromium", "fonts-dejavu-core", "libatomic1")


def prepare_browser() -> Path | None:
    """Find a Chromium that can be driven; if there is none, install what is missing and look again.

    Raises:
        FileNotFoundError: The environment variable names what is not there.
    """
    if has_driver() and (chromium := find_chromium()):
        return chromium
    install_browser()
    return find_chromium() if has_driver() else None


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


def has_driver() -> bool:
    """Tell whether Playwright's driver, a program in its wheel, starts on this machine."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def install_browser() -> None:
    """Install a Chromium and what drives it: Debian's as root, else Playwright's; say so."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        _run("apt-get", "-qq", "update")
        _run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *_PACKAGES)
    elif has_driver():
        _run(sys.executable, "-m", "playwright", "install", "chromium")
    else:
        hint = f"apt install {' '.join(_PACKAGES)}"
        print(f"Playwright's driver does not start; on Debian and Ubuntu: {hint}")  # noqa: T201


def _run(*command: str) -> None:
    print("Installing a browser:", *command, flush=True)  # noqa: T201
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603


def _list_installed() -> Iterator[Path]:
    yield from (Path(found) for name in _NAMES if (found := shutil.which(name)))
    yield from (path for path in _APPLICATIONS if path.is_file())
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a process; rarely needed

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    if path.is_file():
        yield path
