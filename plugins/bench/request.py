"""What the author asks of `invoke bench`, and which cells that means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.bench.model import Cell
from plugins.bench.status import SHOWN, Standing, State


@dataclass(frozen=True, slots=True)
class Request:
    """What the author asks for."""

    does: str = "measure"
    """"measure", "plan", "status", "noise" or "merge"."""
    only: tuple[str, ...] = ()
    """Names of benchmarks; empty for all."""
    on: tuple[str, ...] = ()
    """Interpreters; empty for all."""
    shard: str = ""
    """As "2/3", the second of three parts of the benchmarks; empty for all."""
    folders: tuple[str, ...] = ()
    """Of measurements to merge."""
    machine: str = ""
    """Label; empty for that of the settings, or one made of the processor."""
    mode: str = "default"
    """"quick", "default" or "rigorous"."""
    force: bool = False
    """Whether to measure what is fresh too."""

    def wants(self, interpreter: str) -> bool:
        """Tell whether an interpreter is asked for."""
        return not self.on or interpreter in self.on


def list_wanted(standings: Iterable[Standing], request: Request) -> Mapping[str, tuple[Cell, ...]]:
    """List the cells to measure, by interpreter."""
    good = SHOWN if request.mode == "quick" else {State.FRESH}
    wanted: dict[str, tuple[Cell, ...]] = {}
    for standing in standings:
        if request.wants(standing.interpreter) and (request.force or standing.state not in good):
            cells = wanted.get(standing.interpreter, ())
            wanted[standing.interpreter] = (*cells, standing.cell)
    return wanted
