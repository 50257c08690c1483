"""Room for images before they come, so that no text moves when they do."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PIL import Image, UnidentifiedImageError
from selectolax.lexbor import LexborHTMLParser

Size = tuple[int, int]
"""Width and height in CSS pixels."""

_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d+)?)(?:px)?\s*")
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
    """Measure an image; None if it is missing or no image with a size of its own."""
    try:
        if path.suffix.lower() == ".svg":
            return _measure_svg(path)
        with Image.open(path) as image:
            return image.size
    except (OSError, UnidentifiedImageError):
        return None


def _measure_svg(path: Path) -> Size | None:
    """By SVG 2, 8.2: from `width` and `height`, else from `viewBox`."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    found = LexborHTMLParser(head).css_first("svg")
    attributes = found.attributes if found else {}
    lengths = [_LENGTH.fullmatch(attributes.get(name) or "") for name in ("width", "height")]
    box = re.split(r"[\s,]+", (attributes.get("viewBox") or "").strip())[2:]
    numbers = [length[1] for length in lengths if length] if all(lengths) else box
    try:
        width, height = (round(float(number)) for number in numbers)
    except ValueError:
        return None
    return (width, height) if width > 0 and height > 0 else None
