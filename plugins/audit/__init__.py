"""Problems found while building, with file, line and remedy; decides the exit code."""

from plugins.audit.adapter import register
from plugins.audit.problem import Problem, Severity, report

__all__ = ["Problem", "Severity", "register", "report"]
