"""Feeds of whole builds: in every format, announced, whole, and steady."""

import json
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from tests.conftest import Site
from tests.pages import find_broken_in, list_pages, read

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/repo/"
POST = """\
Title: One
Date: 2026-11-01 10:00
Slug: one
Tags: t

## Part

See [part](#part), [about](../../about/) and ![bars]({static}/images/bars.svg).

<script>alert(1)</script><button>Press</button>
"""


def read_json(site: Site, path: str) -> dict:
    return json.loads(site.read(path))


def list_ids(site: Site) -> list[str]:
    root = ET.fromstring(site.read("feeds/all.atom.xml"))
    ids = [str(entry.findtext(f"{ATOM}id")) for entry in root.iter(f"{ATOM}entry")]
    rss = ET.fromstring(site.read("feeds/all.rss.xml")).iter("guid")
    assert [guid.text for guid in rss] == ids
    assert [item["id"] for item in read_json(site, "feeds/all.json")["items"]] == ids
    return ids


def publish(site: Site, **environment: str) -> None:
    result = site.invoke("publish", "--siteurl", BASE, **environment)
    assert result.code == 0, result.report


@pytest.fixture
def one(site: Site) -> Site:
    site.write("content/posts/one.md", POST)
    site.write("content/images/bars.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    return site


def test_every_feed_is_there_in_every_format(public: Site) -> None:
    feeds = {path for path in public.list_output() if path.startswith("feeds/")}
    names = {path.removesuffix(".json") for path in feeds if path.endswith(".json")}
    assert {"feeds/all", "feeds/tags/c-plus-plus", "feeds/series/numbers"} <= names
    assert any(name.startswith("feeds/categories/") for name in names)
    ends = (".atom.xml", ".rss.xml", ".json")
    assert feeds == {name + end for name in names for end in ends}


def test_contents_lead_somewhere_from_any_place(public: Site) -> None:
    """Each link, file and anchor has its whole address, and is there."""
    for path in sorted((public.output / "feeds").rglob("*.json")):
        for item in json.loads(path.read_text("utf-8"))["items"]:
            soup = BeautifulSoup(item["content_html"], "html.parser")
            urls = [str(e.get("href") or e.get("src")) for e in soup.select("[href], [src]")]
            assert all(urlsplit(url).scheme for url in urls), item["url"]
            assert find_broken_in(urls, public.output, BASE) == [], item["url"]
            assert not soup.select("script, style, svg, input, button, [id], [class], [style]")


def test_formats_say_the_same(public: Site) -> None:
    root = ET.fromstring(public.read("feeds/all.atom.xml"))
    contents = [entry.findtext(f"{ATOM}content") for entry in root.iter(f"{ATOM}entry")]
    items = read_json(public, "feeds/all.json")["items"]
    assert [item["content_html"] for item in items] == contents
    encoded = ET.fromstring(public.read("feeds/all.rss.xml")).iter(
        "{http://purl.org/rss/1.0/modules/content/}encoded"
    )
    assert [element.text for element in encoded] == contents


def test_every_page_announces_the_feeds_of_the_site(public: Site) -> None:
    wanted = {f"{BASE}feeds/all{end}" for end in (".atom.xml", ".rss.xml", ".json")}
    for page in list_pages(public.output):
        found = {str(link["href"]) for link in read(page).select("head link[rel=alternate][type]")}
        assert wanted <= found, page


@pytest.mark.parametrize(
    ("feed", "home"),
    [
        ("feeds/all.json", ""),
        ("feeds/tags/c-plus-plus.json", "tags/c-plus-plus/"),
        ("feeds/series/numbers.json", "series/numbers/"),
        ("feeds/benchmarks.json", "benchmarks/"),
    ],
)
def test_a_feed_names_the_page_that_it_is_a_feed_of(feed: str, home: str, public: Site) -> None:
    assert read_json(public, feed)["home_page_url"] == BASE + home


def test_content_is_the_page_s_with_whole_addresses(one: Site) -> None:
    publish(one)
    items = read_json(one, "feeds/all.json")["items"]
    (content,) = [item["content_html"] for item in items if item["title"] == "One"]
    post = f"{BASE}posts/one/"
    for words in (f'"{post}#part"', f'"{BASE}about/"', f'"{BASE}images/bars.svg"'):
        assert words in content
    assert "alert" not in content
    assert "Press" not in content


def test_nothing_changes_when_nothing_changed(one: Site) -> None:
    publish(one, PYTHONHASHSEED="1")
    before = {k: v for k, v in one.list_output().items() if k.startswith("feeds/")}
    publish(one, PYTHONHASHSEED="2")
    assert {k: v for k, v in one.list_output().items() if k.startswith("feeds/")} == before


def test_an_id_survives_whatever_is_edited(one: Site) -> None:
    """With `Guid:`, whatever it is; without it, what leaves or tells its first address."""
    one.write(
        "content/posts/two.md", POST.replace("one", "two").replace("Tags", "Guid: urn:x:2\nTags")
    )
    publish(one)
    before = list_ids(one)
    assert {"urn:x:2", f"{BASE}posts/one/"} < set(before)
    edited = POST.replace("Title: One", "Title: Other").replace("2026-11-01", "2026-11-03")
    one.write(
        "content/posts/one.md", edited.replace("Slug: one", "Slug: new\nAliases: /posts/one/")
    )
    moved = edited.replace("Slug: one", "Slug: elsewhere\nGuid: urn:x:2")
    one.write("content/posts/two.md", moved)
    publish(one)
    assert sorted(list_ids(one)) == sorted(before)
    assert "posts/new/" in one.read("feeds/all.json")


def test_a_control_character_stops_the_build_with_its_line(one: Site) -> None:
    one.write("content/posts/one.md", POST.replace("See", "\x0cSee"))
    result = one.invoke("publish", "--siteurl", BASE)
    assert result.code == 1
    line = one.find_line("content/posts/one.md", "See")
    assert f"content/posts/one.md:{line}: error: this line has a form feed" in result.report


def test_formats_are_as_the_site_wants_them(one: Site) -> None:
    settings = one.root / "publishconf.py"
    settings.write_text(settings.read_text() + 'FEED_FORMATS = ["atom", "json", "rdf"]\n')
    result = one.invoke("publish")
    assert 'FEED_FORMATS has "rdf", which is no format of a feed' in result.report
    settings.write_text(settings.read_text().replace(', "rdf"', ""))
    publish(one)
    assert {path.name for path in Path(one.output / "feeds").glob("all*")} == {
        "all.atom.xml",
        "all.json",
    }
    assert "RSS" not in one.read("index.html")


def test_what_pelican_is_asked_for_besides_is_written_once(one: Site) -> None:
    settings = one.root / "publishconf.py"
    more = 'FEED_ALL_RSS = "feeds/all.rss.xml"\nAUTHOR_FEED_RSS = "feeds/authors/{slug}.xml"\n'
    settings.write_text(settings.read_text() + more)
    publish(one)
    assert 'isPermaLink="false"' in one.read("feeds/authors/measured-python.xml")


def test_rss_alone_is_announced_too(one: Site) -> None:
    settings = one.root / "publishconf.py"
    more = 'FEED_ALL_ATOM = None\nFEED_ALL_RSS = "rss.xml"\n'
    settings.write_text(settings.read_text() + more)
    publish(one)
    links = read(one.output / "index.html").select("head link[rel=alternate][type]")
    assert [link["href"] for link in links] == [f"{BASE}rss.xml"]


def test_a_post_without_a_text_says_its_title(one: Site) -> None:
    one.write("content/posts/one.md", POST.split("\n\n", maxsplit=1)[0] + "\n")
    publish(one)
    items = read_json(one, "feeds/all.json")["items"]
    assert "<p>One</p>" in [item["content_html"] for item in items]


def test_an_address_of_the_site_that_is_none_is_told(one: Site) -> None:
    result = one.invoke("publish", "--siteurl", "example.org")
    assert result.code == 1
    assert 'SITEURL = "example.org" is no address that feeds can name' in result.report
