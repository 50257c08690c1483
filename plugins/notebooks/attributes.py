"""What an element of an output may say: by name, and by what it says."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from plugins.notebooks.standard import (
    CLASSES,
    EVERYWHERE,
    GEOMETRY,
    IDS,
    OWN,
    PRESENTATION,
    ROLES,
)

IMAGE: Final = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]+")
"""An address of an image that is in the text itself."""
_LINK: Final = re.compile(r"(?:https?://|mailto:|#)[^\s<>\"]+")
_OUTSIDE: Final = re.compile(r"url\s*\((?!\s*['\"]?\s*#)", re.IGNORECASE)
_PART: Final = re.compile(r"(url\s*\(\s*['\"]?\s*#)([^)'\"\s]+)", re.IGNORECASE)
_ALIGNED: Final = re.compile(r"text-align:\s*(left|center|right)")
_TOKEN: Final = re.compile(r"[a-z][a-z0-9]{0,2}")
_CODE: Final = "codehilite"
"""What marimo's Markdown calls a block of code."""


def keep_attributes(
    name: str, said: Mapping[str, str], prefix: str, *, is_drawing: bool
) -> dict[str, str]:
    """Keep what an element may say, with ids and what leads to them under a prefix."""
    allowed = EVERYWHERE | OWN.get(name, frozenset())
    if is_drawing:
        allowed |= PRESENTATION | GEOMETRY
        said = {**dict(_read_style(said.get("style", ""))), **said}
    elif found := _ALIGNED.search(said.get("style", "")):
        said = {**said, "class": f"align-{found[1]}"}
    judged = {key: _judge(name, key, said[key], prefix) for key in said if key in allowed}
    return {key: value for key, value in judged.items() if value is not None}


def _read_style(style: str) -> Iterator[tuple[str, str]]:
    """Read a style as the attributes that say the same: the policy of a page takes styles away."""
    for declaration in style.split(";"):
        key, _, value = declaration.partition(":")
        if key.strip() in PRESENTATION:
            yield key.strip(), value.strip()


def _judge(element: str, key: str, value: str, prefix: str) -> str | None:
    """Give what is left of a value; None if nothing is."""
    if key in _JUDGES:
        return _JUDGES[key](value, prefix)
    if key == "class":
        return _judge_class(element, value)
    if key in IDS:
        return " ".join(_add_prefix(one, prefix) for one in value.split()) or None
    if key in PRESENTATION:
        return _judge_presentation(value, prefix)
    return value


def _judge_presentation(value: str, prefix: str) -> str | None:
    if _OUTSIDE.search(value):
        return None
    return _PART.sub(lambda found: found[1] + _add_prefix(found[2], prefix), value)


def _judge_id(value: str, prefix: str) -> str | None:
    return _add_prefix(value, prefix) if re.fullmatch(r"\S+", value) else None


def _judge_class(element: str, value: str) -> str | None:
    classes = ["highlight" if one == _CODE else one for one in value.split()]
    is_token = element == "span"
    kept = [one for one in classes if one in CLASSES or (is_token and _TOKEN.fullmatch(one))]
    return " ".join(dict.fromkeys(kept)) or None


def _judge_link(value: str, prefix: str) -> str | None:
    if not _LINK.fullmatch(value):
        return None
    return f"#{_add_prefix(value[1:], prefix)}" if value.startswith("#") else value


def _add_prefix(name: str, prefix: str) -> str:
    return name if name.startswith(prefix) else prefix + name


_JUDGES: Final[Mapping[str, Callable[[str, str], str | None]]] = {
    "id": _judge_id,
    "href": _judge_link,
    "src": lambda value, _: value if IMAGE.fullmatch(value) else None,
    "role": lambda value, _: value if value in ROLES else None,
}
