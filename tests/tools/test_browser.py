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
    ("has_apt", "uid", "drives", "command"),
    [
        pytest.param(True, 0, False, "apt-get", id="debian-as-root"),
        pytest.param(True, 1000, True, "playwright", id="debian-as-user"),
        pytest.param(False, 0, True, "playwright", id="elsewhere"),
        pytest.param(True, 1000, False, None, id="nothing-can-be-done"),
    ],
)
def test_what_is_installed(
    has_apt: bool,
    uid: int,
    drives: bool,
    command: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Debian's packages as root, else Playwright's own installer, else a word of advice."""
    ran: list[tuple[str, ...]] = []
    if has_apt:
        make_program(tmp_path, "apt-get")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser.os, "geteuid", lambda: uid)
    monkeypatch.setattr(browser, "has_driver", lambda: drives)
    monkeypatch.setattr(browser.subprocess, "run", lambda command, **_: ran.append(command))
    browser.install_browser()
    assert [command in step for step in ran[-1:]] == ([True] if command else [])
    assert ("Installing" if command else "apt install") in capsys.readouterr().out


def test_a_browser_that_is_there_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = make_program(tmp_path, "my-chromium")
    monkeypatch.setenv(browser.VARIABLE, str(mine))
    monkeypatch.setattr(browser, "install_browser", lambda: pytest.fail("nothing is missing"))
    assert browser.prepare_browser() == mine


def test_what_was_installed_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_list_installed", lambda: iter(tmp_path.glob("chromium")))
    monkeypatch.setattr(browser, "install_browser", lambda: make_program(tmp_path, "chromium"))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    assert browser.prepare_browser() == tmp_path / "chromium"
