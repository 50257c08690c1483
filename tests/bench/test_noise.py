"""The noise floor of an A/A run."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.model import Cell, Measurement
from plugins.bench.noise import find_floor
from tests.bench.measurements import make_measurement


def measure(function: str, *means: float, threads: int | None = None) -> list[Measurement]:
    """Make one measurement of a function in an environment for each mean."""
    return [
        make_measurement([mean] * 3, cell=Cell(function, (("environment", number),), threads))
        for number, mean in enumerate(means)
    ]


def test_two_environments_are_enough() -> None:
    """One degree of freedom: t is 12.7, s the difference by √2, so the floor is 12.7 of it."""
    floor = find_floor(measure("time_a", 1, 1.001))
    assert math.log1p(floor) == pytest.approx(12.7062 * math.log(1.001), rel=1e-5)


def test_functions_are_pooled() -> None:
    """Two functions that spread alike say more than one, however far they lie apart."""
    both = find_floor(measure("time_a", 1, 1.001) + measure("time_b", 5, 5.005))
    assert math.log1p(both) == pytest.approx(4.30265 * math.log(1.001), rel=1e-5)


def test_they_count_by_degrees_of_freedom() -> None:
    """Variances of 0.02 in two environments and 0.01 in three; t is 3.18 for all three degrees."""
    both = measure("time_a", 1, math.exp(0.2)) + measure("time_b", 1, math.exp(0.1), math.exp(0.2))
    expected = 3.18245 * math.sqrt(2 * (0.02 + 2 * 0.01) / 3)
    assert math.log1p(find_floor(both)) == pytest.approx(expected, rel=1e-5)


def test_threads_are_told_apart() -> None:
    """The same function with other threads is another thing, not another environment."""
    measurements = measure("time_a", 1, 1.001, threads=1) + measure("time_a", 5, 5.005, threads=2)
    both = find_floor(measurements)
    assert math.log1p(both) == pytest.approx(4.30265 * math.log(1.001), rel=1e-5)


def test_a_function_in_one_environment_adds_nothing() -> None:
    measurements = measure("time_a", 1, 1.01, 1.02)
    assert find_floor(measurements + measure("time_b", 3)) == find_floor(measurements)


def test_equal_environments_have_no_noise() -> None:
    assert find_floor(measure("time_a", 0.1, 0.1, 0.1)) == 0


@pytest.mark.parametrize(
    ("measurements", "found"),
    [
        pytest.param([], "nothing", id="nothing"),
        pytest.param(measure("time_a", 1), "1 in one environment each", id="one"),
        pytest.param(
            measure("time_a", 1) + measure("time_b", 1), "2 in one environment each", id="two"
        ),
    ],
)
def test_one_environment_is_too_few(measurements: list[Measurement], found: str) -> None:
    with pytest.raises(ValueError, match=rf"two environments or more; measured was .*{found}"):
        find_floor(measurements)


@given(st.lists(st.floats(0.9, 1.1), min_size=2, max_size=8), st.floats(1e-9, 1e9))
def test_the_floor_knows_no_unit(means: list[float], scale: float) -> None:
    floor = find_floor(measure("time_a", *means))
    scaled = find_floor(measure("time_a", *(mean * scale for mean in means)))
    assert scaled == pytest.approx(floor, rel=1e-6, abs=1e-9)


@given(st.permutations(measure("time_a", 1, 1.01, 1.02) + measure("time_b", 1, 1.03)))
def test_order_does_not_matter(measurements: list[Measurement]) -> None:
    expected = find_floor(measure("time_a", 1, 1.01, 1.02) + measure("time_b", 1, 1.03))
    assert find_floor(measurements) == pytest.approx(expected, rel=1e-12)


def measure_processes(*environments: list[float]) -> list[Measurement]:
    return [
        make_measurement(processes, cell=Cell("time_a", (("environment", number),)))
        for number, processes in enumerate(environments)
    ]


def test_what_chance_explains_is_no_floor() -> None:
    """Intervals have it already."""
    assert find_floor(measure_processes([1, 1.2, 0.8, 1.1], [1.2, 0.9, 1, 1.1])) == 0


def test_chance_is_taken_from_what_environments_make() -> None:
    steady = find_floor(measure_processes([1.0] * 4, [1.1] * 4))
    chancy = find_floor(measure_processes([0.99, 1.01] * 2, [1.11, 1.09] * 2))
    assert 0.5 * steady < chancy < steady


def test_what_all_have_in_a_round_is_no_chance() -> None:
    """The machine slows down for a round; that moves no environment against another."""
    steady = find_floor(measure_processes([1.0] * 3, [1.01] * 3))
    drifting = find_floor(measure_processes([1, 2, 3], [1.01, 2.02, 3.03]))
    assert drifting == pytest.approx(steady, rel=1e-9)


CHANCES = {
    # Variances of means: 0.01 twice and 0, of which the drift took a third; t is 4.3.
    "same rounds": ([(0.1, -0.1), (0.9, 1.1), (2, 2)], 4.30265, 1 - 0.01),
    "other rounds": ([(0.1, -0.1), (1.1, 0.9, 1)], 12.7062, 0.5 - (0.01 + 0.01 / 3) / 2),
    "one process": ([(0.1, -0.1), (1,)], 12.7062, 0.5 - 0.01),
    "one process each": ([(0,), (1,)], 12.7062, 0.5),
}


@pytest.mark.parametrize("name", CHANCES)
def test_chance_is_the_variance_of_means_of_processes(name: str) -> None:
    logs, t, excess = CHANCES[name]
    floor = find_floor(measure_processes(*([math.exp(log) for log in row] for row in logs)))
    assert math.log1p(floor) == pytest.approx(t * math.sqrt(2 * excess), rel=1e-5)


def test_environments_with_other_rounds_are_no_fault() -> None:
    measurements = measure_processes([1, 1.01, 0.99], [1.2, 1.21])
    assert 0 < find_floor(measurements) < find_floor(measure("time_a", 1, 1.3))
