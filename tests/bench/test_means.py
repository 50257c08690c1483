"""Process means."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.means import find_kind, find_log_means, find_means
from plugins.bench.model import Kind
from tests.bench.measurements import make_measurement


def test_each_process_has_one_mean() -> None:
    """However many values it has, a process counts once."""
    assert find_means(make_measurement([[1, 2, 3], [4.0], [1, 9]])) == (2, 4, 5)


def test_their_logarithms_are_in_the_same_order() -> None:
    measurement = make_measurement([[1, 3], [0.5]])
    assert find_log_means(measurement) == (math.log(2), math.log(0.5))


@given(st.floats(1e-12, 1e12), st.integers(1, 20))
def test_the_mean_of_equal_values_is_theirs(value: float, count: int) -> None:
    assert find_means(make_measurement([[value] * count])) == (value,)


@pytest.mark.parametrize("kind", Kind)
def test_the_kind_is_in_the_name(kind: Kind) -> None:
    assert find_kind(make_measurement([1], f"{kind}_a_b")) is kind
