"""The settings of this plugin."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

_LISTS: Final = frozenset(("paths", "excludes"))


@dataclass(frozen=True, slots=True)
class Address:
    """Where a series is found, from the site's root; each empty if it is switched off."""

    url: str = ""
    """Of its page."""
    save_as: str = ""
    """Place of its page in the output."""
    feed: str = ""
    """Place of its feed in the output, which is its URL too."""


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set. Names, types and patterns are checked with all other settings.

    Each pattern may have `{slug}` and `{lang}`; an empty one, or None, switches off what it
    names. Those with `lang` are for series in another language than the site's, and switched
    off with the others.
    """

    paths: tuple[str, ...] = ("series",)
    """`SERIES_PATHS`: folders of introductions."""
    excludes: tuple[str, ...] = ()
    """`SERIES_EXCLUDES`: folders in them that are left alone."""
    url: str = "series/{slug}/"
    """`SERIES_URL`."""
    save_as: str = "series/{slug}/index.html"
    """`SERIES_SAVE_AS`."""
    lang_url: str = "{lang}/series/{slug}/"
    """`SERIES_LANG_URL`."""
    lang_save_as: str = "{lang}/series/{slug}/index.html"
    """`SERIES_LANG_SAVE_AS`."""
    index_save_as: str = "series/index.html"
    """`SERIES_INDEX_SAVE_AS`."""
    feed_atom: str = "feeds/series/{slug}.atom.xml"
    """`SERIES_FEED_ATOM`."""
    lang_feed_atom: str = "feeds/{lang}/series/{slug}.atom.xml"
    """`SERIES_LANG_FEED_ATOM`."""

    def locate(self, slug: str, lang: str = "") -> Address:
        """Tell where a series is found; `lang` if it is not in the site's language."""
        url, save_as = (self.lang_url, self.lang_save_as) if lang else (self.url, self.save_as)
        feed = self.lang_feed_atom if lang and self.feed_atom else self.feed_atom
        has_page = self.url and self.save_as and url and save_as
        places = (url if has_page else "", save_as if has_page else "", feed)
        return Address(*(place.format(slug=slug, lang=lang) for place in places))


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read the options from Pelican's settings."""
    said: dict[str, Any] = {}
    for field in fields(Options):
        name = f"SERIES_{field.name.upper()}"
        if name in settings:
            value = settings[name]
            said[field.name] = tuple(value or ()) if field.name in _LISTS else str(value or "")
    return Options(**said)
