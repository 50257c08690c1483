"""Series in whole builds: numbers, boxes, lists, pages and feeds, for readers and while writing."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import Site, make_site
from tests.pages import find_broken, list_pages, read

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/repo"
POSTS = {
    # By index, against their dates.
    "intro": "Date: 2026-10-03\nSeries: Free-threading\nSeries_index: 1",
    "locks": "Date: 2026-10-02\nSeries: Free-threading\nSeries_index: 2",
    "balance": "Date: 2026-10-01\nSeries: Free-threading\nSeries_index: 3",
    "later-draft": "Status: draft\nSeries: Free-threading\nSeries_index: 4",
    # By date, with others between.
    "what": "Date: 2026-09-01\nSeries: Sub & <interpreters>",
    "secret": "Date: 2026-09-02\nSeries: Sub & <interpreters>\nStatus: hidden",
    "sketch": "Date: 2026-09-03\nSeries: Sub & <interpreters>\nStatus: draft",
    "when": "Date: 2026-09-04\nSeries: Sub & <interpreters>",
    "tomorrow": "Date: 2999-01-01\nSeries: Sub & <interpreters>",
    # Not to be seen at all.
    "only-draft": "Date: 2026-08-01\nSeries: Unheard of\nStatus: draft",
    "alone": "Date: 2026-07-01",
}
GERMAN = {
    "intro": "Date: 2026-10-03\nSeries: Ohne GIL",
    "what": "Date: 2026-09-01\nSeries: Sub & <interpreters>",
}
INTRODUCTIONS = {
    "free-threading": (
        'Title: Free-threading\nDescription: Without the "lock".\nStatus: ongoing\n\n'
        "By [its first part]({filename}/posts/intro.md), and more:\n{series:sub-interpreters}\n"
    ),
    "sub-interpreters": "Title: Sub & <interpreters>\nStatus: complete\n\nAll in one.\n",
    "sub-interpreters.de": "Title: Sub & <interpreters>\nLang: de\n\nAlles in einem.\n",
    "to-come": "Title: To come\n\nNothing yet.\n",
}


def write_posts(site: Site) -> None:
    site.write("content/posts/sound.md", "Title: Sound\nDate: 2026-11-01\n\nAll is well.\n")
    for slug, head in POSTS.items():
        text = f"Title: The {slug}\nSlug: {slug}\n{head}\n\nText of {slug}.\n"
        if slug in ("balance", "sketch"):
            name = "free-threading" if slug == "balance" else "sub-interpreters"
            text += f"Before:\n{{series:{name} before=this}}\nAfter.\n"
        site.write(f"content/posts/{slug}.md", text)
    for slug, head in GERMAN.items():
        text = f"Title: Das {slug}\nSlug: {slug}\nLang: de\n{head}\n\n{{series:sub-interpreters}}\n"
        site.write(f"content/posts/{slug}.de.md", text)
    for slug, text in INTRODUCTIONS.items():
        site.write(f"content/series/{slug}.md", text)
    site.write("content/pages/list.md", "Title: List\n\nAll:\n{series:free-threading}\n")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site as its author sees it."""
    site = make_site(tmp_path_factory.mktemp("written"))
    write_posts(site)
    result = site.pelican()
    assert (result.code, result.report) == (0, "")
    return site


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same, published under a base path."""
    site = make_site(tmp_path_factory.mktemp("public"))
    write_posts(site)
    publish(site)
    return site


def publish(site: Site) -> dict[str, bytes]:
    result = site.invoke("publish", "--siteurl", BASE)
    assert (result.code, result.report) == (0, "")
    return site.list_output()


def find_box(site: Site, path: str) -> Tag | None:
    return read(site.output / path / "index.html").select_one("nav.series")


def read_place(site: Site, path: str) -> str | None:
    box = find_box(site, path)
    return " ".join(box.select_one(".series-name").get_text().split()) if box else None


PLACES = {
    "posts/intro": "Free-threading Part 1 of 3",
    "posts/locks": "Free-threading Part 2 of 3",
    "posts/balance": "Free-threading Part 3 of 3",
    "posts/what": "Sub & <interpreters> Part 1 of 2",
    "posts/when": "Sub & <interpreters> Part 2 of 2",
    "posts/secret": "Sub & <interpreters> Part 2 of 3",
    "de/posts/intro": "Ohne GIL Part 1 of 1",
    "de/posts/what": "Sub & <interpreters> Part 1 of 1",
    "posts/alone": None,
}
DRAFTS = {
    "drafts/posts/later-draft": "Free-threading Part 4 of 4",
    "drafts/posts/sketch": "Sub & <interpreters> Part 2 of 3",
    "drafts/posts/tomorrow": "Sub & <interpreters> Part 3 of 3",
    "drafts/posts/only-draft": "Unheard of Part 1 of 1",
}


@pytest.mark.parametrize(("path", "place"), [*PLACES.items(), *DRAFTS.items()])
def test_each_post_says_its_place(path: str, place: str | None, written: Site) -> None:
    """What is not public is counted on its own page alone."""
    assert read_place(written, path) == place


@pytest.mark.parametrize(("path", "place"), PLACES.items())
def test_numbers_in_public_are_the_same(path: str, place: str | None, public: Site) -> None:
    assert read_place(public, path) == place


def test_what_is_not_public_is_on_no_page_and_in_no_feed(public: Site) -> None:
    names = (b"later-draft", b"sketch", b"tomorrow", b"only-draft", b"Unheard")
    for path, content in public.list_output().items():
        assert not [name for name in names if name in content], path
        assert b"secret" not in content or path == "posts/secret/index.html"


def test_what_is_not_public_changes_no_byte_of_what_is(public: Site, site: Site) -> None:
    """But for the hidden post's own page; nor would more of it, in any language."""
    write_posts(site)
    more = {
        "de-draft.md": "Lang: de\nSeries: Sub & <interpreters>\nStatus: draft",
        "de-hidden.md": "Lang: de\nSeries: Free-threading\nStatus: hidden",
        "de-future.md": "Date: 2999-01-01\nLang: de\nSeries: Ohne GIL",
        "first.md": "Series: A first name\nSeries_index: 1\nStatus: draft",
        "to-come.md": "Series: To come\nStatus: hidden",
    }
    for name, head in more.items():
        date = "" if "Date" in head else "Date: 2026-01-01\n"
        site.write(f"content/posts/{name}", f"Title: {name}\n{date}{head}\n\nx\n")
    with_more = publish(site)
    for path in (site.root / "content/posts").glob("*.md"):
        if "Status:" in path.read_text() or "2999" in path.read_text():
            path.unlink()
    assert public.list_output().keys() - publish(site).keys() == {"posts/secret/index.html"}
    for path, content in site.list_output().items():
        assert content == public.list_output()[path] == with_more[path], path


