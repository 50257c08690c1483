"""Published scripts: the block of numbers, what a reader's run makes of it, and of its damage."""

import json
import math
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.bench.board import Board, Results, Row
from plugins.bench.compare import estimate
from plugins.bench.harness.printing import print_table
from plugins.bench.harness.published import (
    BEGIN,
    END,
    judge_ratio,
    judge_size,
    list_published,
    make_key,
    read_published,
    sum_up,
)
from plugins.bench.metadata import CLOSING
from plugins.bench.model import Cell, Measurement, Run, Snippet
from plugins.bench.published import publish_script
from plugins.bench.results import compare_measured
from plugins.bench.script import compile_script
from plugins.bench.status import State
from tests.bench.fences import make_snippet
from tests.bench.here import HERE
from tests.bench.stored import make_measurement, make_run
from tests.bench.test_script import REFERENCE

CODE = "def time_own():\n    sum(range(900))\n\n\ndef time_shared():\n    sum(range(3000))\n"
STEPS = (0.99, 1.0, 1.01)
ABOUT = '"params": {}, "threads": null, "gil": "on", "unit": "second"'
OWN = f'{ABOUT}, "mean": 9.9997e-06, "low": 9.7543e-06, "high": 1.0251e-05'
SHARED = f'{ABOUT}, "mean": 2.9999e-05, "low": 2.9263e-05, "high": 3.0754e-05'
TOLD = '{"baseline": "time_own", "ratio": 3, "low": 3, "high": 3, "floor": null, "verdict": '
TOLD += '"different"}'


def make_runs(mean: float, *, gil: bool = True) -> tuple[Run, ...]:
    return tuple(
        make_run(number, mean * step, gil_before=gil, gil_after=gil)
        for number, step in enumerate(STEPS)
    )


def make_results(
    snippet: Snippet, means: Mapping[str, float], state: State = State.FRESH, **said: Any
) -> Results:
    """Make results of a snippet from a mean for each function; others are missing."""
    about = {"environment": {"python_version": sys.version.split()[0]}} | said
    found: dict[tuple[str, Cell], Measurement] = {
        (name, cell): make_measurement(
            cell.function,
            **{"cell": cell, "unit": snippet.find_function(cell.function).unit}
            | {"runs": make_runs(means[cell.function])}
            | about,
        )
        for cell in snippet.cells
        for name in snippet.interpreters
        if cell.function in means
    }
    measured = {
        name: [item for place, item in found.items() if place[0] == name]
        for name in snippet.interpreters
    }
    comparisons = {id(item.cell): item for item in compare_measured(snippet, measured, {})}
    rows = []
    for cell in snippet.cells:
        for name in snippet.interpreters:
            item = found.get((name, cell))
            row = Row(name, cell, State.MISSING, None, None, None)
            if item:
                row = Row(name, cell, state, item, estimate(item), comparisons.get(id(item)))
            rows.append(row)
    return Results(snippet, (Board("desk", tuple(rows), {}),), ())


def make_usual(*interpreters: str, toml: str = "") -> Results:
    names = json.dumps(interpreters or [HERE])
    snippet = make_snippet(f"interpreters = {names}\n{toml}", CODE)
    return make_results(snippet, {"time_own": 1e-5, "time_shared": 3e-5})


def publish(path: Path, script: str) -> Path:
    file = path / "a.py"
    file.write_text(script, "utf-8")
    return file


def read(path: Path, results: Results) -> dict[str, Any]:
    data: dict[str, Any] = read_published(publish(path, publish_script(results)))
    return data


