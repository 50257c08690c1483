"""Excerpts of posts, cut where a careful editor would."""

from plugins.excerpt.adapter import register
from plugins.excerpt.truncate import Excerpt, truncate

__all__ = ["Excerpt", "register", "truncate"]
