"""Compare: which differences between measurements can be told, judged for a whole table at once."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist
from typing import Final

from plugins.bench.contrast import FEWEST, Contrast, find_error, make_contrast
from plugins.bench.means import find_kind, find_mean, find_means, find_variance
from plugins.bench.model import Measurement
from plugins.bench.student import find_quantile

ERROR: Final = 0.05
"""Share of tables of equal things in which any difference is told."""
COARSE: Final = 1.10
"""A comparison that could not have told this ratio is too noisy to say that things are equal: a
tenth is what a reader would act upon."""

BUILD: Final = ("python_compiler", "python_build")
"""What an environment says of how its interpreter was built."""

_LEAST: Final = 1e-12
"""A difference that rounding alone may make, in logarithms: the floor where there is no other."""
_MOST: Final = 700.0
"""The logarithm of about the largest float; ratios beyond it are not told apart."""

_SMALLEST: Final = math.ulp(0.0)
"""The smallest float above 0."""


class Verdict(StrEnum):
    """What a comparison says, in words of the site."""

    DIFFERENT = "different"
    WITHIN_NOISE = "within noise"
    TOO_NOISY = "too noisy to say"


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a measurement says of its cell alone, in the measurement's unit."""

    mean: float
    """Geometric mean of the process means, so that ratios of estimates are those compared."""
    low: float
    """Lower end of its 95 % interval; 0 for one process."""
    high: float
    """Upper end; infinite for one process."""
    processes: int
    spread: float | None
    """Standard deviation of the logarithms of process means; None for one process."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two measurements to compare."""

    cell: Measurement
    baseline: Measurement
    floor: float | None = None
    """Noise floor as a relative difference, 0.012 for 1.2 %, that 95 of 100 pairs of equal things
    stay below; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What can be told of a pair."""

    cell: Measurement
    baseline: Measurement
    ratio: float
    """Geometric mean of the cell by that of the baseline."""
    low: float
    """Lower end of its interval at `level`; 0 if either has one process."""
    high: float
    """Upper end; infinite if either has one process."""
    level: float
    """Of the interval: that at which the table's Holm procedure decided on this comparison."""
    paired: bool
    """Whether rounds were compared one by one, which takes out what a round's processes share."""
    floor: float | None
    """Relative difference that the interval must clear: the pair's, widened for the number of
    comparisons in the table; None where none is known, and then any difference counts."""
    verdict: Verdict
    smallest: float
    """The smallest ratio above 1 that could have been told; infinite if none could."""
    caveat: str | None
    """What else may make the difference; None if nothing is known to."""
    is_publishable: bool
    """Whether neither measurement was a quick one."""


def estimate(measurement: Measurement) -> Estimate:
    """Estimate what a cell takes, with a t interval on the logarithms of its process means.

    The interval is geometric: about as far below the mean, as a ratio, as above.
    """
    means = find_means(measurement)
    logs = [math.log(mean) for mean in means]
    # From one of them, so that equal ones come out as they went in.
    middle = max(means[0] * _raise(find_mean(logs) - logs[0]), _SMALLEST)
    error, df = find_error(logs)
    half = -find_quantile(ERROR / 2, df) * error
    low, high = middle * _raise(-half), middle * _raise(half)
    if half < math.inf:  # as in `_raise`
        low, high = max(low, _SMALLEST), min(high, sys.float_info.max)
    return Estimate(
        middle,
        low,
        high,
        len(logs),
        math.sqrt(find_variance(logs)) if len(logs) >= FEWEST else None,
    )


def compare(pairs: Sequence[Pair]) -> tuple[Comparison, ...]:
    """Compare all pairs of one table, in their order.

    A difference is told if the comparison's interval clears the noise floor. Intervals are t
    intervals on the logarithms of process means: paired by round where both measurements have the
    same rounds of one session, Welch's otherwise. Their levels are those of Holm's procedure, so
    that in at most one of 20 tables of equal things any difference is told. Pairs without an
    interval count among the table's comparisons.

    Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    Statistics 6 (1979).

    Raises:
        ValueError: The measurements are of several machines, or a pair's of two kinds or units.
    """
    _check(pairs)
    contrasts = [make_contrast(pair.cell, pair.baseline) for pair in pairs]
    floors = [_find_floor(pair, len(pairs)) for pair in pairs]
    alphas = _choose_alphas(contrasts, floors)
    return tuple(map(_judge, pairs, contrasts, floors, alphas))


def _check(pairs: Sequence[Pair]) -> None:
    machines = {
        str(side.environment.get("machine", "a machine without a name"))
        for pair in pairs
        for side in (pair.cell, pair.baseline)
    }
    if len(machines) > 1:
        raise ValueError(f"measured on several machines: {', '.join(sorted(machines))}")
    for pair in pairs:
        kinds = [f"{find_kind(side)} in {side.unit}" for side in (pair.cell, pair.baseline)]
        if kinds[0] != kinds[1]:
            labels = f"{pair.cell.cell.label} and {pair.baseline.cell.label}"
            raise ValueError(f"{labels} do not compare: {kinds[0]} and {kinds[1]}")


def _find_floor(pair: Pair, size: int) -> float:
    """Find the floor in logarithms, widened from a pair to all pairs of a table at once.

    A floor that each of six pairs stays below in 95 of 100 tables is passed by one of them in more:
    simulated, 12 % of tables of steady cells with a bias of 1 % told a difference. So it is scaled,
    as a normal deviate, to Bonferroni's level, by 1.35 for six; then 3 % did.
    """
    normal = NormalDist()
    scale = normal.inv_cdf(1 - ERROR / 2 / size) / normal.inv_cdf(1 - ERROR / 2)
    return max(math.log1p(pair.floor or 0) * scale, _LEAST)


def _choose_alphas(contrasts: Sequence[Contrast], floors: Sequence[float]) -> list[float]:
    """Choose by Holm's steps the probability with which each interval may miss.

    Equal probabilities are taken in the order of the table.
    """
    ps = list(map(Contrast.compute_p, contrasts, floors))
    alphas = [ERROR] * len(ps)
    alpha, is_told = ERROR, True
    for done, place in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        if is_told:
            alpha = ERROR / (len(ps) - done)
        alphas[place] = alpha
        is_told = is_told and contrasts[place].is_told(floors[place], alpha)
    return alphas


def _judge(pair: Pair, contrast: Contrast, floor: float, alpha: float) -> Comparison:
    half = contrast.compute_half_width(alpha)
    smallest = _raise(half + floor)
    if contrast.is_told(floor, alpha):
        verdict = Verdict.DIFFERENT
    else:
        verdict = Verdict.TOO_NOISY if smallest > COARSE else Verdict.WITHIN_NOISE
    sides = (pair.cell, pair.baseline)
    builds = [[side.environment.get(key) for key in BUILD] for side in sides]
    return Comparison(
        *sides,
        ratio=_raise(contrast.difference),
        low=_raise(contrast.difference - half),
        high=_raise(contrast.difference + half),
        level=1 - alpha,
        paired=contrast.paired,
        floor=None if pair.floor is None else math.expm1(min(floor, _MOST)),
        verdict=verdict,
        smallest=smallest,
        caveat="built differently" if builds[0] != builds[1] else None,
        is_publishable=all(side.mode != "quick" for side in sides),
    )


def _raise(log: float) -> float:
    """Raise e to a power; what is finite stays finite and above 0."""
    return math.exp(log if math.isinf(log) else max(-_MOST, min(_MOST, log)))