def test_a_published_script_is_the_measured_one_and_a_block() -> None:
    results = make_usual("3.13")
    script = compile_script(results.snippet)
    text = publish_script(results)
    assert text == publish_script(make_usual("3.13"))
    assert text.startswith(script)
    lines = text.removeprefix(script).split("\n")
    version = json.dumps(sys.version.split()[0])
    assert lines[:3] == ["", "", BEGIN]
    assert lines[3].startswith('# {"machine": "desk", "script": "')
    assert lines[4:] == [
        '# "interpreters": {',
        f'#  "3.13": {{"python": {version}, "date": "2026-11-24"}}',
        "# },",
        '# "cells": [',
        f'#  {{"interpreter": "3.13", "function": "time_own", {OWN}, "comparison": null}},',
        f'#  {{"interpreter": "3.13", "function": "time_shared", {SHARED}, "comparison": {TOLD}}}',
        "# ]}",
        END,
        "",
    ]


@pytest.mark.parametrize("state", [State.QUICK, State.CODE_CHANGED, State.MISSING])
def test_without_fresh_numbers_there_is_no_block(state: State, tmp_path: Path) -> None:
    results = make_usual()
    rows = tuple(replace(row, state=state) for row in results.boards[0].rows)
    results = replace(results, boards=(replace(results.boards[0], rows=rows),))
    assert publish_script(results) == compile_script(results.snippet)
    assert read_published(publish(tmp_path, publish_script(results))) is None


def test_only_the_first_machine_and_what_is_fresh_is_published(tmp_path: Path) -> None:
    results = make_usual("3.13", "3.14")
    board = results.boards[0]
    rows = [replace(board.rows[0], state=State.QUICK), *board.rows[1:]]
    boards = (replace(board, rows=tuple(rows)), replace(board, machine="other"))
    data = read(tmp_path, replace(results, boards=boards))
    assert data["machine"] == "desk"
    found = [(cell["interpreter"], cell["function"]) for cell in data["cells"]]
    assert found == [("3.14", "time_own"), ("3.13", "time_shared"), ("3.14", "time_shared")]


def test_what_cannot_be_set_beside_a_readers_numbers_is_no_comparison(tmp_path: Path) -> None:
    snippet = make_snippet('interpreters = ["3.13", "3.14"]')  # one function, so two interpreters
    results = make_results(snippet, {"time_x": 1e-5})
    assert results.boards[0].rows[1].comparison
    assert [cell["comparison"] for cell in read(tmp_path, results)["cells"]] == [None, None]
    quick = make_usual()
    own, shared = quick.boards[0].rows
    assert shared.comparison
    said = replace(shared, comparison=replace(shared.comparison, is_publishable=False))
    quick = replace(quick, boards=(replace(quick.boards[0], rows=(own, said)),))
    assert [cell["comparison"] for cell in read(tmp_path, quick)["cells"]] == [None, None]


def test_one_process_has_no_interval(tmp_path: Path) -> None:
    snippet = make_usual().snippet
    means = {"time_own": 1.0, "time_shared": 2.0}
    cells = read(tmp_path, make_results(snippet, means, runs=(make_run(0, 1.0),)))["cells"]
    assert [(cell["low"], cell["high"]) for cell in cells] == [(None, None)] * 2
    assert cells[1]["comparison"]["low"] is None
    assert cells[1]["comparison"]["verdict"] == "too noisy to say"


LABELS = {
    "hashes": "kind = ['#', '# ///', '# /// script', '/// x']",
    "signs": "kind = ['é ü', '日本', '€', '/', '#!']",
    "numbers": "x = [1, 1.0, true]",
    "large": "x = [9223372036854775807, -1e-300, 0.1]",
}


@pytest.mark.parametrize("name", LABELS)
def test_whatever_labels_are_they_come_back_and_are_no_code(name: str, tmp_path: Path) -> None:
    axis = tomllib.loads(LABELS[name])
    toml = f"interpreters = [{HERE!r}]\nthreads = [1, 2]\nparams = {{{LABELS[name]}}}"
    snippet = make_snippet(toml, "def time_é(kind): pass".replace("kind", *axis))
    results = make_results(snippet, {"time_é": 1e-5})
    text = publish_script(results)
    block = text.removeprefix(compile_script(snippet))
    assert block.isascii()
    assert all(line.startswith("# ") for line in block.split("\n")[2:-1])
    assert len([m for m in re.finditer(REFERENCE, text) if m["type"] == "script"]) == 1
    assert CLOSING not in block.split("\n")
    published = list_published(read(tmp_path, results), HERE)
    keys = [make_key(cell.function, cell.params, cell.threads) for cell in snippet.cells]
    assert list(published) == keys
    assert len(set(keys)) == 2 * len(*axis.values())


