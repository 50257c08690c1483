"""Whether what was measured supports what a sentence claims.

A claim is supported if the whole interval is on its side. A ratio must also clear the noise floor,
as a bias of the machine is in no interval: `> N` holds if low / (1 + floor) > N, and `< N` if
high · (1 + floor) < N. `~ 1` holds if the verdict is "within noise".
"""

import math
from decimal import Decimal

from plugins.bench.compare import Comparison, Verdict
from plugins.bench.prose.syntax import Claim


def supports(claim: Claim, low: float, high: float, *, power: int = 0, floor: float = 0.0) -> bool:
    """Tell whether an interval lies on the side of a claim, and not on its edge.

    Args:
        claim: With `>` or `<`.
        low: Lower end of the interval.
        high: Upper end; an infinite interval supports nothing.
        power: Of ten, by which the claim's number is multiplied first, exactly.
        floor: Noise floor as a relative difference.
    """
    if math.isinf(high):
        return False
    number = float(Decimal(repr(claim.number)).scaleb(power))
    if claim.sign == ">":
        return low / (1 + floor) > number
    return claim.sign == "<" and high * (1 + floor) < number


def supports_ratio(claim: Claim, comparison: Comparison) -> bool:
    """Tell whether a comparison supports a claim."""
    if claim.sign == "~":
        return comparison.verdict is Verdict.WITHIN_NOISE
    return supports(claim, comparison.low, comparison.high, floor=comparison.floor or 0.0)
