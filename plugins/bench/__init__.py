"""Runnable benchmarks: written in posts, compiled to scripts, measured, stored, compared."""

from plugins.bench.adapter import register

__all__ = ["register"]
