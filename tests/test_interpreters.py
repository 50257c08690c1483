"""What a post shows runs on the Pythons that it is about, where these are here.

That is each benchmark under all its interpreters, every function called once; and the blocks
that say `<!--- skip: next "needs Python 3.14" -->`, as one script for each Python.
"""

import json
import re
import subprocess
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

REPO = Path(__file__).parent.parent
CONTENT = REPO / "content"
USUAL = ("3.13", "3.13t")
RUNNER = Path(__file__).parent / "run_benchmarks.py"
BLOCK = re.compile(
    r'(?:^<!--- skip: next "(?P<reason>[^"\n]*)" -->\n)?'
    r"^```python\b[^\n]*\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
NEEDS = re.compile(r"needs Python (3\.\d+t?)")


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


def write_calls(block: Block) -> dict[str, Any]:
    """Write a benchmark for the runner: each function with the first of all parameters."""
    assert block.snippet
    arguments = [values[0] for _, values in block.snippet.params]
    calls = [(function.name, arguments) for function in block.snippet.functions]
    return {"code": block.code, "line": block.line, "calls": calls}


def run(command: Iterable[Path], text: str = "") -> str:
    ended = subprocess.run(
        [*command], input=text, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert not ended.stderr, ended.stderr
    return ended.stdout


@pytest.mark.parametrize(("path", "interpreter", "blocks"), list(list_runs()))
def test_blocks_run_on_their_interpreter(
    path: Path, interpreter: str, blocks: list[Block], tmp_path: Path
) -> None:
    python = find_python(interpreter)
    if python is None:
        pytest.skip(f"Python {interpreter} is not here: uv python install {interpreter}")
    script = tmp_path / f"{path.stem}.py"  # a file: what `exec` compiles is not as immortal
    script.write_text(lay_out(block for block in blocks if not block.snippet), "utf-8")
    run([python, script])
    benchmarks = [write_calls(block) for block in blocks if block.snippet]
    said = run([python, RUNNER], json.dumps([path.relative_to(REPO).as_posix(), benchmarks]))
    assert said.endswith(f"ran {len(benchmarks)}\n")
