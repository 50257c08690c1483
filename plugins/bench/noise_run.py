"""The A/A run: the same code measured in several fresh environments.

What differs between them is what nobody chose: where files lie, how long their paths are, how much
of the stack the variables of the environment take. Whatever difference that makes is the noise
floor, below which no other difference is believed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement, Snippet
from plugins.bench.noise import ENVIRONMENT, find_floor
from plugins.bench.parse import Fence, Source, parse_snippets
from plugins.bench.store import load, make_path
from plugins.bench.work import Outcome

NAME: Final = "_noise"
"""Of its folder; no snippet can have it."""
ENVIRONMENTS: Final = 6
_PADDING: Final = 700
"""Characters by which the variables of environments differ: more than a cache line or a page's
alignment would forgive."""

_CODE: Final = '''\
# /// script
# [tool.bench]
# name = "noise"
# ///
"""Three kinds of work: arithmetic, objects made and dropped, looking up."""

WORDS = {str(number): number for number in range(1000)}


def time_arithmetic():
    total = 0
    for number in range(2000):
        total += number * number % 7
    return total


def time_objects():
    rows = [(number, [number], str(number)) for number in range(300)]
    return len(rows)


def time_lookup():
    return sum(WORDS[word] for word in WORDS)
'''


def make_snippet(interpreters: tuple[str, ...]) -> Snippet:
    """Make the benchmark of the A/A run."""
    source = Source("the noise run", Path.read_text, interpreters)  # type: ignore[arg-type]
    (snippet,), _ = parse_snippets([Fence(_CODE, 0)], source)
    return replace(snippet, name=NAME, compare_output=False)


def list_cells(snippet: Snippet) -> tuple[Cell, ...]:
    """List what the A/A run leaves: each function in each environment."""
    return tuple(
        Cell(function.name, ((ENVIRONMENT, number + 1),))
        for function in sorted(snippet.functions, key=lambda function: function.name)
        for number in range(ENVIRONMENTS)
    )


def list_environments(interpreter: str) -> list[str]:
    """Name the environments of an interpreter, as "3.13t#1"."""
    return [f"{interpreter}#{number}" for number in range(1, ENVIRONMENTS + 1)]


def make_variables(name: str) -> Mapping[str, str]:
    """Make the variables of an environment."""
    number = int(name.rpartition("#")[2])
    return {"BENCH_PADDING": "x" * (_PADDING * number)}


def gather(outcome: Outcome) -> Mapping[str, Sequence[Measurement]]:
    """Gather what was measured by interpreter; the environment is a parameter of each cell."""
    found: dict[str, list[Measurement]] = {}
    for name, measurements in outcome.measurements.items():
        interpreter, _, number = name.rpartition("#")
        for measurement in measurements:
            cell = replace(measurement.cell, params=((ENVIRONMENT, int(number)),))
            found.setdefault(interpreter, []).append(replace(measurement, cell=cell))
    return {
        interpreter: sorted(measurements, key=lambda measurement: measurement.cell.label)
        for interpreter, measurements in found.items()
    }


def load_floor(store: Path, machine: str, interpreter: str) -> float | None:
    """Load the noise floor of an interpreter on a machine; None if there was no A/A run.

    Raises:
        StoreError: What is stored of it is not what an A/A run leaves.
    """
    path = make_path(store, NAME, machine, interpreter)
    cells = list_cells(make_snippet((interpreter,)))
    measurements = load(path, {cell.label: cell for cell in cells})
    if not measurements:
        return None
    try:
        return find_floor(measurements)
    except (ValueError, OverflowError) as error:  # the latter of numbers nobody measured
        raise StoreError(f"{path}: {error}. Delete it, and run: invoke bench --noise") from error
