"""Request -> number: what was measured of the cells that a text names, and what is doubtful."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from plugins.bench.board import Board, Results, Row
from plugins.bench.compare import Comparison, Estimate, Pair, compare, estimate
from plugins.bench.model import Function, Kind, Measurement
from plugins.bench.prose.cells import find_rows
from plugins.bench.prose.claims import supports, supports_ratio
from plugins.bench.prose.formats import (
    check_form,
    describe_estimate,
    describe_ratio,
    find_power,
    write_estimate,
    write_estimate_interval,
    write_ratio,
    write_ratio_interval,
)
from plugins.bench.prose.syntax import Claim, Request, RequestError
from plugins.bench.results import find_pair_floor
from plugins.bench.status import State
from plugins.bench.units import write_share
from plugins.bench.wording import describe

_REASONS: Final = {
    State.MISSING: "has not been measured",
    State.CODE_CHANGED: "was measured before its code changed",
    State.HARNESS_CHANGED: "was measured by another version of the harness",
    State.REFUSED: "is stored in a file that is not what it should be",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a number should not be published as it stands."""

    message: str
    """It goes on where the request was named: "has no number"."""
    hint: str
    note: str
    """The same, for readers."""


@dataclass(frozen=True, slots=True)
class Number:
    """What a request becomes."""

    text: str
    value: float | None
    """A ratio, or what was measured in the unit of storage; None if it is not known."""
    notes: tuple[str, ...]
    """What its title says."""
    doubts: tuple[Doubt, ...] = ()


def evaluate(request: Request, results: Results) -> Number:
    """Find what was measured.

    Raises:
        RequestError: The benchmark has no such cell, or the request asks of it what it cannot.
    """
    board, rows = find_rows(request, results)
    functions = [results.snippet.find_function(row.cell.function) for row in rows]
    _check_alike(rows, functions)
    unit = functions[0].unit
    check_form(request.form, unit, is_ratio=len(rows) > 1)
    power = find_power(request.claim.unit, unit) if request.claim and len(rows) == 1 else 0
    measured = [row.measurement for row in rows if row.measurement]
    if len(measured) < len(rows):
        return _make_unknown(request, board, rows)
    if len(rows) > 1:
        comparison = find_comparison(board, rows, measured, functions[0].kind)
        number = _make_ratio(request, comparison)
    else:
        found = rows[0].estimate or estimate(measured[0])
        number = _make_estimate(request, found, unit, power)
    where = " / ".join(row.cell.write_place(row.interpreter) for row in rows)
    doubts = (*_list_quick(request, rows), *number.doubts)
    notes = (*number.notes, *(doubt.note for doubt in doubts), where, board.machine)
    return replace(number, notes=tuple(filter(None, notes)), doubts=doubts)


def find_comparison(
    board: Board, rows: Sequence[Row], measured: Sequence[Measurement], kind: Kind
) -> Comparison:
    """Find how two rows compare: as the table says if it does, so that prose says the same."""
    (first, second), (cell, baseline) = rows, measured
    if first.comparison and first.comparison.baseline is baseline:
        return first.comparison
    if second.comparison and second.comparison.baseline is cell:
        return turn_round(second.comparison)
    floor = find_pair_floor(board.floors, (first.interpreter, second.interpreter), kind)
    try:
        return compare([Pair(cell, baseline, floor)])[0]
    except ValueError as error:
        message = f"divides what does not compare: {error}"
        raise RequestError(message, "Name cells that were measured side by side.") from error


def turn_round(comparison: Comparison) -> Comparison:
    """Compare the baseline with the cell."""
    return replace(
        comparison,
        cell=comparison.baseline,
        baseline=comparison.cell,
        ratio=1 / comparison.ratio,
        low=1 / comparison.high,
        high=1 / comparison.low if comparison.low else float("inf"),
    )


def _check_alike(rows: Sequence[Row], functions: Sequence[Function]) -> None:
    if len(rows) == 1:
        return
    kinds = [(function.kind, function.unit) for function in functions]
    if kinds[0] != kinds[1]:
        said = " by ".join(f"{function.name} in {function.unit}" for function in functions)
        hint = "Divide two times, two sizes of memory, or two track_* of one unit."
        raise RequestError(f"divides {said}", hint)
    if (rows[0].interpreter, rows[0].cell) == (rows[1].interpreter, rows[1].cell):
        raise RequestError("divides a cell by itself", "Name another one on one side.")


def _make_unknown(request: Request, board: Board, rows: Sequence[Row]) -> Number:
    lacking = [row for row in rows if row.measurement is None]
    reasons = [f"{row.cell.write_place(row.interpreter)} {_REASONS[row.state]}" for row in lacking]
    where = f" on {board.machine}" if board.machine else ""
    note = f"{', and '.join(reasons)}{where}"
    begin = "Mend or remove it, and run" if lacking[0].state is State.REFUSED else "Run"
    hint = f"{begin} `invoke bench --only {request.name}`."
    doubt = Doubt(f"has no number: {note}", hint, note)
    return Number("not measured", None, (note,), (doubt,))


def _make_ratio(request: Request, comparison: Comparison) -> Number:
    text = write_ratio(comparison, request.form)
    claim = request.claim
    doubts: list[Doubt] = []
    if claim and not supports_ratio(claim, comparison):
        if claim.sign == "~":
            told = describe(comparison)
        else:
            told = _tell(write_ratio(comparison, ""), write_ratio_interval(comparison))
            if comparison.floor and supports(claim, comparison.low, comparison.high):
                told += f", and the noise floor is {write_share(comparison.floor)}"
        doubts.append(_make_doubt(request, claim, told))
    return Number(text, comparison.ratio, tuple(describe_ratio(comparison)), tuple(doubts))


def _make_estimate(request: Request, found: Estimate, unit: str, power: int) -> Number:
    claim, form = request.claim, request.form
    doubts: list[Doubt] = []
    if claim and not supports(claim, found.low, found.high, power=power):
        usual = write_estimate(found, unit, "")
        told = _tell(usual, write_estimate_interval(found, unit, ""))
        doubts.append(_make_doubt(request, claim, told))
    notes = tuple(describe_estimate(found, unit, form))
    return Number(write_estimate(found, unit, form), found.mean, notes, tuple(doubts))


def _tell(text: str, interval: str) -> str:
    return f"{text} ({interval or 'one process, so no interval'})"


def _make_doubt(request: Request, claim: Claim, told: str) -> Doubt:
    message = f"claims {claim.text}, but measured is {told}"
    hint = f"Mend the sentence, or measure again: `invoke bench --only {request.name} --force`."
    return Doubt(message, hint, f"does not support {claim.text}")


def _list_quick(request: Request, rows: Sequence[Row]) -> Iterator[Doubt]:
    quick = [row.cell.write_place(row.interpreter) for row in rows if row.state is State.QUICK]
    if quick:
        message = f"rests on {' and '.join(quick)}, measured with --quick only"
        hint = f"That is never published. Run `invoke bench --only {request.name}`."
        yield Doubt(message, hint, "measured quickly, not to be published")
