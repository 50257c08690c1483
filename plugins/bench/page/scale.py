"""Scales: from numbers to places on a line, with ticks at round numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LOG_FROM: Final = 20.0
"""Largest by smallest number, above which a scale is logarithmic: on a linear one the smallest
would have less than a twentieth of the width."""
_INTERVALS: Final = 5
"""Between ticks, at most."""
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_SLACK: Final = 1e-9
"""Share by which what is on a step may lie beyond it, by rounding."""
_LEAST: Final = 1e-300
_MOST: Final = 1e300
"""Ends of what can be drawn: beyond them powers of ten are no floats."""


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
            low = math.log(self.low)  # a quotient of the two may be too large for a float
            part = (math.log(max(value, self.low)) - low) / (math.log(self.high) - low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return min(max(part, 0.0), 1.0)


def make_scale(numbers: Iterable[float], *, may_be_log: bool = True) -> Scale:
    """Make a scale for numbers above 0, at least one: linear from 0, or logarithmic.

    It begins at 0 wherever it can, so that a bar twice as long is a number twice as large.
    Ends of intervals without an end, 0 and infinity, are left out.
    """
    ends = (number for number in numbers if 0 < number < math.inf)
    known = [min(max(number, _LEAST), _MOST) for number in ends]
    least, most = min(known), max(known)
    if may_be_log and most / least > LOG_FROM:
        return _make_log(least, most)
    step = _find_step(most)
    count = math.ceil(most / step * (1 - _SLACK))
    ticks = tuple(step * number for number in range(count + 1))
    return Scale(0.0, ticks[-1], is_log=False, ticks=ticks)


def _find_step(most: float) -> float:
    power = 10.0 ** math.floor(math.log10(most / _INTERVALS))
    return next(step * power for step in _STEPS if step * power * _INTERVALS >= most * (1 - _SLACK))


def _make_log(least: float, most: float) -> Scale:
    """Make a scale between powers of ten, with a tick at each, or at each second, and so on."""
    first = math.floor(math.log10(least) + _SLACK)
    last = math.ceil(math.log10(most) - _SLACK)
    step = math.ceil((last - first) / _INTERVALS)
    last = first + math.ceil((last - first) / step) * step
    ticks = tuple(10.0**power for power in range(first, last + 1, step))
    return Scale(ticks[0], ticks[-1], is_log=True, ticks=ticks)
