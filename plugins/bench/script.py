"""Snippet -> standalone script: metadata, code as it stands in the post, and the harness."""

import ast
import re
import textwrap
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

import tomlkit

from plugins.bench import harness
from plugins.bench.harness import alone, printing, published, table, worker
from plugins.bench.metadata import CLOSING, OPENING
from plugins.bench.model import Snippet

REQUIRED: Final = "pyperf>=2.9"
LEAST_PYTHON: Final = ">=3.11"
_MODULES: Final = (worker, table, published, printing, alone)
_PYPERF: Final = re.compile(r"pyperf(?![\w.-])", re.IGNORECASE)
_RULE: Final = "-" * 70
_FRAME: Final = """\
# {rule}
# Measured Python's harness. Everything above is the benchmark; this measures it:
#     uv run {name}.py          (or python {name}.py, where pyperf is there; --help for more)
# {rule}


def {frame}():
{body}

    def run(*arguments):
        raise SystemExit(main(*arguments))

    return run


if __name__ == "__main__":
    # In a namespace of its own: the benchmark may have a `range` or a `max` that is not Python's.
    {frame}.__class__({frame}.__code__, {{"__builtins__": __builtins__}})()(
        {frame}.__globals__,
        {functions},
    )
"""


def compile_script(snippet: Snippet) -> str:
    """Write the script of a snippet: the same text for the same snippet, always."""
    code = snippet.code.strip("\n")
    frame = "_measured_python"
    while frame in code:
        frame += "_"
    functions = [function.name for function in snippet.functions]
    tail = _FRAME.format(
        rule=_RULE,
        name=snippet.name,
        frame=frame,
        body=read_modules(_MODULES),
        functions=functions,
    )
    return f"{_write_metadata(snippet)}{code}\n\n\n{tail}"


def _write_metadata(snippet: Snippet) -> str:
    document = tomlkit.parse(snippet.metadata)
    if not any(map(_PYPERF.match, snippet.dependencies)):
        document["dependencies"] = [*snippet.dependencies, REQUIRED]
    if "requires-python" not in document:
        document["requires-python"] = LEAST_PYTHON
    lines = tomlkit.dumps(document).strip("\n").split("\n")
    return (
        "\n".join([OPENING, *(f"# {line}" if line else "#" for line in lines), CLOSING, ""]) + "\n"
    )


@cache
def read_modules(modules: tuple[ModuleType, ...]) -> str:
    """Read modules of the harness as the body of one function."""
    sources = [Path(str(module.__file__)).read_text("utf-8") for module in modules]
    imports, bodies = zip(*map(_split_module, sources), strict=True)
    docstring = f'"""{str(harness.__doc__).splitlines()[0]}"""'
    head = "\n".join([docstring, *sorted({line for lines in imports for line in lines})])
    return textwrap.indent("\n\n\n".join([head, *bodies]), "    ")


def _split_module(source: str) -> tuple[list[str], str]:
    """Split a module into its imports, but for those of this package, and what follows."""
    docstring, *statements = ast.parse(source).body
    lines = source.splitlines()
    imports = [node for node in statements if isinstance(node, ast.Import)]
    ends = [docstring, *filter(_is_import, statements)]
    last = max(node.end_lineno or 0 for node in ends)
    return [ast.unparse(node) for node in imports], "\n".join(lines[last:]).strip()


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)
