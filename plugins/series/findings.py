"""What checks of series find, before audit is told of it."""

from typing import TypeAlias

from plugins.audit import Problem, Severity

Finding: TypeAlias = tuple[str, Problem]
"""The key of the metadata that is at fault, and what is wrong, the line still unknown."""


def make_finding(
    key: str, file: str | None, message: str, hint: str, severity: Severity = Severity.ERROR
) -> Finding:
    """Make a finding about a key of a source's metadata."""
    return key, Problem(file, None, "series", message, hint, severity)
