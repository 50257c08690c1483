"""Python for the browser: Pyodide, got from npm and published with the site."""

from plugins.pyodide.adapter import register

__all__ = ["register"]
