"""Options of `[tool.bench]`: what is refused, at which line and with which remedy."""

import pytest

from tests.bench.fences import find_problems, make_code, make_snippet

WRONG = {
    "name": 'name = "A b"',
    "interpreters": 'interpreters = ["3.10"]',
    "interpreters without GIL": 'interpreters = ["3.12t"]',
    "interpreters in other digits": 'interpreters = ["3.١٣"]',
    "interpreters empty": "interpreters = []",
    "interpreters twice": 'interpreters = ["3.13", "3.13"]',
    "interpreters no list": 'interpreters = "3.13"',
    "threads zero": "threads = [0]",
    "threads negative": "threads = [-1]",
    "threads true": "threads = [true]",
    "threads text": 'threads = ["two"]',
    "threads one": "threads = 2",
    "threads empty": "threads = []",
    "threads twice": "threads = [2, 2]",
    "threads many": "threads = [1000000000]",
    "params empty": "params = {}",
    "params no list": "params = {a = 1}",
    "params empty list": "params = {a = []}",
    "params twice": "params = {a = [1, 1]}",
    "params alike": 'params = {a = [10, "10"]}',
    "params truth": 'params = {a = [true, "true"]}',
    "params nan": "params = {a = [nan]}",
    "params infinite": "params = {a = [1e400]}",
    "params beyond TOML": "params = {a = [9223372036854775808]}",
    "params signs": 'params = {a = ["x=1"]}',
    "params brackets": 'params = {a = ["<b>"]}',
    "params date": "params = {a = [2026-01-01]}",
    "params nested": "params = {a = [[1]]}",
    "params keyword": "params = {class = [1]}",
    "params threads": "params = {threads = [1]}",
    "params not ASCII": 'params = {"é" = [1]}',
    "params no list at all": "params = [1]",
    "baseline": "baseline = 1",
    "baseline empty": 'baseline = ""',
    "unit": "unit = 1",
    "unit empty": 'unit = ""',
    "unit table": "unit = {}",
    "file": "file = 1",
    "file empty": 'file = ""',
    "timeout zero": "timeout = 0",
    "timeout negative": "timeout = -1",
    "timeout true": "timeout = true",
    "timeout nan": "timeout = nan",
    "timeout infinite": "timeout = inf",
    "timeout long": "timeout = 1000000000",
    "memory_mb": "memory_mb = 1.5",
    "memory_mb small": "memory_mb = 1",
    "memory_mb true": "memory_mb = true",
    "compare_output": "compare_output = 1",
    "chart": 'chart = "pie"',
    "chart list": "chart = []",
    "browser": 'browser = "no"',
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_told_once_with_a_remedy(name: str) -> None:
    option = name.split(maxsplit=1)[0]
    named = "" if option == "name" else "a"
    code = "def time_x():\n    pass\n"
    ((line, message, hint),) = find_problems(make_code(WRONG[name], code, name=named))
    assert line == (4 if named else 3)
    assert message.startswith(f"{option} = ")
    assert hint.startswith(f"Write {option} = ")


RIGHT = {
    "values of many types": 'params = {a = [1, 1.0, true, "one two"]}',
    "largest": "params = {a = [9223372036854775807]}",
    "table": "[tool.bench.params]\na = [1]",
    "unicode": 'params = {a = ["größe 日本"]}',
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_value_is_taken(name: str) -> None:
    snippet = make_snippet(RIGHT[name], "def time_x(a):\n    pass\n")
    assert snippet.params[0][0] == "a"


TOPS = {
    "dependencies": ("dependencies = 1", "dependencies = 1 is not a list"),
    "no texts": ("dependencies = [1]", "dependencies = [1] is not a list"),
    "no package": ('dependencies = ["numpy >="]', "is not a list of packages"),
    "two words": ('dependencies = ["numpy 2"]', "is not a list of packages"),
    "requires-python": ("requires-python = 3.13", "requires-python = 3.13 is not a version"),
    "no version": ('requires-python = "3.13"', "is not a version of Python"),
    "option": ("threads = [1]", '"threads" may not stand at the top'),
    "unknown": ("foo = 1", '"foo" may not stand at the top'),
}


@pytest.mark.parametrize("name", TOPS)
def test_the_top_is_checked(name: str) -> None:
    top, words = TOPS[name]
    ((line, message, hint),) = find_problems(make_code(top=top))
    assert (line, bool(hint)) == (2, True)
    assert words in message


@pytest.mark.parametrize(
    "text",
    ["numpy", "numpy>=2,<3", "a[b,c] ~= 1.0", "a @ https://x.org/a.whl", 'a; sys_platform == "x"'],
)
def test_packages_are_written_as_the_standard_has_them(text: str) -> None:
    assert make_snippet(top=f"dependencies = ['{text}']").dependencies == (text,)


@pytest.mark.parametrize(
    ("toml", "remedy"),
    [("thread = [1]", 'Did you mean "threads"?'), ("zzz = 1", "There are name, ")],
)
def test_an_unknown_option_is_told_with_those_that_are(toml: str, remedy: str) -> None:
    ((line, message, hint),) = find_problems(make_code(toml))
    assert (line, "is no option" in message) == (4, True)
    assert hint.startswith(remedy)


def test_dependencies_below_the_table_are_told_where_they_belong() -> None:
    ((_, _, hint),) = find_problems(make_code("dependencies = []"))
    assert hint.startswith("Write it above [tool.bench]")


def test_a_name_is_needed() -> None:
    ((line, message, _),) = find_problems(make_code(name=""))
    assert (line, message) == (2, "the benchmark has no name")


def test_bench_must_be_a_table() -> None:
    ((_, message, _),) = find_problems("# /// script\n# tool.bench = 1\n# ///\ndef time_x(): ...")
    assert message == "tool.bench is no table"
