"""The settings of feeds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from plugins.audit import Problem, quote
from plugins.feeds.formats import FORMATS, Format

_SITE: Final = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*[^\s?#/])?")


@dataclass(frozen=True, slots=True)
class Options:
    """What a site says of its feeds."""

    formats: Mapping[str, Format] = field(default_factory=lambda: FORMATS)
    """Those in which each feed is written, in order."""
    style_sheet: str = ""
    """Place of the style sheet with which browsers show feeds; empty for none."""


def check_options(settings: Mapping[str, Any]) -> Iterator[Problem]:
    """Find formats that are not known."""
    for name in settings.get("FEED_FORMATS", ()):
        if name not in FORMATS:
            known = ", ".join(f'"{one}"' for one in FORMATS)
            message = f"FEED_FORMATS has {quote(name)}, which is no format of a feed"
            yield Problem(None, None, "setting", message, f"Known are {known}.")


def check_site(url: str) -> Iterator[Problem]:
    """Find an address of a site that no reader of a feed could follow."""
    if not _SITE.fullmatch(url):
        message = f"SITEURL = {quote(url)} is no address that feeds can name"
        hint = 'Write scheme, host and path, as in SITEURL = "https://example.org/blog".'
        yield Problem(None, None, "setting", message, hint)


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read the settings; audit tells of what is not known."""
    names = settings.get("FEED_FORMATS", FORMATS)
    known = {name: FORMATS[name] for name in names if name in FORMATS}
    return Options(known, settings.get("FEED_STYLE_SHEET") or "")
