"""Broken series in whole builds: each fault is named once, with file, line, value and remedy."""

import re
from dataclasses import dataclass
from itertools import count

import pytest

from tests.conftest import Result, Site, make_site

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
        ("series means nothing here", "Only a post is a part"),
        "warning",
    ),
    "introduction-as-part": Fault(
        {"series/ip.md": "Title: Ip\nSeries: Ip\n\n{series:ip}\n", **post("ip", Series="Ip")},
        "series/ip.md:2",
        ("series means nothing here", "Only a post is a part"),
        "warning",
    ),
    "address-of-introduction": Fault(
        {"series/ad.md": "Title: Ad\nUrl: elsewhere/\n\nx\n"},
        "series/ad.md:2",
        ("url means nothing here", "where SERIES_URL says"),
        "warning",
    ),
    "slug-of-introduction": Fault(
        {"series/ev.md": "Title: Ev\nSlug: Ev_2\n\nx\n"}, "series/ev.md:2", ('Write "Slug: ev_2"',)
    ),
    "name-of-introduction": Fault(
        {"series/Baz #1?.md": "Title: Baz\n\nx\n"},
        "series/Baz #1?.md:1",
        ('"Baz #1?", is no slug', "Rename it to baz-sharp-1.md"),
    ),
    "language-in-name": Fault(
        {"series/lg.fr.md": "Title: Lg\n\nx\n"},
        "series/lg.fr.md:1",
        ("a language in the name is said by Lang, too",),
    ),
    "slug-for-no-url": Fault(
        {"series/eu.md": "Title: Eu\nSlug: ../../e u\n\nx\n"}, "series/eu.md:2", ('"../../e u"',)
    ),
    "language": Fault(
        {"series/la.md": "Title: La\nLang: ../../x\n\nx\n"},
        "series/la.md:2",
        ('lang = "../../x" is no language',),
    ),
    "too-long": Fault(
        post("q", Series="q" * 300), "posts/q.md:4", ("cannot be written: File name too long",)
    ),
    "stray-in-html": Fault(
        post("sh", body="{series:sh}\n\n<div>\n{series:sh}\n</div>", Series="Sh"),
        "posts/sh.md:9",
        ("{series:sh} stands within a text",),
    ),
    "stray-at-an-end": Fault(
        post("se", body="See {series:se}.", Series="Se"), "posts/se.md:6", ("within a text",)
    ),
    "only-drafts": Fault(
        {
            **post("od", Series="Od", Status="draft", body="{series:od}\n{series:of}"),
            **post("of", Series="Of", Status="draft"),
            **post("oe", body="{series:od}"),
        },
        "posts/oe.md:5",
        ('names "od", which is no published series',),
    ),
    "stray-twice": Fault(
        post("yy", body="{series:yy}\n\n- {series:yy}\n\nNot {series:yy} here.", Series="Yy"),
        "posts/yy.md:10",
        ("{series:yy} stands within a text",),
    ),
    "as-written": Fault(
        post("aw", body='{series:"aw" -- it\'s & it}', Series="Aw"),
        "posts/aw.md:6",
        ("""{series:"aw" -- it's & it} names""",),
    ),
    "unknown": Fault(
        {**post("k", body="\n{series:free-treading}", Series="Known")},
        "posts/k.md:7",
        (
            'names "free-treading", which is no published series',
            'Did you mean "free-threading"?',
            "more.",
        ),
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


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """How a site ends that has all faults at once, each in a series of its own."""
    site = make_site(tmp_path_factory.mktemp("broken"))
    site.write("content/posts/sound.md", "Title: Sound\nDate: 2026-11-01\n\nAll is well.\n")
    for fault in FAULTS.values():
        for path, text in fault.files.items():
            site.write(f"content/{path}", text)
    result = site.pelican()
    for path in ("posts/sound/index.html", "series/index.html", "series/m/index.html"):
        assert (site.output / path).is_file(), "what is sound is written"
    return result


def test_all_faults_are_found_in_one_run_and_nothing_else(broken: Result) -> None:
    assert broken.code == 1
    assert "Traceback" not in broken.out + broken.report
    found = re.findall(r"^(content/.+?): (error|warning): ", broken.report, re.MULTILINE)
    expected = [(f"content/{fault.place}", fault.severity) for fault in FAULTS.values()]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_explained(name: str, broken: Result) -> None:
    fault = FAULTS[name]
    start = broken.report.index(f"content/{fault.place}: {fault.severity}: ")
    said = broken.report[start:].split("\n\n")[0]
    assert [words for words in fault.words if words not in said] == []


def test_a_gap_fails_only_the_public_site(site: Site) -> None:
    for path, text in FAULTS["gap"].files.items():
        site.write(f"content/{path}", text)
    written, published = site.pelican(), site.invoke("publish")
    assert (written.code, published.code) == (0, 1)
    for result in (written, published):
        assert "posts/g3.md:5: warning: series_index = 3" in result.report


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("SERIES_SAVE_AS = 'series/{slug}.html'", '"series/index.html" is already'),
        ("SERIES_FEED_ATOM = TAG_FEED_ATOM = 'feeds/{slug}.xml'", '"feeds/index.xml" is already'),
        ("SERIES_SAVE_AS = '../{slug}.html'", "lies outside the output folder"),
    ],
)
def test_what_cannot_be_written_stops_nothing_else(line: str, words: str, site: Site) -> None:
    site.write("content/posts/a.md", f"{head(Series='Index', Tags='index')}\nx\n")
    site.write("content/posts/z.md", f"{head(Series='Zed', Slug='z')}\nx\n")
    site.set(line)
    result = site.pelican()
    assert result.code == 1
    assert words in result.report
    assert re.search(r"content/posts/a.md:\d: error", result.report)
    assert "the build stopped" not in result.report
    assert (site.output / "favicon.ico").is_file()


