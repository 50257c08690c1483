"""Digests of what could change an output: the code of cells, and what it is run with.

Comments and layout do not matter; the text of a Markdown cell is code.
"""

import ast
import hashlib
import json
import tomllib
from collections.abc import Iterable, Iterator
from typing import Final

from plugins.notebooks.model import Metadata

RUNNER: Final = 1
"""Version of how outputs are made: what changes one raises it."""
_IGNORED: Final = frozenset({"kind", "type_comment", "ctx"})
"""Fields of a syntax tree that say nothing about what the code does."""


def make_digest(cells: Iterable[list[ast.stmt]], metadata: Metadata) -> str:
    """Make the digest of a notebook of which the syntax of each cell is given."""
    record = {
        "cells": [list(_spell(body)) for body in cells],
        "dependencies": sorted(metadata.dependencies),
        "requires-python": metadata.requires_python,
        "runner": RUNNER,
        "uv": tomllib.loads(metadata.toml).get("tool", {}).get("uv"),
    }
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:16]


def _spell(body: list[ast.stmt]) -> Iterator[str]:
    """Spell syntax in words, alike for all Pythons: what is empty is left out.

    A tree may be deeper than Python's stack, so nothing here calls itself.
    """
    left: list[object] = [body]
    while left:
        match left.pop():
            case ast.JoinedStr(values=values):
                joined = _join(values)
                yield f"JoinedStr {len(joined)}"
                left += reversed(joined)
            case ast.AST() as node:
                fields = [(name, getattr(node, name, None)) for name in sorted(node._fields)]
                told = [
                    one for one in fields if one[0] not in _IGNORED and one[1] not in (None, [])
                ]
                yield f"{type(node).__name__}({' '.join(name for name, _ in told)})"
                left += [value for _, value in reversed(told)]
            case list() as nodes:
                yield f"[{len(nodes)}]"
                left += reversed(nodes)
            case value:
                # Long whole numbers have no decimals; what is printable differs between Pythons.
                shown = hex(value) if isinstance(value, int) else ascii(value)
                yield f"{type(value).__name__} {shown}"


def _join(values: list[ast.expr]) -> list[object]:
    """Join the texts of an f-string, as Python 3.12 splits some."""
    joined: list[object] = []
    for part in values:
        text = part.value if isinstance(part, ast.Constant) else None
        if not isinstance(text, str):
            joined.append(part)
        elif joined and isinstance(joined[-1], str):
            joined[-1] += text
        elif text:
            joined.append(text)
    return joined
