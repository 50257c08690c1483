"""The Python of a settings file: which names it assigns, where, and what for."""

import ast


def locate_settings(source: str) -> dict[str, int]:
    """Find the line, from 1, where each upper-case name is last assigned at top level.

    Raises:
        SyntaxError: The source is not Python.
    """
    return {
        name.id: name.lineno
        for node in ast.parse(source).body
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store) and name.id.isupper()
    }


def find_helpers(source: str) -> frozenset[str]:
    """Find the upper-case names that a settings file imports, or makes only to read them itself."""
    nodes = list(ast.walk(ast.parse(source)))
    imported = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    loaded = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return frozenset(name for name in imported | loaded if name.isupper())


def locate_string(source: str, value: str, start: int) -> int:
    """Find the line, from `start` on, of the first string literal of that value; else `start`."""
    lines = (
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and node.value == value and node.lineno >= start
    )
    return min(lines, default=start)
