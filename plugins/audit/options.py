"""The settings of this plugin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set. Names and types are checked with all other settings."""

    strict: bool = False
    """`AUDIT_STRICT`: whether a warning fails the build."""
    min_posts: int = 1
    """`AUDIT_MIN_POSTS`: how many posts a site must have, so that none is lost unseen."""


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read the options from Pelican's settings."""
    return Options(settings.get("AUDIT_STRICT", False), settings.get("AUDIT_MIN_POSTS", 1))
