"""Problems of series, told to audit with file and line."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from plugins.audit import Problem, find_field, find_lines, report
from plugins.series.checks import Finding

# Of quotations, items and terms.
_MARKS: Final = re.compile(r"[\s>]*(?:(?:[-*+:]|\d+[.)]|\[\^[^\]]*\]:)\s+)?")


def show(source_path: str) -> str:
    """Show the path of a source as audit does: relative to the folder of the site."""
    path, root = Path(source_path), Path.cwd()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def report_findings(findings: Iterable[Finding]) -> None:
    """Report what is wrong with metadata, each at the line of its key."""
    for key, problem in findings:
        line = find_field(_read(problem.file), key, "series", "series_index", "title")
        report(replace(problem, line=line))


def report_request(file: str, text: str, fault: tuple[str, str], *, is_line: bool) -> None:
    """Report what is wrong with a request, wherever the source has it.

    Args:
        file: The source.
        text: The request.
        fault: What was found, and what to do.
        is_line: Whether it stands on a line of its own.
    """
    lines = _read(file).split("\n")
    found = find_lines("\n".join(lines), text)
    fitting = [n for n in found if (_strip(lines[n - 1]) == text) is is_line]
    problem = Problem(file, None, "series", *fault)
    for line in fitting or found[:1]:
        report(replace(problem, line=line))
    if not found:
        report(problem)


def _strip(line: str) -> str:
    return _MARKS.sub("", line, count=1).strip()


def _read(file: str | None) -> str:
    return Path(file).read_text("utf-8-sig", "replace") if file else ""