def test_a_line_of_windows_or_an_edit_does_no_harm(tmp_path: Path) -> None:
    text = publish_script(make_usual())
    path = publish(tmp_path, "")
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert read_published(path)["is_changed"] is False
    assert read_published(publish(tmp_path, text + "\n\nprint()\n"))["is_changed"] is False
    assert read_published(publish(tmp_path, text.replace("900", "901")))["is_changed"] is True


def is_damaged(path: Path) -> bool:
    try:
        read_published(path)
    except ValueError:
        return True
    return False


def damage(text: str, changed: Mapping[str, object]) -> str:
    """Change fields of the last cell, or of all that is published."""
    above, _, block = text.partition(f"{BEGIN}\n")
    data = json.loads("".join(row[2:] for row in block.split("\n")[:-2]))
    for path, value in changed.items():
        place = data
        *steps, last = path.split(".")
        for step in steps:
            place = place[int(step) if step.lstrip("-").isdigit() else step]
        place[last] = value
    return f"{above}{BEGIN}\n# {json.dumps(data)}\n{END}\n"


WRONG: Sequence[tuple[str, object]] = [
    ("machine", ["x"]),
    ("machine", "\x1b[31m"),
    ("machine", "\ud800"),
    ("interpreters", {}),
    ("interpreters", []),
    ("interpreters", {HERE: 1}),
    ("interpreters", {HERE: {"python": 1, "date": "x"}}),
    ("cells", None),
    ("cells", []),
    ("cells", [1]),
    ("cells", {"a": 1}),
    ("cells.-1.interpreter", "4.0"),
    ("cells.-1.interpreter", []),
    ("cells.-1.function", None),
    ("cells.-1.params", [1]),
    ("cells.-1.gil", False),
    ("cells.-1.unit", {}),
    ("cells.-1.mean", 0),
    ("cells.-1.mean", -1.5),
    ("cells.-1.mean", True),
    ("cells.-1.mean", "1"),
    ("cells.-1.mean", math.nan),
    ("cells.-1.mean", math.inf),
    ("cells.-1.mean", 10**400),
    ("cells.-1.high", None),
    ("cells.-1.comparison", 7),
    ("cells.-1.comparison.ratio", None),
    ("cells.-1.comparison.low", None),
    ("cells.-1.comparison.floor", "x"),
    ("cells.-1.comparison.floor", -2),
    ("cells.-1.comparison.verdict", 3),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_field_that_is_not_what_it_must_be_is_damage(
    field: str, value: object, tmp_path: Path
) -> None:
    text = publish_script(make_usual())
    assert read_published(publish(tmp_path, damage(text, {}))) is not None
    assert is_damaged(publish(tmp_path, damage(text, {field: value})))


@pytest.mark.parametrize("left", ["{}", "[]", "1", '"x"', "null", "[" * 200_000, "1" * 9999, "{"])
def test_other_json_is_damage(left: str, tmp_path: Path) -> None:
    assert is_damaged(publish(tmp_path, f"x = 1\n{BEGIN}\n# {left}\n{END}\n"))


def test_a_cut_is_damage_wherever_it_is(tmp_path: Path) -> None:
    text = publish_script(make_usual())
    first = text.rindex(BEGIN) + len(BEGIN) + 1
    for end in range(first, text.rindex(END) + len(END), 7):
        assert is_damaged(publish(tmp_path, text[:end]))
    assert read_published(publish(tmp_path, text[: first - 1])) is None


def make_there(
    low: float, high: float, floor: float | None = None, verdict: str = "different"
) -> dict[str, object]:
    ratio = math.sqrt(low * high)
    return {"ratio": ratio, "low": low, "high": high, "floor": floor, "verdict": verdict}


SLOWER = make_there(1.8, 2.0)
FASTER = make_there(0.5, 0.6)
EQUAL = make_there(0.98, 1.02, verdict="within noise")
NOISY = {**make_there(1, 1), "low": None, "high": None, "verdict": "too noisy to say"}
ALONE = "a difference here alone"
RATIOS = [
    ((1.9, 1.95), SLOWER, True, "as published"),
    ((1.7, 1.8), SLOWER, True, "as published"),
    ((1.7, 1.799), SLOWER, False, "less pronounced here"),
    ((2.0, 2.1), SLOWER, True, "as published"),
    ((2.001, 2.1), SLOWER, False, "more pronounced here"),
    ((1.01, 2.02), SLOWER, True, "as published"),
    ((1.001, 2.1), SLOWER, True, "as published, roughly"),
    ((1.0, 2.1), SLOWER, None, "cannot tell: too noisy here"),
    ((0.1, 90.0), SLOWER, None, "cannot tell: too noisy here"),
    ((0.9, 1.79), SLOWER, False, "no clear difference here"),
    ((0.9, 1.0), SLOWER, False, "no clear difference here"),
    ((0.9, 0.99), SLOWER, False, "the other way round here"),
    (None, SLOWER, None, "cannot tell: one process"),
    ((0.55, 0.58), FASTER, True, "as published"),
    ((0.6, 0.7), FASTER, True, "as published"),
    ((0.601, 0.7), FASTER, False, "less pronounced here"),
    ((0.3, 0.499), FASTER, False, "more pronounced here"),
    ((0.7, 1.0), FASTER, False, "no clear difference here"),
    ((1.1, 1.2), FASTER, False, "the other way round here"),
    ((0.99, 1.01), EQUAL, True, "as published"),
    ((1.01, 1.05), EQUAL, True, "within the published noise"),
    ((1.02, 1.05), EQUAL, True, "within the published noise"),
    ((1.021, 1.05), EQUAL, False, "a difference here alone"),
    ((0.9, 0.979), EQUAL, False, "a difference here alone"),
    ((0.8, 1.2), EQUAL, None, "cannot tell: too noisy here"),
    ((1.01, 9.0), EQUAL, None, "cannot tell: too noisy here"),
    (None, EQUAL, None, "cannot tell: one process"),
    ((1.0, 1.1), NOISY, None, "cannot tell: too noisy there"),
    (None, NOISY, None, "cannot tell: too noisy there"),
    # What is known very well, and nearly the same, is no other result.
    ((2.41, 2.43), make_there(2.44, 2.46), True, "as published"),
    ((2.29, 2.31), make_there(2.44, 2.46), False, "less pronounced here"),
    ((0.41, 0.415), make_there(0.416, 0.42), True, "as published"),
    ((1.008, 1.012), make_there(1.019, 1.021), False, "less pronounced here"),
    ((0.9799, 0.98), make_there(0.99, 1.01, verdict="within noise"), False, ALONE),
    # The floor of the machine: what is within it of the interval, or of 1, is no difference.
    ((1.7, 1.75), make_there(1.8, 2.0, 0.03), True, "as published"),
    ((1.7, 1.74), make_there(1.8, 2.0, 0.03), False, "less pronounced here"),
    ((2.05, 2.2), make_there(1.8, 2.0, 0.03), True, "as published"),
    ((1.01, 1.03), make_there(1.8, 2.0, 0.03), False, "no clear difference here"),
    ((0.98, 0.99), make_there(1.8, 2.0, 0.03), False, "no clear difference here"),
    ((0.8, 0.9), make_there(1.8, 2.0, 0.03), False, "the other way round here"),
    ((1.03, 1.05), make_there(1.0, 1.02, 0.03, "within noise"), True, "within the published noise"),
]


@pytest.mark.parametrize(("here", "there", "is_same", "words"), RATIOS)
def test_ratios_are_judged_by_their_intervals(
    here: tuple[float, float] | None, there: Any, is_same: bool | None, words: str
) -> None:
    found = here and (math.sqrt(here[0] * here[1]), *here)
    assert judge_ratio(found, there) == (is_same, words)


@pytest.mark.parametrize(
    ("mean", "low", "high", "told"),
    [
        (1.04, None, None, "about the same here"),
        (0.96, None, None, "about the same here"),
        (1.3, 0.7, 1.3, "about the same here"),
        (1.3, 0.9, 1.1, "about 1.3x slower here"),
        (0.5, 0.9, 1.1, "about 2x faster here"),
        (1234.0, 0.9, 1.1, "about 1200x slower here"),
        (1e-280, 0.9, 1.1, "about 1e+280x faster here"),
    ],
)
def test_numbers_are_compared_roughly(
    mean: float, low: float | None, high: float | None, told: str
) -> None:
    there = {"mean": 1.0, "low": low, "high": high}
    assert judge_size(mean, there, ("faster", "slower")) == told


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ([True, True, False], "2 of 3 ratios as published (desk, Python 3.0.1, today)."),
        ([True, None], "1 of 2 ratios as published, 1 cannot be told (desk, Python 3.0.1, today)."),
        ([], "Published: desk, Python 3.0.1, today."),
    ],
)
def test_the_sum_says_whose_numbers_they_are(verdicts: list[bool | None], told: str) -> None:
    build = {"python": "3.0.1", "date": "today"}
    data = {"machine": "desk", "interpreters": {"3.0": build}, "is_changed": True}
    here, changed = (
        f"Here it is Python {sys.version.split()[0]}: what differs may be due to that.",
        "This file was changed since: the published numbers are of other code.",
    )
    assert sum_up(data, "3.0", verdicts) == [told, here, changed]
    build["python"] = sys.version.split()[0]
    assert sum_up({**data, "is_changed": False}, "3.0", [])[1:] == []


