"""Fence -> snippet: what is told of code, files and names, at which line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.parse import Fence, Source, check_names, parse_snippets
from tests.bench.fences import BODY, find_problems, make_code, make_snippet, parse, read_nothing

TRACK = "def track_x():\n    return 1\n"


def test_a_snippet_has_what_its_author_said() -> None:
    toml = 'threads = [1, 2]\nparams = {a = [1, 2, 3]}\nbaseline = "time_x"\ntimeout = 5'
    code = "def time_x(a): 1\ndef track_y(a): 1\n"
    snippet = make_snippet(f'{toml}\nunit = "B/s"', code)
    assert (snippet.file, snippet.line, snippet.code) == ("a.md", 10, code)
    assert (snippet.threads, snippet.timeout, snippet.baseline) == ((1, 2), 5.0, "time_x")
    assert [function.unit for function in snippet.functions] == ["second", "B/s"]
    assert len(snippet.cells) == 9


FAULTS = {
    "baseline": ('baseline = "time_y"', BODY, 4, "is no function", 'Did you mean "time_x"?'),
    "no unit": ("", TRACK, 2, "track_x has no unit", "Write unit ="),
    "unit for none": ('unit = "x"', BODY, 4, "there is no such function", "Leave it out"),
    "unit of another": ('unit = {track_x = "B", y = "B"}', TRACK, 4, 'unit has "y"', "There are"),
    "threads for none": ('unit = "B"\nthreads = [1]', TRACK, 5, "threads call time_*", "Leave"),
    "syntax": ("", f"{BODY}x = (\n", 7, "the code is no Python", "Mend it."),
    "null": ("", f"{BODY}\0", 1, "the code is no Python", "Mend it."),
    "cells": (
        "[tool.bench.params]\n" + "\n".join(f"a{n} = [1, 2]" for n in range(40)),
        "def time_x(*a): 1",
        4,
        "1,099,511,627,776 cells are more than the 1,000",
        "Leave out some values.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_line(name: str) -> None:
    toml, code, line, words, remedy = FAULTS[name]
    ((found, message, hint),) = find_problems(make_code(toml, code))
    assert (found, words in message, hint[: len(remedy)]) == (line, True, remedy), message


def read_it(_name: str) -> str:
    return TRACK


def test_the_code_may_be_in_a_file() -> None:
    (snippet,) = parse(make_code('file = "a.py"\nunit = "B"', "# no code\n"), read_it)
    assert snippet.code == TRACK


def test_a_fault_in_a_file_is_told_where_it_is_named() -> None:
    ((line, message, _),) = find_problems(make_code('file = "a.py"', ""), lambda _: "\nx = (")
    assert line == 4
    assert message.startswith("a.py:2: the code is no Python")


FILES = {
    "missing": ("", read_nothing, "cannot be read: No such file"),
    "code too": (BODY, read_it, "there is code here"),
    "block of its own": ("", lambda _: make_code(), "block of its own"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_wrong_with_a_file_is_all_that_is_told(name: str) -> None:
    code, read_file, words = FILES[name]
    ((line, message, _),) = find_problems(make_code('file = "a.py"', code), read_file)
    assert (line, words in message) == (4, True)


@pytest.mark.parametrize(("code", "count"), [(f"{BODY}x = $", 0), ("x = $", 1), ("\0", 1)])
def test_code_for_a_newer_python_is_a_fault_only_if_nothing_can_be_measured(
    code: str, count: int
) -> None:
    source = Source("a.md", read_nothing, ("3.99t", "wrong"))
    snippets, problems = parse_snippets([Fence(make_code("", code), 1)], source)
    assert (len(snippets), len(problems)) == (1 - count, count)


ONE = replace(make_snippet(), lang="en")
GERMAN = replace(ONE, file="de.md", lang="de")
NAMES = {
    "translation": ([ONE, GERMAN], 0),
    "two posts": ([ONE, replace(ONE, file="b.md")], 1),
    "one post": ([ONE, replace(ONE, line=99)], 1),
    "translation twice": ([ONE, GERMAN, replace(GERMAN, file="x.md")], 1),
    "other code": ([ONE, replace(GERMAN, code="1")], 1),
    "other metadata": ([ONE, replace(GERMAN, metadata="")], 1),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_used_once_but_in_translations(name: str) -> None:
    snippets, count = NAMES[name]
    assert len(list(check_names(snippets))) == count


@given(st.text(), st.text())
def test_nothing_raises(toml: str, code: str) -> None:
    for text in (make_code(toml, code), make_code(f"# {toml!r}", f"{BODY}{code}")):
        find_problems(text)
