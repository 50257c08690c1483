"""Checks of what is stored: what cannot be published, told at the fence of its snippet."""

from collections.abc import Iterator

from plugins.audit import Problem, Severity, quote
from plugins.bench.board import Board, Results
from plugins.bench.page.words import STATES
from plugins.bench.status import State

_RULE = "bench-stale"
_MOST_NAMED = 24


def check_results(results: Results) -> Iterator[Problem]:
    """Tell which cells have no numbers to publish, and why."""
    snippet = results.snippet
    for fault in results.faults:
        yield Problem(None, None, "bench-data", fault, "")  # it names its file, and says what to do
    for board in results.boards:
        for state, text in STATES.items():
            cells = [
                row.cell.write_place(row.interpreter) for row in board.rows if row.state is state
            ]
            if not cells or (state is State.REFUSED and results.faults):
                continue
            message = f"{quote(snippet.name)}: {_count(cells, board)} {text}: {_name(cells)}"
            yield Problem(
                snippet.file,
                snippet.line,
                _RULE,
                message,
                _advise(results, board),
                Severity.WARNING,
            )


def _count(cells: list[str], board: Board) -> str:
    where = f" on {board.machine}" if board.machine else ""
    return f"{len(cells)} of {len(board.rows)} cells{where}:"


def _name(cells: list[str]) -> str:
    more = len(cells) - _MOST_NAMED
    return ", ".join(cells[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _advise(results: Results, board: Board) -> str:
    name = results.snippet.name
    advice = f"Measure: invoke bench --only {name}"
    if board is not results.boards[0]:
        return f"{advice}; on {board.machine}, or delete its folder among the measurements of it."
    return f"{advice}."
