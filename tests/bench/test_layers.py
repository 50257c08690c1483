"""Imports go one way, and each thing outside is known by one module."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "plugins" / "bench"
PACKAGE = "plugins.bench"

# From records to commands: a module may import what stands in a line above its own.
LAYERS = """
errors model units student names probe harness.worker harness.table harness.published
harness.page_state page.scale page.svg
metadata means harness.page_words harness.printing schema processes page.marks
standard functions contrast work harness.alone harness.page
config noise script compare digest records
options parse page.strip prose.syntax
html extension interpreters store status wording page.code prose.written
content.adapter jobs journal estimate pairs report
checks noise_run request prose.claims prose.formats
measure results choose offers
session merge board
browser overview page.groups published page.samples prose.cells
page.words page.files prose.numbers
page.series page.about page.overview page.checks prose.html
page.chart prose.extension
page.view
page.listing
page.feed
adapter
cli
"""

OUTSIDE = {
    "filelock": {"cli"},
    "markdown": {"extension", "prose.extension"},
    "pelican": {"adapter", "content.adapter"},
    "pygments": {"page.code"},
    "pyperf": {"probe", "harness.table"},
    "rich": {"report"},
    "subprocess": {"processes", "harness.alone"},
    "tomlkit": {"metadata", "script"},
    "uv": {"interpreters"},
}


def list_modules() -> dict[str, ast.Module]:
    paths = [path for path in FOLDER.rglob("*.py") if path.name != "__init__.py"]
    names = [".".join(path.relative_to(FOLDER).with_suffix("").parts) for path in paths]
    return {n: ast.parse(p.read_text()) for n, p in zip(names, paths, strict=True)}


def list_imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


MODULES = list_modules()


def list_own(name: str) -> set[str]:
    """List the modules of this plugin that a module imports."""
    own = (n.removeprefix(f"{PACKAGE}.") for n in list_imports(MODULES[name]) if PACKAGE in n)
    return {m for n in own for m in MODULES if n == m or n.startswith(f"{m}.")}


def test_all_modules_have_a_layer() -> None:
    assert sorted(LAYERS.split()) == sorted(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name: str) -> None:
    layers = [set(line.split()) for line in LAYERS.strip().splitlines()]
    own = next(number for number, layer in enumerate(layers) if name in layer)
    above: set[str] = set().union(*layers[:own])
    assert list_own(name) <= above


@pytest.mark.parametrize("outside", OUTSIDE)
def test_each_thing_outside_is_known_by_few(outside: str) -> None:
    users = {
        name
        for name, tree in MODULES.items()
        if any(n.split(".")[0] == outside for n in list_imports(tree))
    }
    assert users == OUTSIDE[outside]


def test_a_build_does_not_even_import_what_starts_processes() -> None:
    code = (
        "import sys, plugins.bench\n"
        "sys.exit(any(f'plugins.bench.{name}' in sys.modules for name in "
        "('processes', 'measure', 'jobs', 'interpreters', 'session')))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=FOLDER.parents[1], check=False).returncode
        == 0
    )
