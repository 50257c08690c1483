"""A number has its unit, and as many digits as its interval supports."""

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.bench.units import write_duration, write_quantity

INF = math.inf


@pytest.mark.parametrize(
    ("value", "half", "unit", "text"),
    [
        # Digits up to the first doubtful one, from two to four.
        (0.01234, 0.00001, "second", "12.34 ms"),
        (0.01234, 0.00012, "second", "12.3 ms"),
        (0.01234, 0.0005, "second", "12.3 ms"),
        (0.01234, 0.001, "second", "12 ms"),
        (0.01234, 0.01, "second", "12 ms"),
        (0.01234, 1, "second", "12 ms"),
        (0.01234, 1e-9, "second", "12.34 ms"),
        (0.01234, 0, "second", "12.34 ms"),
        (0.01234, INF, "second", "12 ms"),
        (12346, 0, "bytes/s", "12,350 bytes/s"),
        (12345, 1000, "bytes/s", "12,000 bytes/s"),
        # Scales.
        (1, 0, "second", "1 s"),
        (1e-3, 0, "second", "1 ms"),
        (1e-6, 0, "second", "1 µs"),
        (1e-9, 0, "second", "1 ns"),
        (9.999e-4, 0, "second", "999.9 µs"),
        (0.5e-9, INF, "second", "0.50 ns"),
        (12345, INF, "second", "12,000 s"),
        (1, 0, "byte", "1 B"),
        (999, 0, "byte", "999 B"),
        (1e3, 0, "byte", "1 kB"),
        (1e6, 0, "byte", "1 MB"),
        (1e9, 0, "byte", "1 GB"),
        (1e17, 0, "byte", "100,000,000 GB"),
        (0.5, INF, "byte", "0.50 B"),
        (1e3, 0, "requests/s", "1,000 requests/s"),
        # What is rounded up to the next scale is of that one.
        (0.99996, 0, "second", "1.000 s"),
        (0.99994, 0, "second", "999.9 ms"),
        (0.996, INF, "second", "1.0 s"),
        (0.994, INF, "second", "990 ms"),
        (9.9996e-7, 0, "second", "1.000 µs"),
        (999.96, 0, "byte", "1.000 kB"),
        (9.99, 5, "x", "10 x"),
        (99.96, 0.12, "x", "100 x"),
        # Numbers that nobody measures.
        (5e-324, INF, "second", "4.9e-315 ns"),
        (5e-324, 0, "x", "4.941e-324 x"),
        (1.5e-8, INF, "x", "0.000000015 x"),
        (1.5e-9, INF, "x", "1.5e-09 x"),
        (9e17, INF, "x", "900,000,000,000,000,000 x"),
    ],
)
def test_a_quantity_is_written(value: float, half: float, unit: str, text: str) -> None:
    low, high = (0, INF) if half == INF else (value - half, value + half)
    assert write_quantity(value, low, high, unit) == text


@pytest.mark.parametrize("exponent", range(-9, 18))
@pytest.mark.parametrize("unit", ["second", "byte", "x"])
def test_powers_of_ten_are_exact(exponent: int, unit: str) -> None:
    value = float(f"1e{exponent}")
    number, _, name = write_quantity(value, 0, INF, unit).partition(" ")
    scales = {"ms": 1e-3, "µs": 1e-6, "ns": 1e-9, "kB": 1e3, "MB": 1e6, "GB": 1e9}
    assert float(number.replace(",", "")) * scales.get(name, 1) == pytest.approx(value)
    assert re.sub(r"e.*|[0,.]", "", number) == "1"


@given(
    st.floats(1e-300, 1e18),
    st.floats(0, 1e18) | st.just(INF),
    st.sampled_from(["second", "byte"]),
)
@example(1e-300, 0.0, "byte")
def test_a_quantity_is_the_number(value: float, half: float, unit: str) -> None:
    text, _, name = write_quantity(value, max(value - half, 0), value + half, unit).partition(" ")
    scale = {"ms": 1e-3, "µs": 1e-6, "ns": 1e-9, "kB": 1e3, "MB": 1e6, "GB": 1e9}.get(name, 1)
    assert float(text.replace(",", "")) * scale == pytest.approx(value, rel=0.051)
    assert len(text) <= 25


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 s"), (0.1, "1 s"), (40, "40 s"), (59, "59 s"), (59.1, "1 min"), (60, "1 min"),
        (61, "2 min"), (120, "2 min"), (3540.5, "1 h 0 min"), (3600, "1 h 0 min"),
        (7800, "2 h 10 min"), (7801, "2 h 11 min"),
    ],
)  # fmt: skip
def test_a_duration_is_written(seconds: float, text: str) -> None:
    assert write_duration(seconds) == text