def test_the_box_lists_the_parts_and_marks_this_one(public: Site) -> None:
    box = find_box(public, "posts/locks")
    assert 'Without the "lock".' in box.get_text()
    links = box.select("ol a")
    assert [(link.get_text(), link["href"]) for link in links] == [
        (f"The {slug}", f"{BASE}/posts/{slug}/") for slug in ("intro", "locks", "balance")
    ]
    assert [link.get("aria-current") for link in links] == [None, "page", None]
    assert box.select_one("strong a")["href"] == f"{BASE}/series/free-threading/"
    assert box.select_one("details") is None


def test_parts_lead_to_one_another_and_posts_where_none_follows(public: Site) -> None:
    def read_ways(slug: str) -> list[tuple[str, str, str | None]]:
        ways = read(public.output / f"posts/{slug}/index.html").select(".ways a")
        return [
            (way.span.get_text(), str(way["href"]).split("/")[-2], (way.get("rel") or [None])[0])
            for way in ways
        ]

    assert read_ways("locks") == [
        ("Previous part", "intro", "prev"),
        ("Next part", "balance", "next"),
    ]
    assert read_ways("balance") == [("Previous part", "locks", "prev")]
    assert read_ways("what") == [("Previous post", "alone", None), ("Next part", "when", "next")]
    assert read_ways("alone")[-1] == ("Next post", "what", "next")


