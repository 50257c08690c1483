"""Feeds that are right in every reader: Atom, RSS and JSON Feed of each list of posts."""

from plugins.feeds.adapter import register
from plugins.feeds.portable import make_portable

__all__ = ["make_portable", "register"]
