"""An overview: the means of all cells of a snippet on one scale, to recognise it by."""

from dataclasses import dataclass

from markupsafe import Markup

from plugins.bench.page.groups import Quantity
from plugins.bench.page.scale import make_scale
from plugins.bench.page.strip import HEIGHT
from plugins.bench.page.svg import open_svg, write_number
from plugins.bench.page.words import write_subject
from plugins.bench.units import write_quantity, write_ticks


@dataclass(frozen=True, slots=True)
class Overview:
    """A drawing, and what stands at its ends."""

    svg: Markup
    ends: tuple[str, str]
    is_log: bool


def draw_overview(name: str, title: str, quantity: Quantity) -> Overview | None:
    """Draw a dot for each mean, hollow for those that others are compared with.

    Returns:
        None if nothing is measured.
    """
    found = [(row, row.estimate) for row in quantity.rows if row.estimate]
    if not found:
        return None
    scale = make_scale(x for _, one in found for x in (one.mean, one.low, one.high))
    texts = write_ticks(scale.ticks, quantity.unit, is_log=scale.is_log)
    numbers = [
        f"{row.cell.write_place(row.interpreter)}: "
        + write_quantity(one.mean, one.low, one.high, quantity.unit)
        for row, one in found
    ]
    dots = "".join(
        f'<circle class="{"dot" if row.comparison else "dot-baseline"}" '
        f'cx="{write_number(scale.place(one.mean) * 100)}%" cy="{HEIGHT // 2}" r="4"/>'
        for row, one in found
    )
    opening = open_svg(
        "strip",
        name,
        f"{title}: {write_subject(quantity)}",
        "; ".join(numbers),
        f'height="{HEIGHT}"',
    )
    line = f'<line class="strip-base" x1="0" x2="100%" y1="{HEIGHT // 2}" y2="{HEIGHT // 2}"/>'
    svg = opening + Markup(f"{line}{dots}</svg>")  # noqa: S704 - ours
    return Overview(svg, (texts[0], texts[-1]), scale.is_log)
