"""Publishing: beside the last good site, and in its place only when sound; the same bytes again."""

from plugins.publishing.adapter import register

__all__ = ["register"]