def make_found(*means: float, gil: bool = True) -> list[dict[str, Any]]:
    return [{"values": [mean], "warmups": [[7, mean]], "gil_after": gil} for mean in means]


def show(
    path: Path,
    capsys: pytest.CaptureFixture[str],
    results: Results,
    found: Mapping[str, list[dict[str, Any]]],
) -> list[str]:
    """Print the table of what was found, and return its lines."""
    settings = tomllib.loads(results.snippet.metadata)["tool"]["bench"]
    runs = {(function, (), None): values for function, values in found.items()}
    print_table(settings, runs, read(path, results))
    return capsys.readouterr().out.splitlines()


def test_published_numbers_stand_below_those_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"time_own": make_found(2e-5, 2e-5), "time_shared": make_found(6.6e-5, 6.6e-5)}
    version = sys.version.split()[0]
    assert show(tmp_path, capsys, make_usual(), found) == [
        f"Python {version}, GIL on",
        "",
        "                 mean  spread  against the baseline",
        "time_own      20.0 us   \xb10.0%",
        "  published  10.00 us                                    about 2x slower here",
        "time_shared   66.0 us   \xb10.0%  3.30x slower (3.30-3.30)",
        "  published   30.0 us          3.00x slower (3.00-3.00)  more pronounced here",
        "",
        f"0 of 1 ratio as published (desk, Python {version}, 2026-11-24).",
    ]


