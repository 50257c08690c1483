"""Marimo notebooks in posts: run by `invoke notebooks`, stored, shown as plain HTML."""

from plugins.notebooks.adapter import register

__all__ = ["register"]
