"""Digests of what could change a number: code, dependencies, harness.

Comments and layout do not matter, nor does anything that only chooses cells: threads, values of
parameters, interpreters.
"""

import ast
import hashlib
import json
import tomllib
from functools import lru_cache
from typing import Any, Final

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
    lines = (line.rstrip() for line in snippet.code.strip().splitlines())
    return _hash(snippet, harness, "\n".join(lines))


def _hash(snippet: Snippet, harness: int, code: object) -> str:
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


def _spell(node: object) -> Any:  # noqa: ANN401 - JSON
    """Spell a syntax tree in JSON, alike for all Pythons: what is empty is left out."""
    if isinstance(node, ast.AST):
        fields = {name: _spell(value) for name, value in ast.iter_fields(node)}
        return {
            "type": type(node).__name__,
            **{name: value for name, value in fields.items() if _is_told(name, value)},
        }
    if isinstance(node, list):
        return [_spell(item) for item in node]
    return None if node is None else f"{type(node).__name__} {node!r}"


def _is_told(name: str, value: object) -> bool:
    return name not in _IGNORED and value is not None and value != []
