"""Scales: from numbers to places on a line, with ticks at round numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LOG_FROM: Final = 20.0
"""Largest by smallest number, above which a scale is logarithmic: on a linear one the smallest
would have less than a twentieth of the width."""
_INTERVALS: Final = 5
"""Between ticks of a linear scale, at most."""
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_DECADES: Final = 2
"""Powers of ten from which on only they have ticks."""
_MOST_TICKS: Final = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from `low` to `high`."""

    low: float
    high: float
    is_log: bool
    ticks: tuple[float, ...]
    """Ascending; the first is `low` and the last is `high`."""

    def place(self, value: float) -> float:
        """Tell how far along the line a number lies, from 0 to 1; beyond an end, at that end."""
        if self.is_log:
            part = math.log(max(value, self.low) / self.low) / math.log(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return min(max(part, 0.0), 1.0)


def make_scale(numbers: Iterable[float], *, may_be_log: bool = True) -> Scale:
    """Make a scale for numbers above 0, at least one: linear from 0, or logarithmic.

    It begins at 0 wherever it can, so that a bar twice as long is a number twice as large.
    """
    known = list(numbers)
    least, most = min(known), max(known)
    if may_be_log and most / least > LOG_FROM:
        return _make_log(least, most)
    step = _find_step(most)
    count = math.ceil(most / step * (1 - 1e-9))
    ticks = tuple(step * number for number in range(count + 1))
    return Scale(0.0, ticks[-1], is_log=False, ticks=ticks)


def _find_step(most: float) -> float:
    power = 10.0 ** math.floor(math.log10(most / _INTERVALS))
    return next(step * power for step in _STEPS if step * power * _INTERVALS >= most * (1 - 1e-9))


def _make_log(least: float, most: float) -> Scale:
    """Make a scale between numbers that begin with 1, 2 or 5."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    round_ones = [digit * 10.0**power for power in powers for digit in (1.0, 2.0, 5.0)]
    low = max(one for one in round_ones if one <= least * (1 + 1e-9))
    high = min(one for one in round_ones if one >= most * (1 - 1e-9))
    between = [10.0**power for power in powers if low < 10.0**power < high]
    step = math.ceil((len(between) + _DECADES) / _MOST_TICKS)
    return Scale(low, high, is_log=True, ticks=(low, *between[step - 1 :: step], high))
