"""Digests: what changes one, and what does not."""

import ast
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.model import Snippet
from tests.bench.fences import BODY, make_snippet

BASE = make_snippet()

SAME = {
    "comment": make_snippet(code=f"# why\n{BODY}"),
    "layout": make_snippet(code="def time_x( ):\n\n  return (sum(\n    range( 9 )))\n"),
    "threads": make_snippet("threads = [1, 2]"),
    "interpreters": make_snippet('interpreters = ["3.13"]'),
    "timeout": make_snippet("timeout = 7"),
    "baseline": make_snippet('baseline = "time_x"'),
    "name": make_snippet(name="other"),
}
OTHER = {
    "code": make_snippet(code=BODY.replace("9", "8")),
    "type": make_snippet(code=BODY.replace("9", "9.0")),
    "truth": make_snippet(code=BODY.replace("9", "True")),
    "axis": make_snippet("params = {a = [1]}", "def time_x(a):\n    return sum(range(9))\n"),
    "dependencies": make_snippet(top='dependencies = ["numpy"]'),
    "Python": make_snippet(top='requires-python = ">=3.13"'),
    "uv": make_snippet('[tool.uv]\nexclude-newer = "2026-01-01T00:00:00Z"'),
}


@pytest.mark.parametrize("name", SAME)
def test_what_changes_no_number_changes_no_digest(name: str) -> None:
    assert make_digest(SAME[name]) == make_digest(BASE)


@pytest.mark.parametrize("name", OTHER)
def test_what_could_change_a_number_changes_the_digest(name: str) -> None:
    assert make_digest(OTHER[name]) != make_digest(BASE)


def test_values_of_parameters_do_not_matter() -> None:
    code = "def time_x(a): 1"
    one, two = (make_snippet(f"params = {{a = [{value}]}}", code) for value in (1, 2))
    assert make_digest(one) == make_digest(two)


ORDERS = {
    "dependencies": [f"dependencies = {names}" for names in (["a", "b"], ["b", "a"])],
    "uv": [f"[tool.uv]\n{rows}" for rows in ("a = 1\nb = 2", "b = 2\na = 1")],
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_of_metadata_does_not_matter(name: str) -> None:
    one, other = (make_snippet(top=top) for top in ORDERS[name])
    assert make_digest(one) == make_digest(other)


def test_the_harness_matters() -> None:
    assert len({make_digest(BASE, 1), make_digest(BASE, 2)}) == 2


ALIKE = {
    "quotes": ("x = 'a'", 'x = "a"'),
    "prefix": ("x = u'a'", "x = 'a'"),
    "digits": ("x = 1_000", "x = 0x3E8"),
    "joined": ("x = 'a' 'b'", "x = 'ab'"),
    "f-string": ("x = f'a{y}' 'b'", "x = f'a{y}b'"),
}
DIFFERENT = {
    "space in a text": ("x = '''a \nb'''", "x = '''a\nb'''"),
    "separator in a text": ("x = 'a\u2028b'", "x = 'a\\nb'"),
    "bytes": ("x = b'a'", "x = 'a'"),
    "spread": ("x = {**a, 'b': 1}", "x = {'b': 1, **a}"),
    "nothing": ("def f(): return", "def f(): return 1"),
    "f-string": ("x = f'{y}a'", "x = f'a{y}'"),
    "conversion": ("x = f'{y!r}'", "x = f'{y!s}'"),
    "order": ("x = a - b", "x = b - a"),
    "nesting": ("x = (a, (b, c))", "x = ((a, b), c)"),
    "emptiness": ("f((), [])", "f([], ())"),
}


@pytest.mark.parametrize("name", ALIKE)
def test_writing_does_not_matter(name: str) -> None:
    one, other = (replace(BASE, code=code) for code in ALIKE[name])
    assert make_digest(one) == make_digest(other)


SPLITS = {
    "before": (["a", "", "b", None], "x = f'ab{y}'"),
    "behind": ([None, "a", "b"], "x = f'{y}ab'"),
    "nothing": (["", "ab", None, ""], "x = f'ab{y}'"),
}


@pytest.mark.parametrize("name", SPLITS)
def test_nor_does_how_a_python_splits_an_f_string(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, code = SPLITS[name]
    value = ast.FormattedValue(ast.Name("y"), -1)
    text = ast.JoinedStr([value if part is None else ast.Constant(part) for part in parts])
    tree = ast.Module([ast.Assign([ast.Name("x")], text)], [])
    digest = make_digest(replace(BASE, code=code))
    monkeypatch.setattr("plugins.bench.digest.parse_code", lambda _: tree)
    assert make_digest(replace(BASE, code=f"split {name}")) == digest


@pytest.mark.parametrize("make", [make_digest, make_text_digest])
@pytest.mark.parametrize("name", DIFFERENT)
def test_code_matters(name: str, make: Callable[[Snippet], str]) -> None:
    one, other = (replace(BASE, code=code) for code in DIFFERENT[name])
    assert make(one) != make(other)


# Checked with CPython 3.10 to 3.14, whose syntax trees differ in what these have.
PINNED = {
    "f-string": ("x = f'{y:>{z}}' f'{y:}' f'{y=}' ''\n", "1f9748642f403898"),
    "function": ("class A:\n    def f(self, /, a=1, *b: int, c, **d): ...\n", "e51f69d4a71931c8"),
    "newest letters": ("x = '\U0001cc00\u0897'\n", "c7d5d7d95edc6335"),
}


@pytest.mark.parametrize("name", PINNED)
def test_a_digest_is_one_for_all_pythons(name: str) -> None:
    code, digest = PINNED[name]
    assert make_digest(replace(BASE, code=code), 1) == digest


@pytest.mark.parametrize(
    "code", ["+".join(["1"] * 900), f"x = 0x{'f' * 9000}", "x = 1e999", "\0", "(" * 9000, "x = $"]
)
def test_every_code_has_one(code: str) -> None:
    assert len(make_digest(replace(BASE, code=code))) == 16


@given(st.text())
def test_text_in_code_has_one(text: str) -> None:
    code = f"x = {text!r}"
    assert make_digest(replace(BASE, code=code)) == make_digest(
        replace(BASE, code=ast.unparse(ast.parse(code)))
    )
