"""Measurements for the sample blog: made up, the same in each run, for all that its posts ask."""

import math
import random
import re
from collections.abc import Iterator
from pathlib import Path

from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.model import Cell, Kind, Measurement, Snippet
from plugins.bench.noise_run import NAME as NOISE
from plugins.bench.noise_run import make_snippet as make_noise
from plugins.bench.parse import Fence, Source, parse_snippets
from plugins.bench.store import make_path, save
from tests.bench.fences import read_nothing
from tests.bench.stored import ENVIRONMENT, make_measurement, make_run

MACHINES = ("other-machine", "sample-machine")
_FENCE = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def write_measurements(content: Path) -> None:
    """Write measurements of all benchmarks in a content folder, where BENCH_PATH has them."""
    store = content / "measurements"
    for source in sorted(content.rglob("*.md")):
        for snippet in read_snippets(source.read_text("utf-8")):
            for machine in MACHINES if snippet.name == "sample-threads" else MACHINES[1:]:
                write_snippet(store, snippet, machine)
    for machine in MACHINES:
        for interpreter in ("3.13", "3.13t"):
            save(make_path(store, NOISE, machine, interpreter), list_noise(interpreter))


def read_snippets(text: str) -> tuple[Snippet, ...]:
    source = Source("a.md", read_nothing, ("3.13", "3.13t"))
    fences = [Fence(found[1], 0) for found in _FENCE.finditer(text)]
    snippets, problems = parse_snippets(fences, source)
    assert problems == ()
    return snippets


def write_snippet(store: Path, snippet: Snippet, machine: str) -> None:
    if snippet.name == "sample-missing":
        return
    for interpreter in snippet.interpreters:
        measured = [measure(snippet, cell, interpreter, machine) for cell in snippet.cells]
        if snippet.name == "sample-quick":
            measured = [measured[0], as_quick(snippet, measured[1])]
        save(make_path(store, snippet.name, machine, interpreter), measured)


def as_quick(snippet: Snippet, item: Measurement) -> Measurement:
    runs = tuple(make_run(number, *run.values[:1]) for number, run in enumerate(item.runs[:3]))
    return make_like(snippet, item.cell, "3.13", runs, mode="quick")


def measure(
    snippet: Snippet, cell: Cell, interpreter: str, machine: str, rounds: int = 10
) -> Measurement:
    """Make up a measurement: the same for the same arguments."""
    chance = random.Random(f"{snippet.name}{cell.label}{interpreter}{machine}")
    middle = find_value(cell, interpreter)
    runs = []
    for number in range(rounds):
        values = [middle * math.exp(chance.gauss(0, 0.02)) for _ in range(3)]
        gil = not interpreter.endswith("t")
        runs.append(make_run(number, *values, gil_before=gil, gil_after=gil))
    return make_like(snippet, cell, interpreter, tuple(runs))


def find_value(cell: Cell, interpreter: str) -> float:
    """Find what a cell takes, about: seconds, bytes or requests a second."""
    kind = Kind(cell.function.partition("_")[0])
    size = float(dict(cell.params).get("size", 1))
    if kind is Kind.PEAKMEM:
        return 14e6 + 300 * size
    if kind is Kind.TRACK:
        return {"3.13": 1000.0, "3.13t": 1004.0}.get(interpreter, 1200.0)
    factor = {"time_list": 1.0, "time_tuple": 1.6, "time_second": 1.1}.get(cell.function, 1.0)
    value = 20e-9 * factor * size if size > 1 else 200e-6 * factor
    threads = cell.threads or 1
    if not interpreter.endswith("t"):
        return value * threads
    return value * threads**2 if "shared" in cell.function else value * (1 + 0.05 * threads)


def make_like(
    snippet: Snippet,
    cell: Cell,
    interpreter: str,
    runs: tuple,
    **changes: str,  # type: ignore[type-arg]
) -> Measurement:
    is_free = interpreter.endswith("t")
    about = {
        **ENVIRONMENT,
        "python_version": f"{interpreter.removesuffix('t')}.9",
        "free_threading": is_free,
        "python_compiler": "GCC 16.2.0" if interpreter == "3.14" else "GCC 12.2.0",
    }
    return make_measurement(
        cell=cell,
        unit=snippet.find_function(cell.function).unit,
        runs=runs,
        digest=make_digest(snippet),
        text_digest=make_text_digest(snippet),
        environment=about,
        output="",
        **changes,
    )


def list_noise(interpreter: str) -> list[Measurement]:
    return [*_make_noise(interpreter)]


def _make_noise(interpreter: str) -> Iterator[Measurement]:
    snippet = make_noise((interpreter,))
    for number in range(1, 7):
        cell = Cell("time_lookup", (("environment", number),))
        runs = (make_run(0, 1 + 0.006 * (number % 3)), make_run(1, 1 + 0.006 * (number % 3) + 1e-4))
        yield make_like(snippet, cell, interpreter, runs)
