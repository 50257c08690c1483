"""Makers of what the tests of benchmarks begin with."""

from collections.abc import Callable

from plugins.bench.model import Snippet
from plugins.bench.parse import Fence, Source, parse_snippets

BODY = "def time_x():\n    return sum(range(9))\n"


def make_code(toml: str = "", code: str = BODY, *, top: str = "", name: str = "a") -> str:
    """Make the code of a fence; `name` may be empty."""
    named = f'name = "{name}"' if name else ""
    rows = "\n".join(filter(None, [top, "[tool.bench]", named, toml])).split("\n")
    return "\n".join(["# /// script", *(f"# {row}" for row in rows), "# ///", code])


def read_nothing(_name: str) -> str:
    raise FileNotFoundError(2, "No such file or directory")


def parse(code: str, read_file: Callable[[str], str] = read_nothing) -> tuple[Snippet, ...]:
    """Parse code in which nothing may be wrong."""
    source = Source("a.md", read_file, ("3.11",))
    snippets, problems = parse_snippets([Fence(code, 10)], source)
    assert problems == ()
    return snippets


def find_problems(
    code: str, read_file: Callable[[str], str] = read_nothing
) -> list[tuple[int | None, str, str]]:
    """Tell line in the code, message and hint of what is wrong with it."""
    source = Source("a.md", read_file, ("3.11",))
    _, problems = parse_snippets([Fence(code, 0)], source)
    return [(problem.line, problem.message, problem.hint) for problem in problems]


def make_snippet(toml: str = "", code: str = BODY, *, top: str = "", name: str = "a") -> Snippet:
    return parse(make_code(toml, code, top=top, name=name))[0]
