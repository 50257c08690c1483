"""What is wrong with series is found: each fault once, where it is, and nothing else."""

from typing import Any

import pytest

from plugins.audit import Severity
from plugins.series.catalog import make_slug_finder
from plugins.series.checks import check_catalog, check_introductions, check_names, check_said
from plugins.series.model import Introduction, Part
from tests.series.parts import make_catalog, make_introduction, make_part, make_slug


def find(*members: Any) -> list[str]:
    """Check posts and introductions; give `FILE KEY: MESSAGE`, warnings marked."""
    parts = [member for member in members if isinstance(member, Part)]
    introductions = [member for member in members if isinstance(member, Introduction)]
    found = [
        *check_introductions(introductions),
        *check_names(parts, introductions, make_slug_finder(introductions, make_slug)),
        *check_catalog(make_catalog(*members)),
    ]
    assert all(problem.hint and problem.rule == "series" for _, problem in found)
    return [
        f"{problem.file} {key}: {problem.message}"
        + (" (warning)" if problem.severity is Severity.WARNING else "")
        for key, problem in found
    ]


@pytest.mark.parametrize(
    ("said", "findings"),
    [
        ({}, []),
        ({"series": "A"}, []),
        ({"series": "A", "series_index": "1"}, []),
        ({"series": ""}, ["series: the name of the series is empty"]),
        ({"series": "", "series_index": "1"}, ["series: the name of the series is empty"]),
        ({"series_index": "1"}, ['series_index: series_index = "1" of no series']),
        (
            {"series": "A", "series_index": "two"},
            ['series_index: series_index = "two" is no number of a part'],
        ),
        (
            {"series": "A", "series_index": ""},
            ['series_index: series_index = "" is no number of a part'],
        ),
    ],
)
def test_what_one_post_says(said: dict[str, str], findings: list[str]) -> None:
    assert [f"{key}: {problem.message}" for key, problem in check_said("a.md", said)] == findings


SOUND = [
    pytest.param([make_part("a"), make_part("b")], id="dates"),
    pytest.param([make_part("a", 1), make_part("b", 2)], id="indexes"),
    pytest.param([make_part("a", 1), make_part("b", 2, is_listed=False)], id="draft"),
    pytest.param([make_part("a", 1, is_dated=False)], id="undated-draft-with-index"),
    pytest.param([make_part("a"), make_introduction("alpha", "Of the first")], id="other-title"),
    pytest.param([make_part("a"), make_part("b", name="alpha", lang="de")], id="languages"),
    pytest.param([make_part("a", 1), make_part("b", 1, name="Beta")], id="two-series"),
    pytest.param(
        [make_part("a", 1), make_part("b", 2, is_listed=False), make_part("c", 3)],
        id="a-draft-is-no-gap",
    ),
    pytest.param([make_part("a", 1), make_part("b", "two")], id="what-is-said-elsewhere"),
]


@pytest.mark.parametrize("members", SOUND)
def test_nothing_is_wrong(members: list[Any]) -> None:
    assert find(*members) == []


