"""Wording: what a comparison says in words, with no more digits than its interval supports."""

import math
from typing import Final

from plugins.bench.compare import Comparison, Verdict
from plugins.bench.means import find_kind
from plugins.bench.model import Kind

TIMES: Final = "\N{MULTIPLICATION SIGN}"
DASH: Final = "\N{EN DASH}"

USUAL: Final = 2
"""Decimals where an interval has no width that would tell."""
MOST: Final = 4
"""Decimals of a ratio; more are no one's concern."""
LAST: Final = 12
"""Decimals at which what is different from 1 must show it."""

_TWO_DIGITS: Final = 3.55
"""A leading digit below this keeps a second one; above, the second says little."""


def describe(comparison: Comparison) -> str:
    """Describe a verdict, as "1.94x faster (1.90-1.98)" with finer signs.

    Numbers of a difference are above 1, as time and memory are turned round where they are less.
    """
    match comparison.verdict:
        case Verdict.DIFFERENT:
            return _describe_difference(comparison)
        case Verdict.WITHIN_NOISE:
            if comparison.low == comparison.high == 1:
                return "the same"
            return f"within noise ({_write_smallest(comparison)} would show)"
        case _:
            if math.isinf(comparison.smallest):
                return "too noisy to say"
            smallest = _write_smallest(comparison)
            return f"too noisy to say (only {smallest} would show)"


def round_ratio(ratio: float, low: float, high: float) -> tuple[str, str, str]:
    """Round a ratio and the ends of its interval to the same place.

    The half width keeps one significant digit, or two if it begins with 1, 2 or 3: the rule of the
    Particle Data Group (Review of Particle Physics, Introduction, section 5.3). A number that would
    look like 1, or be on its other side, or be 0, has as many more as it takes.

    Returns:
        Ratio, low and high, in this order.
    """
    decimals = _choose_decimals((high - low) / 2)
    return _write_apart(ratio, decimals), _write_apart(low, decimals), _write_apart(high, decimals)


def round_percent(ratio: float, low: float, high: float) -> str:
    """Round how far a ratio lies from 1, either way, in percent: to the place of `round_ratio`."""
    decimals = _choose_decimals((high - low) / 2) - 2
    return _write(abs(ratio - 1) * 100, decimals)


def round_up(ratio: float) -> str:
    """Round a ratio above 1 up, to two decimals, or to the first that is not 0, or to a whole one.

    Up, because a smaller ratio could not have been told.
    """
    above = max(ratio - 1, 10**-MOST)
    decimals = 0 if ratio >= 10 else max(USUAL, -math.floor(math.log10(above)))  # noqa: PLR2004
    # What is within rounding of a step is on it.
    steps = math.ceil(round((1 + above) * 10**decimals, 6))
    return _write(steps / 10**decimals, decimals)


def _describe_difference(comparison: Comparison) -> str:
    ratio, low, high = comparison.ratio, comparison.low, comparison.high
    less, more = _choose_words(comparison)
    word = less if ratio < 1 else more
    if ratio < 1:
        ratio, low, high = 1 / ratio, 1 / high, 1 / low
    ratio_text, low_text, high_text = map(group_thousands, round_ratio(ratio, low, high))
    interval = "" if low == high else f" ({low_text}{DASH}{high_text})"
    return f"{ratio_text}{TIMES} {word}{interval}"


def _write_smallest(comparison: Comparison) -> str:
    return f"{group_thousands(round_up(comparison.smallest))}{TIMES}"


def group_thousands(text: str) -> str:
    """Group the digits of a rounded number: "15,900"."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}"


def _choose_words(comparison: Comparison) -> tuple[str, str]:
    """Choose the words for a ratio below 1 and for one above."""
    match find_kind(comparison.cell), comparison.cell.unit:
        case _, "second":
            return "faster", "slower"
        case Kind.PEAKMEM, _:
            return "less memory", "more memory"
        case _:
            return "lower", "higher"


def _choose_decimals(half: float) -> int:
    """Choose decimals for a number with that uncertainty; below 0 they are digits before it."""
    if not 0 < half < math.inf:
        return USUAL
    power = math.floor(math.log10(half))
    leading = half / 10.0**power
    return min(MOST, (1 if leading < _TWO_DIGITS else 0) - power)


def _write_apart(number: float, decimals: int) -> str:
    """Write a number so that it is on its side of 1, and of 0."""
    text = _write(number, decimals)
    is_apart = number == 1 or (float(text) > 1 if number > 1 else 0 < float(text) < 1)
    return text if is_apart or decimals == LAST else _write_apart(number, decimals + 1)


def _write(number: float, decimals: int) -> str:
    return f"{round(number, decimals):.{max(decimals, 0)}f}"
