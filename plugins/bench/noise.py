"""Noise: how far measurements of the same code lie apart for where they were measured alone."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import mean, variance
from typing import Final

from plugins.bench.contrast import FEWEST
from plugins.bench.means import find_log_means
from plugins.bench.model import Cell, Measurement
from plugins.bench.student import find_quantile

ENVIRONMENT: Final = "environment"
"""The parameter that tells one environment from another."""
COVERAGE: Final = 0.95
"""Share of pairs of environments that differ by less than the floor."""


def find_floor(measurements: Iterable[Measurement]) -> float:
    """Find the noise floor of a machine from an A/A run under one interpreter.

    It is the relative difference that two fresh environments make, beyond the chance of processes,
    in 95 of 100 pairs: t · √2 · s, where s² is the variance of the environments' means pooled over
    the functions, less the part of it that chance explains, and t is for its degrees of freedom.
    Chance is left out as the interval of each comparison has it already: on a noisy machine it
    would count twice, and hide all but the largest differences. 0 if chance explains all.

    Args:
        measurements: Each of a function in one environment, which is its parameter `environment`;
            in any order, and not necessarily equally many for each function.

    Source: variance components by the analysis of variance, as in Searle, Casella and McCulloch,
    Variance Components (1992); a prediction interval for a difference of two.

    Raises:
        ValueError: No function was measured in two environments.
    """
    groups: dict[Cell, list[Measurement]] = defaultdict(list)
    for measurement in measurements:
        cell = measurement.cell
        others = tuple(axis for axis in cell.params if axis[0] != ENVIRONMENT)
        groups[replace(cell, params=others)].append(measurement)
    pooled = [group for group in groups.values() if len(group) >= FEWEST]
    if not pooled:
        found = f"functions: {len(groups)} in one environment each" if groups else "nothing"
        raise ValueError(
            f"a noise floor takes a function in two environments or more; measured was {found}"
        )
    df = sum(len(group) - 1 for group in pooled)
    excess = sum(_find_excess(group) * (len(group) - 1) for group in pooled) / df
    t = find_quantile((1 + COVERAGE) / 2, float(df))
    return math.expm1(t * math.sqrt(2 * max(excess, 0.0)))


def _find_excess(group: Sequence[Measurement]) -> float:
    """Find the variance of the means of environments that chance does not explain."""
    logs = [find_log_means(measurement) for measurement in group]
    means = list(map(mean, logs))
    are_alike = len({tuple(run.round for run in measurement.runs) for measurement in group}) == 1
    if are_alike:  # what all have in a round is no chance: it moves no mean against another
        drift = list(map(mean, zip(*logs, strict=True)))
        logs = [tuple(x - d for x, d in zip(row, drift, strict=True)) for row in logs]
    # Without the drift, as many degrees of freedom are gone as one environment has.
    scale = len(group) / (len(group) - 1) if are_alike else 1.0
    chance = [scale * variance(row) / len(row) for row in logs if len(row) >= FEWEST]
    return variance(means) - (mean(chance) if chance else 0.0)