MIXED = 'the series "Alpha" has parts with series_index,'
LIKE = "only in case, spacing or punctuation"
FAULTS = [
    pytest.param(
        [make_part("a"), make_part("b"), make_part("c", name="alpha")],
        [f'c.md series: series = "alpha" differs from "Alpha" in a.md {LIKE}'],
        id="most-use-another-name",
    ),
    pytest.param(
        [make_part("a", name="al-pha"), make_introduction("alpha")],
        [f'a.md series: series = "al-pha" differs from "Alpha" in series/alpha.md {LIKE}'],
        id="an-introduction-wins-a-tie",
    ),
    pytest.param(
        [make_part("a"), make_part("b"), make_introduction("alpha", "ALPHA")],
        [f'series/alpha.md title: title = "ALPHA" differs from "Alpha" in a.md {LIKE}'],
        id="but-not-against-most",
    ),
    pytest.param(
        [*(make_part(slug, name="A b") for slug in "ab"), make_part("c", name="A-b, ")],
        [f'c.md series: series = "A-b, " differs from "A b" in a.md {LIKE}'],
        id="another-page",
    ),
    pytest.param(
        [make_part("a", name="x"), make_part("b", name="X"), make_introduction("y", "Y")],
        [f'b.md series: series = "X" differs from "x" in a.md {LIKE}'],
        id="the-first-wins-a-tie",
    ),
    pytest.param(
        [make_part("a", name="ßa"), make_part("b", name="ẞa"), make_part("c", name="ßa")],
        [f'b.md series: series = "ẞa" differs from "ßa" in a.md {LIKE}'],
        id="other-scripts",
    ),
    pytest.param(
        [make_part("a", name="Café"), make_part("b", name="Cafe"), make_part("c", name="Cafe")],
        ['a.md series: series = "Café" would share one page, "cafe", with "Cafe" in b.md'],
        id="one-slug",
    ),
    pytest.param(
        [make_part("a", name="!")],
        ['a.md series: series = "!" has no letter or digit to make a URL of'],
        id="no-slug",
    ),
    pytest.param(
        [make_part("a", name="Life"), make_part("b", name="GIL"), make_introduction("gil", "Life")],
        ['b.md series: series = "GIL" would share one page, "gil", with "Life" in series/gil.md'],
        id="the-slug-of-anothers-introduction",
    ),
    pytest.param(
        [make_part("a", name="!"), make_part("b", name=".."), make_part("c", name="🎉")],
        [
            f"{file}.md series: series = {name} has no letter or digit to make a URL of"
            for file, name in (("a", '"!"'), ("b", '".."'), ("c", '"🎉"'))
        ],
        id="no-slugs-are-not-alike",
    ),
    pytest.param(
        [
            *(make_part(s, name="Café") for s in "abc"),
            make_part("d", name="Cafe"),
            make_part("e", name="cafe!"),
        ],
        [
            'd.md series: series = "Cafe" would share one page, "cafe", with "Café" in a.md',
            'e.md series: series = "cafe!" would share one page, "cafe", with "Café" in a.md',
        ],
        id="one-name-is-meant",
    ),
    pytest.param(
        [make_part("a", 1), make_part("b"), make_part("c", 2)],
        [f"b.md series: {MIXED} a.md, c.md, and without, b.md"],
        id="mixed",
    ),
    pytest.param(
        [make_part("a", 1), make_part("b", 2), make_part("c", 2, is_listed=False)],
        ["c.md series_index: series_index = 2 is that of b.md, too"],
        id="index-twice",
    ),
    pytest.param(
        [make_part("a", 1), make_part("b", 3)],
        ['b.md series_index: series_index = 3, but 2 is missing in "Alpha" (warning)'],
        id="gap",
    ),
    pytest.param(
        [make_part("a", 2), make_part("b", 9)],
        [
            'a.md series_index: series_index = 2, but 1 is missing in "Alpha" (warning)',
            'b.md series_index: series_index = 9, but 3 to 8 are missing in "Alpha" (warning)',
        ],
        id="gaps",
    ),
    pytest.param(
        [make_part("a"), make_part("b", is_listed=False, is_dated=False)],
        ['b.md series: without a date this draft has no place in the series "Alpha"'],
        id="undated-draft",
    ),
    pytest.param(
        [make_introduction("alpha"), make_introduction("alpha", "Other"), make_introduction("b")],
        [
            'series/alpha.md slug: the series "alpha" has an introduction already, series/alpha.md',
            'series/b.md title: title = "Alpha" is that of series/alpha.md, too',
        ],
        id="two-introductions",
    ),
]


@pytest.mark.parametrize(("members", "findings"), FAULTS)
def test_each_fault_is_found(members: list[Any], findings: list[str]) -> None:
    assert find(*members) == findings


def test_of_many_posts_some_are_named() -> None:
    parts = [make_part(f"p{n:02}", None if n else 1) for n in range(20)]
    (message,) = find(*parts)
    assert message.endswith(
        "and without, p01.md, p02.md, p03.md, p04.md, p05.md, p06.md, p07.md, p08.md, 11 more"
    )
