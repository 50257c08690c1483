"""A browser is found where it may be, and a wrong name is an error."""

from pathlib import Path

import pytest

from tools import browser


def make_program(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_the_variable_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = make_program(tmp_path, "my-chromium")
    make_program(tmp_path, "chromium")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(browser.VARIABLE, str(mine))
    assert browser.find_chromium() == mine


def test_a_wrong_variable_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browser.VARIABLE, "/nowhere/chromium")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        browser.find_chromium()


def test_path_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = make_program(tmp_path, "google-chrome")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    assert browser.find_chromium() == found


@pytest.mark.parametrize(
    ("has_apt", "uid", "command"),
    [(True, 0, "apt-get"), (True, 1000, "playwright"), (False, 0, "playwright")],
)
def test_what_installs_it(
    has_apt: bool, uid: int, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's package as root, else Playwright's own installer."""
    ran: list[list[str]] = []
    if has_apt:
        make_program(tmp_path, "apt-get")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setattr(browser.os, "geteuid", lambda: uid)
    monkeypatch.setattr(browser.subprocess, "run", lambda command, **_: ran.append(command))
    monkeypatch.setattr(browser, "_list_installed", lambda: iter(()))
    assert browser.install_chromium() is None
    assert any(command in part for part in ran[-1])