def test_machines_are_told_the_same(public: Site) -> None:
    head = read(public.output / "posts/locks/index.html").head
    links = {link["rel"][0]: link["href"] for link in head.select("[rel=prev], [rel=next]")}
    assert links == {"prev": f"{BASE}/posts/intro/", "next": f"{BASE}/posts/balance/"}
    data = json.loads(head.find("script", type="application/ld+json").string)
    assert data["@type"] == "BlogPosting"
    assert data["position"] == 2
    assert data["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "Free-threading",
        "url": f"{BASE}/series/free-threading/",
    }
    other = read(public.output / "posts/what/index.html").find("script", type="application/ld+json")
    assert json.loads(other.string)["isPartOf"]["name"] == "Sub & <interpreters>"
    for slug in ("alone", "secret"):
        page = read(public.output / f"posts/{slug}/index.html")
        assert page.find("script", type="application/ld+json") is None


def test_lists_say_the_place_in_passing(public: Site) -> None:
    for path in ("index.html", "archives/index.html", "categories/python/index.html"):
        articles = read(public.output / path).select("article")
        (text,) = [a.get_text() for a in articles if a.a.get_text() == "The locks"]
        assert "Part 2 of Free-threading" in text, path


def test_a_series_has_a_page(public: Site) -> None:
    page = read(public.output / "series/free-threading/index.html")
    assert page.h1.get_text() == "Free-threading"
    assert page.find("meta", {"name": "description"})["content"] == 'Without the "lock".'
    meta = page.select_one("main > .meta").get_text(" ", strip=True)
    assert meta == "Series 3 parts 1 October 2026 – 3 October 2026 Ongoing Feed"
    entries = [entry.h2.get_text() for entry in page.select("article.entry")]
    assert entries == ["The intro", "The locks", "The balance"]
    assert [entry.select_one(".summary").get_text().split()[0] for entry in page.select("article")]
    assert [link["href"] for link in page.select(".text a")] == [
        f"{BASE}/posts/{slug}/" for slug in ("intro", "what", "when")
    ]


def test_a_series_needs_no_introduction_and_an_introduction_no_posts(public: Site) -> None:
    page = read(public.output / "de/series/ohne-gil/index.html")
    assert page.h1.get_text() == "Ohne GIL"
    assert page.select(".text") == []
    page = read(public.output / "series/to-come/index.html")
    assert page.select_one(".meta").get_text(" ", strip=True) == "Series No parts yet"
    assert "Nothing yet." in page.get_text()


def test_all_series_have_a_page_too(public: Site) -> None:
    page = read(public.output / "series/index.html")
    assert [
        (
            entry.h2.get_text(),
            entry.h2.a["href"],
            entry.select_one(".meta").get_text(" ", strip=True),
        )
        for entry in page.select(".entry")
    ] == [
        (
            "Free-threading",
            f"{BASE}/series/free-threading/",
            "3 parts 1 October 2026 – 3 October 2026 Ongoing",
        ),
        (
            "Sub & <interpreters>",
            f"{BASE}/series/sub-interpreters/",
            "2 parts 1 September 2026 – 4 September 2026 Complete",
        ),
        ("To come", f"{BASE}/series/to-come/", "No parts yet"),
    ]


def test_languages_have_their_own_and_lead_to_one_another(public: Site) -> None:
    english = read(public.output / "series/free-threading/index.html")
    assert english.select_one(".translations a")["href"] == f"{BASE}/de/series/ohne-gil/"
    german = read(public.output / "de/series/ohne-gil/index.html")
    assert german.html["lang"] == "de"
    assert [entry.h2.get_text() for entry in german.select("article")] == ["Das intro"]
    assert german.select_one(".translations a")["href"] == f"{BASE}/series/free-threading/"
    same = read(public.output / "de/series/sub-interpreters/index.html")
    assert same.select_one(".translations a")["href"] == f"{BASE}/series/sub-interpreters/"
    asked = read(public.output / "de/posts/intro/index.html").select(".text > ol a")
    assert [link["href"] for link in asked] == [f"{BASE}/de/posts/what/"]


