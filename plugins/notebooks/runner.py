"""Runs a notebook, in the environment that it asks for: `python runner.py NOTEBOOK RESULT`.

It stands alone, and knows no more of marimo than its documentation tells: `App.run()` gives the
outputs in the order of the file.
"""

import contextlib
import html
import io
import json
import platform
import pprint
import runpy
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TypeGuard

import marimo


def main(notebook: str, result: str) -> None:
    """Run a notebook, and write what comes of it."""
    told: dict[str, object] = {"python": platform.python_version(), "marimo": marimo.__version__}
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            outputs, _ = runpy.run_path(notebook)["app"].run()
            told["outputs"] = [show(output) for output in outputs]
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, the author is told
        told |= {"outputs": [], **explain(error, notebook)}
    told["printed"] = printed.getvalue()[:200]
    Path(result).write_text(json.dumps(told), "utf-8")


def show(value: object) -> str:
    """Make HTML of an output: plain data as text or table, all else as marimo does."""
    if value is None:
        return ""
    if isinstance(value, marimo.Html):
        return str(value.text)
    if isinstance(value, str | int | float | complex):
        return f"<pre>{html.escape(str(value))}</pre>"
    if is_table(value):
        return show_table(value)
    if isinstance(value, list | tuple | dict | set | frozenset):
        return f"<pre>{html.escape(pprint.pformat(value, width=76, sort_dicts=False))}</pre>"
    return str(marimo.as_html(value).text)


def is_table(value: object) -> TypeGuard[Sequence[dict[object, object]]]:
    """Tell whether it is a list of records that have the same keys."""
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(row, dict) and row and list(row) == list(value[0]) for row in value)
    )


def show_table(rows: Sequence[dict[object, object]]) -> str:
    """Make a table of records; numbers stand at the right."""
    head = "".join(f'<th scope="col"{align(rows[0][key])}>{write(key)}</th>' for key in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td{align(cell)}>{write(cell)}</td>' for cell in row.values())}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def align(cell: object) -> str:
    """Align a number."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return ' class="align-right"' if is_number else ""


def write(cell: object) -> str:
    """Write a cell of a table, which may be HTML of marimo's."""
    return str(cell.text) if isinstance(cell, marimo.Html) else html.escape(str(cell))


def explain(error: BaseException, notebook: str) -> dict[str, object]:
    """Tell where in the notebook something was raised, and by what."""
    frames = [*traceback.extract_tb(error.__traceback__)]
    own = [number for number, frame in enumerate(frames) if frame.filename == notebook]
    line, shown = None, frames
    if own:
        line, shown = frames[own[-1]].lineno, frames[own[0] :]
    elif isinstance(error, SyntaxError):
        line, shown = error.lineno, []
    said = [*traceback.format_list(shown), *traceback.format_exception_only(error)]
    return {"error": "".join(said), "line": line}


if __name__ == "__main__":
    main(*sys.argv[1:])
