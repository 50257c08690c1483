"""Results as they are loaded, of measurements that are made up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from plugins.bench.board import Board, Results, load_results, make_floor_finder
from plugins.bench.model import Cell, Snippet
from plugins.bench.store import make_path, save
from tests.bench.fences import BODY, make_snippet
from tests.bench.samples import make_like
from tests.bench.stored import make_run

MACHINE = "desk"
Values = Mapping[tuple[str, str], Sequence[float]]
"""Process means by interpreter and label of a cell."""


def make_results(folder: Path, snippet: Snippet, values: Values, **changes: str) -> Results:
    """Store process means and load what they make; cells that are not given are missing."""
    for interpreter in snippet.interpreters:
        measured = [
            make_like(snippet, cell, interpreter, make_runs(means, interpreter), **changes)
            for cell in snippet.cells
            if (means := values.get((interpreter, cell.label)))
        ]
        if measured:
            save(make_path(folder, snippet.name, MACHINE, interpreter), measured)
    return load_results(folder, snippet, [MACHINE], make_floor_finder(folder))


def make_runs(means: Sequence[float], interpreter: str) -> tuple:  # type: ignore[type-arg]
    gil = not interpreter.endswith("t")
    said = {"gil_before": gil, "gil_after": gil}
    return tuple(make_run(number, value, **said) for number, value in enumerate(means))


def spread(middle: float, share: float = 0.01, count: int = 10) -> list[float]:
    """Spread process means around a middle: half of them above, half below."""
    return [middle * (1 + share * (-1) ** number) for number in range(count)]


def make_threads(*interpreters: str, toml: str = "threads = [1, 2]") -> Snippet:
    """Make a snippet of two functions that threads call."""
    code = f"{BODY}\n\n{BODY.replace('time_x', 'time_y')}"
    return replace(make_snippet(toml, code), interpreters=interpreters or ("3.13", "3.13t"))


def find_cell(board: Board, interpreter: str, label: str) -> Cell:
    return next(r.cell for r in board.rows if (r.interpreter, r.cell.label) == (interpreter, label))
