"""Problems found while building, with file, line and remedy; decides the exit code."""

from plugins.audit.adapter import register
from plugins.audit.problem import Problem, Severity, quote, report, report_all, show_path
from plugins.audit.source import find_field, find_lines

__all__ = [
    "Problem",
    "Severity",
    "find_field",
    "find_lines",
    "quote",
    "register",
    "report",
    "report_all",
    "show_path",
]
