"""A strip: one cell's mean, its interval, and the mean of each process, on its table's scale.

It has no width of its own: what is drawn is placed in shares of it, and strokes stay as they are.
"""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

from plugins.bench.compare import Estimate
from plugins.bench.page.scale import Scale
from plugins.bench.page.svg import open_svg, write_number

_WIDTH: Final = 1000
HEIGHT: Final = 20
_ROOM: Final = 0.3
"""Share of the width between two numbers of a scale: a strip may be 200 pixels wide."""
_ROOM_AT_END: Final = 0.25


def draw_strip(
    name: str,
    texts: tuple[str, str],
    estimate: Estimate,
    means: Sequence[float],
    scale: Scale,
) -> Markup:
    """Draw a strip.

    Args:
        name: Id of the drawing.
        texts: Its title and description.
        estimate: Mean and interval, which may be infinite.
        means: Of the processes, in the same unit.
        scale: That of the table; on a logarithmic one there is no bar, for it would have no
            beginning.
    """
    mean, low, high = (_place(scale, x) for x in (estimate.mean, estimate.low, estimate.high))
    middle = HEIGHT // 2
    ticks = "".join(f"M{place} 3v14" for place in sorted({_place(scale, x) for x in means}))
    bar = "" if scale.is_log else f'<path class="strip-bar" d="M0 {middle}H{mean}"/>'
    lines = "".join(f"M{_place(scale, tick)} 0v{HEIGHT}" for tick in scale.ticks)
    interval = max(high - low, 1)
    opening = open_svg("strip", name, *texts, f'height="{HEIGHT}"')
    return opening + Markup(  # noqa: S704 - ours
        f'<svg viewBox="0 0 {_WIDTH} {HEIGHT}" preserveAspectRatio="none">'
        f'<path class="strip-grid" d="{lines}"/>{bar}<path class="strip-runs" d="{ticks}"/>'
        f'<path class="strip-interval" d="M{low} {middle}h{interval}"/></svg>'
        f'<circle cx="{write_number(mean / _WIDTH * 100)}%" cy="{middle}" r="3.5"/></svg>'
    )


def draw_axis(scale: Scale, texts: Sequence[str]) -> Markup:
    """Draw the numbers of a scale below its strips: both ends, and others where there is room."""
    anchors = {scale.low: ' class="start"', scale.high: ' class="end"'}
    numbers, last = "", -_ROOM
    for tick, text in zip(scale.ticks, texts, strict=True):
        place = scale.place(tick)
        if tick != scale.high and (place - last < _ROOM or place > 1 - _ROOM_AT_END):
            continue
        last = place
        x = write_number(place * 100)
        numbers += f'<text x="{x}%" y="12"{anchors.get(tick, "")}>{escape(text)}</text>'
    return Markup(  # noqa: S704 - escaped
        f'<svg class="strip-axis" height="16" aria-hidden="true">{numbers}</svg>'
    )


def _place(scale: Scale, value: float) -> int:
    return round(scale.place(value) * _WIDTH)
