"""Published scripts: the measured script as it is, and the numbers that it gave."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from plugins.bench.board import Board, Results, Row
from plugins.bench.compare import Comparison
from plugins.bench.harness.published import BEGIN, END, hash_script
from plugins.bench.model import Cell, Measurement
from plugins.bench.script import compile_script
from plugins.bench.status import State

_DIGITS: Final = 5
"""Significant ones; a reader's machine is another one anyway."""


def publish_script(results: Results) -> str:
    """Write the script of a snippet with what is fresh of its first board.

    The numbers follow as one block of comments: JSON, a line for each cell, in ASCII, so that no
    sign of a label ends a line. Without fresh numbers there is none.
    """
    script = compile_script(results.snippet)
    board = results.boards[0]
    fresh = [row for row in board.rows if row.state is State.FRESH]
    if not fresh:
        return script
    rows = "".join(f"# {line}\n" for line in _write_data(board, fresh, hash_script(script)))
    return f"{script}\n\n{BEGIN}\n{rows}{END}\n"


def _write_data(board: Board, rows: Sequence[Row], digest: str) -> Iterator[str]:
    yield f'{{"machine": {json.dumps(board.machine)}, "script": {json.dumps(digest)},'
    names = dict.fromkeys(row.interpreter for row in rows)
    builds = [f"{json.dumps(name)}: {json.dumps(_describe(name, rows))}" for name in names]
    yield from ('"interpreters": {', *_write_items(builds), "},")
    cells = [json.dumps(_make_record(row), allow_nan=False) for row in rows]
    yield from ('"cells": [', *_write_items(cells), "]}")


def _write_items(items: Sequence[str]) -> list[str]:
    return [*(f" {item}," for item in items[:-1]), f" {items[-1]}"]


def _describe(name: str, rows: Sequence[Row]) -> dict[str, str]:
    """Describe the build of an interpreter, or all its builds, and the day it was last measured."""
    found = [row.measurement for row in rows if row.interpreter == name and row.measurement]
    builds = dict.fromkeys(str(item.environment.get("python_version", "?")) for item in found)
    return {"python": " and ".join(builds), "date": max(item.session for item in found)[:10]}


def _make_record(row: Row) -> dict[str, Any]:
    measurement, estimate = row.measurement, row.estimate
    if measurement is None or estimate is None:
        raise ValueError(f"{row.cell.label} is not fresh")
    is_one = math.isinf(estimate.high)
    return {
        "interpreter": row.interpreter,
        **_name_cell(row.cell),
        "gil": _write_gil(measurement),
        "unit": measurement.unit,
        "mean": _round(estimate.mean),
        "low": None if is_one else _round(estimate.low),
        "high": None if is_one else _round(estimate.high),
        "comparison": _make_comparison(row.cell, row.comparison),
    }


def _name_cell(cell: Cell) -> dict[str, Any]:
    return {"function": cell.function, "params": dict(cell.params), "threads": cell.threads}


def _write_gil(measurement: Measurement) -> str:
    """Write it as the table of a script does."""
    states = sorted({run.gil_after for run in measurement.runs})
    return " and ".join("on" if state else "off" for state in states)


def _make_comparison(cell: Cell, found: Comparison | None) -> dict[str, Any] | None:
    """Make a record of a comparison with another function.

    A script runs under one interpreter, so its reader has nothing to set beside a comparison with
    another; and one with quick numbers is not for publishing.
    """
    if not found or found.baseline.cell == cell or not found.is_publishable:
        return None
    is_open = math.isinf(found.high)
    return {
        "baseline": found.baseline.cell.function,
        "ratio": _round(found.ratio),
        "low": None if is_open else _round(found.low),
        "high": None if is_open else _round(found.high),
        "floor": None if found.floor is None else _round(found.floor),
        "verdict": str(found.verdict),
    }


def _round(number: float) -> float:
    rounded = float(f"{number:.{_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded
