"""What is said of a comparison, to the last digit."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.compare import Pair, Verdict, compare
from plugins.bench.wording import describe, round_ratio, round_up
from tests.bench.measurements import make_measurement

SOME = compare([Pair(make_measurement([1, 1]), make_measurement([1, 1]))])[0]


def say(
    ratio: float, low: float, high: float, function: str = "time_x", unit: str = "second"
) -> str:
    cell = make_measurement([1, 1], function, unit=unit)
    return describe(
        replace(SOME, cell=cell, ratio=ratio, low=low, high=high, verdict=Verdict.DIFFERENT)
    )


@pytest.mark.parametrize(
    ("numbers", "kind", "words"),
    [
        pytest.param(
            (1 / 1.94, 1 / 1.98, 1 / 1.9),
            ("time_x", "second"),
            "1.94× faster (1.90–1.98)",
            id="faster",
        ),
        pytest.param(
            (1.1, 1.04, 1.16), ("time_x", "second"), "1.10× slower (1.04–1.16)", id="slower"
        ),
        pytest.param((1.5, 1.5, 1.5), ("track_x", "second"), "1.50× slower", id="track"),
        pytest.param((0.5, 0.5, 0.5), ("peakmem_x", "byte"), "2.00× less memory", id="less"),
        pytest.param((3, 2.5, 3.5), ("peakmem_x", "byte"), "3.0× more memory (2.5–3.5)", id="more"),
        pytest.param((3, 2.5, 3.5), ("track_x", "byte"), "3.0× higher (2.5–3.5)", id="bytes"),
        pytest.param(
            (0.25, 0.2, 0.3125), ("track_x", "requests"), "4.0× lower (3.2–5.0)", id="lower"
        ),
        pytest.param((1001 / 1000,) * 3, ("track_x", ""), "1.001× higher", id="exact"),
    ],
)
def test_a_difference_is_above_1(
    numbers: tuple[float, float, float], kind: tuple[str, str], words: str
) -> None:
    assert say(*numbers, *kind) == words


@pytest.mark.parametrize(
    ("verdict", "smallest", "words"),
    [
        pytest.param(Verdict.WITHIN_NOISE, 1.03, "within noise (1.03× would show)", id="within"),
        pytest.param(
            Verdict.TOO_NOISY,
            1.234,
            "too noisy to say (only 1.24× would show)",
            id="noisy",
        ),
        pytest.param(Verdict.TOO_NOISY, math.inf, "too noisy to say", id="one-process"),
    ],
)
def test_what_is_no_difference_says_what_would_be(
    verdict: Verdict, smallest: float, words: str
) -> None:
    some = replace(SOME, low=0.99, high=1.01, verdict=verdict, smallest=smallest)
    assert describe(some) == words


def test_equal_numbers_are_the_same() -> None:
    same = replace(SOME, ratio=1.0, low=1.0, high=1.0, verdict=Verdict.WITHIN_NOISE)
    assert describe(same) == "the same"


def test_large_ratios_have_their_digits_grouped() -> None:
    assert say(15900, 13700, 18500) == "15,900× slower (13,700–18,500)"


@pytest.mark.parametrize(
    ("numbers", "texts"),
    [
        pytest.param((1.9412, 1.9021, 1.9803), "1.94 1.90 1.98", id="one-digit"),
        pytest.param((1.0203, 1.0042, 1.0361), "1.020 1.004 1.036", id="two-digits"),
        pytest.param((1.5, 1.5 - 0.0354, 1.5 + 0.0354), "1.500 1.465 1.535", id="last-of-two"),
        pytest.param((8, 2.9, 10), "8 3 10", id="first-of-one"),
        pytest.param((1943, 1890, 1998), "1940 1890 2000", id="thousands"),
        pytest.param((5, 1.2, 21), "5 1.2 21", id="low-end-near-1"),
        pytest.param((40, 2, 800), "40 2 800", id="lopsided"),
        pytest.param((12, 1.00001, 150), "10 1.00001 150", id="barely-above-1"),
        pytest.param((2, 2, 2), "2.00 2.00 2.00", id="no-width"),
        pytest.param((2, 2 - 1e-9, 2 + 1e-9), "2.0000 2.0000 2.0000", id="hardly-any"),
        pytest.param((1.00002, 1.00001, 1.00003), "1.00002 1.00001 1.00003", id="hardly-above-1"),
        pytest.param((0.9, 0.8, 0.99999), "0.90 0.80 0.99999", id="below-1"),
        pytest.param((0.02, 0.01, 0.9), "0.02 0.01 0.9", id="above-0"),
        pytest.param((1, 0.9, 1.1), "1.00 0.90 1.10", id="around-1"),
        pytest.param((9, 1.5, math.inf), "9.00 1.50 inf", id="endless"),
        pytest.param((1 + 1e-15, 1, 2), "1.000000000000 1.0 2.0", id="no-end"),
    ],
)
def test_digits_follow_the_interval(numbers: tuple[float, float, float], texts: str) -> None:
    assert " ".join(round_ratio(*numbers)) == texts


@given(st.floats(1.001, 1e6), st.floats(1e-3, 1))
def test_ends_and_ratio_are_told_apart(low: float, width: float) -> None:
    """An interval above 1, a ratio between its ends: its texts are above 1 and in order."""
    ratio, high = low * math.exp(width), low * math.exp(2 * width)
    texts = [float(text) for text in round_ratio(ratio, low, high)]
    assert 1 < texts[1] < texts[0] < texts[2]


@given(st.floats(1.001, 1e6), st.floats(1e-3, 1))
def test_rounding_stays_within_the_half_width(low: float, width: float) -> None:
    ratio, high = low * math.exp(width), low * math.exp(2 * width)
    assert abs(float(round_ratio(ratio, low, high)[0]) - ratio) <= 0.15 * (high - low) / 2


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (1.03, "1.03"),
        (1.0301, "1.04"),
        (1.1, "1.10"),
        (1.1000001, "1.11"),
        (1.0004, "1.0004"),
        (1.00041, "1.0005"),
        (1.0, "1.0001"),
        (1 + 1e-12, "1.0001"),
        (9.991, "10.00"),
        (10, "10"),
        (10.2, "11"),
        (1234, "1234"),
    ],
)
def test_what_could_be_told_is_rounded_up(ratio: float, text: str) -> None:
    assert round_up(ratio) == text


@given(st.floats(1, 1e6))
def test_it_is_never_rounded_down(ratio: float) -> None:
    assert float(round_up(ratio)) >= ratio * (1 - 1e-6)
