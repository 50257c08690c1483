"""Room for images before they come, so that no text moves when they do."""

import re
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image
from selectolax.lexbor import LexborHTMLParser

Size = tuple[int, int]
"""Width and height in CSS pixels."""

_LENGTH: Final = re.compile(r"\s*(\d{1,6}(?:\.\d+)?)(px|pt|pc|in|cm|mm|)\s*")
_PIXELS: Final = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "pc": 16,
    "in": 96,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
}
"""CSS pixels in a unit: CSS Values and Units 4, section 6.2."""
_LYING: Final = (5, 6, 7, 8)
"""Orientations in Exif that a browser turns by a quarter."""
_HEAD_BYTES: Final = 4096
"""Of an SVG; its first element stands in them, or goes without a size."""


def make_room(fragment: str, measure: Callable[[str], Size | None]) -> str:
    """Give each image of an HTML fragment its size; load all but the first when they come near.

    Args:
        fragment: The text. An image that says a width or height of its own keeps it.
        measure: Gives the size of what a `src` names; None if it is unknown.
    """
    if "<img" not in fragment:
        return fragment
    tree = LexborHTMLParser(fragment, is_fragment=True)
    for number, image in enumerate(tree.css("img")):
        attributes = image.attrs
        size = measure(attributes.get("src") or "")
        if size and not {"width", "height"} & set(image.attributes):
            attributes["width"], attributes["height"] = map(str, size)
        if number and "loading" not in image.attributes:
            attributes["loading"] = "lazy"
    return tree.html or ""


def measure_file(path: Path) -> Size | None:
    """Measure an image as a browser shows it; None if it is missing, damaged, or has no size."""
    try:
        if path.suffix.lower() == ".svg":
            return _measure_svg(path)
        with warnings.catch_warnings(action="ignore"), Image.open(path) as image:
            lies = image.getexif().get(ExifTags.Base.Orientation) in _LYING
            return image.size[::-1] if lies else image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # what Pillow raises for what is no image, or too large to be opened


def _measure_svg(path: Path) -> Size | None:
    """By its lengths, or one of them and the proportions of its box, or its box (SVG 2, 8.2)."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    found = LexborHTMLParser(head).css_first("svg")
    attributes = found.attributes if found else {}
    width, height = (_read_length(attributes, name) for name in ("width", "height"))
    box = re.split(r"[\s,]+", (attributes.get("viewBox") or "").strip())
    sides = [float(match[1]) for match in map(_LENGTH.fullmatch, box[2:]) if match]
    match sides:
        case [across, down] if across and down:
            if width is None:
                width = height * across / down if height else across
            height = width * down / across if height is None else height
    return (round(width), round(height)) if width and height else None


def _read_length(attributes: Mapping[str, str | None], name: str) -> float | None:
    """Read a length in CSS pixels; None without one, or if it depends on what is around it."""
    found = _LENGTH.fullmatch(attributes.get(name) or "")
    return float(found[1]) * _PIXELS[found[2]] if found else None
