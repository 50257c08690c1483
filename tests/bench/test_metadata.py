"""The `# /// script` block: what is one, where it is broken, and in how much time that is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.metadata import MAX_TOML, Block, Fault, is_snippet, read_block
from tests.bench.fences import make_code

SNIPPETS = {
    "table": ("# /// script\n# [tool.bench]\n# ///", True),
    "dotted": ('# /// script\n# tool.bench.name = "a"\n# ///', True),
    "inline": ('# /// script\n# tool = {bench = {name = "a"}}\n# ///', True),
    "in tool": ('# /// script\n# [tool]\n# bench.name = "a"\n# ///', True),
    "quoted": ('# /// script\n# ["tool"."bench"]\n# ///', True),
    "without tool": ('# /// script\n# [bench]\n# name = "a"\n# ///', True),
    "unclosed": ("# /// script\n# [tool.bench]\nx = 1", True),
    "misspelt": ("#/// script\n# [tool.bench]\n# ///", True),
    "indented": ("  # /// script\n  # [tool.bench]\n  # ///", True),
    "other table": ("# /// script\n# [tool.bench-x]\n# ///", False),
    "other script": ("# /// script\n# dependencies = []\n# ///", False),
    "in a comment": ("# [tool.bench] is a table\nx = 1", False),
    "in a text": ('x = "# /// script"\n# [tool.bench]', False),
    "nothing": ("", False),
}


@pytest.mark.parametrize("name", SNIPPETS)
def test_what_wants_to_be_a_benchmark(name: str) -> None:
    code, expected = SNIPPETS[name]
    assert is_snippet(code) is expected


def test_the_block_and_the_rest_are_the_code() -> None:
    block = read_block('import a\n# /// script\n# x = "\u2028"\n#\n# y = 1\n# ///\nb = 1\n')
    assert isinstance(block, Block)
    assert (block.line, block.rest) == (3, "import a\nb = 1\n")
    assert block.table == {"x": "\u2028", "y": 1}


BROKEN = {
    "unclosed": ("x\n# /// script\n# a = 1\ncode", 2, "is not closed"),
    "unclosed at the end": ("x\n# /// script\n# a = 1", 2, "is not closed"),
    "unclosed with a bare row": ("# /// script\n#\n# a = 1\nx", 1, "is not closed"),
    "first row without space": ("x\n# /// script\n#b = 1\n# ///", 3, 'does not begin "# "'),
    "row without space": ("# /// script\n# a = 1\n#b = 1\n# ///", 3, 'does not begin "# "'),
    "two": ("# /// script\n# ///\n# /// script\n# ///", 3, "a second"),
    "opening": ("x\n#/// script\n# ///", 2, "does not begin with"),
    "opening below a blank line": ("\n#/// script\n# ///", 2, "does not begin with"),
    "no opening": ("x\ny", 1, "does not begin with"),
    "no value above": ("# /// script\n# a =\n# b = 1\n# ///", 2, "no TOML: Invalid value"),
    "no value": ("# /// script\n# a = 1\n# b =\n# ///", 3, "no TOML: Invalid value"),
    "twice": ("# /// script\n# a = 1\n# a = 1\n# ///", 3, "no TOML"),
    "open string": ('# /// script\n# a = "\n# ///', 2, "no TOML"),
    "open list": ("# /// script\n# a = [1,\n# ///", 2, "no TOML"),
    "long number": (f"# /// script\n# a = {'1' * 5000}\n# ///", 2, "no TOML"),
    "bad date": ("# /// script\n# a = 2026-13-45\n# ///", 2, "no TOML"),
    "deep": (f"# /// script\n# a = {'[' * 3000}\n# ///", 2, "nested too deeply"),
    "deep inside": (f"# /// script\n# a = {'[' * 250}{']' * 250}\n# ///", 2, "levels deep"),
    "long": (f"# /// script\n# # {'a' * MAX_TOML}\n# ///", 2, "longer than"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_told_at_its_line(name: str) -> None:
    code, line, words = BROKEN[name]
    fault = read_block(code)
    assert isinstance(fault, Fault)
    assert (fault.line, words in fault.message) == (line, True), fault


def test_the_line_is_not_in_the_message_too() -> None:
    """It would be that in the TOML."""
    fault = read_block("# /// script\n# a =\n# ///")
    assert isinstance(fault, Fault)
    assert fault.message == "the metadata is no TOML: Invalid value"


def test_metadata_may_be_as_long_as_the_limit() -> None:
    rows = f"# # {'a' * (MAX_TOML - 3)}\n"
    assert isinstance(read_block(f"# /// script\n{rows}# ///"), Block)


LINES = {
    "option": ('[tool.uv]\nname = 1\n[tool.bench]\nname = "a"', "name", 4),
    "quoted": ("[tool.bench]\n'name' = 1", "name", 2),
    "dotted": ("tool.bench.x = 1\ntool.bench.name = 1", "name", 2),
    "table": ("[tool.bench]\nx = 1\n[tool.bench.params]\na = [1]", "params", 3),
    "subkey": ("[tool.bench]\nparams.a = [1]", "params", 2),
    "inline": ("x = 1\ntool.bench = {name = 1}", "name", 2),
    "absent": ("x = 1\n[tool.bench]", "name", 2),
    "another's above": ("name = 1\n[tool.bench]\nname = 2", "name", 3),
    "without a table": ("x = 1\ny = {}", "y", 2),
    "opening of the block": ("x = 1", "name", 0),
}


@pytest.mark.parametrize("name", LINES)
def test_the_line_of_an_option_is_found(name: str) -> None:
    toml, key, line = LINES[name]
    block = Block(toml, {}, 1, "")
    assert block.find_line(key) == line


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        pytest.param("name = 1\n[tool.bench]\nname = 2", 1, id="above-the-table"),
        pytest.param("x = 1\nname = 1\n[tool.bench]\nname = 2", 2, id="second"),
        pytest.param("x = 1\n[tool.bench]\nx = 2", 2, id="absent"),
    ],
)
def test_the_line_of_a_key_at_the_top_is_found(toml: str, line: int) -> None:
    assert Block(toml, {}, 1, "").find_line("name", is_option=False) == line


@given(st.text(), st.text())
def test_no_text_is_lost_or_raises(before: str, after: str) -> None:
    code = f"{before}\n{make_code()}\n{after}"
    is_snippet(f"{before}# /// script{after}")
    block = read_block(code)
    if isinstance(block, Block):
        assert block.rest.startswith(before)
        assert block.rest.endswith(after)


HUGE = {
    "openings": "# /// script\n" * 80_000,
    "comments": "# /// script\n" + "# tool.\n" * 120_000,
    "spaces": "# /// script\n#" + " " * 1_000_000 + "tool.bench",
    "blank lines": "# /// script\n#" + "\n" * 1_000_000 + "tool.bench",
    "blocks": "# /// script\n# ///\n" * 50_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_megabyte_is_read_at_once(name: str) -> None:
    start = time.process_time()
    is_snippet(HUGE[name])
    read_block(HUGE[name])
    assert time.process_time() - start < 2
