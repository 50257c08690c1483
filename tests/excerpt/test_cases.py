"""Each rule of the cutter, by example."""

import pytest

from plugins.excerpt import truncate
from tests.excerpt.cases import PATH, Case, read_cases

CASES = read_cases()


def test_all_cases_are_read() -> None:
    assert len(CASES) == PATH.read_text("utf-8").count("\n===") > 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_it_is_cut_as_said(case: Case) -> None:
    excerpt = truncate(case.fragment, case.words)
    assert (excerpt.html, excerpt.truncated) == (case.html, case.truncated)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_cut_again_it_stays(case: Case) -> None:
    if "marker" not in case.title:
        again = truncate(case.html, case.words)
        assert (again.html, again.truncated) == (case.html, False)
