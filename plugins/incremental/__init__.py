"""The site on the author's machine: served safely, and built and shown again on every change."""

from plugins.incremental.adapter import register

__all__ = ["register"]
