"""Contrast: the difference of two measurements in logarithms, and how sure it is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from plugins.bench.means import find_log_means, find_mean, find_variance
from plugins.bench.model import Measurement
from plugins.bench.student import compute_cdf, find_quantile

FEWEST: Final = 2
"""Processes that an interval takes."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference of mean logarithms; its relation to the error has Student's t distribution."""

    difference: float
    error: float
    """Standard error; 0 for equal values, infinite with fewer than two processes."""
    df: float
    """Degrees of freedom; 1 where the error is infinite or 0, and then of no effect."""
    paired: bool

    def compute_p(self, floor: float) -> float:
        """Compute the probability of a difference so far beyond the floor, either way."""
        excess = abs(self.difference) - floor
        if excess <= 0:
            return 1.0
        return 2 * compute_cdf(-excess / self.error, self.df) if self.error else 0.0

    def compute_half_width(self, alpha: float) -> float:
        """Compute half the width of the interval that misses with a probability of alpha."""
        return -find_quantile(alpha / 2, self.df) * self.error

    def is_told(self, floor: float, alpha: float) -> bool:
        """Tell whether the interval clears the floor."""
        return abs(self.difference) - self.compute_half_width(alpha) > floor


def make_contrast(cell: Measurement, baseline: Measurement) -> Contrast:
    """Contrast a cell with its baseline: paired by round where they ran side by side, or Welch's.

    Source: Welch, The generalization of "Student's" problem when several different population
    variances are involved, Biometrika 34 (1947).
    """
    first, second = find_log_means(cell), find_log_means(baseline)
    difference = find_mean(first) - find_mean(second)
    if _is_paired(cell, baseline):
        others = {run.round: log for run, log in zip(baseline.runs, second, strict=True)}
        steps = [log - others[run.round] for run, log in zip(cell.runs, first, strict=True)]
        return Contrast(difference, *find_error(steps), paired=True)
    return Contrast(difference, *_add_errors(find_error(first), find_error(second)), paired=False)


def find_error(logs: Sequence[float]) -> tuple[float, float]:
    """Find the standard error of a mean, infinite for one number, and its degrees of freedom."""
    if len(logs) < FEWEST:
        return math.inf, 1.0
    return math.sqrt(find_variance(logs) / len(logs)), len(logs) - 1.0


def _is_paired(cell: Measurement, baseline: Measurement) -> bool:
    """Tell whether the two have the same rounds of one session, one process in each."""
    rounds = [sorted(run.round for run in side.runs) for side in (cell, baseline)]
    is_single = len(set(rounds[0])) == len(rounds[0]) >= FEWEST
    return is_single and rounds[0] == rounds[1] and cell.session == baseline.session


def _add_errors(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    """Add two standard errors, and find the degrees of freedom by Welch and Satterthwaite."""
    error = math.hypot(first[0], second[0])
    if error == 0 or math.isinf(error):
        return error, 1.0
    share = (first[0] / error) ** 2
    return error, 1 / (share**2 / first[1] + (1 - share) ** 2 / second[1])
