"""What the stages of a benchmark hand to one another: small frozen records, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

ParamValue: TypeAlias = bool | int | float | str

THREADS: Final = "threads"
"""The axis that is no parameter: how many threads call a function at once."""
MACHINE: Final = "machine"
"""What stands in the place of an axis where prose names the machine of a cell."""


class Kind(StrEnum):
    """What a function gives; its value is the prefix of the function's name, as in asv."""

    TIME = "time"
    PEAKMEM = "peakmem"
    TRACK = "track"


UNITS: Final = {Kind.TIME: "second", Kind.PEAKMEM: "byte"}
"""What functions are measured in, but for `track_*`, which may have any unit."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a snippet that is measured."""

    name: str
    kind: Kind
    unit: str
    """Of its numbers: "second", "byte", or what the author says of a `track_*`."""
    is_async: bool = False
    """Whether it is awaited, in the loop of one thread."""

    @property
    def has_threads(self) -> bool:
        """Whether threads call it: a `track_*` does what it counts by itself."""
        return self.kind is not Kind.TRACK and not self.is_async


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to measure under each interpreter: a function at one point of the axes."""

    function: str
    params: tuple[tuple[str, ParamValue], ...] = ()
    """Name and value of each parameter, in the order in which the function takes them."""
    threads: int | None = None
    """Threads that call it at once; None without such an axis, and then none is started."""

    @property
    def axes(self) -> tuple[tuple[str, ParamValue], ...]:
        """Name and value on each axis, threads last."""
        return (*self.params, *(((THREADS, self.threads),) if self.threads is not None else ()))

    @property
    def label(self) -> str:
        """Name of the cell in files, as `time_x[size=10, threads=2]`."""
        axes = ", ".join(write_axis(*axis) for axis in self.axes)
        return f"{self.function}[{axes}]" if axes else self.function

    def write_place(self, interpreter: str, *more: str) -> str:
        """Write it with its interpreter and without spaces: `time_x[3.13t,size=10]`."""
        axes = (interpreter, *(write_axis(*axis) for axis in self.axes), *more)
        return f"{self.function}[{','.join(axes)}]"


def write_axis(name: str, value: ParamValue) -> str:
    """Write a point on an axis as prose and files have it: `size=10`, `fast=true`."""
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A benchmark as its author wrote it, checked."""

    name: str
    """One for the whole site; folder and file names are made of it."""
    file: str
    """Source of the post, relative to the folder of the site."""
    line: int
    """Line of its fence in the source, from 1."""
    lang: str
    """Language of the post."""
    metadata: str
    """TOML of its `# /// script` block."""
    code: str
    """Python source without that block."""
    functions: tuple[Function, ...]
    """In source order; at least one."""
    params: tuple[tuple[str, tuple[ParamValue, ...]], ...]
    """Axes with their values, in the order of the arguments."""
    threads: tuple[int, ...]
    """Empty: no threads are started."""
    interpreters: tuple[str, ...]
    """As "3.13t", in the author's order."""
    baseline: str | None
    """Function that the others are compared with; None: the first of their kind."""
    timeout: float
    """Seconds that one process may take."""
    memory_mb: int
    """Address space that one process may take."""
    compare_output: bool
    """Whether all timed functions must return equal values."""
    chart: str
    """Kind of chart that the author asks for."""
    browser: bool | None
    """Whether a reader may run it in the page; None: if its code could run there."""
    dependencies: tuple[str, ...]
    """As PEP 508 writes them, without pyperf, which every script needs."""
    requires_python: str
    """As PEP 440 writes it; empty if nothing is said."""
    has_file: bool = False
    """Whether the code lies in a file, and not in the fence."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """All cells: by function, then by parameters, then by threads."""
        points: list[tuple[tuple[str, ParamValue], ...]] = [()]
        for name, values in self.params:
            points = [(*point, (name, value)) for point in points for value in values]
        return tuple(
            Cell(function.name, point, threads)
            for function in self.functions
            for point in points
            for threads in ((self.threads if function.has_threads else ()) or (None,))
        )

    def is_same(self, other: "Snippet") -> bool:
        """Tell whether it is the other, or the same in a translation."""
        return (self.code, self.metadata) == (other.code, other.metadata)

    def find_function(self, name: str) -> Function:
        """Find a function by its name, which must be one of them."""
        return next(function for function in self.functions if function.name == name)


@dataclass(frozen=True, slots=True)
class Run:
    """What one process measured."""

    values: tuple[float, ...]
    """Seconds for one call, bytes, or the author's unit; never empty."""
    warmups: tuple[tuple[int, float], ...]
    """Loops and seconds for one call of the values thrown away; may be empty."""
    round: int
    """From 0; processes of one round ran one after another."""
    date: str
    """When it began, in UTC, to the second."""
    gil_before: bool
    """Whether the GIL was on when measuring began."""
    gil_after: bool
    """The same at its end: an import may have turned it on."""
    load: float = 0.0
    """Load average of the machine over the minute before."""
    duration: float = 0.0
    """Seconds that the whole process took; 0 if that is not known."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """All that is known of a cell under one interpreter on one machine."""

    cell: Cell
    unit: str
    runs: tuple[Run, ...]
    """By round; never empty."""
    loops: int
    """Calls in one value."""
    session: str
    """When its first round began: rounds of one session ran side by side."""
    mode: str
    """"quick", "default" or "rigorous"."""
    digest: str
    """Of all that could change the numbers."""
    text_digest: str
    """The same, of the code as text."""
    harness: int
    """Version of the harness."""
    environment: Mapping[str, str | int | float | bool]
    """Interpreter and machine, by an allow-list."""
    output: str = ""
    """Digest of what a timed function returned; empty if it is not compared."""