FEEDS = {
    "feeds/series/free-threading.atom.xml": ["The intro", "The locks", "The balance"],
    "feeds/series/sub-interpreters.atom.xml": ["The when", "The what"],
    "feeds/de/series/ohne-gil.atom.xml": ["Das intro"],
    "feeds/de/series/sub-interpreters.atom.xml": ["Das what"],
}


@pytest.mark.parametrize(("path", "titles"), FEEDS.items())
def test_a_series_has_a_feed(path: str, titles: list[str], public: Site) -> None:
    """Newest first, as feed readers have it."""
    feed = ET.parse(public.output / path).getroot()
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == titles


def test_a_feed_has_the_language_of_its_posts(public: Site) -> None:
    for path, language in (("series/free-threading", "en"), ("de/series/ohne-gil", "de")):
        assert json.loads(public.read(f"feeds/{path}.json"))["language"] == language
        assert f'xml:lang="{language}"' in public.read(f"feeds/{path}.atom.xml").split("<title")[0]


def test_there_are_no_other_feeds_and_pages(public: Site) -> None:
    paths = {path for path in public.list_output() if "series/" in path and "css" not in path}
    beside = [path.replace(".atom.xml", end) for path in FEEDS for end in (".rss.xml", ".json")]
    assert paths == {
        *FEEDS,
        *beside,
        "series/index.html",
        *(
            f"series/{slug}/index.html"
            for slug in ("free-threading", "sub-interpreters", "to-come")
        ),
        *(f"de/series/{slug}/index.html" for slug in ("ohne-gil", "sub-interpreters")),
    }


def test_feeds_are_announced_where_they_matter(public: Site) -> None:
    def list_feeds(path: str) -> list[str]:
        links = read(public.output / path / "index.html").head.select("link[type*=atom]")
        return [str(link["href"]).removeprefix(f"{BASE}/feeds/") for link in links]

    assert list_feeds("posts/locks")[1:] == ["series/free-threading.atom.xml"]
    assert list_feeds("series/free-threading")[1:] == ["series/free-threading.atom.xml"]
    assert list_feeds("de/posts/intro")[1:] == ["de/series/ohne-gil.atom.xml"]
    assert list_feeds("posts/alone")[1:] == list_feeds("series/to-come")[1:] == []


def test_a_line_lists_the_parts_in_posts_pages_feeds_and_excerpts(public: Site) -> None:
    def hrefs(fragment: Tag) -> list[str]:
        return [link["href"] for link in fragment.select("ol:not(nav ol) a")]

    wanted = [f"{BASE}/posts/{slug}/" for slug in ("intro", "locks")]
    assert hrefs(read(public.output / "posts/balance/index.html").select_one(".text")) == wanted
    assert hrefs(read(public.output / "list/index.html")) == [*wanted, f"{BASE}/posts/balance/"]
    articles = read(public.output / "index.html").select("article")
    (excerpt,) = [a.select_one(".summary") for a in articles if "The balance" in a.h2.get_text()]
    assert hrefs(excerpt) == wanted
    feed = ET.parse(public.output / "feeds/all.atom.xml").getroot()
    for entry in feed.iter(f"{ATOM}entry"):
        if entry.findtext(f"{ATOM}title") == "The balance":
            content = entry.findtext(f"{ATOM}content") or ""
            assert hrefs(BeautifulSoup(content, "html.parser")) == wanted


def test_feeds_are_called_by_the_series(public: Site) -> None:
    feed = ET.parse(public.output / "feeds/series/sub-interpreters.atom.xml").getroot()
    assert feed.findtext(f"{ATOM}title") == "Measured Python - Sub & <interpreters>"


def test_pages_of_series_are_styled_and_say_nothing_twice(public: Site) -> None:
    page = read(public.output / "series/free-threading/index.html")
    for path in ("series/free-threading", "posts/locks"):
        styles = read(public.output / path / "index.html").select("link[href*='series.css']")
        assert len(styles) == 1
    assert "Part 1" in page.select_one("article .meta").get_text()
    assert "of Free-threading" not in page.select_one("article .meta").get_text()
    assert "No posts yet" not in read(public.output / "series/to-come/index.html").get_text()
    assert 'Without the "lock".' in read(public.output / "series/index.html").get_text()


