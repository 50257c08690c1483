"""Numbers with units, with no more digits than their intervals support."""

import math
from typing import Final

_SCALES: Final = {
    "second": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "byte": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")),
}
_MOST_DIGITS: Final = 4


def write_quantity(value: float, low: float, high: float, unit: str) -> str:
    """Write a value with its unit, as "12.3 ms".

    Args:
        value: In `unit`, above 0.
        low: Lower end of its interval.
        high: Upper end; with an infinite one, two digits are written.
        unit: "second" and "byte" are scaled; any other is written as it is.
    """
    scales = _SCALES.get(unit, ((1.0, unit),))
    scale, name = next((pair for pair in scales if value >= pair[0]), scales[-1])
    return f"{_write(value / scale, (high - low) / 2 / scale)} {name}"


def _write(number: float, half: float) -> str:
    """Write a number up to the first digit that its half width makes doubtful."""
    digits = 2
    if half == 0:
        digits = _MOST_DIGITS
    elif math.isfinite(half):
        digits = math.floor(math.log10(number)) - math.floor(math.log10(half)) + 1
        digits = min(max(digits, 2), _MOST_DIGITS)
    decimals = digits - 1 - math.floor(math.log10(number))
    return f"{round(number, decimals):,.{max(decimals, 0)}f}"


def write_duration(seconds: float) -> str:
    """Write how long something takes, about: "40 s", "3 min", "2 h 10 min"."""
    if seconds < 60:  # noqa: PLR2004
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"
