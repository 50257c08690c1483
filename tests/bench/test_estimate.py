"""How long a cell will take is known about, before it is measured."""

import pytest

from plugins.bench.estimate import estimate_seconds
from plugins.bench.model import Measurement
from plugins.bench.status import Standing, State
from tests.bench.stored import make_measurement, make_run


def estimate(name: str, old: Measurement | None, mode: str) -> float:
    cell = make_measurement(name).cell
    return estimate_seconds(Standing("3.13t", cell, State.MISSING, old), mode)


@pytest.mark.parametrize(
    ("name", "mode", "seconds"),
    [
        ("time_a", "quick", 0.8),
        ("time_a", "default", 10),
        ("time_a", "rigorous", 20),
        ("peakmem_a", "quick", 0.6),
        ("peakmem_a", "default", 4),
        ("track_a", "rigorous", 8),
    ],
)
def test_a_cell_never_measured_takes_the_usual_time(name: str, mode: str, seconds: float) -> None:
    assert estimate(name, None, mode) == pytest.approx(seconds)


def test_one_measured_takes_what_it_took() -> None:
    """Ten processes, as a slow one has, of 0.1 s and three values of eight calls."""
    runs = tuple(make_run(number, 0.5, 1.0) for number in range(10))
    old = make_measurement(runs=runs)
    assert estimate("time_a", old, "default") == pytest.approx(10 * (0.1 + 8 * (0.5 + 1.0 + 0.75)))


def test_one_measured_otherwise_takes_the_usual_time() -> None:
    assert estimate("time_a", make_measurement(mode="quick"), "default") == 10


def test_what_is_no_time_says_nothing_of_time() -> None:
    assert estimate("track_a", make_measurement("track_a"), "default") == pytest.approx(4)