def test_other_languages_are_marked(public: Site) -> None:
    box = find_box(public, "de/posts/intro")
    assert (box["lang"], box.select_one("strong a")["lang"]) == ("en", "de")
    assert box.select("ol") == []  # one part is no list
    (way,) = read(public.output / "de/posts/what/index.html").select(".ways") or [None]
    assert way is None


def test_a_draft_lists_what_is_before_it(written: Site) -> None:
    links = read(written.output / "drafts/posts/sketch/index.html").select(".text > ol a")
    assert [link["href"] for link in links] == ["/posts/what/"]


def test_all_links_lead_somewhere(written: Site, public: Site) -> None:
    assert find_broken(written.output, "http://localhost/") == []
    assert find_broken(public.output, f"{BASE}/") == []


def test_they_do_with_relative_urls(site: Site) -> None:
    write_posts(site)
    result = site.pelican("--relative-urls", "-e", "DEFAULT_PAGINATION=1")
    assert result.code == 0, result.report
    assert [link for link in find_broken(site.output, "/") if "404.html" not in link] == []


def test_what_is_said_once_of_all_languages_drafts_and_summaries(site: Site) -> None:
    """In a language with a region, with translations of every status, in a summary."""
    site.set('DEFAULT_LANG = "en-US"', 'DEFAULT_LANG = "en"')
    heads = {
        "a.md": "Series: Caf\u00e9\nSummary: {series:cafe}",
        "b.md": "Series: Cafe\u0301\nSeries: Other",
        "c.md": "Lang: de\nSeries: Eins",
        "d.md": "Lang: de\nSeries: Eins\nStatus: hidden\nTranslation: true",
        "e.md": "Lang: de\nSeries: Eins\nStatus: draft\nTranslation: true",
        "f.md": "Lang: de\n\n{series:cafe}",
    }
    for day, (name, head) in enumerate(heads.items(), 1):
        text = f"Title: The {name}\nSlug: {name[0]}\nDate: 2026-01-0{day}\n{head}\n\nx\n"
        site.write(f"content/posts/{name}", text)
    site.write("content/series/skipped/cafe.md", "Title: Skipped\n\nx\n")
    site.write("content/series/cafe.md", "Title: Cafe\u0301\n\n![A bar]({static}/images/x.svg)\n")
    site.write("content/images/x.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    site.write("content/series/bad.md", b"Title: A\n\nna\xefve\n")
    site.set('SERIES_EXCLUDES = ["series/skipped"]\nSTATIC_PATHS = []')
    result = site.pelican()
    assert re.findall(r"^content/\S+", result.report, re.MULTILINE) == [
        "content/posts/b.md:5:",  # said twice: the first counts
        "content/series/bad.md:3:",
    ]
    assert read_place(site, "posts/a") == "Caf\u00e9 Part 1 of 2"
    assert read_place(site, "de/posts/c") == "Eins Part 1 of 1"
    assert read_place(site, "de/posts/d") == read_place(site, "drafts/de/posts/e")
    listed = ["/posts/a/", "/posts/b/"]
    assert [a["href"] for a in read(site.output / "de/posts/f/index.html").select("ol a")] == listed
    entries = read(site.output / "index.html").select("article.entry")
    (summary,) = [e.select_one(".summary") for e in entries if e.h2.get_text() == "The a.md"]
    assert [a["href"] for a in summary.select("a")] == listed
    assert (site.output / "images/x.svg").is_file()
    assert "series/cafe/" in site.read("series/index.html")


def test_a_long_series_has_pages_and_is_shown_in_windows(site: Site) -> None:
    """Neither its own pages nor those of its 500 parts grow with it."""
    site.write("content/series/long.md", "Title: Long\n\nOnly above the first parts.\n")
    for number in range(1, 501):
        text = f"Title: Of {number}\nDate: 2020-01-01\nSlug: p{number}\nSeries: Long\n"
        site.write(f"content/posts/p{number}.md", f"{text}Series_index: {number}\n\nText.\n")
    assert site.pelican().code == 0
    box = find_box(site, "posts/p250")
    assert [item["value"] for item in box.select("li")] == [
        "1",
        "248",
        "249",
        "250",
        "251",
        "252",
        "500",
    ]
    assert box.select_one("details p a").get_text() == "All 500 parts"
    assert box.select_one("details").get("open") is None
    pages = sorted((site.output / "series/long").rglob("index.html"))
    assert len(pages) == 50
    assert max(len(page.read_bytes()) for page in pages) < 15_000
    assert max(len(page.read_bytes()) for page in (site.output / "posts").rglob("*.html")) < 7_000
    second = read(site.output / "series/long/page/2/index.html")
    assert (len(read(pages[0]).select("main .text")), second.select("main .text")) == (1, [])
    assert second.article.h2.get_text() == "Of 11"
    assert [a.get_text() for a in second.select(".pagination a")] == [
        "Earlier parts",
        "Later parts",
    ]


PAGE, GERMAN_PAGE = "series/free-threading/index.html", "de/series/ohne-gil/index.html"


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        ("SERIES_SAVE_AS = SERIES_FEED_ATOM = ''", [PAGE, GERMAN_PAGE, *FEEDS]),
        ("SERIES_URL = SERIES_INDEX_SAVE_AS = None", [PAGE, "series/index.html"]),
        ("SERIES_LANG_SAVE_AS = SERIES_LANG_FEED_ATOM = None", [GERMAN_PAGE, [*FEEDS][2]]),
    ],
)
def test_each_can_be_switched_off(settings: str, missing: list[str], site: Site) -> None:
    write_posts(site)
    with (site.root / "publishconf.py").open("a") as file:
        file.write(f"\n{settings}\n")
    result = site.invoke("publish", "--siteurl", BASE)
    assert (result.code, result.report) == (0, "")
    assert find_broken(site.output, f"{BASE}/") == []
    pages = [page.read_text() for page in list_pages(site.output)]
    for path in missing:
        assert not (site.output / path).exists()
        address = f'"{BASE}/{path.removesuffix("index.html")}"'
        assert not [page for page in pages if address in page]


