"""Notebooks are run in processes that end, and only what a page can show is stored."""

import json
import os
import shlex
import time
from datetime import date
from pathlib import Path

import pytest

from plugins.notebooks import cli, run
from plugins.notebooks.model import Fault, Run
from plugins.notebooks.store import load
from tests.conftest import Site, make_site
from tests.notebooks.samples import NOTEBOOK, OUTPUTS, parse, write_run

TODAY = date(2026, 11, 27)
TOLD = {"python": "3.13.15", "marimo": "0.25.2", "outputs": ["", "", "<pre>8</pre>", "", ""]}


def play_uv(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Let a shell script play uv, whose last argument is where the result is written."""
    path = folder / "uv"
    path.write_text(f"#!/bin/sh\nfor result; do :; done\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(run, "find_uv_bin", lambda: str(path))


def play_result(monkeypatch: pytest.MonkeyPatch, folder: Path, **changes: object) -> None:
    said = shlex.quote(json.dumps(TOLD | changes))
    play_uv(monkeypatch, folder, f'printf %s {said} > "$result"')


def test_what_comes_of_it_is_a_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    play_result(monkeypatch, tmp_path, printed="one\ntwo")
    found = run.run_notebook(parse(), 9, TODAY)
    outputs = ("", "", "<pre>8</pre>", "", "")
    assert found == (Run(parse().digest, "3.13.15", "0.25.2", "2026-11-27", outputs), "one\ntwo")


@pytest.mark.parametrize(
    ("changes", "line", "words"),
    [
        (
            {"outputs": [], "error": '  File "twice.py", line 9\nE', "line": 9},
            9,
            'File "content/posts',
        ),
        ({"outputs": ["", ""]}, None, "only 2 of 5 cells ran"),
        ({"outputs": ["", "", "<marimo-table></marimo-table>", "", ""]}, 30, "<marimo-table>"),
        ({"outputs": ["", "<p id='a'>A</p>", "<p id='a'>A</p>", "", ""]}, None, 'the id "a" twice'),
        ({"outputs": ["", "", "", "", "x" * 1_000_001]}, 47, "more than 1,000,000 characters"),
        ({"python": 1}, None, "it could not be run (exit code 0)"),
    ],
)
def test_what_no_page_can_show_is_told_at_its_cell(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    changes: dict[str, object],
    line: int | None,
    words: str,
) -> None:
    play_result(monkeypatch, tmp_path, **changes)
    found = run.run_notebook(parse(), 9, TODAY)
    assert isinstance(found, Fault)
    assert (found.line, words in found.message) == (line, True), found


def test_what_uv_says_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    play_uv(monkeypatch, tmp_path, "echo no such package >&2; exit 2")
    found = run.run_notebook(parse(), 9, TODAY)
    assert isinstance(found, Fault)
    assert found.message == "it could not be run (exit code 2)\nno such package"


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended may wait for its parent's parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_after_its_time_all_that_it_started_is_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    play_uv(monkeypatch, tmp_path, f"sleep 60 & echo $! > {tmp_path}/pid; wait")
    found = run.run_notebook(parse(), 0.3, TODAY)
    assert isinstance(found, Fault)
    assert found.message == "it took more than 0.3 seconds"
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not is_alive(pid):
            break
        time.sleep(0.02)
    assert not is_alive(pid)


def test_ctrl_c_leaves_what_was_stored(
    monkeypatch: pytest.MonkeyPatch, twice: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    path = twice.root / "content/notebooks/twice.json"
    write_run(path, parse(), digest="0" * 16)
    before = path.read_bytes()
    play_uv(monkeypatch, twice.root, f"kill -INT {os.getpid()}; sleep 60")
    assert cli.run_notebooks() == 130
    assert "Stopped. What was stored is as it was." in capfd.readouterr().err
    assert path.read_bytes() == before


@pytest.fixture
def twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with one notebook, in whose folder the test is."""
    root = tmp_path / "site"
    root.mkdir()
    site = make_site(root)
    site.write("content/posts/twice.py", NOTEBOOK)
    monkeypatch.chdir(site.root)
    return site


def test_only_what_is_stale_runs(
    monkeypatch: pytest.MonkeyPatch, twice: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    play_result(monkeypatch, twice.root)
    told = []
    for options in ({"status": True}, {}, {"status": True}, {}, {"force": True}):
        code = cli.run_notebooks(**options)  # type: ignore[arg-type]
        told.append((code, capfd.readouterr().out.splitlines()[0]))
    file = "content/posts/twice.py"
    assert told == [
        (1, f"missing       {file}"),
        (0, f"{file}: missing, running …"),
        (0, f"fresh         {file}"),
        (0, f"{file}: fresh."),
        (0, f"{file}: fresh, running …"),
    ]


def test_what_cannot_be_run_is_told_with_file_line_and_remedy(
    twice: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    twice.write("content/posts/more/twice.py", NOTEBOOK)
    twice.write("content/posts/broken.py", NOTEBOOK.replace("double(4)", "double(4"))
    twice.write("content/posts/plain.py", "print('no notebook')\n")
    write_run(twice.root / "content/notebooks/twice.json", parse(), outputs=["<b>"])
    assert cli.run_notebooks() == 1
    said = capfd.readouterr().err
    for words in (
        "content/posts/broken.py:33: error: it is no Python: '(' was never closed\n    Mend it",
        "content/posts/twice.py: error: content/posts/more/twice.py has the same name",
        "content/notebooks/twice.json: error: this has in output 1 what no page may have\n",
    ):
        assert words in said
    assert "plain" not in said


def test_only_takes_known_names(twice: Site, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.run_notebooks(["twcie"]) == 1
    assert 'no notebook "twcie"\n    Did you mean "twice"?' in capfd.readouterr().err
    assert twice.root.is_dir()


def test_marimo_gives_what_is_stored(
    monkeypatch: pytest.MonkeyPatch, twice: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    """The real one: with what is in uv's cache, but under CI from where it is had."""
    if not os.environ.get("CI"):
        monkeypatch.setenv("UV_OFFLINE", "1")
    code = cli.run_notebooks()
    said = capfd.readouterr()
    if "could not be run" in said.err and not os.environ.get("CI"):
        pytest.skip(f"marimo is not here: {said.err.splitlines()[1]}")
    assert code == 0, said.err
    found = load(twice.root / "content/notebooks/twice.json")
    assert found
    assert found.outputs == OUTPUTS
    assert (found.digest, found.marimo) == (parse().digest, "0.25.2")
