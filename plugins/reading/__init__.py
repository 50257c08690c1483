"""What helps a reader along: contents, reading time, the way on, lists in order."""

from plugins.reading.adapter import register

__all__ = ["register"]
