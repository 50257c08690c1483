"""Charts: a number over an axis, a panel for each interpreter, side by side where there is room.

A panel is as wide as a phone's screen, so that its text has one size everywhere.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from plugins.bench.board import Board
from plugins.bench.model import Kind, Snippet
from plugins.bench.page.groups import Quantity
from plugins.bench.page.marks import draw_mark
from plugins.bench.page.scale import LOG_FROM, Scale, make_scale
from plugins.bench.page.series import Panel, Plan, Point, Series, plan_chart
from plugins.bench.page.svg import make_id, open_svg, write_number
from plugins.bench.page.words import write_value
from plugins.bench.units import write_quantity, write_ticks
from plugins.bench.wording import TIMES

_WIDTH: Final = 320
_HEIGHT: Final = 236
_LEFT: Final = 58
_RIGHT: Final = 306
_TOP: Final = 12
_BOTTOM: Final = 188
_CHARACTER: Final = 6.6
"""Width of a digit, about."""

_SPEEDUP: Final = (
    f"How threads scale. 2{TIMES}: two threads do twice the work of one in the same time, which is "
    f"the ideal, the dashed line. Below 1{TIMES} they get less done together than one alone."
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A panel."""

    title: str
    """Empty if there is but one."""
    svg: Markup


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart."""

    caption: str
    legend: tuple[tuple[str, Markup], ...]
    """Name of each series with its mark, the ideal line last; empty for one alone."""
    drawings: tuple[Drawing, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    x: Scale
    y: Scale
    ticks: tuple[tuple[float, str], ...]
    """Numbers along x that are written, and how."""
    y_texts: Sequence[str]
    plan: Plan

    def find_x(self, value: float) -> str:
        return write_number(_LEFT + (_RIGHT - _LEFT) * self.x.place(value))

    def find_text(self, value: float, text: str) -> str:
        """Find the middle of a text below a place, so that it is not cut off at the side."""
        return write_number(min(float(self.find_x(value)), _WIDTH - _CHARACTER / 2 * len(text)))

    def find_y(self, value: float) -> str:
        return write_number(_BOTTOM - (_BOTTOM - _TOP) * self.y.place(value))


def draw_figure(quantity: Quantity, snippet: Snippet, board: Board) -> Figure | None:
    """Draw the chart of a table; None if it would show nothing that the table does not."""
    plan = plan_chart(quantity, snippet, board)
    if plan is None:
        return None
    frame = _make_frame(plan, quantity)
    names = list(dict.fromkeys(one.name for panel in plan.panels for one in panel.series))
    keys = {name: number for number, name in enumerate(names)}
    drawings = tuple(
        Drawing(
            panel.title, _draw_panel(panel, frame, keys, quantity, (snippet.name, board.machine))
        )
        for panel in plan.panels
    )
    legend = tuple(_list_marks(keys, plan)) if plan.is_speedup or len(keys) > 1 else ()
    return Figure(_write_caption(plan, frame, quantity), legend, drawings)


def _write_caption(plan: Plan, frame: _Frame, quantity: Quantity) -> str:
    if plan.is_speedup:
        return _SPEEDUP
    what = {Kind.TIME: "Time for one call", Kind.PEAKMEM: "Peak memory"}
    name = what.get(quantity.kind, quantity.unit)
    logs = {plan.axis: frame.x.is_log, name[0].lower() + name[1:]: frame.y.is_log}
    names = [axis for axis, is_log in logs.items() if is_log]
    more = f", with a logarithmic scale of {' and of '.join(names)}" if names else ""
    return f"{name} over {plan.axis}{more}."


def _make_frame(plan: Plan, quantity: Quantity) -> _Frame:
    points = [p for panel in plan.panels for one in panel.series for p in one.points]
    places = sorted({point.x for point in points})
    ends = [y for p in points for y in (p.y, p.low, p.high)]
    if plan.is_speedup:
        y = make_scale([*ends, places[-1]], may_be_log=False)
        y_texts = [f"{tick:g}{TIMES}" for tick in y.ticks]
    else:
        y = make_scale(ends)
        y_texts = write_ticks(y.ticks, quantity.unit, is_log=y.is_log)
    is_log = places[0] > 0 and places[-1] / places[0] > LOG_FROM and not plan.is_speedup
    x = Scale(places[0], places[-1], is_log, ticks=())
    texts = [(place, _write_place(place)) for place in places]
    return _Frame(x, y, tuple(_thin(texts, x)), y_texts, plan)


def _write_place(x: float) -> str:
    """Write a place along x, which may be a whole number."""
    return write_value(int(x) if x == int(x) else x)


def _thin(texts: Sequence[tuple[float, str]], x: Scale) -> list[tuple[float, str]]:
    """Leave out numbers that would run into the one before."""
    kept: list[tuple[float, str]] = []
    last = -math.inf
    for place, text in texts:
        at = x.place(place) * (_RIGHT - _LEFT)
        half = _CHARACTER / 2 * len(text)
        if at - half >= last + 6:
            kept.append((place, text))
            last = at + half
    return kept


def _draw_panel(
    panel: Panel, frame: _Frame, keys: dict[str, int], quantity: Quantity, place: tuple[str, str]
) -> Markup:
    name = make_id(*place, quantity.kind, quantity.unit, panel.title)
    title = f"{panel.title or quantity.unit} over {frame.plan.axis}"
    opening = open_svg(
        "chart", name, title, _describe(panel, frame, quantity), f'viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    )
    lines = "".join(_draw_series(series, frame, keys[series.name]) for series in panel.series)
    ideal = _draw_ideal(frame) if frame.plan.is_speedup else ""
    return opening + Markup(_draw_axes(frame) + ideal + lines + "</svg>")  # noqa: S704 - ours


def _draw_axes(frame: _Frame) -> str:
    grid = "".join(f"M{_LEFT} {frame.find_y(tick)}H{_RIGHT}" for tick in frame.y.ticks)
    middle = (_LEFT + _RIGHT) // 2
    texts = [
        *(
            f'<text x="{_LEFT - 7}" y="{frame.find_y(tick)}" class="end">{escape(text)}</text>'
            for tick, text in zip(frame.y.ticks, frame.y_texts, strict=True)
        ),
        *(
            f'<text x="{frame.find_text(place, text)}" y="{_BOTTOM + 19}">{escape(text)}</text>'
            for place, text in frame.ticks
        ),
        f'<text x="{middle}" y="{_HEIGHT - 6}">{escape(frame.plan.axis)}</text>',
    ]
    return f'<path class="chart-grid" d="{grid}"/>{"".join(texts)}'


def _draw_ideal(frame: _Frame) -> str:
    """Draw the ideal: threads that do not get in each other's way."""
    first, last = frame.x.low, frame.x.high  # not of `ticks`, which leaves some out
    return (
        f'<path class="chart-ideal" d="M{frame.find_x(first)} {frame.find_y(first)}'
        f'L{frame.find_x(last)} {frame.find_y(last)}"/>'
    )


