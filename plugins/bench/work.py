"""What is to be measured, and what comes of it: the records of a run of measuring."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from plugins.bench.model import Cell, Measurement, Snippet

START_SECONDS: Final = 0.1
"""That a process takes beside its values, about."""


@dataclass(frozen=True, slots=True)
class Place:
    """An interpreter with all that a script needs, and the script itself."""

    interpreter: str
    """As "3.13t"."""
    python: Path
    script: Path
    about: Mapping[str, str | int | float | bool]
    variables: Mapping[str, str]
    """More of its environment."""


Result: TypeAlias = Mapping[str, Any]
"""What came of a job; with "error" and perhaps "traceback" if it failed."""
RunJob: TypeAlias = Callable[[Place, Mapping[str, Any]], Result]
"""Runs a job of the harness in a process of its own."""
Watch: TypeAlias = "Callable[[Step], None]"
"""Is told before each process how far a run is."""
Params: TypeAlias = tuple[object, ...]
"""Values of parameters, in their order."""
Point: TypeAlias = tuple[str, Params]
"""A function, and the values that it is called with."""
Outputs: TypeAlias = Mapping[tuple[str, Point], str]
"""Digests of what functions returned, by interpreter and point."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be measured."""

    snippet: Snippet
    places: tuple[Place, ...]
    wanted: Mapping[str, tuple[Cell, ...]]
    """Cells by interpreter."""
    mode: str
    machine: str
    outputs: Outputs
    """Of cells that are measured already."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that could not be measured."""

    interpreter: str
    label: str
    reason: str
    traceback: str
    """Its end; may be empty."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a run is."""

    text: str
    done: float
    """Seconds of work done, as they were estimated."""
    total: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run gave."""

    measurements: Mapping[str, tuple[Measurement, ...]]
    """By interpreter; cells in the order of the snippet."""
    failures: tuple[Failure, ...]


def get_point(cell: Cell) -> Point:
    """Return the function of a cell, and the values of its parameters."""
    return cell.function, tuple(value for _, value in cell.params)


def digest_output(shown: str) -> str:
    """Make a digest of what a function returned, as the harness shows it."""
    return hashlib.sha256(shown.encode("utf-8", "backslashreplace")).hexdigest()[:16]
