"""Each rule on settings, on values alone."""

from pathlib import Path
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

from plugins.audit.assignments import find_helpers, locate_settings, locate_string
from plugins.audit.extensions import check_markdown
from plugins.audit.settings import (
    Setting,
    check_settings,
    check_timezone,
)

KNOWN = {"TIMEZONE", "SITESUBTITLE", "FEED_ATOM", "DRAFTS_SAVE_AS"}


def check(name: str, value: Any) -> list[str]:
    faults = check_settings([Setting(name, value, "conf.py", 3)], DEFAULT_CONFIG, KNOWN)
    return [problem.message for _, problem in faults]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITENAME", "x"),
        ("TIMEZONE", "UTC"),
        ("DEFAULT_PAGINATION", False),
        ("DEFAULT_PAGINATION", 5),
        ("PATH", Path("content")),
        ("PLUGINS", None),
        ("PLUGINS", ("a",)),
        ("FEED_ALL_ATOM", None),
        ("FEED_ATOM", "feeds/x"),
        ("FEED_MAX_ITEMS", None),
        ("TAG_SAVE_AS", ""),
        ("AUTHOR_SAVE_AS", False),
        ("DRAFTS_SAVE_AS", "x"),
        ("ARTICLE_ORDER_BY", len),
        ("LOCALE", "C"),
        ("DEFAULT_DATE_FORMAT", ("de", "%d")),
        ("SERIES_URL", "s/{slug}/"),
        ("SERIES_LANG_SAVE_AS", "{lang}-{slug}.html"),
        ("SERIES_FEED_ATOM", None),
        ("SERIES_PATHS", ["series"]),
        ("_HELPER", object()),
    ],
)
def test_what_pelican_takes_is_sound(name: str, value: Any) -> None:
    assert check(name, value) == []


def test_every_default_of_pelican_is_sound() -> None:
    assert [fault for name, value in DEFAULT_CONFIG.items() for fault in check(name, value)] == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SITENAME", 5, "a string"),
        ("SERIES_PATHS", "series", "a list"),
        ("SERIES_URL", 5, "a string"),
        ("DEFAULT_PAGINATION", "ten", "a whole number"),
        ("PLUGINS", "plugins.audit", "a list"),
        ("WITH_FUTURE_DATES", "yes", "True or False"),
        ("WITH_FUTURE_DATES", 1, "True or False"),
        ("PORT", True, "a whole number"),
        ("MARKDOWN", ["extra"], "a dict"),
        ("ARTICLE_SAVE_AS", None, "a string"),
        ("ARTICLE_URL", True, "a string"),
        ("AUDIT_STRICT", "no", "True or False"),
        ("TIMEZONE", None, "a string"),
        ("EXCERPT_WORDS", "50", "a whole number"),
        ("EXCERPT_MARKER", None, "a string"),
    ],
)
def test_wrong_type_names_value_and_expectation(name: str, value: Any, words: str) -> None:
    (message,) = check(name, value)
    assert message.startswith(f"{name} = {value!r} should be")
    assert words in message


@pytest.mark.parametrize(
    ("name", "value", "keys"),
    [
        ("SERIES_URL", "s/", "{slug}"),
        ("SERIES_SAVE_AS", "s/{slg}.html", "{slug}"),
        ("SERIES_SAVE_AS", "{slug}{0}", "{slug}"),
        ("SERIES_SAVE_AS", "{slug", "{slug}"),
        ("SERIES_FEED_ATOM", "s.xml", "{slug}"),
        ("SERIES_LANG_URL", "{slug}/", "{lang} and {slug}"),
    ],
)
def test_a_pattern_gives_each_series_a_place(name: str, value: str, keys: str) -> None:
    assert check(name, value) == [f'{name} = "{value}" should have {keys} in it']


def test_an_excerpt_has_a_word() -> None:
    assert check("EXCERPT_WORDS", 1) == []
    assert check("EXCERPT_WORDS", 0) == ["EXCERPT_WORDS = 0 is too small"]


@pytest.mark.parametrize("value", ["<!-- more -->", "a--b", "<b>"])
def test_a_marker_can_stand_in_a_comment(value: str) -> None:
    assert check("EXCERPT_MARKER", "read more") == []
    assert check("EXCERPT_MARKER", value) == [
        f'EXCERPT_MARKER = "{value}" cannot stand in a comment'
    ]


def test_unknown_name_suggests_a_known_one() -> None:
    ((name, problem),) = check_settings(
        [Setting("SITENMAE", "x", "conf.py", 3)], DEFAULT_CONFIG, KNOWN
    )
    assert (name, problem.file, problem.line) == ("SITENMAE", "conf.py", 3)
    assert problem.hint == "Did you mean SITENAME?"


def test_timezone_must_be_in_the_database() -> None:
    assert not list(check_timezone(Setting("TIMEZONE", "Europe/Vienna", None, None)))
    assert len(list(check_timezone(Setting("TIMEZONE", "Europe/Viena", None, None)))) == 1


def test_each_broken_extension_is_found_at_its_line() -> None:
    source = 'MARKDOWN = {\n    "extensions": ["toc",\n    "nope", "tables"],\n}\n'
    value = {
        "extensions": ["toc", "nope", "tables"],
        "extension_configs": {"toc": {"toc_dept": 3}, "tables": {}},
    }
    faults = list(check_markdown(Setting("MARKDOWN", value, "conf.py", 1), source))
    assert [(p.line, p.message.split('"')[1]) for _, p in faults] == [(2, "toc"), (3, "nope")]


def test_last_assignment_counts() -> None:
    assert locate_settings("A = 1\nB = C = 2\nif B:\n    A = 3\nx = 4\n") == {
        "A": 4,
        "B": 2,
        "C": 2,
    }


def test_a_string_is_found_from_a_line_on() -> None:
    assert locate_string('A = "x"\nB = ["y", "x"]\n', "x", 2) == 2
    assert locate_string("A = 1\n", "x", 1) == 1


def test_helpers_are_what_is_imported_or_read() -> None:
    source = "from os import O_RDONLY as FLAG\nROOT = 'x'\nPATH = ROOT\nimport A\n"
    assert find_helpers(source) == {"FLAG", "ROOT", "A"}
