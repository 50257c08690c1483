"""Problems of series, told to audit with file and line."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from plugins.audit import Problem, find_field, find_line, report
from plugins.series.checks import Finding


def show(source_path: str) -> str:
    """Show the path of a source as audit does: relative to the folder of the site."""
    path, root = Path(source_path), Path.cwd()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def report_findings(findings: Iterable[Finding]) -> None:
    """Report what is wrong with metadata, each at the line of its key."""
    for key, problem in findings:
        line = find_field(_read(problem.file), key, "series", "series_index", "title")
        report(replace(problem, line=line))


def report_text(file: str, text: str, message: str, hint: str) -> None:
    """Report what is wrong with something that a source says in its text."""
    report(Problem(file, find_line(_read(file), text), "series", message, hint))


def _read(file: str | None) -> str:
    return Path(file).read_text("utf-8-sig", "replace") if file else ""
