"""Student's t distribution for real degrees of freedom, which the standard library lacks."""

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_MIDDLE: Final = 0.5
"""What lies on either side of 0."""
_CLOSE: Final = 4e-15
"""Relative change below which the fraction has settled: a few roundings of a float."""
_SETTLED: Final = 1e-13
"""The same of a root."""
_STEPS: Final = 200
"""To find a root in. Halving alone takes fewer; with millions of degrees of freedom the roundings
are larger than the last steps, which would then never be small enough."""


def compute_cdf(t: float, df: float) -> float:
    """Compute the probability that a value is at most t.

    Small results, far to the left, are as precise as others: take `compute_cdf(-t, df)` for
    what lies beyond t.

    Args:
        t: A value; may be infinite.
        df: Degrees of freedom, above 0.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.1 and 26.5.27.

    Raises:
        ValueError: The degrees of freedom are not above 0.
    """
    if not df > 0:
        raise ValueError(f"degrees of freedom = {df} is not above 0")
    tail = _compute_tail(abs(t), df)
    return tail if t < 0 else 1 - tail


@lru_cache(maxsize=1024)
def find_quantile(level: float, df: float) -> float:
    """Find the value that the distribution stays below with a probability.

    A small level is exact where `1 - level` is not: take `-find_quantile(level, df)` for the
    value with so much beyond it.

    Args:
        level: That probability, between 0 and 1.
        df: Degrees of freedom, above 0.

    Raises:
        ValueError: The level is not between 0 and 1, or there are no degrees of freedom.
    """
    if not 0 < level < 1:
        raise ValueError(f"level = {level} is not between 0 and 1")
    if not df > 0:
        raise ValueError(f"degrees of freedom = {df} is not above 0")
    if level == _MIDDLE:
        return 0.0
    tail = min(level, 1 - level)
    root = _find_root(_make_gap(tail, df), df)
    return -root if level < _MIDDLE else root


def _make_gap(tail: float, df: float) -> Callable[[float], float]:
    """Make the function whose root has so much beyond it; it falls as the density says."""
    body = _MIDDLE - tail
    if tail < body:  # the smaller part is the precise one
        return lambda t: _compute_tail(t, df) - tail
    return lambda t: body - _compute_body(t, df)


def _find_root(gap: Callable[[float], float], df: float) -> float:
    """Find where a falling function is 0, by Newton's steps, halving where these leave the bracket.

    Source: Press et al., Numerical Recipes, 3rd edition, section 9.4 (`rtsafe`).
    """
    low, high = 0.0, 1.0
    while gap(high) > 0:
        low, high = high, 2 * high
    t = (low + high) / 2
    for _ in range(_STEPS):
        miss = gap(t)
        low, high = (t, high) if miss > 0 else (low, t)
        step = miss / _compute_density(t, df)
        if abs(step) <= _SETTLED * t:
            break
        t = t + step if low < t + step < high else (low + high) / 2
    return t


def _compute_density(t: float, df: float) -> float:
    """Compute the density; Abramowitz and Stegun, 26.7.1, under the integral."""
    log_scale = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(log_scale - (df + 1) / 2 * math.log1p(t * t / df))


def _compute_tail(t: float, df: float) -> float:
    """Compute what lies beyond t, which is not below 0."""
    if math.isinf(t):
        return 0.0
    return _compute_beta(df / 2, 0.5, *_split(t, df)) / 2


def _compute_body(t: float, df: float) -> float:
    """Compute what lies between 0 and t."""
    x, y = _split(t, df)
    return _compute_beta(0.5, df / 2, y, x) / 2


def _split(t: float, df: float) -> tuple[float, float]:
    """Split 1 into df / (df + t²) and t² / (df + t²), neither by a difference."""
    root = math.sqrt(df)
    whole = math.hypot(root, t)
    return (root / whole) ** 2, (t / whole) ** 2


def _compute_beta(a: float, b: float, x: float, y: float) -> float:
    """Compute the regularised incomplete beta function at x, with y = 1 - x.

    Source: Press et al., Numerical Recipes, 3rd edition, section 6.4; the fraction is 8.17.22 in
    the NIST Digital Library of Mathematical Functions, with the condition for its use.
    """
    if x > (a + 1) / (a + b + 2):
        return 1 - _compute_beta(b, a, y, x)
    if x == 0:
        return 0.0
    log_scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    scale = math.exp(log_scale + a * math.log(x) + b * math.log(y)) / a
    return scale * _compute_fraction(a, b, x)


def _compute_fraction(a: float, b: float, x: float) -> float:
    """Compute the continued fraction of the incomplete beta function by Lentz's method."""
    upper, lower = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    fraction, m = lower, 0
    while m == 0 or abs(upper * lower - 1) > _CLOSE:
        m += 1
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            upper, lower = 1 + term / upper, 1 / (1 + term * lower)
            fraction *= upper * lower
    return fraction
