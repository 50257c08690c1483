"""The report: every problem once, by file and line, and a verdict."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.audit.problem import Problem, Severity, quote
from plugins.audit.report import count_problems, has_failed, render_report, sort_problems

GOLDEN = Path(__file__).parent.parent / "cases" / "report.txt"
ERROR = Problem("b.md", 2, "date", 'date = "soon" is not a date', "Write a date.")
WARNING = Problem("a.md", None, "alt", "no text", "", Severity.WARNING)
NOWHERE = Problem(None, None, "pelican", "something else", "")


def test_report_is_as_the_golden_file_has_it() -> None:
    later = Problem("b.md", 10, "status", "unknown", "Mend it.")
    report = render_report(sort_problems([NOWHERE, later, ERROR, WARNING, ERROR]))
    assert report.plain + "\n" == GOLDEN.read_text()


@pytest.mark.parametrize(
    ("problems", "strict", "failed"),
    [
        ([], True, False),
        ([WARNING], False, False),
        ([WARNING], True, True),
        ([ERROR], False, True),
    ],
)
def test_what_fails_a_build(problems: list[Problem], strict: bool, failed: bool) -> None:
    assert has_failed(problems, strict=strict) is failed


def test_counts_are_grammatical() -> None:
    assert count_problems([]) == "0 errors, 0 warnings"
    assert count_problems([ERROR, WARNING]) == "1 error, 1 warning"


@given(st.text())
def test_quoted_values_are_one_short_printable_line(text: str) -> None:
    quoted = quote(text, limit=10)
    assert quoted.isprintable()
    assert text[:10] in quoted or not text[:10].isprintable()


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    assert quote("\x1b[31mred") == '"\\x1b[31mred"'
