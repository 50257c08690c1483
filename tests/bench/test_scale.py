"""Scales begin at 0 where they can, end at round numbers, and hold all that is drawn."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.page.scale import LOG_FROM, make_scale
from plugins.bench.page.strip import draw_axis
from plugins.bench.units import write_ticks

NUMBERS = st.lists(st.floats(1e-12, 1e15), min_size=1, max_size=9)

SCALES = {
    "one": ([1e-3], "second", ["0", "0.2 ms", "0.4 ms", "0.6 ms", "0.8 ms", "1 ms"]),
    "a round end": ([0.5, 1.0], "second", ["0", "0.2 s", "0.4 s", "0.6 s", "0.8 s", "1 s"]),
    "beyond a round end": ([4.1], "second", ["0", "1 s", "2 s", "3 s", "4 s", "5 s"]),
    "bytes": ([54.1e6, 22e6], "byte", ["0", "20 MB", "40 MB", "60 MB"]),
    "plain": ([995.0, 1200.0], "", ["0", "250", "500", "750", "1,000", "1,250"]),
    "far apart": ([9e-4, 24e-3], "second", ["100 µs", "1 ms", "10 ms", "100 ms"]),
    "very far apart": ([5e-7, 3e3], "second", ["100 ns", "100 µs", "100 ms", "100 s", "100,000 s"]),
}


@pytest.mark.parametrize("name", SCALES)
def test_ticks_are_round(name: str) -> None:
    numbers, unit, expected = SCALES[name]
    scale = make_scale(numbers)
    assert write_ticks(scale.ticks, unit, is_log=scale.is_log) == expected


@given(NUMBERS)
def test_all_numbers_lie_within(numbers: list[float]) -> None:
    scale = make_scale(numbers)
    assert scale.is_log is (max(numbers) / min(numbers) > LOG_FROM)
    assert (scale.low == 0) is not scale.is_log
    slack = 1 + 1e-6
    assert scale.low <= min(numbers) * slack
    assert scale.high * slack >= max(numbers)
    assert all(0 <= scale.place(number) <= 1 for number in numbers)
    assert 2 <= len(scale.ticks) <= 8
    assert sorted(scale.ticks) == list(scale.ticks)
    assert (scale.ticks[0], scale.ticks[-1]) == (scale.low, scale.high)


@given(NUMBERS, st.floats(1e-12, 1e15), st.floats(1e-12, 1e15))
def test_more_lies_further(numbers: list[float], first: float, second: float) -> None:
    scale = make_scale(numbers)
    assert (scale.place(first) <= scale.place(second)) is (first <= second) or math.isclose(
        scale.place(first), scale.place(second)
    )


def test_twice_as_much_is_twice_as_long() -> None:
    scale = make_scale([1.0, 5.0])
    assert scale.place(4.0) == pytest.approx(2 * scale.place(2.0))


def test_a_factor_has_one_length_on_a_logarithmic_scale() -> None:
    scale = make_scale([1.0, 1000.0])
    steps = [scale.place(x * 10) - scale.place(x) for x in (1.0, 7.0, 90.0)]
    assert steps == pytest.approx([1 / 3] * 3)


AXES = {
    "few": ([1.0, 3.0], ["0", "1 s", "2 s", "3 s"]),
    "many": ([1.0, 5.0], ["0", "2 s", "5 s"]),
    "decades": ([1.0, 1000.0], ["1 s", "10 s", "100 s", "1,000 s"]),
    "far": ([1e-6, 0.09], ["1 µs", "100 µs", "100 ms"]),
}


@pytest.mark.parametrize("name", AXES)
def test_numbers_below_strips_have_room(name: str) -> None:
    numbers, expected = AXES[name]
    scale = make_scale(numbers)
    drawn = str(draw_axis(scale, write_ticks(scale.ticks, "second", is_log=scale.is_log)))
    assert re.findall(r">([^<]+)</text>", drawn) == expected


@given(st.lists(st.floats(5e-324, math.inf, exclude_max=True), min_size=1, max_size=9))
def test_what_no_one_measured_has_a_scale_too(numbers: list[float]) -> None:
    """A stored file is data of strangers, and an interval may be as wide as floats are."""
    scale = make_scale(numbers)
    assert all(0 <= scale.place(number) <= 1 for number in (*numbers, math.inf))
