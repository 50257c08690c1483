"""Addresses that a post or page had before: `Aliases:` leads from them to where it is now."""

from plugins.redirects.adapter import register

__all__ = ["register"]
