"""Broken series in whole builds: each fault is named once, with file, line, value and remedy."""

import re
from dataclasses import dataclass
from itertools import count

import pytest

from tests.conftest import Site

DAYS = count(1)


def head(**fields: str) -> str:
    """Make the metadata of a post with a title and a date of its own."""
    said = {"Title": "A", "Date": f"2025-01-{next(DAYS) % 28 + 1:02}", **fields}
    return "".join(f"{key}: {value}\n" for key, value in said.items() if value is not None)


@dataclass(frozen=True)
class Fault:
    """Files of a site, and what is said of them."""

    files: dict[str, str]
    place: str
    """File and line of the one problem."""
    words: tuple[str, ...]
    """What it must say."""
    severity: str = "error"

    def __str__(self) -> str:
        return self.place


def post(slug: str, body: str = "x", **fields: str) -> dict[str, str]:
    return {f"posts/{slug}.md": f"{head(Slug=slug, **fields)}\n{body}\n"}


FAULTS = {
    "index": Fault(
        post("i", Series="I", Series_index="two"),
        "posts/i.md:5",
        ('series_index = "two"', "whole number from 1", '"Series_index: 2"'),
    ),
    "index-zero": Fault(
        post("z", Series="Z", Series_index="0"), "posts/z.md:5", ('series_index = "0"',)
    ),
    "index-empty": Fault(post("e", Series="E", Series_index=""), "posts/e.md:5", ('""',)),
    "index-alone": Fault(
        post("al", Series_index="2"), "posts/al.md:4", ('series_index = "2" of no series',)
    ),
    "index-twice": Fault(
        {
            **post("t1", Series="T", Series_index="1"),
            **post("t2", Series="T", Series_index="1"),
        },
        "posts/t2.md:5",
        ("series_index = 1", "content/posts/t1.md"),
    ),
    "gap": Fault(
        {
            **post("g1", Series="G", Series_index="1"),
            **post("g3", Series="G", Series_index="3"),
        },
        "posts/g3.md:5",
        ("series_index = 3, but 2 is missing",),
        "warning",
    ),
    "no-name": Fault(post("n", Series=""), "posts/n.md:4", ("name of the series is empty",)),
    "mixed": Fault(
        {
            **post("m1", Series="M", Series_index="1"),
            **post("m2", Series="M"),
            **post("m3", Series="M", Series_index="2"),
        },
        "posts/m2.md:4",
        ('"M"', "content/posts/m1.md, content/posts/m3.md", "content/posts/m2.md", "or none"),
    ),
    "near-name": Fault(
        {
            **post("a1", Series="Free-threading"),
            **post("a2", Series="Free-threading"),
            **post("a3", Series="free threading"),
        },
        "posts/a3.md:4",
        ('"free threading"', '"Free-threading"', "a1.md", 'Write "Series: Free-threading"'),
    ),
    "one-slug": Fault(
        {**post("s1", Series="Café"), **post("s2", Series="Café"), **post("s3", Series="Cafe")},
        "posts/s3.md:4",
        ('"Cafe"', '"cafe"', '"Café"', "content/posts/s1.md"),
    ),
    "no-slug": Fault(post("w", Series="…"), "posts/w.md:4", ("no letter or digit",)),
    "undated-draft": Fault(
        {
            "posts/u.md": "Title: U\nSlug: u\nSeries: U\nStatus: draft\n\nx\n",
            **post("v", Series="U"),
        },
        "posts/u.md:3",
        ("without a date", '"U"', "Date: …"),
    ),
    "status": Fault(
        {"series/st.md": "Title: St\nStatus: finished\n\nx\n"},
        "series/st.md:2",
        ('status = "finished" is not known', '"ongoing", "complete"'),
    ),
    "no-title": Fault(
        {"series/nt.md": "Titel: Nt\n\nx\n"}, "series/nt.md:1", ("title is missing", "titel")
    ),
    "two-introductions": Fault(
        {
            "series/tw.md": "Title: Tw\n\nx\n",
            "series/tx.md": "Title: Tx\nSlug: tw\n\nx\n",
        },
        "series/tx.md:2",
        ('"tw"', "content/series/tw.md"),
    ),
    "page": Fault(
        {"pages/p.md": "Title: P\nSeries: P\n\nx\n"},
        "pages/p.md:2",
        ("a page has no place in a series",),
        "warning",
    ),
    "unknown": Fault(
        {**post("k", body="\n{series:free-treading}", Series="Known")},
        "posts/k.md:7",
        ('names "free-treading", which is no series', 'Known: "known"'),
    ),
    "stray": Fault(
        post("y", body="See `{series:y}` and\n{series:y}!", Series="Y"),
        "posts/y.md:7",
        ("{series:y} stands within a text", "a line of its own"),
    ),
    "option": Fault(
        post("o", body="{series:o after=this}", Series="O"),
        "posts/o.md:6",
        ('"after=this"', "before=this"),
    ),
    "before-what": Fault(
        {**post("b", Series="B"), **post("c", body="{series:b before=this}")},
        "posts/c.md:5",
        ("is no part of that series",),
    ),
    "taken": Fault(
        {**post("d", Series="D"), "pages/series.md": "Title: S\nSlug: series\n\nx\n"},
        "pages/series.md:2",
        ("series/index.html is already written by the list of all series",),
    ),
    "page-of-a-series": Fault(
        {
            **post("f", Series="F"),
            "pages/f.md": "Title: F\nSlug: f\nUrl: series/f/\nSave_as: series/f/index.html\n\nx\n",
        },
        "pages/f.md:4",
        ('already written by the series "F"',),
    ),
}


