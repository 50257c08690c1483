"""View: what a page shows of a snippet, as texts and drawings that a template puts in place."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from plugins.bench.board import Board, Results, Row
from plugins.bench.browser import Here, make_here
from plugins.bench.compare import Estimate, Verdict
from plugins.bench.model import Kind, Snippet
from plugins.bench.page.about import About, tell_about
from plugins.bench.page.chart import Figure, draw_figure
from plugins.bench.page.groups import Group, Quantity, arrange, find_single, list_varying
from plugins.bench.page.scale import Scale, make_scale
from plugins.bench.page.strip import draw_axis, draw_strip
from plugins.bench.page.svg import make_id
from plugins.bench.page.words import (
    STATES,
    write_axis,
    write_group,
    write_interpreter,
    write_subject,
)
from plugins.bench.status import State
from plugins.bench.units import NO_BREAK, write_quantity, write_share, write_ticks
from plugins.bench.wording import DASH, TIMES, describe


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    name: str
    """Of what differs in its group: a function, or "Python 3.13t"."""
    is_code: bool
    cell: str
    """Label of what is measured."""
    interpreter: str
    number: str
    """With its unit; empty if there is none."""
    strip: Markup
    verdict: str
    """Against the baseline; of a cell without numbers, why it has none."""
    notes: tuple[str, ...]
    is_doubtful: bool
    """Whether something keeps it from being published."""
    is_finding: bool = False
    """Whether the verdict is that there is a difference."""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of a table."""

    title: str
    """Empty if there is but one group, and nothing to say of it."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All numbers of one kind: they share a scale."""

    kind: Kind
    caption: str
    sections: tuple[Section, ...]
    axis: Markup
    """Numbers of the scale; empty if there is nothing to draw."""
    is_log: bool
    ends: tuple[float, float] | None
    """Least and most of the scale; None if there is nothing to draw."""
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Tab:
    """What is shown of a machine."""

    machine: str
    id: str
    tables: tuple[Table, ...]
    about: About | None
    """None if nothing is measured."""


@dataclass(frozen=True, slots=True)
class View:
    """What is shown of a snippet."""

    name: str
    id: str
    tabs: tuple[Tab, ...]
    gaps: str
    """What is not fresh, in a sentence; empty if all is."""
    here: Here
    """How it runs in the page."""


def make_view(results: Results) -> View:
    """Make what a page shows of a snippet."""
    snippet = results.snippet
    tabs = tuple(_make_tab(board, snippet) for board in results.boards)
    gaps = write_gaps(results.boards[0].rows)
    return View(snippet.name, make_id(snippet.name), tabs, gaps, make_here(snippet))


def write_gaps(rows: Collection[Row]) -> str:
    """Write how many cells have no numbers to publish, and why; empty if all have."""
    counts = {state: sum(row.state is state for row in rows) for state in State}
    parts = [f"{counts[state]} {text}" for state, text in STATES.items() if counts[state]]
    return f"Of {len(rows)} cells: {', '.join(parts)}." if parts else ""


def _make_tab(board: Board, snippet: Snippet) -> Tab:
    tab_id = make_id(snippet.name, board.machine)
    tables = tuple(_make_table(quantity, board, snippet) for quantity in arrange(board, snippet))
    return Tab(board.machine, tab_id, tables, tell_about(board))


def _make_table(quantity: Quantity, board: Board, snippet: Snippet) -> Table:
    numbers = [x for row in quantity.rows for x in _list_drawn(row)]
    scale = make_scale(numbers) if numbers else None
    varying = list_varying(snippet)
    writer = _Writer(board, snippet, quantity, scale)
    sections = tuple(
        Section(write_group(group, varying), tuple(writer.write_lines(group)))
        for group in quantity.groups
    )
    unit = "" if quantity.kind is Kind.TRACK else quantity.unit
    texts = write_ticks(scale.ticks, unit, is_log=scale.is_log) if scale else []
    return Table(
        quantity.kind,
        write_subject(quantity),
        sections,
        draw_axis(scale, texts) if scale else Markup(),
        is_log=bool(scale and scale.is_log),
        ends=(scale.low, scale.high) if scale else None,
        figure=draw_figure(quantity, snippet, board),
    )


