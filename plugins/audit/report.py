"""Problems as text for people and editors."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.text import Text

from plugins.audit.problem import Problem, Severity

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Drop repeats and order by file, line and rule; what lies in no file comes last."""
    return sorted(
        set(problems),
        key=lambda p: (p.file is None, p.file or "", p.line or 0, p.rule, p.message),
    )


def has_failed(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Tell whether a build with these problems has failed; if `strict`, by a warning too."""
    return any(strict or p.severity is Severity.ERROR for p in problems)


def render_report(problems: Sequence[Problem]) -> Text:
    """Render sorted problems, one paragraph a file, and a last line that counts them."""
    report = Text()
    for _, group in groupby(problems, key=lambda p: p.file):
        for problem in group:
            report.append_text(_render_problem(problem))
        report.append("\n")
    return report.append(count_problems(problems), style="bold")


def count_problems(problems: Sequence[Problem]) -> str:
    """Count problems in words: `1 error, 2 warnings`."""
    errors = sum(p.severity is Severity.ERROR for p in problems)
    return f"{_plural(errors, 'error')}, {_plural(len(problems) - errors, 'warning')}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _render_problem(problem: Problem) -> Text:
    place = ":".join(str(part) for part in (problem.file, problem.line) if part is not None)
    text = Text(f"{place}: " if place else "")
    text.append(problem.severity, style=_STYLES[problem.severity])
    text.append(f": {problem.message} ")
    text.append(f"[{problem.rule}]\n", style="dim")
    if problem.hint:
        text.append(f"    {problem.hint}\n")
    return text
