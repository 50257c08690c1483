"""How a number is written: its formats, which of them fit, and what its title says."""

import math
from collections.abc import Mapping
from typing import Final

from plugins.audit import quote
from plugins.bench.compare import Comparison, Estimate, Verdict
from plugins.bench.config import suggest
from plugins.bench.prose.syntax import RequestError
from plugins.bench.units import (
    NO_BREAK,
    SCALES,
    choose_scale,
    write_ends,
    write_number,
    write_share,
)
from plugins.bench.wording import (
    DASH,
    TIMES,
    describe,
    group_thousands,
    round_percent,
    round_ratio,
)

_NUMBER: Final = "number"
_RATIO: Final = ("times", _NUMBER, "percent", "verdict")
_POWERS: Final = {
    unit: {name: round(math.log10(scale)) for scale, name in scales}
    for unit, scales in SCALES.items()
}
"""Units of which a reader may be told, as powers of ten of that in which values are stored."""
_NAMES: Final = {"us": "µs", "\N{GREEK SMALL LETTER MU}s": "µs"}
"""Other ways to write a unit."""
_KNOWN: Final = {*_RATIO, *_POWERS["second"], *_POWERS["byte"]}


def check_form(form: str, unit: str, *, is_ratio: bool) -> None:
    """Refuse a format that there is not, or that does not fit.

    Raises:
        RequestError: It says which do.
    """
    powers = {} if is_ratio else _POWERS.get(unit, {})
    fitting = [*_RATIO] if is_ratio else [*_list_names(powers), _NUMBER]
    name = _NAMES.get(form, form)
    if name in {"", *fitting}:
        return
    if name not in _KNOWN:
        raise RequestError(f"has {quote(form)}, which is no format", suggest(form, fitting))
    what = "a ratio" if is_ratio else f"a number in {_write_unit(unit)}"
    message = f"has the format {quote(form)}, which does not fit {what}"
    raise RequestError(message, f"There are {', '.join(fitting)}.")


def find_power(name: str, unit: str) -> int:
    """Find the power of ten that a claim's unit is of that of the measurement.

    Raises:
        RequestError: There is no such unit, or none is said where one must be.
    """
    powers = _POWERS.get(unit, {unit: 0, "": 0})
    power = powers.get(_NAMES.get(name, name))
    if power is None:
        said = f"in {quote(name)}" if name else "without a unit"
        hint = f"Write one of {', '.join(_list_names(powers))} after the number."
        raise RequestError(f"makes a claim {said} of what is measured in {_write_unit(unit)}", hint)
    return power


def write_ratio(comparison: Comparison, form: str) -> str:
    """Write a ratio, as "1.94x" with a finer sign."""
    numbers = (comparison.ratio, comparison.low, comparison.high)
    match form:
        case "verdict":
            return describe(comparison)
        case "percent":
            return f"{round_percent(*numbers)}{NO_BREAK}%"
        case "number":
            return round_ratio(*numbers)[0]
        case _:
            return f"{group_thousands(round_ratio(*numbers)[0])}{TIMES}"


def write_estimate(found: Estimate, unit: str, form: str) -> str:
    """Write what a cell alone takes, as "12.3 ms"; a number without unit is in that of storage."""
    scale, name = _choose_scale(found, unit, form)
    number = write_number(found.mean, found.low, found.high, scale)
    return number if form == _NUMBER else f"{number}{NO_BREAK}{name}"


def write_ratio_interval(comparison: Comparison) -> str:
    """Write the interval of a ratio, as "1.90-1.98"; empty if it is infinite."""
    if math.isinf(comparison.high):
        return ""
    numbers = round_ratio(comparison.ratio, comparison.low, comparison.high)
    _, low, high = map(group_thousands, numbers)
    return f"{low}{DASH}{high}"


def write_estimate_interval(found: Estimate, unit: str, form: str) -> str:
    """Write the interval of an estimate, with its unit; empty if it is infinite."""
    if math.isinf(found.high):
        return ""
    scale, name = _choose_scale(found, unit, form)
    low, high = write_ends(found.mean, found.low, found.high, scale)
    return f"{low}{DASH}{high}{NO_BREAK}{name}"


def describe_ratio(comparison: Comparison) -> list[str]:
    """Tell of a ratio what its title says: interval, verdict, noise floor, caveat."""
    verdict = comparison.verdict
    return [
        _describe_interval(write_ratio_interval(comparison), comparison.level),
        *([verdict.value] if verdict is not Verdict.DIFFERENT else []),
        *([] if comparison.floor is None else [f"noise floor {write_share(comparison.floor)}"]),
        *([comparison.caveat] if comparison.caveat else []),
    ]


def describe_estimate(found: Estimate, unit: str, form: str) -> list[str]:
    """Tell of an estimate what its title says: its interval."""
    return [_describe_interval(write_estimate_interval(found, unit, form), 0.95)]


def _describe_interval(text: str, level: float) -> str:
    # Cut, not rounded: no interval is one of 100 %.
    percent = f"{math.floor(level * 10_000) / 100:g}{NO_BREAK}%"
    return f"{percent} interval {text}" if text else "one process, so no interval"


def _choose_scale(found: Estimate, unit: str, form: str) -> tuple[float, str]:
    if form == _NUMBER:
        return 1.0, _write_unit(unit)
    if form:
        name = _NAMES.get(form, form)
        return float(f"1e{_POWERS[unit][name]}"), name
    return choose_scale(found.mean, found.low, found.high, unit)


def _list_names(powers: Mapping[str, int]) -> list[str]:
    """List units as they are shown: that of storage first, then those further from it."""
    return sorted(filter(None, powers), key=lambda name: abs(powers[name]))


def _write_unit(unit: str) -> str:
    return _list_names(_POWERS[unit])[0] if unit in _POWERS else unit
