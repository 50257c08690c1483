"""Options of `[tool.bench]`: what is refused, at which line and with which remedy."""

import pytest

from tests.bench.fences import find_problems, make_code, make_snippet

WRONG = {
    "name": 'name = "A b"',
    "name no text": "name = 1",
    "name long": f'name = "{"a" * 61}"',
    "interpreters": 'interpreters = ["3.10"]',
    "interpreters without GIL": 'interpreters = ["3.12t"]',
    "interpreters in other digits": 'interpreters = ["3.١٣"]',
    "interpreters one wrong": 'interpreters = ["3.13", "3.10"]',
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
    "threads many": "threads = [257]",
    "params empty": "params = {}",
    "params no list": "params = {a = 1}",
    "params one no list": "params = {a = [1], b = 1}",
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
    "params machine": "params = {machine = [1]}",
    "params not ASCII": 'params = {"é" = [1]}',
    "params no list at all": "params = [1]",
    "baseline": "baseline = 1",
    "baseline empty": 'baseline = ""',
    "unit": "unit = 1",
    "unit empty": 'unit = ""',
    "unit table": "unit = {}",
    "unit of one": 'unit = {track_a = "B", track_b = 1}',
    "file": "file = 1",
    "file empty": 'file = ""',
    "timeout zero": "timeout = 0",
    "timeout negative": "timeout = -1",
    "timeout true": "timeout = true",
    "timeout nan": "timeout = nan",
    "timeout infinite": "timeout = inf",
    "timeout long": "timeout = 3600.5",
    "memory_mb": "memory_mb = 1.5",
    "memory_mb small": "memory_mb = 63",
    "memory_mb large": "memory_mb = 1048577",
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


@pytest.mark.parametrize(
    "toml",
    [
        "threads = [1, 256]",
        "timeout = 0.5",
        "timeout = 3600",
        "memory_mb = 64",
        "memory_mb = 1048576",
        'chart = "table"',
        'chart = "line"',
    ],
)
def test_so_is_one_at_a_limit(toml: str) -> None:
    assert make_snippet(toml)


def test_a_name_has_up_to_60_letters() -> None:
    assert make_snippet(name="a" * 60).name == "a" * 60


def test_a_unit_may_be_told_by_function() -> None:
    toml = '[tool.bench.unit]\ntrack_a = "%"\ntrack_b = "pages/s"'
    snippet = make_snippet(toml, "def track_a(): 1\ndef track_b(): 1\n")
    assert [function.unit for function in snippet.functions] == ["%", "pages/s"]


def test_interpreters_are_those_that_are_named() -> None:
    assert make_snippet('interpreters = ["3.13", "3.14t"]').interpreters == ("3.13", "3.14t")


def test_what_is_not_said_has_a_default() -> None:
    found = make_snippet()
    assert (found.threads, found.params, found.baseline) == ((), (), None)
    assert (found.timeout, found.memory_mb, found.compare_output) == (60, 4096, True)
    assert (found.chart, found.browser, found.interpreters) == ("auto", None, ("3.11",))
    assert (found.dependencies, found.requires_python) == ((), "")


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
