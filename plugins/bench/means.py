"""Process means: what all statistics rest on, as values within a process depend on one another."""

import math
from collections.abc import Sequence

from plugins.bench.model import Kind, Measurement


def find_mean(values: Sequence[float]) -> float:
    """Find the mean of numbers: rounded once, and equal ones have themselves as their mean.

    `statistics.mean` is exact, and twenty times slower: a site has thousands of processes.
    """
    first = values[0]
    if values.count(first) == len(values):
        return first
    return math.fsum(values) / len(values)


def find_variance(values: Sequence[float]) -> float:
    """Find the variance of numbers of which they are a sample; there must be two."""
    mean = find_mean(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def find_means(measurement: Measurement) -> tuple[float, ...]:
    """Find the mean of each process, in the measurement's unit and in the order of the runs."""
    return tuple(find_mean(run.values) for run in measurement.runs)


def find_log_means(measurement: Measurement) -> tuple[float, ...]:
    """Find the natural logarithm of each process's mean, in the order of the runs."""
    return tuple(map(math.log, find_means(measurement)))


def find_kind(measurement: Measurement) -> Kind:
    """Find the kind of the function that was measured, by its name."""
    return Kind(measurement.cell.function.partition("_")[0])
