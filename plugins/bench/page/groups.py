"""Groups: the rows of a board, arranged so that what is compared stands together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from plugins.bench.board import Board, Row
from plugins.bench.model import Function, Kind, ParamValue, Snippet

Axes: TypeAlias = tuple[tuple[str, ParamValue], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that differ in one thing only: in the function, or in the interpreter."""

    interpreter: str | None
    """What all have; None if it is what differs."""
    axes: Axes
    """Parameters and threads that all have."""
    rows: tuple[Row, ...]
    """The baseline first, then in the order of the snippet."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """All rows of one kind and unit: what one scale is for."""

    kind: Kind
    unit: str
    functions: tuple[Function, ...]
    groups: tuple[Group, ...]

    @property
    def rows(self) -> Iterator[Row]:
        """All rows, group by group."""
        return (row for group in self.groups for row in group.rows)


def arrange(board: Board, snippet: Snippet) -> tuple[Quantity, ...]:
    """Arrange a board by what is measured; within that, by what is compared with what.

    Functions stand under each other where there are several; the same function under several
    interpreters does where it is alone, as `pairs` compares them.
    """
    units = dict.fromkeys((function.kind, function.unit) for function in snippet.functions)
    return tuple(_arrange(board, snippet, *unit) for unit in units)


def _arrange(board: Board, snippet: Snippet, kind: Kind, unit: str) -> Quantity:
    functions = {f.name: f for f in snippet.functions if (f.kind, f.unit) == (kind, unit)}
    are_several = len(functions) > 1
    groups: dict[tuple[str | None, Axes], list[Row]] = {}
    for row in board.rows:
        if row.cell.function in functions:
            place = (row.interpreter if are_several else None, row.cell.axes)
            groups.setdefault(place, []).append(row)
    baseline = snippet.baseline if snippet.baseline in functions else next(iter(functions))
    for rows in groups.values():
        rows.sort(key=lambda row: row.cell.function != baseline)
    orders = {name: number for number, name in enumerate(snippet.interpreters)}
    ordered = sorted(groups, key=lambda place: orders.get(place[0] or "", -1))
    found = tuple(Group(*place, tuple(groups[place])) for place in ordered)
    return Quantity(kind, unit, tuple(functions.values()), found)


def list_varying(snippet: Snippet) -> frozenset[str]:
    """List the axes that have more than one value; the others need not be said of each cell."""
    axes: Mapping[str, tuple[ParamValue, ...]] = {
        **dict(snippet.params),
        "threads": snippet.threads,
    }
    return frozenset(name for name, values in axes.items() if len(values) > 1)


def find_single(board: Board, row: Row) -> Row | None:
    """Find the row of the same with one thread; None if there is none, or it is itself that."""
    if row.cell.threads in (None, 1):
        return None
    return board.find(row.interpreter, replace(row.cell, threads=1))
