"""A claim holds if the whole interval is beyond it, and beyond the noise floor."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.compare import Comparison, Pair, Verdict, compare
from plugins.bench.prose.claims import supports, supports_ratio
from plugins.bench.prose.syntax import Claim
from tests.bench.measurements import make_measurement

INF = math.inf
UP, DOWN = math.nextafter(2, INF), math.nextafter(2, 0)


@pytest.mark.parametrize(
    ("claim", "low", "high", "floor", "holds"),
    [
        ("> 2", 2, 3, 0, False),
        ("> 2", UP, 3, 0, True),
        ("> 2", DOWN, 3, 0, False),
        ("< 2", 1, 2, 0, False),
        ("< 2", 1, DOWN, 0, True),
        ("< 2", 1, UP, 0, False),
        # A floor counts, to its edge.
        ("> 2", 3, 4, 0.5, False),
        ("> 2", math.nextafter(3, 4), 4, 0.5, True),
        ("> 2", 2.9, 4, 0.5, False),
        ("< 3", 1, 2, 0.5, False),
        ("< 3", 1, DOWN, 0.5, True),
        ("< 3", 1, 2.1, 0.5, False),
        # No interval supports nothing, whatever the number.
        ("> 0", 0, INF, 0, False),
        ("> 0", 1, INF, 0, False),
        ("< 9e300", 0, INF, 0, False),
        ("> 0", 5e-324, 1, 0, True),
        ("> 2", 1, 3, 0, False),
        ("< 2", 1, 3, 0, False),
    ],
)
def test_a_claim_holds_beyond_its_edge(
    claim: str, low: float, high: float, floor: float, holds: bool
) -> None:
    said = Claim(claim[0], float(claim[1:]))
    assert supports(said, low, high, floor=floor) is holds


@pytest.mark.parametrize("power", [-9, -6, -3, 0, 3, 6, 9])
@pytest.mark.parametrize("number", ["1.1", "3", "0.7", "1e-5", "123.456"])
def test_a_unit_moves_no_edge(number: str, power: int) -> None:
    """1.1 * 1e-3 is no 0.0011."""
    edge = float(f"{number}e{power}") if "e" not in number else float(f"1e{power - 5}")
    for sign, beyond in ((">", INF), ("<", 0)):
        claim = Claim(sign, float(number))
        assert not supports(claim, edge, edge, power=power)
        other = math.nextafter(edge, beyond)
        assert supports(claim, other, other, power=power)


def make_comparison(verdict: Verdict, floor: float | None = None) -> Comparison:
    items = [make_measurement([1.0, 2.0], name) for name in ("time_a", "time_b")]
    found = compare([Pair(*items)])[0]
    return replace(found, verdict=verdict, low=3.0, high=4.0, floor=floor)


@pytest.mark.parametrize("verdict", Verdict)
def test_alike_is_within_noise_and_nothing_else(verdict: Verdict) -> None:
    holds = supports_ratio(Claim("~", 1), make_comparison(verdict))
    assert holds is (verdict is Verdict.WITHIN_NOISE)


@pytest.mark.parametrize(("floor", "holds"), [(None, True), (0.0, True), (0.4, True), (0.5, False)])
def test_a_ratio_clears_the_floor_of_its_comparison(floor: float | None, holds: bool) -> None:
    comparison = make_comparison(Verdict.DIFFERENT, floor)
    assert supports_ratio(Claim(">", 2), comparison) is holds
    assert not supports_ratio(Claim("<", 4), comparison)


POSITIVE = st.floats(1e-9, 1e9)


@given(POSITIVE, POSITIVE, POSITIVE, st.floats(0, 0.5))
def test_no_interval_supports_both_sides(
    number: float, first: float, second: float, floor: float
) -> None:
    low, high = sorted((first, second))
    above, below = (supports(Claim(sign, number), low, high, floor=floor) for sign in "><")
    assert not (above and below)
    if above:
        assert supports(Claim(">", number), low, high)
    if low <= number <= high:
        assert not above
        assert not below
