"""What is told of pairs, and that it follows from their intervals."""

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.compare import ERROR, Comparison, Pair, Verdict, compare, estimate
from plugins.bench.contrast import Contrast, make_contrast
from plugins.bench.model import Measurement
from plugins.bench.student import find_quantile
from tests.bench.measurements import make_measurement

STEADY = [1.0, 1.01, 0.99, 1.005, 0.995]
LATER = "2026-11-02T12:00:00Z"

means = st.lists(st.floats(0.5, 2), min_size=1, max_size=6)
floors = st.none() | st.floats(0, 0.2)


def scale(values: Sequence[float], factor: float) -> list[float]:
    return [value * factor for value in values]


def compare_one(cell: Measurement, baseline: Measurement, floor: float | None = None) -> Comparison:
    return compare([Pair(cell, baseline, floor)])[0]


def clears_floor(comparison: Comparison) -> bool:
    least = 1 + max(comparison.floor or 0, 1e-12)
    return comparison.low > least or comparison.high < 1 / least


def test_an_estimate_is_geometric() -> None:
    found = estimate(make_measurement([1, 4]))
    assert (found.mean, found.processes) == (2, 2)
    assert found.low * found.high == pytest.approx(found.mean**2)
    assert found.spread == pytest.approx(math.log(4) / math.sqrt(2))


def test_its_interval_misses_in_one_of_20() -> None:
    """One degree of freedom: t is 12.7, and the error the logarithm of 2."""
    found = estimate(make_measurement([1, 4]))
    assert math.log(found.high / found.mean) == pytest.approx(12.7062 * math.log(2), rel=1e-5)


def test_an_estimate_of_one_process_has_no_interval() -> None:
    found = estimate(make_measurement([[3, 5]]))
    assert (found.mean, found.low, found.high, found.spread) == (4, 0, math.inf, None)


@given(st.floats(1e-9, 1e12), st.integers(2, 20))
def test_an_estimate_of_equal_values_is_exact(value: float, count: int) -> None:
    found = estimate(make_measurement([value] * count))
    assert (found.low, found.mean, found.high, found.spread) == (value, value, value, 0)


def test_rounds_of_a_session_are_paired() -> None:
    """What a round's processes share is no spread of the ratio."""
    drift = [1.0, 1.3, 0.8, 1.1]
    cell, baseline = make_measurement(scale(drift, 1.02)), make_measurement(drift)
    found = compare_one(cell, baseline)
    assert (found.paired, found.verdict) == (True, Verdict.DIFFERENT)
    assert (found.low, found.high) == pytest.approx((1.02, 1.02))


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(make_measurement(STEADY, session=LATER), id="another-session"),
        pytest.param(make_measurement(STEADY[1:]), id="fewer-rounds"),
        pytest.param(make_measurement(STEADY, first_round=1), id="other-rounds"),
        pytest.param(make_measurement(STEADY[:1]), id="one-round"),
    ],
)
def test_others_are_not(cell: Measurement) -> None:
    assert not compare_one(cell, make_measurement(STEADY)).paired


def test_two_rounds_are_enough() -> None:
    assert compare_one(make_measurement([1, 2]), make_measurement([3, 5])).paired


def test_two_processes_of_a_round_are_not_paired() -> None:
    runs = make_measurement(STEADY).runs
    twice = make_measurement(STEADY, runs=runs + runs)
    assert not compare_one(twice, twice).paired


def test_pairing_goes_by_round_and_not_by_place() -> None:
    forward = make_measurement([1.0, 2.0, 4.0])
    backward = make_measurement([], runs=forward.runs[::-1])
    found = compare_one(forward, backward)
    assert (found.ratio, found.low, found.high) == (1, 1, 1)


def test_welch_has_the_degrees_of_freedom_of_satterthwaite() -> None:
    """Equal spreads of as many processes have all 2 (n - 1); a constant side adds none."""
    steady, later = make_measurement(STEADY), make_measurement(STEADY, session=LATER)
    assert make_contrast(steady, later).df == pytest.approx(8)
    assert make_contrast(steady, make_measurement([1] * 9, session=LATER)).df == pytest.approx(4)


@pytest.mark.parametrize("difference", [0.04, -0.04])
def test_the_probability_is_that_of_either_way(difference: float) -> None:
    """With one degree of freedom, half of all are beyond one error."""
    assert Contrast(difference, 0.01, 1, paired=True).compute_p(0.03) == pytest.approx(0.5)


@pytest.mark.parametrize("error", [0.0, 0.01])
@pytest.mark.parametrize("difference", [0, 0.02, 0.03, -0.03])
def test_up_to_the_floor_it_is_1(difference: float, error: float) -> None:
    assert Contrast(difference, error, 1, paired=True).compute_p(0.03) == 1