def _draw_series(series: Series, frame: _Frame, key: int) -> str:
    places = [f"{frame.find_x(point.x)} {frame.find_y(point.y)}" for point in series.points]
    whiskers = "".join(
        f"M{frame.find_x(point.x)} {frame.find_y(point.low)}V{frame.find_y(_cap(point, frame))}"
        for point in series.points
    )
    marks = "".join(
        draw_mark(key, float(frame.find_x(p.x)), float(frame.find_y(p.y))) for p in series.points
    )
    return (
        f'<g class="series-{key}"><path class="chart-line" d="M{"L".join(places)}"/>'
        f'<path class="chart-interval" d="{whiskers}"/>{marks}</g>'
    )


def _cap(point: Point, frame: _Frame) -> float:
    return min(point.high, frame.y.high)


def _list_marks(keys: dict[str, int], plan: Plan) -> list[tuple[str, Markup]]:
    box = '<svg class="chart-key" viewBox="0 0 24 12" aria-hidden="true">'
    marks = [
        (
            name,
            Markup(  # noqa: S704 - ours
                f'{box}<g class="series-{key}"><path class="chart-line" d="M0 6h24"/>'
                f"{draw_mark(key, 12, 6)}</g></svg>"
            ),
        )
        for name, key in keys.items()
    ]
    if plan.is_speedup:
        marks.append(("ideal", Markup(f'{box}<path class="chart-ideal" d="M0 6h24"/></svg>')))  # noqa: S704
    return marks


def _describe(panel: Panel, frame: _Frame, quantity: Quantity) -> str:
    """Describe a panel to someone who does not see it: every point of every line."""
    texts = []
    for series in panel.series:
        points = []
        for point in series.points:
            number = (
                f"{point.y:.2g} times"
                if frame.plan.is_speedup
                else write_quantity(point.y, point.low, point.high, quantity.unit)
            )
            points.append(f"{number} at {_write_place(point.x)}")
        texts.append(f"{series.name}: {', '.join(points)}.")
    return " ".join(texts)
