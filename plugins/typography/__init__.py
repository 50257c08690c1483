"""Text as HTML: curly quotes and dashes in bodies, titles escaped once."""

from plugins.typography.adapter import register

__all__ = ["register"]
