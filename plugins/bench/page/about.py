"""About: where and how the numbers of a board were measured."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from plugins.bench.board import Board, Row
from plugins.bench.means import find_kind
from plugins.bench.model import Kind
from plugins.bench.page.words import write_build, write_gil
from plugins.bench.units import write_share


@dataclass(frozen=True, slots=True)
class Build:
    """An interpreter that measured."""

    name: str
    """As "3.13t"."""
    version: str
    """As "CPython 3.13.15", with its state of the GIL where that is a question."""
    build: str
    """Compiler and flags."""
    floor: str
    """Noise floor, as "2.9 %"; or that it is not known."""
    processes: str
    """How many for a cell."""
    spread: str
    """How far processes of a cell lie apart, in the middle: how stable the numbers are."""


@dataclass(frozen=True, slots=True)
class About:
    """Where and how the numbers of a board were measured."""

    processor: str
    platform: str
    dates: tuple[str, ...]
    """First and last day, as ISO 8601 has them; one if they are the same."""
    floor: str
    """The largest noise floor, as "2.9 %"; empty if there is none to tell, as of memory."""
    builds: tuple[Build, ...]
    """By interpreter, in the author's order."""


def tell_about(board: Board) -> About | None:
    """Tell about a board; None if nothing is measured."""
    rows = [row for row in board.rows if row.measurement]
    measurements = [row.measurement for row in rows if row.measurement]
    if not measurements:
        return None
    first = measurements[0].environment
    cores = first["cpu_count"]
    processor = str(first.get("cpu_model_name", "")) or "A processor without a name"
    days = sorted({run.date[:10] for item in measurements for run in item.runs})
    has_times = any(find_kind(item) is Kind.TIME for item in measurements)
    return About(
        f"{processor}, {cores} {'core' if cores == 1 else 'cores'}",
        ", ".join(dict.fromkeys(str(item.environment["platform"]) for item in measurements)),
        tuple(dict.fromkeys((days[0], days[-1]))),
        _find_largest(board.floors.values()) if has_times else "",
        tuple(_tell_build(board, name, rows) for name in board.measured),
    )


def _find_largest(floors: Iterable[float | None]) -> str:
    found = list(floors)
    known = [floor for floor in found if floor is not None]
    return write_share(max(known)) if len(known) == len(found) and any(known) else ""


def _tell_build(board: Board, name: str, rows: Iterable[Row]) -> Build:
    own = [row for row in rows if row.interpreter == name]
    items = [row.measurement for row in own if row.measurement]
    first = items[0].environment
    implementation = {"cpython": "CPython"}.get(
        str(first["python_implementation"]), str(first["python_implementation"])
    )
    versions = sorted({str(item.environment["python_version"]) for item in items})
    gil = write_gil(name, own)
    return Build(
        name,
        f"{implementation} {', '.join(versions)}" + (f", {gil}" if gil else ""),
        write_build(items[0]),
        _write_floor(board.floors.get(name)),
        _write_range([len(item.runs) for item in items]),
        _write_spread(own),
    )


def _write_spread(rows: Iterable[Row]) -> str:
    spreads = [r.estimate.spread for r in rows if r.estimate and r.estimate.spread is not None]
    return f"±{write_share(median(spreads))}" if spreads else "not known"


def _write_floor(floor: float | None) -> str:
    if floor is None:
        return "not known"
    return write_share(floor) if floor else "none beyond chance"


def _write_range(counts: Sequence[int]) -> str:
    ends = dict.fromkeys((min(counts), max(counts)))
    return " to ".join(map(str, ends))
