"""Each rule on metadata, on the text of a file alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.audit.posts import SUMMARY_PROMPT, Expectations, check_source
from plugins.audit.problem import Severity

POST = Expectations(required=("title", "date"), statuses=("published", "hidden", "draft", "skip"))
SOUND = "Title: A\nDate: 2026-11-22\n"


def check(text: str, expected: Expectations = POST) -> list[tuple[int | None, str]]:
    problems = check_source("post.md", text.encode(), expected)
    return sorted((p.line, p.rule) for p in problems)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SOUND, id="smallest"),
        pytest.param(f"---\n{SOUND}---\nbody", id="between-dashes"),
        pytest.param(f"\ufeff{SOUND}", id="byte-order-mark"),
        pytest.param(SOUND.replace("\n", "\r\n"), id="windows"),
        pytest.param("Title: A\nStatus: draft\n", id="undated-draft"),
        pytest.param("title: A\nDATE: 2026-11-22T09:00:00+01:00\nStatus: Hidden", id="any-case"),
        pytest.param("Title: A\nDate: 22 November 2026 14:05\n", id="date-in-words"),
        pytest.param("Title: A\nDate: 2026_11_22\n", id="date-of-a-file-name"),
        pytest.param(f"{SOUND}Status:\n", id="empty-status-is-none"),
        pytest.param(f"{SOUND}Slug: café-2.0_x~y\n", id="slug-in-any-script"),
        pytest.param(f"{SOUND}Timezone: Asia/Kathmandu\n", id="time-zone"),
        pytest.param(f"{SOUND}Summary: a\nSummary: b\n", id="a-field-of-many-values"),
        pytest.param(SOUND.replace("\n", "\r"), id="old-mac"),
        pytest.param("Status: skip\nTitle:\n", id="not-to-be-read"),
        pytest.param(f"{SOUND}The text begins\nat once: here\n\nStatus: no\n", id="no-blank-line"),
    ],
)
def test_nothing_is_wrong(text: str) -> None:
    assert check(text) == []


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("Date: 2026-11-22\n", [(1, "title")], id="no-title"),
        pytest.param("Title:  \nDate: 2026-11-22\n", [(1, "title")], id="empty-title"),
        pytest.param("Title: A\n", [(1, "date")], id="no-date"),
        pytest.param("Title: A\nDate:\n", [(2, "date")], id="empty-date"),
        pytest.param("", [(1, "date"), (1, "title")], id="empty-file"),
        pytest.param("\nTitle: A\nDate: 2026-11-22\n", [(1, "date"), (1, "title")], id="late"),
        pytest.param("Title: A\nDate: 2026-02-30\n", [(2, "date")], id="no-such-day"),
        pytest.param("Title: A\nDate: soon\n", [(2, "date")], id="no-date-at-all"),
        pytest.param("Title: A\nDate: 2026\n", [(2, "date")], id="only-a-year"),
        pytest.param("Title: A\nDate: May 2026\n", [(2, "date")], id="no-day"),
        pytest.param("Title: A\nDate: 14:05\n", [(2, "date")], id="only-a-time"),
        pytest.param("Title: A\nDate: 2026-11-22 9:00 XYZT\n", [(2, "date")], id="odd-zone"),
        pytest.param(f"{SOUND}Modified: 2026-13-01\n", [(3, "date")], id="modified"),
        pytest.param(f"{SOUND}Status: publishd\n", [(3, "status")], id="status"),
        pytest.param(f"{SOUND}Slug: a b\n", [(3, "slug")], id="space-in-slug"),
        pytest.param(f"{SOUND}Slug: ../a\n", [(3, "slug")], id="slug-that-climbs"),
        pytest.param(f"{SOUND}Slug: ..\n", [(3, "slug")], id="slug-of-dots"),
        pytest.param(f"{SOUND}Excerpt_words: 0\n", [(3, "excerpt")], id="no-words"),
        pytest.param(
            f"{SOUND}Excerpt_words: {'9' * 5000}\n", [(3, "excerpt")], id="words-without-end"
        ),
        pytest.param(f"{SOUND}Excerpt_words: many\n", [(3, "excerpt")], id="words-in-words"),
        pytest.param(f"{SOUND}Excerpt_words:\n", [(3, "excerpt")], id="words-empty"),
        pytest.param(f"{SOUND}Timezone: Mars/Olympus\n", [(3, "timezone")], id="no-such-zone"),
        pytest.param(f"{SOUND}Timezone: ../../etc\n", [(3, "timezone")], id="zone-that-climbs"),
        pytest.param(f"{SOUND}Title: B\n", [(3, "repeat")], id="two-titles"),
        pytest.param(f"{SOUND}Summary: {SUMMARY_PROMPT}\n", [(3, "summary")], id="prompt"),
        pytest.param(f"{SOUND}Some text\nStatus: draft\n", [(3, "metadata")], id="lost-status"),
        pytest.param(f"{SOUND}Tags:\n  - a\n\nx", [(3, "metadata")], id="list-at-the-end"),
        pytest.param("Title: A\n    B\nDate: 2026-11-22\n", [(1, "metadata")], id="long-title"),
        pytest.param(f"{SOUND}Tags:\n    a\n    b\n", [(3, "metadata")], id="tags-on-lines"),
        pytest.param(f"{SOUND}x\nSummary: a\n", [(3, "metadata")], id="lost-summary"),
        pytest.param(f"{SOUND}Über: x\nStatus: draft\n", [(3, "metadata")], id="odd-key"),
        pytest.param(
            f"---\n{SOUND}tags:\n  - a\nstatus: draft\n---\n", [(4, "metadata")], id="yaml-list"
        ),
        pytest.param(
            "Titel: A\nDate: 2026-99-01\nStatus: x\nSlug: ?\n",
            [(1, "title"), (2, "date"), (3, "status"), (4, "slug")],
            id="all-at-once",
        ),
    ],
)
def test_what_is_wrong_and_where(text: str, problems: list[tuple[int, str]]) -> None:
    assert check(text) == problems


def test_a_file_that_is_not_utf8_is_not_read_further() -> None:
    (problem,) = check_source("post.md", "Title: na\xefve".encode("latin-1"), POST)
    assert (problem.line, problem.rule) == (1, "encoding")
    assert "0xef" in problem.message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        pytest.param("Titel: A\nDate: 2026-11-22", 'Line 1 has "titel"', id="misspelt-key"),
        pytest.param("Date: 2026-11-22\nStatus: publishd", 'Did you mean "published"', id="status"),
        pytest.param("Date: 2026-11-22\nTitle A\n", "Mend line 2", id="no-colon"),
        pytest.param("Date: 2026-11-22", "starts on line 1", id="nothing-near"),
    ],
)
def test_hints_name_the_likely_intention(text: str, hint: str) -> None:
    problems = check_source("post.md", text.encode(), POST)
    assert any(hint in problem.hint for problem in problems), problems


def test_what_the_path_gives_need_not_be_said() -> None:
    given = Expectations(POST.required, POST.statuses, given={"date"})
    assert check("Title: A\n", given) == []


def test_a_prompt_left_in_a_draft_is_no_problem() -> None:
    assert check(f"Title: A\nStatus: draft\nSummary: {SUMMARY_PROMPT}\n") == []


def test_a_repeat_is_only_a_warning() -> None:
    (problem,) = check_source("post.md", f"{SOUND}Tags: a\nTags: b\n".encode(), POST)
    assert problem.severity is Severity.WARNING


@given(st.binary(max_size=300))
def test_no_file_breaks_the_check(data: bytes) -> None:
    for problem in check_source("post.md", data, POST):
        assert problem.line is not None
        assert "\n" not in problem.message
        assert problem.hint


@given(st.text(max_size=40))
def test_no_date_breaks_the_check(date: str) -> None:
    check_source("post.md", f"Title: A\nDate: {date}".encode("utf-8", "replace"), POST)
