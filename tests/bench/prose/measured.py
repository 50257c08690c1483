"""Results for the tests of numbers in prose, made without measuring."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plugins.bench.board import Board, Results, Row
from plugins.bench.compare import Comparison, estimate
from plugins.bench.model import Cell, Function, Kind, Measurement, Snippet
from plugins.bench.results import compare_measured
from plugins.bench.status import State
from tests.bench.measurements import make_measurement
from tests.bench.stored import make_snippet

MACHINE = "linux-2"
FUNCTIONS = (
    Function("time_a", Kind.TIME, "second"),
    Function("time_b", Kind.TIME, "second"),
    Function("peakmem_a", Kind.PEAKMEM, "byte"),
    Function("track_a", Kind.TRACK, "requests/s"),
    Function("track_s", Kind.TRACK, "second"),
)
UNITS = {function.name: function.unit for function in FUNCTIONS}
MEANS = {"time_a": 0.004, "time_b": 0.002, "peakmem_a": 5e6, "track_a": 1500, "track_s": 2}
SPREAD = (0.99, 1.0, 1.01, 0.995, 1.005)
OPEN = make_snippet(
    functions=FUNCTIONS,
    interpreters=("3.13", "3.13t"),
    params=(("size", (10, 1000)), ("fast", (True, False)), ("kind", ("list", "a b"))),
    threads=(1, 2),
)
PLAIN = make_snippet(functions=FUNCTIONS)

Measure = Callable[[str, Cell], Measurement | None]


def measure(
    interpreter: str, cell: Cell, spread: Sequence[float] = SPREAD, **said: Any
) -> Measurement:
    mean = MEANS[cell.function] * (1.5 if interpreter.endswith("t") else 1)
    means = [mean * (cell.threads or 1) * share for share in spread]
    return make_measurement(means, cell=cell, unit=UNITS[cell.function], **said)


def make_board(
    snippet: Snippet = PLAIN,
    measure: Measure = measure,
    *,
    machine: str = MACHINE,
    floors: Mapping[str, float | None] | None = None,
    states: Mapping[str, State] | None = None,
) -> Board:
    """Make a board; `states` are of functions that are not fresh."""
    found: dict[str, list[Measurement]] = {}
    rows: list[Row] = []
    for cell in snippet.cells:
        for name in snippet.interpreters:
            state = (states or {}).get(cell.function, State.FRESH)
            item = measure(name, cell) if state in {State.FRESH, State.QUICK} else None
            found.setdefault(name, []).extend([item] if item else [])
            guess = estimate(item) if item else None
            rows.append(Row(name, cell, state, item, guess, None))
    compared: dict[int, Comparison] = {
        id(one.cell): one for one in compare_measured(snippet, found, floors or {})
    }
    full = [replace(row, comparison=compared.get(id(row.measurement))) for row in rows]
    return Board(machine, tuple(full), floors or {})


def make_results(*boards: Board, snippet: Snippet = PLAIN) -> Results:
    return Results(snippet, boards or (make_board(snippet),), ())
