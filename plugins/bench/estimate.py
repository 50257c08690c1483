"""How long measuring will take, about, before anything is known of it but old measurements."""

from statistics import mean
from typing import Final

from plugins.bench.harness.alone import ROUNDS
from plugins.bench.model import Kind
from plugins.bench.status import Standing
from plugins.bench.work import START_SECONDS

_USUAL: Final = {"quick": 0.8, "default": 10.0, "rigorous": 20.0}
"""Seconds for a timed cell that was never measured."""


def estimate_seconds(standing: Standing, mode: str) -> float:
    """Estimate how long a cell will take, from how long it took if it is known."""
    if not standing.cell.function.startswith(f"{Kind.TIME}_"):
        return 2 * START_SECONDS * ROUNDS[mode]
    old = standing.measurement
    if old is None or old.mode != mode:
        return _USUAL[mode]
    values = [*old.runs[0].values, *(value for _, value in old.runs[0].warmups)]
    return len(old.runs) * (START_SECONDS + len(values) * old.loops * mean(values))
