"""A notebook is read from its text, and its digest is of what its outputs depend on."""

import pytest

from plugins.notebooks.model import Fault
from plugins.notebooks.parse import parse_notebook
from tests.notebooks.samples import HEAD, NOTEBOOK, parse

DEFINED = "    n = double(4)\n"
PIN = "marimo==0.25.2"


def test_cells_are_those_of_the_file() -> None:
    setup, function, text, number, *_ = parse().cells
    assert (setup.is_setup, setup.code) == (True, "import marimo as mo")
    assert function.code == "def double(x):\n    return 2 * x"
    assert text.is_hidden
    assert text.code == 'mo.md(f"""\n## Twice\n\nIt is *{n}*.\n""")'
    assert number.code == "# Four of them.\nn = double(4)\nn"
    assert NOTEBOOK.split("\n")[number.line - 1] == "@app.cell"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("@app.cell\ndef _():\n    return\n", ""),
        ("@app.cell\nasync def _(a):\n    await a\n    return\n", "await a"),
        ("@app.cell\ndef _(\n    a,\n):\n\n    # why\n\n    a\n    return (a,)\n", "# why\n\na"),
        ("@app.cell\ndef _():\n    @wrap\n    def f(): ...\n    return\n", "@wrap\ndef f(): ..."),
        ('@app.cell\ndef _():\n    """\n  x\n    """\n    return\n', '"""\nx\n"""'),
        ("@app.cell\ndef _():\n    1\n    # after\n    return\n", "1\n# after"),
        ("@app.class_definition\n@wrap\nclass A:\n    pass\n", "@wrap\nclass A:\n    pass"),
        (
            "@wrap\n@app.function\ndef f():\n    return 1\n",
            "@wrap\n@app.function\ndef f():\n    return 1",
        ),
    ],
)
def test_code_is_without_what_marimo_puts_around_it(cell: str, code: str) -> None:
    (found,) = parse(HEAD + cell).cells
    assert found.code == code


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("    # Four of them.\n", "    # Other words.\n"),
        ("double(4)", "double( 4 )"),
        ("(hide_code=True)", ""),
        ('__generated_with = "0.25.2"', '__generated_with = "0.26.0"'),
        ("marimo.App()", 'marimo.App(width="medium")'),
        ('"a": 1', "'a': 0x1"),
    ],
)
def test_what_changes_no_output_makes_nothing_stale(was: str, now: str) -> None:
    assert parse(NOTEBOOK.replace(was, now)).digest == parse().digest != ""


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("double(4)", "double(5)"),
        ("double(4)", "double(4.0)"),
        ("It is *", "It was *"),
        ("    import marimo as mo", "    import marimo as mo, sys"),
        (PIN, "marimo==0.26.0"),
        (f'"{PIN}"', f'"{PIN}", "attrs"'),
        (">=3.11", ">=3.12"),
        ("# ///\n", '# [tool.uv]\n# exclude-newer = "2026-01-01T00:00:00Z"\n# ///\n'),
        (DEFINED, DEFINED + DEFINED),
    ],
)
def test_what_may_change_an_output_does(was: str, now: str) -> None:
    assert parse(NOTEBOOK.replace(was, now, 1)).digest != parse().digest


def test_one_digest_for_all_pythons() -> None:
    """A syntax tree is spelt alike by each; this one is written down."""
    code = (
        'f"a{1!r:>{2}}b"\n    lambda x, /, *, y=1e3: ...\n    match b"":\n        case [*_]: pass'
    )
    cell = f"{HEAD}@app.cell\ndef _():\n    {code}\n    type(1)\n    return\n"
    assert parse(cell).digest == "c7d1883a0d8dad57"


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("import marimo\n\nx = (\n", 3, "it is no Python: '(' was never closed"),
        ("import marimo\n", None, "no marimo notebook"),
        (NOTEBOOK.replace("# ///\n", ""), 1, "no block of script metadata"),
        (HEAD + NOTEBOOK, 1, "two such blocks"),
        (NOTEBOOK.replace('["marimo', "[marimo"), 1, "no TOML"),
        (NOTEBOOK.replace(f'["{PIN}"]', "1"), 1, "dependencies is no list"),
        (NOTEBOOK.replace(PIN, "pandas"), 1, "marimo is not among its dependencies"),
        (NOTEBOOK.replace(PIN, "marimo"), 1, "names no single version"),
        (NOTEBOOK.replace(PIN, "marimo==0.25.*"), 1, "names no single version"),
        (NOTEBOOK.replace(PIN, "a b c"), 1, "cannot be read"),
        (NOTEBOOK.replace("hide_code", "disabled"), 20, "this cell is disabled"),
        (HEAD + 'app._unparsable_cell(\n    "x =",\n)\n', 10, "this cell is no Python"),
        ("\udcff", None, "it is not UTF-8"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(source: str, line: int | None, words: str) -> None:
    found = parse_notebook("a", "a.py", source.encode("utf-8", "surrogateescape"))
    assert isinstance(found, Fault)
    assert (found.line, words in found.message) == (line, True), found
    assert found.hint


@pytest.mark.parametrize("name", ["A", "a b", "a--b", "", "a" * 81, "é"])
def test_a_name_can_stand_in_an_address(name: str) -> None:
    found = parse_notebook(name, "a.py", NOTEBOOK.encode())
    assert isinstance(found, Fault)
    assert "small letters" in found.message
