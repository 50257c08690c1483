"""The table that a script prints by itself."""

import math
from typing import Any

import pytest

from plugins.bench.harness.printing import print_table
from plugins.bench.harness.table import T_95, find_baseline, write_cell, write_ratio
from plugins.bench.student import find_quantile

CELL = ("time_a", (), None)


def make_runs(*means: float) -> list[dict[str, Any]]:
    return [{"values": [mean], "warmups": [[7, mean]], "gil_after": True} for mean in means]


def test_intervals_are_those_of_students_t() -> None:
    expected = [-find_quantile(0.025, float(df)) for df in range(1, len(T_95) + 1)]
    assert expected == pytest.approx(T_95, abs=0.005)


@pytest.mark.parametrize(
    ("means", "others", "told"),
    [
        ([2, 4], [1, 2], "2.00x slower (2.00-2.00)"),
        ([1, 2], [2, 4], "2.00x faster (2.00-2.00)"),
        ([1, 2, 3], [2, 1, 3], "no difference found"),
        ([2], [1], ""),
        ([1e18, 1e-300], [1, 1], "no difference found"),
    ],
    ids=["slower", "faster", "noise", "one", "wide"],
)
def test_processes_are_compared_round_by_round(
    means: list[float], others: list[float], told: str
) -> None:
    assert write_ratio(CELL, make_runs(*means), make_runs(*others)) == told


def test_more_memory_is_no_slower_one() -> None:
    cell = ("peakmem_a", (), None)
    assert write_ratio(cell, make_runs(3, 3), make_runs(1, 1)) == "3.00x more (3.00-3.00)"


def test_an_interval_of_three_is_wide() -> None:
    steps = [math.exp(x) for x in (0.9, 1.0, 1.1)]
    half = 4.303 * 0.1 / math.sqrt(3)
    low, high = math.exp(1 - half), math.exp(1 + half)
    told = write_ratio(CELL, make_runs(*steps), make_runs(1, 1, 1))
    assert told == f"2.72x slower ({low:.2f}-{high:.2f})"


def test_a_cell_is_called_as_in_stored_files() -> None:
    settings = {"params": {"size": [10], "fast": [True]}}
    assert (
        write_cell(settings, ("time_a", (10, True), 2)) == "time_a[size=10, fast=true, threads=2]"
    )
    assert write_cell({}, CELL) == "time_a"


def test_the_baseline_is_the_first_of_its_kind_or_the_chosen_one() -> None:
    cells = [("time_a", (), None), ("time_b", (), None), ("peakmem_c", (), None)]
    runs = dict.fromkeys(cells)
    assert find_baseline({}, cells[1], runs) == cells[0]
    assert find_baseline({"baseline": "time_b"}, cells[0], runs) == cells[1]
    assert find_baseline({"baseline": "time_b"}, cells[2], runs) == cells[2]


def test_numbers_in_other_units_are_not_compared() -> None:
    cells = [("track_a", (), None), ("track_b", (), None), ("track_c", (), None)]
    settings = {"unit": {"track_a": "B", "track_b": "s", "track_c": "s"}}
    runs = dict.fromkeys(cells)
    assert [find_baseline(settings, cell, runs) for cell in cells] == [*cells[:2], cells[1]]


def test_the_state_of_the_gil_stands_above(capsys: pytest.CaptureFixture[str]) -> None:
    runs = {CELL: make_runs(1e-3, 1e-3), ("time_b", (), None): make_runs(2e-3, 2e-3)}
    runs["time_b", (), None][1]["gil_after"] = False
    print_table({}, runs)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("GIL off and on")
    assert lines[3].split() == ["time_a", "1.00", "ms", "±0.0%"]
    assert lines[4].endswith("2.00x slower (2.00-2.00)")
