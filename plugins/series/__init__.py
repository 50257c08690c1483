"""Posts that belong together: their order, lists and pages."""

from plugins.series.adapter import register

__all__ = ["register"]