def test_without_its_baseline_a_ratio_is_not_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = show(tmp_path, capsys, make_usual(), {"time_shared": make_found(6e-5, 6e-5)})
    assert lines[4].split() == ["published", "30.0", "us", "about", "2x", "slower", "here"]
    assert lines[6].startswith("Published: desk, Python")
    found = {"time_own": make_found(2e-5, 2e-5), "time_shared": make_found(6e-5, 6e-5)}
    other = make_usual(toml='baseline = "time_shared"')
    results = replace(make_usual(), snippet=other.snippet)  # whose block has the other baseline
    assert show(tmp_path, capsys, results, found)[-1].startswith("Published: desk")


def test_another_state_of_the_gil_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("time_own", "time_shared")
    found = {name: make_found(1e-5, 1e-5, gil=False) for name in names}
    lines = show(tmp_path, capsys, make_usual(), found)
    assert [line for line in lines if line.endswith("not compared: the GIL was on")] == lines[4:7:2]
    assert lines[-1].startswith("0 of 1 ratio as published, 1 cannot be told (desk")


def test_numbers_of_other_interpreters_are_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    results = make_usual("3.94", "3.94t")
    lines = show(tmp_path, capsys, results, {"time_own": make_found(1e-5, 1e-5)})
    told = "Published numbers are for 3.94, 3.94t: uv run --python 3.94t a.py (or its address)"
    assert lines[3:] == ["time_own  10.0 us   \xb10.0%", "", told]


