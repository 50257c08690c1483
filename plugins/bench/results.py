"""Stored results of a site: what they are worth, and new ones beside old ones."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from plugins.bench.compare import Comparison, Pair, compare
from plugins.bench.model import Kind, Measurement, Snippet
from plugins.bench.noise_run import load_floor
from plugins.bench.pairs import choose_pairs
from plugins.bench.status import SHOWN, Standing, State, judge
from plugins.bench.store import load, make_path, save
from plugins.bench.work import Outputs, get_point

Measured: TypeAlias = Mapping[str, Sequence[Measurement]]
"""Measurements by interpreter."""
Floors: TypeAlias = Mapping[str, float | None]
"""Noise floors by interpreter, as relative differences; None where one is not known."""


def load_standings(store: Path, snippet: Snippet, machine: str) -> tuple[Standing, ...]:
    """Judge what is stored of a snippet on a machine: by cell, then by interpreter.

    Raises:
        StoreError: A stored file is not what it should be.
    """
    cells = {cell.label: cell for cell in snippet.cells}
    judged = [
        judge(snippet, name, load(make_path(store, snippet.name, machine, name), cells))
        for name in snippet.interpreters
    ]
    return tuple(standing for row in zip(*judged, strict=True) for standing in row)


def save_measured(
    store: Path, snippet: Snippet, machine: str, standings: Sequence[Standing], new: Measured
) -> None:
    """Store new measurements beside those that are stored of other cells.

    Raises:
        StoreError: A file cannot be written; it is as it was.
    """
    for interpreter, measurements in new.items():
        old = [item.measurement for item in standings if item.interpreter == interpreter]
        kept = {measurement.cell: measurement for measurement in old if measurement}
        kept |= {measurement.cell: measurement for measurement in measurements}
        if measurements:
            path = make_path(store, snippet.name, machine, interpreter)
            save(path, [kept[cell] for cell in snippet.cells if cell in kept])


def list_fresh(standings: Iterable[Standing]) -> Measured:
    """List what is fresh, or at least measured quickly, by interpreter."""
    found: dict[str, list[Measurement]] = {}
    for standing in standings:
        if standing.measurement and standing.state in SHOWN:
            found.setdefault(standing.interpreter, []).append(standing.measurement)
    return found


def list_outputs(standings: Iterable[Standing]) -> Outputs:
    """List digests of what functions returned when fresh cells were measured."""
    return {
        (standing.interpreter, get_point(standing.cell)): standing.measurement.output
        for standing in standings
        if standing.measurement and standing.state is State.FRESH and standing.measurement.output
    }


def load_floors(store: Path, machine: str, interpreters: Iterable[str]) -> Floors:
    """Load the noise floors of a machine.

    Raises:
        StoreError: The stored noise run is not what it should be.
    """
    return {name: load_floor(store, machine, name) for name in interpreters}


def compare_measured(
    snippet: Snippet, measured: Measured, floors: Floors
) -> tuple[Comparison, ...]:
    """Compare what was measured of a snippet on one machine: a table for each kind of numbers."""
    found = {(name, item.cell): item for name, items in measured.items() for item in items}
    tables: dict[Kind, list[Pair]] = {}
    for place, baseline in choose_pairs(found, snippet):
        kind = snippet.find_function(place[1].function).kind
        names = (place[0], baseline[0])
        pair = Pair(found[place], found[baseline], find_pair_floor(floors, names, kind))
        tables.setdefault(kind, []).append(pair)
    return tuple(comparison for pairs in tables.values() for comparison in compare(pairs))


def find_pair_floor(floors: Floors, interpreters: Iterable[str], kind: Kind) -> float | None:
    """Find the largest of some floors; they are of times, and say nothing of memory."""
    found = [floors.get(name) for name in interpreters]
    known = [floor for floor in found if floor is not None]
    return max(known) if kind is Kind.TIME and len(known) == len(found) else None
