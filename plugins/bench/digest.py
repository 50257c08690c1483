"""Digests of what could change a number: code, dependencies, harness.

Comments and layout do not matter, nor does anything that only chooses cells: threads, values of
parameters, interpreters.
"""

import ast
import hashlib
import json
import tomllib
from functools import lru_cache
from typing import Final

from plugins.bench.functions import parse_code
from plugins.bench.harness.alone import HARNESS
from plugins.bench.model import Snippet

_IGNORED: Final = frozenset({"kind", "type_comment", "ctx"})
"""Fields of a syntax tree that say nothing about what the code does."""


@lru_cache(maxsize=1024)
def make_digest(snippet: Snippet, harness: int = HARNESS) -> str:
    """Make the digest of a snippet whose code is taken as a syntax tree.

    Code that this Python cannot parse, as it is for a newer one, is taken as text.
    """
    tree = parse_code(snippet.code)
    if isinstance(tree, SyntaxError):
        return make_text_digest(snippet, harness)
    return _hash(snippet, harness, _spell(tree))


@lru_cache(maxsize=1024)
def make_text_digest(snippet: Snippet, harness: int = HARNESS) -> str:
    """Make the digest of a snippet whose code is taken as text, which every Python can."""
    return _hash(snippet, harness, snippet.code.strip("\n"))


def _hash(snippet: Snippet, harness: int, code: str | list[str]) -> str:
    record = {
        "axes": [name for name, _ in snippet.params],
        "code": code,
        "dependencies": sorted(snippet.dependencies),
        "harness": harness,
        "requires-python": snippet.requires_python,
        "uv": tomllib.loads(snippet.metadata).get("tool", {}).get("uv"),
    }
    canonical = json.dumps(record, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:16]


def _spell(tree: ast.AST) -> list[str]:
    """Spell a syntax tree in words, alike for all Pythons: what is empty is left out.

    A tree may be deeper than Python's stack, so nothing here calls itself.
    """
    words: list[str] = []
    left: list[object] = [tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.AST):
            fields = {name: _read_field(node, name) for name in sorted(node._fields)}
            told = [name for name in fields if _is_told(name, fields[name])]
            words.append(f"{type(node).__name__}({' '.join(told)})")
            left += [fields[name] for name in reversed(told)]
        elif isinstance(node, list):
            words.append(f"[{len(node)}]")
            left += reversed(node)
        else:
            words.append(f"{type(node).__name__} {_write(node)}")
    return words


def _read_field(node: ast.AST, name: str) -> object:
    """Read a field; the texts of an f-string are joined, as Python 3.12 splits some."""
    value = getattr(node, name, None)
    if not isinstance(node, ast.JoinedStr):
        return value
    joined: list[object] = []
    for part in node.values:
        text = part.value if isinstance(part, ast.Constant) else None
        if not isinstance(text, str):
            joined.append(part)
        elif joined and isinstance(before := joined[-1], str):
            joined[-1] = before + text
        elif text:
            joined.append(text)
    return joined


def _is_told(name: str, value: object) -> bool:
    return name not in _IGNORED and value is not None and value != []


def _write(value: object) -> str:
    # What is printable differs between Pythons; long numbers in decimals are refused.
    return hex(value) if isinstance(value, int) else ascii(value)