def test_numbers_of_all_kinds_have_their_units(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "def peakmem_a(): pass\ndef track_a(): return 1\n"
    snippet = make_snippet(f'interpreters = [{HERE!r}]\nunit = "requests/s"', code)
    results = make_results(snippet, {"peakmem_a": 2.5e7, "track_a": 7.0})
    runs = {"peakmem_a": make_found(5e7, 5e7), "track_a": make_found(3.5, 3.5)}
    lines = show(tmp_path, capsys, results, runs)
    assert re.fullmatch(r"  published +23.8 MiB +about 2x more here", lines[4])
    assert re.fullmatch(r"  published +7 requests/s +about 2x less here", lines[6])


def test_a_usual_table_fits_into_a_hundred_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    snippet = make_snippet(f"interpreters = [{HERE!r}]\nthreads = [2]", CODE)
    results = make_results(snippet, {"time_own": 1e-5, "time_shared": 3e-4})
    settings = tomllib.loads(results.snippet.metadata)["tool"]["bench"]
    found = {name: make_found(1.2e-5, 1.3e-5, gil=False) for name in ("time_own", "time_shared")}
    runs = {(function, (), 2): values for function, values in found.items()}
    print_table(settings, runs, read(tmp_path, results))
    out = capsys.readouterr().out
    assert "not compared" in out
    assert max(map(len, out.splitlines())) < 100


def run(path: Path, *arguments: str) -> tuple[str, str]:
    command = [sys.executable, str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("--quick --rounds 2", r"\d of 1 ratio as published(, 1 cannot be told)? \(desk, "),
        ("--quick --rounds 1", "0 of 1 ratio as published, 1 cannot be told (desk, "),
        ("--quick --only time_shared", "Published: desk, "),
    ],
)
def test_a_reader_runs_it_and_sees_both(arguments: str, told: str, tmp_path: Path) -> None:
    path = publish(tmp_path, publish_script(make_usual()))
    out, error = run(path, *arguments.split())
    assert error == ""
    assert re.search(r"^time_shared +\d.*\n  published  +30.0 us", out, re.MULTILINE)
    last = out.splitlines()[-1]
    assert last.startswith(told) or re.match(told, last)
    assert last.endswith(f"Python {sys.version.split()[0]}, 2026-11-24).") or "only" in arguments


@pytest.mark.parametrize("cut", [7, 400])
def test_a_damaged_script_runs_and_says_so(cut: int, tmp_path: Path) -> None:
    path = publish(tmp_path, publish_script(make_usual())[:-cut])
    out, error = run(path, "--quick", "--rounds", "1")
    assert error == "The published numbers are damaged: none are shown.\n"
    assert "time_shared" in out
    assert "ublished" not in out
