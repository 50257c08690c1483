"""Fence -> snippet: what is told of code, files and names, at which line."""

from collections.abc import Callable
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
    "unit for one": (
        'unit = {track_x = "B"}',
        f"{TRACK}def track_y(): return 1\n",
        4,
        "track_y has no unit",
        "Write unit =",
    ),
    "wrong unit": ("unit = 1", TRACK, 4, "unit = 1 is not", "Write unit ="),
    "wrong params": ("params = {a = []}", "def time_x(a): 1", 4, "params = ", "Write params ="),
    "wrong file": ("file = 1", "", 4, "file = 1 is not", "Write file ="),
    "axes": ("", "def time_x(a): 1", 5, "does not take what", "Write def time_x()."),
    "threads, no function": ("threads = [1]", "", 1, "there is no function", "Write def"),
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


def test_a_fault_names_its_post_and_rule() -> None:
    source = Source("a.md", read_nothing, ("3.11",))
    _, (problem,) = parse_snippets([Fence(make_code("zzz = 1"), 10)], source)
    assert (problem.file, problem.line, problem.rule) == ("a.md", 14, "bench")


def test_what_is_wrong_with_a_block_is_all_that_is_told() -> None:
    ((line, message, _),) = find_problems("# /// script\n# [tool.bench]\nx = 1")
    assert (line, "is not closed" in message) == (1, True)


@pytest.mark.parametrize(
    ("toml", "code", "count"),
    [
        pytest.param("zzz = 1", BODY, 0, id="option"),
        pytest.param("", "def time_x(a): 1", 0, id="function"),
        pytest.param("", f"{BODY}x = $", 1, id="syntax"),
    ],
)
def test_what_has_a_fault_is_not_measured_unless_it_fails_there_too(
    toml: str, code: str, count: int
) -> None:
    source = Source("a.md", read_nothing, ("3.11",))
    snippets, problems = parse_snippets([Fence(make_code(toml, code), 1)], source)
    assert (len(snippets), len(problems)) == (count, 1)


def test_a_benchmark_has_up_to_1000_cells() -> None:
    one, more = (
        f"params = {{a = {list(range(first))}, b = {list(range(second))}}}"
        for first, second in ((25, 40), (77, 13))
    )
    assert len(make_snippet(one, "def time_x(a, b): 1").cells) == 1000
    ((_, message, _),) = find_problems(make_code(more, "def time_x(a, b): 1"))
    assert message.startswith("1,001 cells are more")


def test_names_of_cells_have_up_to_300_characters() -> None:
    codes = [f"def time_x(): 1\ndef time_{'x' * count}(): 1\n" for count in (295, 296)]
    assert max(len(cell.label) for cell in make_snippet("", codes[0]).cells) == 300
    ((line, message, _),) = find_problems(make_code("", codes[1]))
    assert (line, message) == (2, "names of cells are longer than 300 characters")


def read_it(_name: str) -> str:
    return TRACK


def test_the_code_may_be_in_a_file() -> None:
    (snippet,) = parse(make_code('file = "a.py"\nunit = "B"', "# no code\n\n  # here\n"), read_it)
    assert snippet.code == TRACK


def test_a_fault_in_a_file_is_told_where_it_is_named() -> None:
    ((line, message, _),) = find_problems(make_code('file = "a.py"', ""), lambda _: "\nx = (")
    assert line == 4
    assert message.startswith("a.py:2: the code is no Python")


def fail(error: Exception) -> Callable[[str], str]:
    def read_file(_name: str) -> str:
        raise error

    return read_file


FILES = {
    "missing": ("", read_nothing, "cannot be read: No such file"),
    "nameless error": ("", fail(OSError("gone")), "cannot be read: gone"),
    "not UTF-8": ("", fail(ValueError("no UTF-8")), "cannot be read: no UTF-8"),
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


@pytest.mark.parametrize(
    ("interpreters", "count"),
    [
        pytest.param(("3.99", "3.11"), 0, id="newer-and-older"),
        pytest.param(("3.11",), 1, id="older"),
        pytest.param(("wrong",), 1, id="not-known"),
        pytest.param((), 1, id="none"),
    ],
)
def test_it_is_for_the_newest_of_its_interpreters(
    interpreters: tuple[str, ...], count: int
) -> None:
    source = Source("a.md", read_nothing, interpreters)
    _, problems = parse_snippets([Fence(make_code("", f"{BODY}x = $"), 1)], source)
    assert len(problems) == count


def test_what_no_python_reads_is_a_fault_for_the_newest_too() -> None:
    source = Source("a.md", read_nothing, ("3.99",))
    _, problems = parse_snippets([Fence(make_code("", f"{BODY}\0"), 1)], source)
    assert len(problems) == 1


def test_a_snippet_has_the_language_of_its_post() -> None:
    (snippet,), _ = parse_snippets(
        [Fence(make_code(), 1)], Source("a.md", read_nothing, ("3.11",), "de")
    )
    assert (snippet.lang, make_snippet().lang) == ("de", "")


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