def test_beyond_the_floor_it_is_0_for_equal_values() -> None:
    assert Contrast(0.04, 0, 1, paired=True).compute_p(0.03) == 0


def test_the_interval_is_that_of_its_step() -> None:
    """The surest is at a third of 5 %, the next at a half, and the rest at the step that failed."""
    baseline = make_measurement(STEADY, session=LATER)
    pairs = [Pair(make_measurement(scale(STEADY, by)), baseline) for by in (1.001, 1.5, 1.002)]
    found = compare(pairs)
    assert [comparison.level for comparison in found] == pytest.approx(
        [1 - ERROR / 2, 1 - ERROR / 3, 1 - ERROR / 2]
    )
    assert [comparison.verdict.name[0] for comparison in found] == ["W", "D", "W"]


def test_ties_are_in_table_order() -> None:
    baseline = make_measurement(STEADY, session=LATER)
    found = compare([Pair(make_measurement(scale(STEADY, 1.5)), baseline)] * 3)
    assert [comparison.level for comparison in found] == pytest.approx(
        [1 - ERROR / 3, 1 - ERROR / 2, 1 - ERROR]
    )


def test_a_table_may_be_empty() -> None:
    assert compare([]) == ()


@given(st.lists(st.tuples(means, means, floors), max_size=5))
def test_different_is_an_interval_that_clears_the_floor(
    sides: list[tuple[list[float], list[float], float | None]],
) -> None:
    pairs = [
        Pair(make_measurement(one), make_measurement(other, session=LATER), floor)
        for one, other, floor in sides
    ]
    for found in compare(pairs):
        assert found.low <= found.ratio <= found.high
        # Within a rounding of the floor either is right.
        if min(abs(found.low - 1), abs(found.high - 1)) > 1e-9:
            assert (found.verdict is Verdict.DIFFERENT) == clears_floor(found)


@given(st.lists(st.tuples(means, means, floors), max_size=6))
def test_verdicts_are_those_of_holm(
    sides: list[tuple[list[float], list[float], float | None]],
) -> None:
    """As in the paper: the sorted probabilities, each against its part of 5 %, until one fails."""
    pairs = [
        Pair(make_measurement(one), make_measurement(other, session=LATER), floor)
        for one, other, floor in sides
    ]
    found = compare(pairs)
    floors = [math.log1p(comparison.floor or 0) for comparison in found]
    ps = sorted(
        make_contrast(pair.cell, pair.baseline).compute_p(max(floor, 1e-12))
        for pair, floor in zip(pairs, floors, strict=True)
    )
    passed = [p <= ERROR / (len(ps) - place) for place, p in enumerate(ps)]
    count = (*passed, False).index(False)
    assert sum(comparison.verdict is Verdict.DIFFERENT for comparison in found) == count


@given(means, means)
def test_sides_can_be_exchanged(one: list[float], other: list[float]) -> None:
    cell, baseline = make_measurement(one), make_measurement(other)
    found, turned = compare_one(cell, baseline, 0.01), compare_one(baseline, cell, 0.01)
    assert found.ratio * turned.ratio == pytest.approx(1)
    assert found.verdict is turned.verdict
    assert found.smallest == pytest.approx(turned.smallest)


def test_a_floor_holds_for_a_pair_alone() -> None:
    cell, baseline = make_measurement(scale(STEADY, 1.02)), make_measurement(STEADY)
    assert compare_one(cell, baseline, 0.019).verdict is Verdict.DIFFERENT
    found = compare_one(cell, baseline, 0.021)
    assert (found.verdict, found.floor) == (Verdict.WITHIN_NOISE, pytest.approx(0.021))


def test_a_floor_is_wider_for_a_table() -> None:
    """Six pairs are to stay below it at once: 2.64 deviations in place of 1.96."""
    pair = Pair(make_measurement(scale(STEADY, 1.02)), make_measurement(STEADY), 0.019)
    found = compare([pair] * 6)[0]
    assert found.floor == pytest.approx(1.019 ** (2.6383 / 1.95996) - 1, rel=1e-4)
    assert found.verdict is Verdict.WITHIN_NOISE


def test_no_floor_is_said_to_be_none() -> None:
    assert compare([Pair(make_measurement(STEADY), make_measurement(STEADY))])[0].floor is None


def test_the_smallest_ratio_has_the_half_width_and_the_floor() -> None:
    cell = make_measurement([1, 1.02], session=LATER)
    found = compare_one(cell, make_measurement([1, 1]), 0.01)
    half = -find_quantile(0.025, 1) * math.log(1.02) / 2
    assert found.smallest == pytest.approx(1.01 * math.exp(half))


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        pytest.param([1, 1.005, 0.995], Verdict.WITHIN_NOISE, id="steady"),
        pytest.param([1, 1.2, 0.8], Verdict.TOO_NOISY, id="noisy"),
    ],
)
def test_what_is_no_difference_may_be_too_noisy(values: list[float], verdict: Verdict) -> None:
    baseline = make_measurement(values, session=LATER)
    assert compare_one(make_measurement(values), baseline).verdict is verdict


