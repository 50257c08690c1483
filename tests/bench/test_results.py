"""New results are stored beside old ones, and compared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.bench import noise_run
from plugins.bench.compare import Comparison, Verdict
from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement, Snippet
from plugins.bench.results import (
    compare_measured,
    list_fresh,
    list_outputs,
    load_floors,
    load_standings,
    save_measured,
)
from plugins.bench.status import Standing, State
from plugins.bench.store import make_path, save
from tests.bench.stored import ENVIRONMENT, FUNCTIONS, make_measurement, make_run, make_snippet

SNIPPET = make_snippet(interpreters=("3.13t", "3.13"))
MACHINE = "linux-2"
WITH_GIL = {**ENVIRONMENT, "free_threading": False}


def make_named(name: str, interpreter: str = "3.13t", first: float = 0.25) -> Measurement:
    about = ENVIRONMENT if interpreter == "3.13t" else WITH_GIL
    runs = tuple(make_run(number, first + number / 1e6) for number in range(10))
    return make_measurement(name, environment=about, runs=runs)


def show(standings: tuple[Standing, ...]) -> list[str]:
    return [f"{s.interpreter} {s.cell.label} {s.state}" for s in standings]


def store_noise(store: Path, interpreter: str, spread: float) -> None:
    about = ENVIRONMENT if interpreter == "3.13t" else WITH_GIL
    items = [
        make_measurement(
            cell=Cell("time_lookup", (("environment", number),)),
            environment=about,
            runs=(make_run(0, 1 + spread * (number % 2)),),
        )
        for number in range(1, 7)
    ]
    save(make_path(store, noise_run.NAME, MACHINE, interpreter), items)


def compare(
    store: Path, snippet: Snippet, measured: Mapping[str, Sequence[Measurement]]
) -> tuple[Comparison, ...]:
    return compare_measured(snippet, measured, load_floors(store, MACHINE, measured))


def list_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_standings_come_by_cell_then_by_interpreter(tmp_path: Path) -> None:
    save(make_path(tmp_path, "tuples", MACHINE, "3.13"), [make_named("time_b", "3.13")])
    assert show(load_standings(tmp_path, SNIPPET, MACHINE))[:5] == [
        "3.13t time_a missing",
        "3.13 time_a missing",
        "3.13t time_b missing",
        "3.13 time_b fresh",
        "3.13t peakmem_a missing",
    ]


def test_one_refused_file_refuses_the_snippet(tmp_path: Path) -> None:
    path = make_path(tmp_path, "tuples", MACHINE, "3.13")
    path.parent.mkdir(parents=True)
    path.write_text("[]")
    with pytest.raises(StoreError, match=r"3\.13\.json: no file of measurements"):
        load_standings(tmp_path, SNIPPET, MACHINE)


def test_another_machine_has_nothing(tmp_path: Path) -> None:
    save(make_path(tmp_path, "tuples", "other", "3.13t"), [make_named("time_a")])
    standings = load_standings(tmp_path, SNIPPET, MACHINE)
    assert {standing.state for standing in standings} == {State.MISSING}


def test_new_results_stand_beside_old_ones(tmp_path: Path) -> None:
    """In the order of the cells, whichever were measured later; also what is stale stays."""
    path = make_path(tmp_path, "tuples", MACHINE, "3.13t")
    other = make_path(tmp_path, "tuples", MACHINE, "3.13")
    stale = replace(make_named("track_a"), digest="0" * 16, text_digest="0" * 16)
    save(path, [make_named("time_b", first=0.5), stale])
    save(other, [make_named("time_a", "3.13")])
    before = other.read_bytes()
    standings = load_standings(tmp_path, SNIPPET, MACHINE)
    new = {
        "3.13t": [make_named("peakmem_a"), make_named("time_a"), make_named("time_b")],
        "3.13": [],
    }
    save_measured(tmp_path, SNIPPET, MACHINE, standings, new)
    found = [s for s in load_standings(tmp_path, SNIPPET, MACHINE) if s.interpreter == "3.13t"]
    assert show(tuple(found)) == [
        "3.13t time_a fresh",
        "3.13t time_b fresh",
        "3.13t peakmem_a fresh",
        "3.13t track_a code changed",
    ]
    assert found[1].measurement
    assert found[1].measurement.runs == make_named("time_b").runs
    assert path.read_text().index("time_a") < path.read_text().index("time_b")
    assert other.read_bytes() == before


def test_what_a_snippet_no_longer_has_goes(tmp_path: Path) -> None:
    path = make_path(tmp_path, "tuples", MACHINE, "3.13t")
    save(path, [make_named("time_a"), make_named("time_b")])
    snippet = replace(SNIPPET, functions=FUNCTIONS[:1])
    standings = load_standings(tmp_path, snippet, MACHINE)
    save_measured(tmp_path, snippet, MACHINE, standings, {"3.13t": [make_named("time_a")]})
    assert "time_b" not in path.read_text()


def test_of_nothing_no_file_is_made(tmp_path: Path) -> None:
    save_measured(tmp_path, SNIPPET, MACHINE, (), {"3.13t": [], "3.13": []})
    assert list_files(tmp_path) == set()


def test_files_lie_by_snippet_machine_and_interpreter(tmp_path: Path) -> None:
    new = {"3.13t": [make_named("time_a")], "3.13": [make_named("time_a", "3.13")]}
    save_measured(tmp_path, SNIPPET, MACHINE, (), new)
    assert list_files(tmp_path) == {"tuples/linux-2/3.13t.json", "tuples/linux-2/3.13.json"}


def judge_all(*pairs: tuple[State, Measurement | None]) -> list[Standing]:
    return [
        Standing("3.13t", item.cell if item else Cell("time_b"), state, item)
        for state, item in pairs
    ]


def test_what_is_stale_is_not_shown() -> None:
    fresh, quick, stale = (make_measurement(name) for name in ("time_a", "time_b", "track_a"))
    standings = judge_all(
        (State.FRESH, fresh),
        (State.QUICK, quick),
        (State.CODE_CHANGED, stale),
        (State.HARNESS_CHANGED, stale),
        (State.MISSING, None),
        (State.REFUSED, None),
    )
    assert list_fresh(standings) == {"3.13t": [fresh, quick]}


def test_outputs_are_those_of_fresh_cells() -> None:
    item = make_measurement(cell=Cell("time_a", (("n", 1),), 2), output="a" * 16)
    silent = make_measurement("track_a")
    standings = judge_all((State.FRESH, item), (State.FRESH, silent), (State.MISSING, None))
    assert [*list_outputs(standings).items()] == [(("3.13t", ("time_a", (1,))), "a" * 16)]
    stale = judge_all((State.QUICK, item), (State.CODE_CHANGED, item))
    assert list_outputs(stale) == {}


def measure_pairs(ratio: float = 1.01) -> dict[str, list[Measurement]]:
    return {
        name: [
            make_named("time_a", name),
            make_named("time_b", name, 0.25 * ratio),
            make_named("peakmem_a", name, 1000),
        ]
        for name in ("3.13t", "3.13")
    }


def test_without_a_noise_run_there_is_no_floor(tmp_path: Path) -> None:
    comparisons = compare(tmp_path, SNIPPET, measure_pairs())
    assert [comparison.floor for comparison in comparisons] == [None, None, None]
    assert comparisons[0].verdict is Verdict.DIFFERENT


def test_one_floor_of_two_is_none(tmp_path: Path) -> None:
    """Two interpreters differ by what both are told from, or by nothing."""
    store_noise(tmp_path, "3.13t", 0.1)
    measured = {name: items[2:] for name, items in measure_pairs().items()}
    timed = {name: items[:1] for name, items in measure_pairs().items()}
    snippet = replace(SNIPPET, functions=(FUNCTIONS[0], FUNCTIONS[2]))
    (comparison,) = compare(tmp_path, snippet, timed)
    assert comparison.floor is None
    (comparison,) = compare(tmp_path, snippet, measured)
    assert comparison.floor is None


def test_the_larger_floor_counts_and_none_for_memory(tmp_path: Path) -> None:
    store_noise(tmp_path, "3.13t", 0.02)
    store_noise(tmp_path, "3.13", 0.1)
    floors = [noise_run.load_floor(tmp_path, MACHINE, name) for name in ("3.13t", "3.13")]
    low, high = (floor or 0 for floor in floors)
    assert 0 < 2 * low < high
    snippet = replace(SNIPPET, functions=(FUNCTIONS[0], FUNCTIONS[2]))
    measured = {name: [items[0], items[2]] for name, items in measure_pairs().items()}
    timed, memory = compare(tmp_path, snippet, measured)
    assert timed.floor == pytest.approx(high)
    assert memory.floor is None


def test_a_difference_below_the_floor_is_none(tmp_path: Path) -> None:
    for name in ("3.13t", "3.13"):
        store_noise(tmp_path, name, 0.05)
    comparisons = compare(tmp_path, SNIPPET, measure_pairs(1.01))
    assert Verdict.DIFFERENT not in {comparison.verdict for comparison in comparisons[:2]}


def make_noise(*values: float, name: str = "time_lookup") -> list[Measurement]:
    return [
        make_measurement(cell=Cell(name, (("environment", number),)), runs=(make_run(0, value),))
        for number, value in enumerate(values, 1)
    ]


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(make_noise(1.0), id="one-environment"),
        pytest.param(make_noise(1e-300, 9e17), id="beyond-floats"),
    ],
)
def test_a_noise_run_that_is_none_is_refused(tmp_path: Path, items: list[Measurement]) -> None:
    save(make_path(tmp_path, noise_run.NAME, MACHINE, "3.13t"), items)
    with pytest.raises(StoreError, match=r"_noise/linux-2/3\.13t\.json: .+ invoke bench --noise$"):
        noise_run.load_floor(tmp_path, MACHINE, "3.13t")


def test_a_noise_run_of_other_functions_is_none(tmp_path: Path) -> None:
    items = make_noise(1.0, 1.1, name="time_other")
    save(make_path(tmp_path, noise_run.NAME, MACHINE, "3.13t"), items)
    assert noise_run.load_floor(tmp_path, MACHINE, "3.13t") is None
