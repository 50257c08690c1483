"""The cells of a notebook, read from its text: nothing of it is imported or run."""

import ast
import warnings
from collections.abc import Iterator, Sequence
from typing import Final

from plugins.notebooks.model import Cell, Fault

_APP: Final = "app"
"""What marimo calls the notebook in each file that it writes."""
_KINDS: Final = frozenset({"cell", "function", "class_definition"})
_DEFINITIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Found = tuple[Cell, list[ast.stmt]]
"""A cell, and the syntax of what it does."""


def read_cells(source: str) -> list[Found] | Fault:
    """Read the cells in the order of the file."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of what is odd, which is the author's
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        what = getattr(error, "msg", None) or str(error) or "it is nested too deeply"
        hint = "Mend it, or write it so that the Python which builds the site can read it."
        return Fault(line, f"it is no Python: {what}", hint)
    found: list[Found] = []
    lines = source.split("\n")
    for node in tree.body:
        for fault_or_cell in _read_node(node, lines):
            if isinstance(fault_or_cell, Fault):
                return fault_or_cell
            found.append(fault_or_cell)
    if not found:
        hint = "Make one: marimo edit NAME.py"
        return Fault(None, "it has no cells, so it is no marimo notebook", hint)
    return found


def _read_node(node: ast.stmt, lines: Sequence[str]) -> Iterator[Found | Fault]:
    if isinstance(node, ast.With) and (call := _find_call(node.items[0].context_expr, {"setup"})):
        code = _cut(lines, _find_start(node.body[0]), node.end_lineno or 0, node.lineno)
        yield Cell(node.lineno, code, _is_said(call, "hide_code"), is_setup=True), node.body
    elif isinstance(node, _DEFINITIONS):
        for decorator in node.decorator_list:
            if call := _find_call(decorator, _KINDS):
                yield _read_cell(node, decorator, call, lines)
    elif isinstance(node, ast.Expr) and _find_call(node.value, {"_unparsable_cell"}):
        yield Fault(node.lineno, "this cell is no Python", "Mend or delete it in marimo.")


def _read_cell(
    node: _DEFINITIONS, decorator: ast.expr, call: ast.expr, lines: Sequence[str]
) -> Found | Fault:
    if _is_said(call, "disabled"):
        return Fault(decorator.lineno, "this cell is disabled", "Enable it, or delete it.")
    is_hidden, name = _is_said(call, "hide_code"), _name(call)
    if name != "cell":
        others = [one.lineno for one in node.decorator_list if one is not decorator]
        code = _cut(lines, min([*others, node.lineno]), node.end_lineno or 0, decorator.lineno)
        return Cell(decorator.lineno, code, is_hidden, is_setup=False), [node]
    body, end = node.body, node.end_lineno or 0
    if isinstance(body[-1], ast.Return):
        end, body = body[-1].lineno - 1, body[:-1]
    start = _find_start(node.body[0])
    code = _cut(lines, start, end, node.lineno) if body else ""
    return Cell(decorator.lineno, code, is_hidden, is_setup=False), body


def _find_call(node: ast.expr, names: set[str] | frozenset[str]) -> ast.expr | None:
    """Find `app.NAME` or `app.NAME(…)`; None if it is neither."""
    target = node.func if isinstance(node, ast.Call) else node
    is_it = (
        isinstance(target, ast.Attribute)
        and isinstance(target.value, ast.Name)
        and target.value.id == _APP
        and target.attr in names
    )
    return node if is_it else None


def _name(node: ast.expr) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else ""


def _is_said(node: ast.expr, name: str) -> bool:
    """Tell whether a call says `NAME=True`."""
    keywords = node.keywords if isinstance(node, ast.Call) else []
    return any(
        one.arg == name and isinstance(one.value, ast.Constant) and one.value.value is True
        for one in keywords
    )


def _find_start(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])


def _cut(lines: Sequence[str], start: int, end: int, top: int) -> str:
    """Cut lines out, from 1 and both included, with comments above but below the line `top`.

    A line loses the indentation of the first one, or what it has of that: texts over several
    lines may have less.
    """
    first = lines[start - 1]
    indent = len(first) - len(first.lstrip())
    while start - 1 > top and lines[start - 2].lstrip()[:1] in ("#", ""):
        start -= 1
    cut = (line[min(indent, len(line) - len(line.lstrip())) :] for line in lines[start - 1 : end])
    return "\n".join(cut).strip("\n").rstrip()