def test_without_a_series_there_is_no_way_to_any(site: Site) -> None:
    assert site.pelican().report == ""
    assert "Series" not in read(site.output / "index.html").select_one("header nav").get_text()
    assert "No series yet." in site.read("series/index.html")


def test_nothing_outlives_a_build_in_the_same_process(site: Site) -> None:
    """As the live preview and `pelican --autoreload` build again and again."""
    write_posts(site)
    site.write(
        "twice.py",
        "import os\n"
        "from pathlib import Path\n"
        "from pelican import Pelican\n"
        "from pelican.settings import read_settings\n"
        "settings = read_settings('pelicanconf.py', override={'OUTPUT_PATH': 'output'})\n"
        "pelican = Pelican(settings)\n"
        "pelican.run()\n"
        "for name in ('posts/intro.md', 'posts/intro.de.md', 'series/to-come.md'):\n"
        "    os.remove(Path('content', name))\n"
        "path = Path('content/series/free-threading.md')\n"
        "path.write_text('Title: Free-threading\\n\\nAlone.\\n')\n"
        "path = Path('content/posts/locks.md')\n"
        "path.write_text(path.read_text().replace('Series_index: 2', 'Series_index: 1'))\n"
        "path = Path('content/posts/balance.md')\n"
        "path.write_text(path.read_text().replace('Series_index: 3', 'Series_index: 2'))\n"
        "path = Path('content/posts/later-draft.md')\n"
        "path.write_text(path.read_text().replace('Series_index: 4', 'Series_index: 3'))\n"
        "pelican.run()\n",
    )
    result = site.run("twice")
    assert (result.code, result.report) == (0, "")
    again = site.list_output()
    assert site.pelican().report == ""
    assert again == site.list_output()
    assert read_place(site, "posts/balance") == "Free-threading Part 2 of 2"
    assert not (site.output / "series/to-come").exists()
