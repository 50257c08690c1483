"""What a post shows runs on the Pythons that it is about, where these are here.

That is each benchmark under all its interpreters, every function called once; and the blocks
that say `<!--- skip: next "needs Python 3.14" -->`, as one script for each Python.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from plugins.bench.content.adapter import read_code
from plugins.bench.errors import InterpreterError
from plugins.bench.interpreters import find_interpreter
from plugins.bench.model import Snippet
from plugins.bench.parse import Fence, Source, parse_snippets
from plugins.bench.processes import Limits, run_process

REPO = Path(__file__).parent.parent
CONTENT = REPO / "content"
USUAL = ("3.13", "3.13t")
BLOCK = re.compile(
    r'(?:^<!--- skip: next "(?P<reason>[^"\n]*)" -->\n)?'
    r"^```python\b[^\n]*\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
NEEDS = re.compile(r"needs Python (3\.\d+t?)")
CALLS = """

if __name__ == "__main__":
    import asyncio, os

    for function, arguments in {calls}:
        if "setup" in globals():
            setup(*arguments[: setup.__code__.co_argcount])
        value = globals()[function](*arguments)
        if asyncio.iscoroutine(value):
            value = asyncio.run(value)
        assert not function.startswith("track_") or value > 0, (function, value)
    os._exit(0)  # pools may wait for ever; what failed has been told
"""


class Block(NamedTuple):
    """A fence, and where it is to run."""

    code: str
    line: int
    interpreters: tuple[str, ...]
    snippet: Snippet | None = None


def list_blocks(path: Path) -> Iterator[Block]:
    """List the blocks of a post that other Pythons are to run."""
    source = Source(path.name, lambda name: read_code(path.parent, CONTENT, name), USUAL)
    text = path.read_text("utf-8")
    for found in BLOCK.finditer(text):
        line = text.count("\n", 0, found.start("code")) + 1
        snippets, _ = parse_snippets([Fence(found["code"], line - 1)], source)
        if not snippets:
            yield Block(found["code"], line, tuple(NEEDS.findall(found["reason"] or "")))
        elif not snippets[0].dependencies:  # else its script is what runs it
            code = snippets[0].code if snippets[0].has_file else found["code"]
            yield Block(code, line, snippets[0].interpreters, snippets[0])


def list_runs() -> Iterator[Any]:
    """List posts and interpreters, with what one process is to run."""
    for path in sorted(CONTENT.rglob("*.md")):
        blocks = list(list_blocks(path))
        names = sorted({name for block in blocks for name in block.interpreters})
        for name in names:
            mine = [block for block in blocks if name in block.interpreters]
            yield pytest.param(path, name, mine, id=f"{path.stem}-{name}")


@cache
def find_python(interpreter: str) -> Path | None:
    try:
        return find_interpreter(interpreter, may_install=False)
    except InterpreterError:
        return None


def lay_out(blocks: Iterable[Block]) -> str:
    """Write blocks as one script, each at its own lines of the post."""
    script = ""
    for block in blocks:
        script += "\n" * (block.line - 1 - script.count("\n")) + block.code
    return script


def add_calls(block: Block) -> str:
    """Write a benchmark as a script that calls each function with the first of all parameters."""
    assert block.snippet
    arguments = [values[0] for _, values in block.snippet.params]
    calls = [(function.name, arguments) for function in block.snippet.functions]
    return lay_out([block]) + CALLS.format(calls=calls)


@pytest.mark.parametrize(("path", "interpreter", "blocks"), list(list_runs()))
def test_blocks_run_on_their_interpreter(
    path: Path, interpreter: str, blocks: list[Block], tmp_path: Path
) -> None:
    python = find_python(interpreter)
    if python is None:
        pytest.skip(f"Python {interpreter} is not here: uv python install {interpreter}")
    scripts = [lay_out(block for block in blocks if not block.snippet)]
    scripts += [add_calls(block) for block in blocks if block.snippet]
    for script in scripts:
        # A file, as what `exec` compiles is not as immortal, and workers import it.
        file = tmp_path / f"{path.stem}.py"
        file.write_text(script, "utf-8")
        ended = run_process([python, file], Limits(seconds=60), {})
        assert (ended.code, ended.said) == (0, "")
