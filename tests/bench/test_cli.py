"""The command on a small site, with real processes of this Python."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from plugins.bench import noise_run, session
from plugins.bench.cli import bench
from plugins.bench.content.adapter import read_site
from plugins.bench.harness import alone
from plugins.bench.request import Request
from plugins.bench.store import load
from tests.bench import here
from tests.bench.here import HERE
from tests.conftest import Site, only_long

QUICK = Request(mode="quick", machine="here")
STATUS = Request(does="status")


def write_post(site: Site, *snippets: str, name: str = "post") -> None:
    text = "\n\n".join(f"```python\n{snippet}```" for snippet in snippets)
    site.write(f"content/posts/{name}.md", f"Title: T\nDate: 2026-11-01\n\n{text}\n")


def make_snippet(name: str, code: str, *options: str) -> str:
    lines = ["[tool.bench]", f'name = "{name}"', f'interpreters = ["{HERE}"]', *options]
    block = "".join(f"# {line}\n" for line in lines)
    return f"# /// script\n{block}# ///\n{code}\n"


SUMS = make_snippet(
    "sums",
    "def time_a(): return sum(range(1000))\ndef time_b(): return sum(list(range(1000)))",
)
NUMBERS = make_snippet("numbers", "def track_a(): return 5\ndef track_b(): return 6", 'unit = "B"')


@pytest.fixture(autouse=True)
def _here(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(session, "find_interpreter", here.find_interpreter)
    monkeypatch.setattr(session, "prepare_place", here.prepare_place)


def list_stored(site: Site) -> set[str]:
    folder = site.root / "content" / "measurements"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_quick_look_is_stored_and_is_not_fresh(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, SUMS)
    assert bench(QUICK) == 0
    assert list_stored(site) == {f"sums/here/{HERE}.json"}
    assert "time_b" in capsys.readouterr().out
    assert bench(STATUS) == 1
    expected = [f"sums time_{name}[{HERE}] only quick" for name in "ab"]
    assert capsys.readouterr().out.splitlines() == expected
    assert bench(QUICK) == 0
    assert "nothing to measure" in capsys.readouterr().out


def test_what_is_measured_is_fresh_until_its_code_changes(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(alone.ROUNDS, "default", 3)
    write_post(site, NUMBERS)
    assert bench(Request(machine="here")) == 0
    assert bench(STATUS) == 0
    write_post(site, "Prose\n", NUMBERS.replace("return 5", "return  5  # five"))
    assert bench(STATUS) == 0
    capsys.readouterr()
    write_post(site, NUMBERS.replace("5", "7"))
    assert bench(STATUS) == 1
    out = capsys.readouterr().out.splitlines()
    assert out == [f"numbers track_{name}[{HERE}] code changed" for name in "ab"]


def test_a_function_that_fails_costs_itself_alone(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "def track_a(): return 5\ndef track_b(): return 1 / 0"
    write_post(site, make_snippet("bad", code, 'unit = "B"'))
    assert bench(QUICK) == 1
    said = capsys.readouterr()
    assert f"track_a[{HERE}]" in said.out
    assert f"track_b on {HERE}: ZeroDivisionError: division by zero" in said.err
    assert 'File "bad.py", line' in said.err
    assert "Traceback" not in said.err
    (stored,) = load_all(site)
    assert stored.cell.function == "track_a"


def load_all(site: Site) -> list:
    found = read_site("pelicanconf.py")
    measurements = []
    for snippet in found.snippets:
        cells = {cell.label: cell for cell in snippet.cells}
        for path in (site.root / "content/measurements" / snippet.name).rglob("*.json"):
            measurements += load(path, cells)
    return measurements


def test_a_missing_interpreter_is_named_and_the_others_go_on(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS.replace(f'["{HERE}"]', f'["{HERE}", "3.99"]'))
    assert bench(QUICK) == 1
    assert "uv python install 3.99" in capsys.readouterr().err
    assert list_stored(site) == {f"numbers/here/{HERE}.json"}


def test_a_problem_in_one_post_stops_no_other(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS)
    write_post(site, SUMS.replace("[tool.bench]", "[tool.bench"), name="broken")
    assert bench(QUICK) == 1
    assert "content/posts/broken.md:6: the metadata is no TOML" in capsys.readouterr().err
    assert list_stored(site) == {f"numbers/here/{HERE}.json"}


def test_a_second_run_says_so_and_stops(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    write_post(site, NUMBERS)
    (site.root / ".bench").mkdir()
    with FileLock(site.root / ".bench" / "lock"):
        assert bench(QUICK) == 1
    assert "another `invoke bench` is measuring" in capsys.readouterr().err
    assert not list_stored(site)


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (Request(only=("number",)), 'no benchmark "number". Did you mean numbers?'),
        (Request(only=("x",)), "There are: numbers"),
        (Request(machine="My Laptop"), "small letters"),
        (Request(mode="quick", force=True), "--force with --quick"),
        (Request(mode="quick", does="noise"), "--noise with --quick"),
        (Request(shard="4/3"), '--shard "4/3" is no part of a whole: write I/N'),
        (Request(on=("3.99",)), f'no benchmark runs on "3.99". There are: {HERE}.'),
        (Request(does="plan", on=("x",)), "There are"),
        (Request(does="merge", folders=("a",), only=("numbers",)), "no other option beside it"),
        (Request(does="merge"), "--merge takes folders"),
        (Request(does="merge", folders=("nowhere",)), "nowhere: it is no folder; name one with"),
    ],
    ids=[
        "near",
        "far",
        "machine",
        "force",
        "noise",
        "shard",
        "on",
        "plan-on",
        "merge-only",
        "merge-nothing",
        "merge-nowhere",
    ],
)
def test_a_wrong_request_is_explained(
    request_: Request, told: str, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS)
    assert bench(request_) == 1
    assert told in capsys.readouterr().err
    assert not list_stored(site)


def test_a_damaged_file_is_refused_and_left_as_it_is(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS)
    place = f"content/measurements/numbers/here/{HERE}.json"
    site.write(place, '{"benchmarks": [')
    for request_ in (QUICK, STATUS, Request(does="plan", machine="here")):
        assert bench(request_) == 1
        assert place in capsys.readouterr().err
    assert (site.root / place).read_text() == '{"benchmarks": ['


def test_a_site_without_benchmarks_says_how_to_begin(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bench(QUICK) == 0
    assert "docs/authoring.md" in capsys.readouterr().out
    assert bench(STATUS) == 0


def test_a_broken_benchmark_is_explained_before_its_name_is_missed(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS.replace("[tool.bench]", "[tool.bench"))
    assert bench(Request(only=("numbers",))) == 1
    assert "no TOML" in capsys.readouterr().err
    assert bench(Request(does="plan")) == 1
    assert "fresh" not in capsys.readouterr().out


def test_what_python_does_not_fit_is_not_measured(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS.replace("# [tool", '# requires-python = ">=3.99"\n# [tool'))
    assert bench(QUICK) == 1
    assert 'does not fit requires-python = ">=3.99"' in capsys.readouterr().err


def test_a_post_that_is_skipped_has_no_benchmarks(site: Site) -> None:
    site.write("content/posts/p.md", f"Title: T\nStatus: skip\n\n```python\n{NUMBERS}```\n")
    assert not read_site("pelicanconf.py").snippets


def test_a_folder_that_cannot_be_made_is_told(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS)
    site.write(".bench", "")
    assert bench(QUICK) == 1
    assert ".bench/ cannot be used" in capsys.readouterr().err


def test_the_plan_measures_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    write_post(site, NUMBERS)
    bench(Request(does="plan", machine="here"))
    out = capsys.readouterr().out
    assert f"track_a[{HERE}]" in out
    assert "2 cells to measure on here, about" in out
    assert not list_stored(site)


def test_several_machines_have_a_line_each(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    write_post(site, NUMBERS)
    bench(QUICK)
    bench(Request(mode="quick", machine="there"))
    capsys.readouterr()
    bench(STATUS)
    lines = capsys.readouterr().out.splitlines()
    assert f"numbers track_a[{HERE},machine=here] only quick" in lines
    assert f"numbers track_b[{HERE},machine=there] only quick" in lines


def test_the_noise_run_gives_a_floor_that_is_used(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(noise_run, "ENVIRONMENTS", 2)
    monkeypatch.setitem(alone.ROUNDS, "default", 2)
    monkeypatch.setitem(alone.MIN_SECONDS, "default", 0.01)
    write_post(site, SUMS)
    assert bench(Request(does="noise", machine="here")) == 0
    assert f"{HERE}: noise floor" in capsys.readouterr().out
    assert list_stored(site) == {f"{noise_run.NAME}/here/{HERE}.json"}
    assert bench(QUICK) == 0
    assert "noise floor of this machine is not known" not in capsys.readouterr().out


def test_options_of_the_task_reach_the_command(site: Site) -> None:
    write_post(site, NUMBERS)
    result = site.invoke("bench", "--plan", "--on", "3.99", "--shard=1/1")
    assert (result.code, "no benchmark runs on" in result.report) == (1, True), result.report
    result = site.invoke("bench", "--merge=a, c")
    assert "c: it is no folder" in result.report
    result = site.invoke("bench", "--merge", "", "--plan")
    assert "Only one of --plan, --merge." in result.report
    assert "--shard" in site.invoke("bench", "-h").out


def test_shards_measure_and_show_a_part_each(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS, NUMBERS.replace("numbers", "others"))
    assert bench(replace(QUICK, shard="2/2")) == 0
    assert list_stored(site) == {f"others/here/{HERE}.json"}
    capsys.readouterr()
    bench(Request(does="plan", machine="here", shard="1/2"))
    assert "2 cells to measure on here" in capsys.readouterr().out
    bench(Request(does="status", machine="here", shard="2/2"))
    assert capsys.readouterr().out.count("only quick") == 2
    for does in ("measure", "plan", "status", "noise"):
        assert bench(Request(does=does, machine="here", shard="3/3")) == 0
        assert capsys.readouterr().out == "Shard 3/3 has no benchmark; there is nothing to do.\n"


def test_only_the_interpreters_that_are_named_are_measured_and_shown(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    write_post(site, NUMBERS.replace(f'["{HERE}"]', f'["{HERE}", "3.99"]'))
    assert bench(replace(QUICK, on=(HERE,))) == 0
    assert list_stored(site) == {f"numbers/here/{HERE}.json"}
    capsys.readouterr()
    assert bench(Request(does="status", machine="here", on=("3.99",))) == 1
    assert (
        capsys.readouterr().out == "numbers track_a[3.99] missing\nnumbers track_b[3.99] missing\n"
    )
    bench(Request(does="plan", machine="here", on=("3.99",)))
    said = capsys.readouterr()
    assert "2 cells to measure" in said.out
    assert "Python 3.99 is not here" in said.err
    assert bench(replace(QUICK, on=("3.99",))) == 1
    assert bench(Request(does="noise", machine="here", on=("3.99",))) == 1
    assert f"on {HERE}" not in capsys.readouterr().err


def test_what_another_checkout_measured_is_merged(
    site: Site, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(alone.ROUNDS, "default", 2)
    write_post(site, NUMBERS)
    bench(Request(machine="here"))
    (site.root / "content" / "measurements").rename(site.root / "elsewhere")
    capsys.readouterr()
    merge = Request(does="merge", folders=("elsewhere",))
    with FileLock(site.root / ".bench" / "lock"):
        assert bench(merge) == 1
    assert "another `invoke bench` is measuring" in capsys.readouterr().err
    assert bench(merge) == 0
    assert "2 cells merged from 1 file; 0 refused" in capsys.readouterr().out
    assert bench(STATUS) == 0


def start(site: Site) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(Path(here.__file__))]
    environment = {**os.environ, "PYTHONPATH": str(Path(here.__file__).parents[2])}
    return subprocess.Popen(
        command, cwd=site.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def check_journals(site: Site) -> None:
    """Each line but the last is whole."""
    for path in (site.root / ".bench").glob("*.jsonl"):
        for line in path.read_text().split("\n")[:-1]:
            json.loads(line)


@only_long
def test_a_kill_at_any_moment_damages_nothing_and_loses_no_cell(site: Site) -> None:
    write_post(site, NUMBERS, NUMBERS.replace("numbers", "others"))
    moments = random.Random(5)
    stored: set[tuple[str, str]] = set()
    for _ in range(50):
        process = start(site)
        time.sleep(moments.uniform(0.3, 3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        check_journals(site)
        now = {(m.cell.label, m.session) for m in load_all(site)}
        assert stored <= now
        stored = now
    process = start(site)
    out, _ = process.communicate(timeout=100)
    assert process.returncode == 0, out
    assert bench(STATUS) == 0
    assert not list((site.root / ".bench").glob("*.jsonl"))
    assert all(len(m.runs) == 20 for m in load_all(site))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "term"])
def test_a_stopped_run_keeps_what_was_measured(number: signal.Signals, site: Site) -> None:
    write_post(site, NUMBERS)
    process = start(site)
    journal = site.root / ".bench" / "numbers.jsonl"
    deadline = time.monotonic() + 20
    while not (journal.is_file() and journal.read_text().count("\n") > 5):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(number)
    out, _ = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"goes on from there" in out
    assert b"Traceback" not in out
    assert journal.read_text().count("\n") > 5
