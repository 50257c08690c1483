"""The functions of a snippet: which are measured, and what is wrong with them."""

import ast
import time

import pytest

from plugins.bench.functions import check_functions, find_functions, parse_code
from plugins.bench.model import Kind

NAMES = {
    "kinds": ("def time_a(): 1\ndef peakmem_b(): 1\nasync def time_c(): 1\ndef track_d(): 1", 4),
    "under if": ("if x:\n    def time_a(): 1\nelse:\n    def time_b(): 1", 2),
    "under try": ("try:\n    def time_a(): 1\nexcept E:\n    def time_b(): 1", 2),
    "under for": ("for x in y:\n    def time_a(): 1", 1),
    "under match": ("match x:\n    case 1:\n        def time_a(): 1", 1),
    "not inside": ("def f():\n    def time_a(): 1", 0),
    "not in a class": ("class C:\n    def time_a(self): 1", 0),
    "not imported": ("from time import time_ns", 0),
    "no name": ("def time_(): 1\ndef timer(): 1", 0),
}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_measured(name: str) -> None:
    code, count = NAMES[name]
    assert len(find_functions(code, parse_code(code))) == count


def test_they_are_found_in_source_order() -> None:
    code = "def time_b(): 1\nif x:\n    def peakmem_a(): 1\n    def time_c(): 1\ndef track_a(): 1"
    found = find_functions(code, parse_code(code))
    assert [(item.line, item.kind) for item in found] == [
        (1, Kind.TIME), (3, Kind.PEAKMEM), (4, Kind.TIME), (5, Kind.TRACK)
    ]  # fmt: skip


def test_warnings_of_syntax_are_not_ours() -> None:
    assert isinstance(parse_code("x = '\\d' is 1"), ast.Module)


def test_they_are_found_in_code_for_a_newer_python() -> None:
    code = "x = $\nasync def time_a(): 1\nclass C:\n    def time_b(self): 1\n"
    found = find_functions(code, parse_code(code))
    assert [(item.name, item.line, item.is_async) for item in found] == [("time_a", 2, True)]


def find_faults(code: str, axes: list[str] | None, *, has_threads: bool = False) -> list[str]:
    tree = parse_code(code)
    assert isinstance(tree, ast.Module)
    return [fault.message for fault in check_functions(tree, axes, has_threads=has_threads)]


FITTING = {
    "none": ("def time_x(): 1", []),
    "default": ("def time_x(a=1): 1", []),
    "star": ("def time_x(*a): 1", ["a", "b"]),
    "positional": ("def time_x(a, /): 1", ["a"]),
    "other names": ("def time_x(n): 1", ["a"]),
    "keyword default": ("def time_x(*, a=1): 1", []),
    "setup of none": ("def setup(): 1\ndef time_x(a): 1", ["a"]),
    "setup of all": ("def setup(a): 1\ndef time_x(a): 1", ["a"]),
    "decorated": ("@pass_it\ndef time_x(a): yield", []),
    "yield inside": ("def time_x():\n    def g(): yield", []),
    "unknown axes": ("def time_x(a, b): 1", None),
    "awaited without threads": ("async def time_x(): 1", []),
    "another test of the name": ("def time_x(): 1\nif __name__ == 'x': 1", []),
    "another test of its text": ("def time_x(): 1\nif x == '__main__': 1", []),
}


@pytest.mark.parametrize("name", FITTING)
def test_what_fits_is_no_fault(name: str) -> None:
    assert find_faults(*FITTING[name]) == []


FAULTS = {
    "too many": ("def time_x(a): 1", [], "time_x(a) does not take"),
    "too few": ("def time_x(): 1", ["a"], "time_x() does not take"),
    "keyword": ("def time_x(*, a): 1", [], "time_x(*, a) does not take"),
    "all kinds": ("def time_x(a, /, b, *c, d, **e): 1", [], "time_x(a, b, *c, d, **e) does not"),
    "another's place": ("def time_x(b, a): 1", ["a", "b"], "time_x(b, a) does not take"),
    "setup": ("def setup(a): 1\ndef time_x(a, b): 1", ["a", "b"], "setup(a) does not take"),
    "generator": ("def time_x(): yield", [], "is a generator"),
    "setup is a generator": ("def setup(): yield\ndef time_x(): 1", [], "setup is a generator"),
    "twice": ("def time_x(): 1\ndef time_x(): 1", [], "defined twice"),
    "none": ("def f(): 1", [], "there is no function time_*"),
    "class": (
        "class C:\n    def time_x(self): 1\n    def time_y(self): 1",
        [],
        '"time_x" stands in a class',
    ),
    "class of others": ("class C:\n    def f(self): 1", [], "there is no function time_*"),
    "main": ("def time_x(): 1\nif '__main__' == __name__: 1", [], "would run in every process"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_once(name: str) -> None:
    code, axes, words = FAULTS[name]
    (message,) = find_faults(code, axes)
    assert words in message


def test_threads_call_plain_functions() -> None:
    assert find_faults("def time_x(): 1", [], has_threads=True) == []


def test_threads_cannot_await() -> None:
    (message,) = find_faults("async def time_x(): 1", [], has_threads=True)
    assert "threads cannot share" in message


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(ValueError("null bytes"), "null bytes", id="value"),
        pytest.param(RecursionError("too deep"), "too deep", id="recursion"),
        pytest.param(MemoryError(), "it is nested too deeply", id="memory"),
    ],
)
def test_what_the_parser_raises_is_an_error_of_syntax(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_code: str) -> None:
        raise error

    monkeypatch.setattr("plugins.bench.functions.ast.parse", fail)
    found = parse_code("")
    monkeypatch.undo()
    assert isinstance(found, SyntaxError)
    assert found.msg == reason


DEEP = {
    "sum": "def time_x(): return " + "+".join(["1"] * 900),
    "default": "def time_x(a, b=" + "+".join(["1"] * 900) + "): 1",
    "test": "def time_x(): 1\nif " + "+".join(["1"] * 900) + ": 1",
    "elif": "def time_x(): 1\nif 1: 1\n" + "elif 1: 1\n" * 400,
    "too deep": "(" * 5000,
    "null": "\0",
    "large": "def time_x(): 1\n" * 20_000,
    "large and broken": "def time_x(): 1\n" * 60_000 + "$",
}


@pytest.mark.parametrize("name", DEEP)
def test_depth_and_size_do_no_harm(name: str) -> None:
    start = time.process_time()
    tree = parse_code(DEEP[name])
    find_functions(DEEP[name], tree)
    if isinstance(tree, ast.Module):
        list(check_functions(tree, [], has_threads=True))
    assert time.process_time() - start < 3
