"""What the statistics promise, tried on simulated tables: seven cells that share one baseline."""

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeAlias

import pytest

from plugins.bench.compare import Pair, Verdict, compare
from plugins.bench.model import Cell, Measurement
from plugins.bench.noise import find_floor
from tests.bench.measurements import make_measurement
from tests.conftest import IS_LONG

Draw: TypeAlias = Callable[[random.Random], float]
"""A deviation of one process, in logarithms."""

TABLES = 2000 if IS_LONG else 30
MOST = 0.06
"""Share of tables in which chance may pass for a difference: 5 % promised, and the simulation's own
error. A short run is only to notice what is broken."""
LIMIT = TABLES * (MOST if IS_LONG else 0.15)

SPREADS: dict[str, Draw] = {
    "normal": lambda chance: chance.gauss(0, 0.02),
    "lognormal": lambda chance: 0.02 * math.exp(chance.gauss(0, 1)),
    "exponential": lambda chance: chance.expovariate(1 / 0.02),
    "bimodal": lambda chance: chance.gauss(0, 0.005) + 0.05 * (chance.random() < 0.3),
}
BIASES: dict[str, Draw] = {
    "normal": lambda chance: chance.gauss(0, 0.01),
    "two": lambda chance: chance.choice((-0.01, 0.01)),
}


def simulate(
    chance: random.Random,
    draw: Draw,
    processes: int,
    *,
    drift: Sequence[float] | None = None,
    shift: float = 0,
    cell: Cell | None = None,
) -> Measurement:
    """Make a measurement of what takes a millisecond, apart for a shift in logarithms.

    With a drift its rounds are those of one session; without, a session of its own.
    """
    shared = drift or [0.0] * processes
    return make_measurement(
        [0.001 * math.exp(shift + common + draw(chance)) for common in shared],
        cell=cell or Cell("time_x"),
        session="one" if drift else str(chance.random()),
    )


def simulate_table(
    chance: random.Random,
    draw: Draw,
    processes: int,
    *,
    paired: bool,
    shifts: Sequence[float] = (0.0,) * 7,
    floor: float | None = None,
) -> list[Pair]:
    """Make six pairs with one baseline, which is the first of the seven shifts."""
    drift = [chance.gauss(0, 0.03) for _ in range(processes)] if paired else None
    cells = [simulate(chance, draw, processes, drift=drift, shift=shift) for shift in shifts]
    return [Pair(cell, cells[0], floor) for cell in cells[1:]]


def has_difference(pairs: Sequence[Pair]) -> bool:
    return any(comparison.verdict is Verdict.DIFFERENT for comparison in compare(pairs))


def simulate_floor(chance: random.Random, draw: Draw, bias: Draw) -> float:
    """Find the floor of a machine in a run of 3 functions in 6 environments with 10 processes."""
    cells = [Cell(f"time_{name}", (("environment", k),)) for name in "abc" for k in range(6)]
    return find_floor(simulate(chance, draw, 10, shift=bias(chance), cell=cell) for cell in cells)


@pytest.mark.parametrize("paired", [True, False], ids=["paired", "welch"])
@pytest.mark.parametrize("processes", [10, 20])
@pytest.mark.parametrize("spread", SPREADS)
def test_equal_data_are_rarely_different(spread: str, processes: int, paired: bool) -> None:
    """Six comparisons of equal things tell a difference in at most 6 of 100 tables."""
    chance = random.Random(f"{spread} {processes} {paired}")
    tables = (
        simulate_table(chance, SPREADS[spread], processes, paired=paired) for _ in range(TABLES)
    )
    assert sum(map(has_difference, tables)) <= LIMIT


@pytest.mark.parametrize("paired", [True, False], ids=["paired", "welch"])
def test_a_tenth_is_found(paired: bool) -> None:
    """A difference of 10 % is told in 99 of 100 comparisons of spreads of 2 %."""
    chance = random.Random(f"tenth {paired}")
    shifts = [0.0, *[math.log(1.1)] * 6]
    found = [
        comparison.verdict is Verdict.DIFFERENT
        for _ in range(TABLES)
        for comparison in compare(
            simulate_table(chance, SPREADS["normal"], 10, paired=paired, shifts=shifts)
        )
    ]
    assert sum(found) >= 0.99 * len(found)


@pytest.mark.parametrize("spread", [0.1, 0.02, 0.002])
@pytest.mark.parametrize("bias", BIASES)
def test_what_a_cell_shares_is_no_difference(bias: str, spread: float) -> None:
    """A bias of 1 % that all processes of a cell have stays below the floor of an A/A run."""
    chance = random.Random(f"{bias} {spread}")

    def draw(chance: random.Random) -> float:
        return chance.gauss(0, spread)

    found = 0
    for _ in range(TABLES):
        shifts = [BIASES[bias](chance) for _ in range(7)]
        floor = simulate_floor(chance, draw, BIASES[bias])
        found += has_difference(
            simulate_table(chance, draw, 10, paired=True, shifts=shifts, floor=floor)
        )
    assert found <= LIMIT


def test_without_a_floor_it_would_be_one() -> None:
    """The same bias is often called a difference where the floor is not known."""
    chance = random.Random("no floor")
    tables = (
        simulate_table(
            chance,
            SPREADS["normal"],
            10,
            paired=True,
            shifts=[chance.gauss(0, 0.01) for _ in range(7)],
        )
        for _ in range(TABLES)
    )
    assert sum(map(has_difference, tables)) >= 0.3 * TABLES
