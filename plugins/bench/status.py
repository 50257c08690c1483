"""What stored measurements are worth: fresh, or the reason why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.model import Cell, Measurement, Snippet


class State(StrEnum):
    """Of a cell under one interpreter on one machine."""

    FRESH = "fresh"
    MISSING = "missing"
    CODE_CHANGED = "code changed"
    HARNESS_CHANGED = "harness changed"
    QUICK = "only quick"
    """Measured with `--quick` only: good enough to look at, never to publish."""
    REFUSED = "refused"
    """The stored file is not what it should be."""


SHOWN: Final = frozenset({State.FRESH, State.QUICK})
"""States of cells whose numbers are of the code as it stands."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A cell under one interpreter, and what is stored of it."""

    interpreter: str
    cell: Cell
    state: State
    measurement: Measurement | None
    """None if nothing is stored."""


def judge(
    snippet: Snippet, interpreter: str, measurements: Iterable[Measurement]
) -> tuple[Standing, ...]:
    """Judge what is stored of a snippet under one interpreter, in the order of its cells."""
    stored = {measurement.cell: measurement for measurement in measurements}
    return tuple(
        Standing(interpreter, cell, find_state(snippet, stored.get(cell)), stored.get(cell))
        for cell in snippet.cells
    )


def find_state(snippet: Snippet, measurement: Measurement | None) -> State:
    """Judge what is stored of one cell of a snippet; None if nothing is."""
    if measurement is None:
        return State.MISSING
    # The unit is the author's, and in no digest: another one is of other numbers.
    if measurement.unit != snippet.find_function(measurement.cell.function).unit or not _is_same(
        snippet, measurement, measurement.harness
    ):
        return State.CODE_CHANGED
    if not _is_same(snippet, measurement):
        return State.HARNESS_CHANGED
    return State.QUICK if measurement.mode == "quick" else State.FRESH


def _is_same(snippet: Snippet, measurement: Measurement, *harness: int) -> bool:
    """Compare digests: one of the two is enough, as a syntax tree may look otherwise elsewhere."""
    return measurement.digest == make_digest(snippet, *harness) or (
        measurement.text_digest == make_text_digest(snippet, *harness)
    )
