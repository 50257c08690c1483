"""Problems of series, told to audit with file and line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from plugins.audit import Problem, find_field, find_lines, report
from plugins.series.findings import Finding

# Of quotations, items and terms.
_MARKS: Final = re.compile(r"[\s>]*(?:(?:[-*+:]|\d+[.)]|\[\^[^\]]*\]:)\s+)?")


def report_findings(findings: Iterable[Finding]) -> None:
    """Report what is wrong with metadata, each at the line of its key."""
    for key, problem in findings:
        line = find_field(_read(problem.file), key, "series", "series_index", "title")
        report(replace(problem, line=line))


def report_requests(
    file: str, found: Sequence[tuple[str, bool]], faults: Sequence[tuple[str, str] | None]
) -> None:
    """Report what is wrong with the requests of a text.

    Args:
        file: Its source.
        found: Each request, and whether it stands on a line of its own, in order.
        faults: What is wrong with each, and what to do; None if nothing is.
    """
    if any(faults):
        for line, fault in zip(_locate_requests(_read(file), found), faults, strict=True):
            if fault:
                report(Problem(file, line, "series", *fault))


def _locate_requests(source: str, found: Sequence[tuple[str, bool]]) -> Iterator[int | None]:
    """Find the lines of requests, by their order among those that are written alike.

    If the source has others too, as in indented code, by whether they stand alone on the line.
    """
    lines = source.split("\n")
    candidates: dict[tuple[str, bool], list[int]] = {}
    for text in {text for text, _ in found}:
        counted = ((n, lines[n - 1].count(text)) for n in find_lines(source, text))
        written = [n for n, count in counted for _ in range(count or 1)]
        kinds = [is_line for other, is_line in found if other == text]
        are_known = len(written) == len(kinds)
        for kind in (True, False):
            alike = (
                [n for n, is_line in zip(written, kinds, strict=True) if is_line is kind]
                if are_known
                else [n for n in written if (_strip(lines[n - 1]) == text) is kind]
            )
            candidates[text, kind] = alike or written
    for text, kind in found:
        numbers = candidates[text, kind]
        yield numbers.pop(0) if len(numbers) > 1 else next(iter(numbers), None)


def _strip(line: str) -> str:
    return _MARKS.sub("", line, count=1).strip()


def _read(file: str | None) -> str:
    return Path(file).read_text("utf-8-sig", "replace") if file else ""