def test_a_post_without_a_place_is_no_part(site: Site) -> None:
    for name, more in (("p.md", ""), ("p.de.md", "Lang: de\n")):
        site.write(f"content/posts/{name}", f"{head(Series='Foo', Slug='p')}{more}\nx\n")
    site.set('ARTICLE_LANG_SAVE_AS = ""')
    result = site.pelican()
    assert (result.code, result.report) == (0, "")
    assert not (site.output / "de").exists()


def test_what_a_site_says_of_all_posts_is_not_said_of_introductions(site: Site) -> None:
    site.write("content/series/a.md", "Title: A\n\n{series:a}\n")
    site.write("content/posts/a.md", f"{head(Series='A', Status='published')}\nx\n")
    site.set("DEFAULT_METADATA = {'status': 'draft', 'series': 'A', 'series_index': '1'}")
    site.write("content/posts/sound.md", f"{head(Status='published', Series_index='2')}\nx\n")
    site.write("content/pages/about.md", "Title: About\nStatus: published\n\nx\n")
    report = site.pelican().report
    assert "content/series" not in report
    assert (site.output / "series/a/index.html").is_file()


def test_an_introduction_is_no_post(site: Site) -> None:
    site.write("content/posts/a.md", f"{head(Series='A')}\nx\n")
    site.set('SERIES_PATHS = ["posts"]', 'SERIES_PATHS = ["series"]')
    result = site.pelican()
    assert (result.code, "the build stopped" in result.report) == (1, False)
    assert "posts/a.md:1: error: this is read as a post" in result.report


def test_a_title_may_be_about_requests(site: Site) -> None:
    """It is plain text, wherever it is shown."""
    site.write(
        "content/posts/a.md", f"{head(Title='How {series:a} works', Series='A')}\n{{series:a}}\n"
    )
    result = site.pelican()
    assert (result.code, result.report) == (0, "")


def test_a_theme_without_templates_for_series_is_an_error(site: Site) -> None:
    site.write("content/posts/a.md", f"{head(Series='A')}\nx\n")
    site.set('DIRECT_TEMPLATES = ["index"]\nFEED_ALL_ATOM = None')
    result = site.pelican("-t", "simple")
    assert "unable to load series" in result.report
    assert 'SERIES_SAVE_AS = SERIES_INDEX_SAVE_AS = ""' in result.report
    site.set('SERIES_SAVE_AS = SERIES_INDEX_SAVE_AS = ""')
    assert "series" not in site.pelican("-t", "simple").report