@pytest.mark.parametrize(
    ("floor", "verdict"), [(0.0999, Verdict.WITHIN_NOISE), (0.1001, Verdict.TOO_NOISY)]
)
def test_a_tenth_must_have_been_told(floor: float, verdict: Verdict) -> None:
    equal = make_measurement(STEADY)
    assert compare_one(equal, equal, floor).verdict is verdict


def test_equal_values_have_no_width() -> None:
    found = compare_one(make_measurement([1002] * 3), make_measurement([1001] * 4))
    assert found.low == found.ratio == found.high
    assert found.verdict is Verdict.DIFFERENT


@given(st.floats(1e-9, 1e9), st.integers(2, 9), st.integers(2, 9))
def test_the_same_values_are_within_noise(value: float, one: int, other: int) -> None:
    found = compare_one(make_measurement([value] * one), make_measurement([value] * other))
    assert (found.ratio, found.verdict) == (1, Verdict.WITHIN_NOISE)


def test_a_rounding_is_no_difference() -> None:
    cell = make_measurement([0.1 + 0.2] * 3)
    assert compare_one(cell, make_measurement([0.3] * 3)).verdict is Verdict.WITHIN_NOISE


@pytest.mark.parametrize(("one", "other"), [(1, 1), (1, 5), (5, 1)])
def test_one_process_tells_nothing(one: int, other: int) -> None:
    found = compare_one(make_measurement([9] * one), make_measurement([1] * other))
    assert found.ratio == pytest.approx(9)
    assert (found.low, found.high, found.smallest) == (0, math.inf, math.inf)
    assert found.verdict is Verdict.TOO_NOISY


def test_the_widest_numbers_are_finite() -> None:
    found = compare_one(make_measurement([1e300] * 2), make_measurement([1e-300] * 2))
    assert found.verdict is Verdict.DIFFERENT
    assert 0 < found.low <= found.high < math.inf


def test_machines_are_not_mixed() -> None:
    baseline = make_measurement(STEADY)
    other = make_measurement(STEADY, environment={"machine": "laptop"})
    with pytest.raises(ValueError, match="measured on several machines: desk, laptop"):
        compare([Pair(baseline, baseline), Pair(other, other)])


def test_nor_is_one_without_a_name() -> None:
    other = make_measurement(STEADY, environment={})
    with pytest.raises(ValueError, match="a machine without a name, desk"):
        compare_one(make_measurement(STEADY), other)
    assert compare_one(other, other).ratio == 1


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        pytest.param(make_measurement([1], unit="byte"), "time in byte and time in", id="unit"),
        pytest.param(make_measurement([1], "track_x"), "track in second and time", id="kind"),
    ],
)
def test_kinds_and_units_are_not_mixed(cell: Measurement, message: str) -> None:
    with pytest.raises(ValueError, match=f"{cell.cell.label} and time_x do not compare: {message}"):
        compare_one(cell, make_measurement([1]))


@pytest.mark.parametrize("key", ["python_compiler", "python_build"])
def test_other_builds_are_a_caveat(key: str) -> None:
    sides = [
        make_measurement(STEADY, environment={"machine": "desk", key: build}) for build in "ab"
    ]
    assert compare_one(sides[0], sides[1]).caveat == "built differently"
    assert compare_one(sides[0], sides[0]).caveat is None


@pytest.mark.parametrize(
    ("modes", "is_publishable"),
    [
        pytest.param(("default", "rigorous"), True, id="neither"),
        pytest.param(("quick", "default"), False, id="cell"),
        pytest.param(("default", "quick"), False, id="baseline"),
    ],
)
def test_quick_measurements_are_not_published(modes: tuple[str, str], is_publishable: bool) -> None:
    cell, baseline = (make_measurement(STEADY, mode=mode) for mode in modes)
    assert compare_one(cell, baseline).is_publishable is is_publishable


@given(st.lists(st.floats(5e-324, 1e18), min_size=2, max_size=5))
def test_an_interval_of_any_values_is_finite_and_above_0(values: list[float]) -> None:
    found = estimate(make_measurement(values))
    assert 0 < found.low <= found.mean <= found.high < math.inf


def test_a_floor_of_any_size_is_widened() -> None:
    sides = (make_measurement([1, 1.1]), make_measurement([2, 2.1]))
    found = compare([Pair(*sides, floor=1e300)] * 6)
    assert {one.verdict for one in found} == {Verdict.TOO_NOISY}
    assert all(1e300 < (one.floor or 0) < math.inf for one in found)