def count_problems(report: str) -> tuple[int, int]:
    errors, warnings = re.findall(r"(\d+) errors?, (\d+) warnings?", report)[-1]
    return int(errors), int(warnings)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named(name: str, site: Site) -> None:
    fault = FAULTS[name]
    for path, text in fault.files.items():
        site.write(f"content/{path}", text)
    result = site.pelican()
    assert f"content/{fault.place}: {fault.severity}: " in result.report
    assert [words for words in fault.words if words not in result.report] == []
    is_error = fault.severity == "error"
    assert (result.code, count_problems(result.report)) == (
        (1, (1, 0)) if is_error else (0, (0, 1))
    )
    assert "Traceback" not in result.out + result.report
    assert (site.output / "posts/sound/index.html").is_file()


def test_all_faults_are_named_in_one_run(site: Site) -> None:
    for fault in FAULTS.values():
        for path, text in fault.files.items():
            site.write(f"content/{path}", text)
    result = site.invoke("build")
    assert result.code == 1
    assert [
        fault.place
        for fault in FAULTS.values()
        if f"content/{fault.place}: {fault.severity}: " not in result.report
    ] == []
    assert "Traceback" not in result.out + result.report
    assert (site.output / "series/index.html").is_file()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('SERIES_URL = "s/"', 'SERIES_URL = "s/" should have {slug} in it'),
        ('SERIES_SAVE_AS = "s/{slg}.html"', "should have {slug} in it"),
        ('SERIES_FEED_ATOM = "s.xml"', "should have {slug} in it"),
        ('SERIES_LANG_URL = "{slug}/"', "should have {lang} and {slug} in it"),
        ('SERIES_SAVE_AS = "{slug"', "should have {slug} in it"),
        ('SERIES_PATHS = "series"', "SERIES_PATHS = 'series' should be a list"),
        ("SERIES_INDEX_SAVE_AS = 5", "should be a string"),
        ('SERIES_INDEX = "x"', "nothing reads the setting SERIES_INDEX"),
    ],
)
def test_settings_are_checked(line: str, words: str, site: Site) -> None:
    site.write("content/posts/a.md", f"{head(Series='A')}\nx\n")
    site.write("content/posts/b.md", f"{head(Series='B', Slug='b')}\nx\n")
    site.set(line)
    result = site.pelican()
    assert (result.code, count_problems(result.report)) == (1, (1, 0))
    assert words in result.report


def test_a_theme_without_templates_for_series_is_an_error(site: Site) -> None:
    site.write("content/posts/a.md", f"{head(Series='A')}\nx\n")
    site.set('DIRECT_TEMPLATES = ["index"]\nFEED_ALL_ATOM = None')
    result = site.pelican("-t", "simple")
    assert "unable to load series" in result.report
    assert 'SERIES_SAVE_AS = SERIES_INDEX_SAVE_AS = ""' in result.report
    site.set('SERIES_SAVE_AS = SERIES_INDEX_SAVE_AS = ""')
    assert "series" not in site.pelican("-t", "simple").report
