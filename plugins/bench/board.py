"""Boards: all that is stored of a snippet, judged, estimated and compared, for pages and prose."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from plugins.bench.compare import Comparison, Estimate, estimate
from plugins.bench.errors import StoreError
from plugins.bench.means import find_means
from plugins.bench.model import Cell, Measurement, Snippet
from plugins.bench.noise_run import load_floor
from plugins.bench.results import Floors, Measured, compare_measured, list_fresh, load_standings
from plugins.bench.status import SHOWN, Standing, State
from plugins.bench.store import list_machines

FindFloor: TypeAlias = Callable[[str, str], float | None]
"""Gives the noise floor of a machine and an interpreter; StoreError says why it cannot."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cell under one interpreter: what is known of it."""

    interpreter: str
    cell: Cell
    state: State
    measurement: Measurement | None
    """None unless the state is one of `SHOWN`: other numbers are of other code."""
    estimate: Estimate | None
    comparison: Comparison | None
    """With its baseline; None for a baseline, or where either has no numbers."""
    means: tuple[float, ...] = ()
    """Of its processes, in the measurement's unit; empty without numbers."""


@dataclass(frozen=True, slots=True)
class Board:
    """What is known of a snippet on one machine."""

    machine: str
    rows: tuple[Row, ...]
    """By cell, then by interpreter, in the author's order: one for each, measured or not."""
    floors: Floors
    """Noise floor by interpreter, as a relative difference; None where it is not known."""

    @property
    def measured(self) -> Measured:
        """What is measured, in the order of the rows."""
        found: dict[str, list[Measurement]] = {}
        for row in self.rows:
            if row.measurement:
                found.setdefault(row.interpreter, []).append(row.measurement)
        return found

    def find(self, interpreter: str, cell: Cell) -> Row | None:
        """Find a row; None if the snippet has no such cell."""
        alike = (row for row in self.rows if (row.interpreter, row.cell) == (interpreter, cell))
        return next(alike, None)


@dataclass(frozen=True, slots=True)
class Results:
    """What is known of a snippet."""

    snippet: Snippet
    boards: tuple[Board, ...]
    """Of machines that have anything fresh first; prose cites the first. Never empty."""
    faults: tuple[str, ...]
    """What is wrong with stored files, which then count as if they were not there."""


def make_floor_finder(store: Path) -> FindFloor:
    """Make a finder of noise floors that reads each file once."""
    return cache(partial(load_floor, store))


def load_results(
    store: Path, snippet: Snippet, machines: Sequence[str], find_floor: FindFloor
) -> Results:
    """Load all that is stored of a snippet.

    Args:
        store: Folder of measurements.
        snippet: Whose they are.
        machines: Labels in the order to show them; others follow by name.
        find_floor: As `make_floor_finder` makes it.
    """
    faults: list[str] = []
    found = list_machines(store, snippet.name)
    named = [name for name in machines if name in found]
    others = [name for name in found if name not in named]
    boards = [_load_board(store, snippet, name, find_floor, faults) for name in [*named, *others]]
    boards.sort(key=lambda board: not board.measured)
    if not boards:
        boards = [_make_empty(snippet, machines[0] if machines else "", State.MISSING)]
    return Results(snippet, tuple(boards), tuple(dict.fromkeys(faults)))


def _load_board(
    store: Path, snippet: Snippet, machine: str, find_floor: FindFloor, faults: list[str]
) -> Board:
    try:
        standings = load_standings(store, snippet, machine)
    except StoreError as error:
        faults.append(str(error))
        return _make_empty(snippet, machine, State.REFUSED)
    measured = list_fresh(standings)
    floors: dict[str, float | None] = {}
    for name in measured:
        try:
            floors[name] = find_floor(machine, name)
        except StoreError as error:
            faults.append(str(error))
            floors[name] = None
    comparisons = {
        id(comparison.cell): comparison
        for comparison in compare_measured(snippet, measured, floors)
    }
    return Board(machine, tuple(_make_rows(standings, comparisons)), floors)


def _make_rows(
    standings: Sequence[Standing], comparisons: Mapping[int, Comparison]
) -> Iterator[Row]:
    for standing in standings:
        shown: Measurement | None = standing.measurement if standing.state in SHOWN else None
        yield Row(
            standing.interpreter,
            standing.cell,
            standing.state,
            shown,
            estimate(shown) if shown else None,
            comparisons.get(id(shown)) if shown else None,
            find_means(shown) if shown else (),
        )


def _make_empty(snippet: Snippet, machine: str, state: State) -> Board:
    rows = (
        Row(name, cell, state, None, None, None)
        for cell in snippet.cells
        for name in snippet.interpreters
    )
    return Board(machine, tuple(rows), {})
