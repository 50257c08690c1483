"""Listing: what the page of all benchmarks says of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from plugins.bench.board import Board, Results, Row
from plugins.bench.compare import Comparison, Verdict
from plugins.bench.model import Snippet
from plugins.bench.page.groups import arrange, list_varying
from plugins.bench.page.overview import Overview, draw_overview
from plugins.bench.page.svg import make_id
from plugins.bench.page.view import write_gaps
from plugins.bench.page.words import write_axis
from plugins.bench.wording import describe


@dataclass(frozen=True, slots=True)
class Headline:
    """The largest difference of a snippet, in words."""

    function: str
    verdict: str
    baseline: str
    place: str
    """Interpreter and axes, as "Python 3.13t, 2 threads"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A snippet in the list."""

    name: str
    title: str
    """Of its post."""
    url: str
    """Of its results, from the root of the site."""
    is_draft: bool
    machines: tuple[str, ...]
    """Those that have numbers."""
    date: str
    """Day of the newest number, as ISO 8601 has it; empty if there is none."""
    headline: Headline | None
    """None if no difference can be told."""
    overview: Overview | None
    """None if nothing is measured."""
    gaps: str
    """What is not fresh, in a sentence; empty if all is."""


def make_entry(results: Results, title: str, url: str, *, is_draft: bool) -> Entry:
    """Make the entry of a snippet, which the page at `url` has."""
    board, snippet = results.boards[0], results.snippet
    quantity = arrange(board, snippet)[0]
    return Entry(
        name=snippet.name,
        title=title,
        url=f"{url}#{make_anchor(snippet.name)}",
        is_draft=is_draft,
        machines=tuple(b.machine for b in results.boards if find_date([b])),
        date=find_date(results.boards)[:10],
        headline=_find_headline(board.rows, snippet),
        overview=draw_overview(make_id("list", snippet.name), snippet.name, quantity),
        gaps=write_gaps(board.rows),
    )


def make_anchor(name: str) -> str:
    """Make the id of a snippet's results: one that no heading gets."""
    return f"benchmark:{name}"


def find_date(boards: Iterable[Board]) -> str:
    """Find when the newest number was measured, in UTC; empty if there is none."""
    rows = (row for board in boards for row in board.rows)
    dates = (run.date for row in rows if row.measurement for run in row.measurement.runs)
    return max(dates, default="")


def _find_headline(rows: Iterable[Row], snippet: Snippet) -> Headline | None:
    told = [
        (row, row.comparison)
        for row in rows
        if row.comparison and row.comparison.verdict is Verdict.DIFFERENT
    ]
    if not told:
        return None
    row, comparison = max(told, key=lambda pair: _find_distance(pair[1]))
    varying = list_varying(snippet)
    axes = [write_axis(*axis) for axis in row.cell.axes if axis[0] in varying]
    baseline = comparison.baseline.cell.function
    is_same = baseline == row.cell.function
    return Headline(
        row.cell.function,
        describe(comparison),
        "" if is_same else baseline,
        ", ".join((f"Python {row.interpreter}", *axes)),
    )


def _find_distance(comparison: Comparison) -> float:
    """Find how far a comparison surely is from no difference."""
    return max(comparison.low, 1 / comparison.high)
