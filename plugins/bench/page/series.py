"""Series: which lines a chart has, and the points of each."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from plugins.bench.board import Board, Row
from plugins.bench.model import THREADS, Kind, ParamValue, Snippet
from plugins.bench.page.groups import Axes, Quantity
from plugins.bench.page.marks import MOST
from plugins.bench.page.words import write_axis, write_interpreter

_MOST_PANELS: Final = 6
"""Beyond them a table says it better."""
_FEWEST_POINTS: Final = 3
"""Of a line that is drawn unasked: two points are two rows of the table."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a line."""

    x: float
    y: float
    low: float
    high: float
    """Ends of its interval; infinite ones are those of one process."""


@dataclass(frozen=True, slots=True)
class Series:
    """A line."""

    name: str
    points: tuple[Point, ...]
    """By x; at least two."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Lines in one drawing."""

    title: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a chart shows."""

    axis: str
    """Along x: a parameter, or "threads"."""
    is_speedup: bool
    """Whether y is the work of one thread that is done, not the number itself."""
    panels: tuple[Panel, ...]


def plan_chart(quantity: Quantity, snippet: Snippet, board: Board) -> Plan | None:
    """Plan the chart of a table; None if it shows nothing that the table does not."""
    axis = None if snippet.chart == "table" else _choose_axis(quantity, snippet)
    if axis is None:
        return None
    is_speedup = axis == THREADS and quantity.kind is Kind.TIME
    by_function = len(quantity.functions) > 1
    lines: dict[tuple[str | None, Axes], dict[str, list[Row]]] = {}
    for row in board.rows:
        if row.cell.function in {function.name for function in quantity.functions}:
            rest = tuple(one for one in row.cell.axes if one[0] != axis)
            place = (row.interpreter if by_function else None, rest)
            name = row.cell.function if by_function else f"Python {row.interpreter}"
            lines.setdefault(place, {}).setdefault(name, []).append(row)
    panels = tuple(
        Panel(_write_title(place, found, snippet), series)
        for place, found in sorted(lines.items(), key=lambda line: _rank(line[0], snippet))
        if (series := tuple(_make_series(found, axis, is_speedup=is_speedup)))
    )
    is_readable = 0 < len(panels) <= _MOST_PANELS
    is_readable = is_readable and max(len(panel.series) for panel in panels) <= MOST
    return Plan(axis, is_speedup, panels) if is_readable else None


def _choose_axis(quantity: Quantity, snippet: Snippet) -> str | None:
    """Choose threads if there are several, as how they scale is the question; else a parameter."""
    fewest = 2 if snippet.chart == "line" else _FEWEST_POINTS
    has_threads = any(function.has_threads for function in quantity.functions)
    if has_threads and len(snippet.threads) > 1 and 1 in snippet.threads:
        return THREADS
    numeric = [(name, values) for name, values in snippet.params if all(map(_is_number, values))]
    long = [(name, values) for name, values in numeric if len(values) >= fewest]
    return max(long, key=lambda axis: len(axis[1]))[0] if long else None


def _is_number(value: ParamValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _rank(place: tuple[str | None, Axes], snippet: Snippet) -> int:
    return snippet.interpreters.index(place[0]) if place[0] else -1


def _write_title(
    place: tuple[str | None, Axes], found: dict[str, list[Row]], snippet: Snippet
) -> str:
    interpreter, axes = place
    several = {name for name, values in snippet.params if len(values) > 1}
    parts = [write_axis(*axis) for axis in axes if axis[0] in several or axis[0] == THREADS]
    if interpreter is not None:
        parts.insert(0, write_interpreter(interpreter, chain.from_iterable(found.values())))
    return ", ".join(parts)


def _make_series(found: dict[str, list[Row]], axis: str, *, is_speedup: bool) -> Iterator[Series]:
    for name, rows in found.items():
        points = list(_make_points(rows, axis))
        if is_speedup:
            points = _find_speedups(points)
        if len(points) > 1:
            yield Series(name, tuple(sorted(points, key=lambda point: point.x)))


def _make_points(rows: Iterable[Row], axis: str) -> Iterator[Point]:
    for row in rows:
        place = dict(row.cell.axes).get(axis)
        if row.estimate and place is not None:
            found = row.estimate
            yield Point(float(place), found.mean, found.low, found.high)


def _find_speedups(points: Sequence[Point]) -> list[Point]:
    """Find how much of one thread's work several do in the time it takes: n · t(1) / t(n).

    An interval is that of t(n) alone: t(1) is what all points share.
    """
    single = next((point.y for point in points if point.x == 1), None)
    if single is None:
        return []
    work = [(point, point.x * single) for point in points]
    return [Point(p.x, w / p.y, w / p.high, w / p.low if p.low > 0 else math.inf) for p, w in work]
