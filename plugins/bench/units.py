"""Numbers with units, with no more digits than their intervals support."""

import math
from collections.abc import Sequence
from typing import Final

SCALES: Final = {
    "second": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    "byte": ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B")),
}
"""Units that are scaled, and those they are written in: what each is in it, the largest first."""
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_LEAST_SHARE: Final = 0.0005
_LEAST_DIGITS: Final = 2
_MOST_DIGITS: Final = 4
_MOST_DECIMALS: Final = 9
"""Beyond them a number is written as 1.5e-12."""
_MINUTE: Final = 60


def write_quantity(value: float, low: float, high: float, unit: str) -> str:
    """Write a value with its unit, as "12.3 ms".

    Args:
        value: In `unit`, above 0.
        low: Lower end of its interval.
        high: Upper end; with an infinite one, two digits are written.
        unit: "second" and "byte" are scaled; any other is written as it is.
    """
    scale, name = choose_scale(value, low, high, unit)
    return f"{write_number(value, low, high, scale)} {name}"


def choose_scale(value: float, low: float, high: float, unit: str) -> tuple[float, str]:
    """Choose the unit in which a value is written, and what it is in `unit`."""
    # Rounded first: 999.96 ms may be 1.000 s.
    rounded = _round(value, _count_digits(value, (high - low) / 2))
    scales = SCALES.get(unit, ((1.0, unit),))
    return next((pair for pair in scales if rounded >= pair[0]), scales[-1])


def write_number(value: float, low: float, high: float, scale: float = 1.0) -> str:
    """Write a value in a unit that is `scale`, with the digits that its interval supports."""
    digits = _count_digits(value, (high - low) / 2)
    rounded = _round(value, digits)
    text = _write(rounded / scale, digits)
    is_exact = low == high and rounded == value
    has_zeros = "." in text and "e" not in text  # which say nothing of what is exact
    return text.rstrip("0").rstrip(".") if is_exact and has_zeros else text


def write_ends(value: float, low: float, high: float, scale: float = 1.0) -> tuple[str, str]:
    """Write the ends of a finite interval, to the place to which `write_number` has the value."""
    digits = _count_digits(value, (high - low) / 2)
    decimals = _count_decimals(_round(value, digits) / scale, digits)
    first, last = (_write_to(end / scale, decimals, digits) for end in (low, high))
    return first, last


def _round(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


def write_ticks(values: Sequence[float], unit: str, *, is_log: bool) -> list[str]:
    """Write the round numbers of a scale, ascending: in the unit of the largest if it is linear."""
    scales = SCALES.get(unit, ((1.0, unit),))
    return [_write_tick(value, value if is_log else values[-1], scales) for value in values]


def _write_tick(value: float, measure: float, scales: Sequence[tuple[float, str]]) -> str:
    if value == 0:
        return "0"
    scale, name = next((pair for pair in scales if measure >= pair[0] * (1 - 1e-9)), scales[-1])
    number = value / scale
    text = f"{number:,.0f}" if number >= 1000 else f"{number:.4g}"  # noqa: PLR2004 - thousands
    return f"{text} {name}".rstrip()


def _count_digits(number: float, half: float) -> int:
    """Count a number's digits up to the first that its half width makes doubtful."""
    if half == 0:
        return _MOST_DIGITS
    if math.isinf(half):
        return _LEAST_DIGITS
    digits = math.floor(math.log10(number)) - math.floor(math.log10(half)) + 1
    return min(max(digits, _LEAST_DIGITS), _MOST_DIGITS)


def _write(number: float, digits: int) -> str:
    return _write_to(number, _count_decimals(number, digits), digits)


def _count_decimals(number: float, digits: int) -> int:
    return digits - 1 - int(f"{number:.{digits - 1}e}".partition("e")[2])


def _write_to(number: float, decimals: int, digits: int) -> str:
    if decimals > _MOST_DECIMALS:
        return f"{number:.{digits - 1}e}"
    return f"{round(number, decimals):,.{max(decimals, 0)}f}"


def write_share(share: float) -> str:
    """Write a share of 1 in percent, with one decimal below 10 %."""
    if 0 < share < _LEAST_SHARE:
        return f"under 0.1{NO_BREAK}%"
    decimals = 1 if share < 0.1 else 0  # noqa: PLR2004
    return f"{share * 100:.{decimals}f}{NO_BREAK}%"


def write_duration(seconds: float) -> str:
    """Write how long something takes, about: "40 s", "3 min", "2 h 10 min"."""
    if math.ceil(seconds) < _MINUTE:
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / _MINUTE)
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"
