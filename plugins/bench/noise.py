"""Noise: how far measurements of the same code lie apart for where they were measured alone."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from statistics import mean, variance
from typing import Final

from plugins.bench.means import find_log_means
from plugins.bench.model import Cell, Measurement
from plugins.bench.student import find_quantile

ENVIRONMENT: Final = "environment"
"""The parameter that tells one environment from another."""
COVERAGE: Final = 0.95
"""Share of pairs that stay below the floor."""


def find_floor(measurements: Iterable[Measurement]) -> float:
    """Find the noise floor of a machine from an A/A run under one interpreter.

    It is the relative difference that two measurements of the same code in two fresh environments
    stay below in 95 of 100 pairs, chance of the processes included: a prediction interval,
    t · √2 · s, with the standard deviation s of the environments' means pooled over the functions,
    and t for its degrees of freedom. In simulations of 3 functions, 6 environments and 10 processes
    95 % of normal new pairs stay below it (skewed 92 to 94 %, two-valued 97 to 100 %), but only 91
    to 92 % below the 95th percentile of the pairs measured, which share few environments.

    Args:
        measurements: Each of a function in one environment, which is its parameter `environment`;
            in any order, and not necessarily equally many for each function.

    Source: Hahn and Meeker, Statistical Intervals (1991), chapter 4, for the prediction interval
    of a normal sample; here for a difference of two.

    Raises:
        ValueError: No function was measured in two environments.
    """
    groups: dict[Cell, list[float]] = defaultdict(list)
    for measurement in measurements:
        cell = measurement.cell
        others = tuple(axis for axis in cell.params if axis[0] != ENVIRONMENT)
        groups[replace(cell, params=others)].append(mean(find_log_means(measurement)))
    df = sum(len(means) - 1 for means in groups.values())
    if not df:
        found = f"functions: {len(groups)} in one environment each" if groups else "nothing"
        raise ValueError(
            f"a noise floor takes a function in two environments or more; measured was {found}"
        )
    squares = sum(variance(means) * (len(means) - 1) for means in groups.values() if means[1:])
    t = find_quantile((1 + COVERAGE) / 2, float(df))
    return math.expm1(t * math.sqrt(2 * squares / df))
