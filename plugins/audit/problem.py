"""What is wrong with a site, said so that its author can mend it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

LOGGER: Final = logging.getLogger("plugins.audit")


class Severity(StrEnum):
    """How much a problem matters: an error fails every build, a warning the public one."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where it is, and what to do about it."""

    file: str | None
    """Path of the source file; None if the problem lies in none."""
    line: int | None
    """Line in the file, from 1; None if it concerns the whole file."""
    rule: str
    """Short name of the rule, one word or several with hyphens."""
    message: str
    """What was found, and what was expected; no full stop."""
    hint: str
    """What to do next, as an imperative sentence; may be empty."""
    severity: Severity = Severity.ERROR


def report(problem: Problem) -> None:
    """Tell of a problem.

    It travels as a log record: whoever runs a build collects it, and where nobody does it
    is an ordinary message on standard error.
    """
    level = logging.ERROR if problem.severity is Severity.ERROR else logging.WARNING
    place = problem.file or "the site"
    LOGGER.log(level, "%s: %s", place, problem.message, extra={"problem": problem})


def report_all(problems: Iterable[Problem]) -> None:
    """Tell of several problems."""
    for problem in problems:
        report(problem)


def show_path(path: str | Path) -> str:
    """Show the path of a source as problems do: relative to the folder of the site."""
    path, root = Path(path), Path.cwd()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def quote(value: object, limit: int = 60) -> str:
    """Quote a value of unknown origin: one printable line, cut at `limit` characters."""
    text = value if isinstance(value, str) else repr(value)
    shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:limit])
    return f'"{shown}{"…" if len(text) > limit else ""}"'
