"""The settings of this plugin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set. Names, types and least values are checked with all other settings."""

    words: int = 50
    """`EXCERPT_WORDS`: how many an excerpt has, at least 1; a post may say `Excerpt_words:`."""
    marker: str = "more"
    """`EXCERPT_MARKER`: what the comment says that ends one; empty for none."""


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read the options from Pelican's settings."""
    said = {"words": settings.get("EXCERPT_WORDS"), "marker": settings.get("EXCERPT_MARKER")}
    return Options(**{name: value for name, value in said.items() if value is not None})
