"""Marks: the shape that tells a series from others, as colour alone tells nothing to some."""

from typing import Final

from plugins.bench.page.svg import write_number

_R: Final = 4
_SHAPES: Final = (
    ("circle", f"m-{_R} 0a{_R} {_R} 0 1 0 {2 * _R} 0a{_R} {_R} 0 1 0 -{2 * _R} 0z"),
    ("square", f"m-{_R} -{_R}h{2 * _R}v{2 * _R}h-{2 * _R}z"),
    ("diamond", "m0 -5l5 5l-5 5l-5 -5z"),
    ("triangle", "m0 -5l5 9h-10z"),
    ("cross", "m-4 -4l8 8m0 -8l-8 8"),
    ("plus", "m-5 0h10m-5 -5v10"),
)
MOST: Final = len(_SHAPES)
"""Series that can be told apart."""


def draw_mark(number: int, x: float, y: float) -> str:
    """Draw the mark of a series, which is given by its number from 0, as SVG."""
    name, shape = _SHAPES[number]
    return f'<path class="mark-{name}" d="M{write_number(x)} {write_number(y)}{shape}"/>'
