"""Student's t distribution, against closed forms, a table, and itself."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.student import compute_cdf, find_quantile

CLOSE = 1e-9
CLOSED: dict[float, Callable[[float], float]] = {
    1: lambda t: 0.5 + math.atan(t) / math.pi,
    2: lambda t: 0.5 + t / (2 * math.sqrt(2 + t * t)),
    4: lambda t: 0.5 + (t / math.sqrt(4 + t * t)) * (1 + 2 / (4 + t * t)) / 2,
}
TAILS = (0.4, 0.1, 0.025, 0.005, 1e-6)
# Computed with scipy 1.17.1: scipy.stats.t.isf(tail, df).
QUANTILES: dict[float, tuple[float, ...]] = {
    1: (
        0.32491969623290634,
        3.0776835371752536,
        12.706204736174705,
        63.65674116287158,
        318309.8861827435,
    ),
    1.5: (
        0.30074539256979543,
        2.196398417565537,
        6.016663104427933,
        17.82031051446281,
        5219.4693247069445,
    ),
    2.7: (
        0.27932846331796923,
        1.6881081751466422,
        3.3921483831737524,
        6.5331284334084545,
        156.8907530092156,
    ),
    9: (
        0.260955336473911,
        1.3830287383966327,
        2.2621571627982053,
        3.2498355415921263,
        10.7201604099095,
    ),
    19: (
        0.25692281979615467,
        1.3277282090267983,
        2.09302405440831,
        2.86093460646498,
        6.723394282200186,
    ),
    37.4: (
        0.2551567572422249,
        1.3046006328122306,
        2.025461233228307,
        2.7138423573087516,
        5.617821600163063,
    ),
    100: (
        0.25402218245822766,
        1.290074761346516,
        1.983971518523552,
        2.6258905214380173,
        5.048830877228346,
    ),
    1000: (
        0.25341451583949876,
        1.2823987214609245,
        1.9623390808264085,
        2.580754698065951,
        4.781608620458351,
    ),
}

dfs = st.floats(1, 1000)
levels = st.floats(1e-6, 1 - 1e-6)
values = st.floats(-1e6, 1e6)


@pytest.mark.parametrize("df", CLOSED)
@pytest.mark.parametrize("t", [-30.0, -2.5, -1.0, -0.1, 0.0, 0.001, 0.7, 3.0, 12.0])
def test_the_cdf_is_the_closed_form(df: float, t: float) -> None:
    assert compute_cdf(t, df) == pytest.approx(CLOSED[df](t), rel=CLOSE)


@pytest.mark.parametrize("df", QUANTILES)
@pytest.mark.parametrize("place", range(len(TAILS)), ids=[str(tail) for tail in TAILS])
def test_the_quantile_is_that_of_scipy(df: float, place: int) -> None:
    tail, expected = TAILS[place], QUANTILES[df][place]
    assert find_quantile(1 - tail, df) == pytest.approx(expected, rel=CLOSE)
    assert find_quantile(tail, df) == pytest.approx(-expected, rel=CLOSE)
    assert compute_cdf(-expected, df) == pytest.approx(tail, rel=CLOSE)


def test_many_degrees_of_freedom_are_the_normal_distribution() -> None:
    assert find_quantile(0.975, 1e7) == pytest.approx(1.959964, abs=1e-5)


def test_half_lies_on_either_side_of_0() -> None:
    assert find_quantile(0.5, 3.3) == 0
    assert compute_cdf(0, 3.3) == 0.5


def test_nothing_lies_beyond_infinity() -> None:
    assert (compute_cdf(math.inf, 3), compute_cdf(-math.inf, 3)) == (1, 0)
    assert compute_cdf(-1e300, 30) == 0


@given(levels, dfs)
def test_the_quantile_inverts_the_cdf(level: float, df: float) -> None:
    assert compute_cdf(find_quantile(level, df), df) == pytest.approx(level, rel=CLOSE)


@given(values, dfs)
def test_the_cdf_is_symmetric(t: float, df: float) -> None:
    assert compute_cdf(t, df) + compute_cdf(-t, df) == pytest.approx(1, abs=1e-12)


@given(st.floats(1e-6, 0.5), dfs)
def test_the_quantile_is_symmetric(tail: float, df: float) -> None:
    assert find_quantile(1 - tail, df) == pytest.approx(
        -find_quantile(tail, df), abs=1e-9, rel=1e-9
    )


@given(values, values, dfs)
def test_the_cdf_rises(one: float, other: float, df: float) -> None:
    low, high = sorted([one, other])
    assert compute_cdf(low, df) <= compute_cdf(high, df) + 1e-12


@given(levels, levels, dfs)
def test_the_quantile_rises(one: float, other: float, df: float) -> None:
    low, high = (find_quantile(level, df) for level in sorted([one, other]))
    assert low <= high + 1e-9 * abs(high)


@pytest.mark.parametrize(
    ("level", "df", "message"),
    [
        pytest.param(0.0, 3, "level = 0.0 is not between 0 and 1", id="level-0"),
        pytest.param(1.0, 3, "level = 1.0 is not between", id="level-1"),
        pytest.param(math.nan, 3, "level = nan", id="no-level"),
        pytest.param(0.9, 0, "degrees of freedom = 0 is not above 0", id="no-df"),
        pytest.param(0.9, math.nan, "degrees of freedom = nan", id="df-nan"),
    ],
)
def test_a_wrong_argument_is_named(level: float, df: float, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        find_quantile(level, df)


def test_a_cdf_needs_degrees_of_freedom() -> None:
    with pytest.raises(ValueError, match="degrees of freedom = -1"):
        compute_cdf(1, -1)
