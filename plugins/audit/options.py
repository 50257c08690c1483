"""The settings of this plugin."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set. Names and types are checked with all other settings."""

    strict: bool = False
    """`AUDIT_STRICT`: whether a warning fails the build."""


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read the options from Pelican's settings."""
    return Options(strict=settings.get("AUDIT_STRICT", False))