def _list_drawn(row: Row) -> Iterator[float]:
    if row.estimate:
        yield from (row.estimate.mean, row.estimate.low, row.estimate.high, *row.means)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the lines of one table."""

    board: Board
    snippet: Snippet
    quantity: Quantity
    scale: Scale | None

    def write_lines(self, group: Group) -> Iterator[Line]:
        by_function = group.interpreter is not None
        for row in group.rows:
            name = row.cell.function if by_function else write_interpreter(row.interpreter, [row])
            if row.estimate is None or self.scale is None:
                text = STATES[row.state]
                about = (name, by_function, row.cell.label, row.interpreter)
                yield Line(*about, "", Markup(), text, (), is_doubtful=True)
                continue
            yield Line(
                name,
                by_function,
                row.cell.label,
                row.interpreter,
                _write_number(row.estimate, self.quantity).replace(" ", NO_BREAK),
                self._draw(row, row.estimate, self.scale),
                self._write_verdict(row, group),
                tuple(self._write_notes(row)),
                is_doubtful=row.state is State.QUICK,
                is_finding=bool(row.comparison and row.comparison.verdict is Verdict.DIFFERENT),
            )

    def _write_verdict(self, row: Row, group: Group) -> str:
        if row.comparison:
            return describe(row.comparison)
        found = [other.comparison for other in group.rows if other.comparison]
        return "baseline" if any(one.baseline is row.measurement for one in found) else ""

    def _write_notes(self, row: Row) -> Iterator[str]:
        if row.state is State.QUICK:
            yield STATES[State.QUICK]
        if row.comparison and row.comparison.caveat:
            yield f"{row.comparison.caveat}: by another compiler, or with other flags"
        single = find_single(self.board, row)
        if single and single.estimate and row.estimate and self.quantity.kind is Kind.TIME:
            share = single.estimate.mean / row.estimate.mean
            work = share * (row.cell.threads or 1)
            number = f"{work:.2g}" if work < 1 else f"{work:.1f}"
            yield f"{number}{TIMES} the work of 1 thread, {write_share(share)} of the ideal"

    def _draw(self, row: Row, estimate: Estimate, scale: Scale) -> Markup:
        cell = row.cell
        name = make_id(self.snippet.name, self.board.machine, row.interpreter, cell.label)
        axes = (write_axis(*axis) for axis in cell.axes)
        title = ", ".join((cell.function, f"Python {row.interpreter}", *axes))
        return draw_strip(
            name,
            (title, _describe_strip(estimate, row.means, self.quantity.unit)),
            estimate,
            row.means,
            scale,
        )


def _write_number(estimate: Estimate, quantity: Quantity) -> str:
    """Write a number for a table, whose caption names the unit of a `track_*`."""
    unit = "" if quantity.kind is Kind.TRACK else quantity.unit
    return _write_mean(estimate, unit).strip()


def _write_mean(estimate: Estimate, unit: str) -> str:
    return write_quantity(estimate.mean, estimate.low, estimate.high, unit)


def _describe_strip(estimate: Estimate, means: Sequence[float], unit: str) -> str:
    """Describe a strip to someone who does not see it."""
    text = f"Mean {_write_mean(estimate, unit)}"
    if math.isinf(estimate.high):
        return f"{text}, of one process."
    ends = (
        write_quantity(x, estimate.low, estimate.high, unit) for x in (estimate.low, estimate.high)
    )
    least, most = (write_quantity(x, x * 0.995, x * 1.005, unit) for x in (min(means), max(means)))
    interval = f" {DASH} ".join(ends)
    return f"{text}, 95 % interval {interval}; {len(means)} processes from {least} to {most}."
