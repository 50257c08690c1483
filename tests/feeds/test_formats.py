"""Feeds in their three formats, written of the same items."""

import json
from datetime import UTC, datetime
from io import StringIO
from xml.etree import ElementTree as ET

import pytest

from plugins.feeds.formats import FORMATS, list_places
from plugins.feeds.guids import Guid, check_guids, is_iri
from plugins.feeds.options import check_site

DAY = datetime(2026, 11, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 9, tzinfo=UTC)
SITE = {
    "title": "A & b",
    "link": "https://x.org/",
    "description": "What",
    "language": "en",
    "author_name": "Me",
    "feed_url": "https://x.org/feed",
    "feed_guid": "https://x.org/feed",
    "style_sheet": "",
}
ITEM = {
    "title": "T <1>",
    "link": "https://x.org/t/",
    "unique_id": "urn:x:1",
    "description": "<p>Short</p>",
    "content": "<p>Long</p>",
    "categories": ["c", "d"],
    "author_name": "You",
    "pubdate": DAY,
    "updateddate": LATER,
    "language": "de",
    "abstract": "Short",
}
NAMES = {
    "a": "{http://www.w3.org/2005/Atom}",
    "content": "{http://purl.org/rss/1.0/modules/content/}",
    "xml": "{http://www.w3.org/XML/1998/namespace}",
}


def write(name: str, *items: dict, **said: object) -> str:
    feed = FORMATS[name].make(**{**SITE, "written": {}, **said})
    for item in items:
        feed.add_item(**item)
    stream = StringIO()
    feed.write(stream, "utf-8")
    return stream.getvalue()


def test_atom_has_all_of_it() -> None:
    root = ET.fromstring(write("atom", ITEM))
    entry = root.find("{a}entry".format(**NAMES))
    found = {child.tag.split("}")[1]: child.text for child in entry}
    assert found["title"] == "T <1>"
    assert found["id"] == "urn:x:1"
    assert found["published"] == "2026-11-01T12:00:00+00:00"
    assert found["updated"] == "2026-11-09T00:00:00+00:00"
    assert (found["summary"], found["content"]) == ("<p>Short</p>", "<p>Long</p>")
    assert entry.find("{a}content".format(**NAMES)).attrib == {
        "type": "html",
        "{xml}base".format(**NAMES): "https://x.org/t/",
    }
    assert entry.attrib == {"{xml}lang".format(**NAMES): "de"}
    assert root.findtext("{a}id".format(**NAMES)) == "https://x.org/feed"
    assert root.findtext("{a}updated".format(**NAMES)) == "2026-11-09T00:00:00+00:00"
    assert root.findtext("{a}author/{a}name".format(**NAMES)) == "Me"


def test_atom_keeps_the_order_of_what_is_of_one_moment() -> None:
    items = [{**ITEM, "unique_id": f"urn:x:{n}", "updateddate": None} for n in (3, 2, 1)]
    older = {**ITEM, "unique_id": "urn:x:0", "pubdate": DAY.replace(day=1, hour=0)}

    def read_times(*written: dict) -> dict[str, str]:
        root = ET.fromstring(write("atom", *written))
        found = root.iter("{a}entry".format(**NAMES))
        texts = [[e.findtext(f"{NAMES['a']}{key}") for key in ("id", "updated")] for e in found]
        assert root.findtext("{a}updated".format(**NAMES)) == max(time for _, time in texts)
        return {str(name): str(time)[11:19] for name, time in texts}

    before = read_times(*items[1:], {**older, "updateddate": None})
    assert before == {"urn:x:2": "12:00:01", "urn:x:1": "12:00:00", "urn:x:0": "00:00:00"}
    after = read_times(*items, {**older, "updateddate": None})
    assert after == {"urn:x:3": "12:00:02", **before}


def test_rss_has_all_of_it() -> None:
    channel = ET.fromstring(write("rss", ITEM)).find("channel")
    item = channel.find("item")
    assert item.find("guid").attrib == {"isPermaLink": "false"}
    assert item.findtext("guid") == "urn:x:1"
    assert item.findtext("description") == "<p>Short</p>"
    assert item.findtext("{content}encoded".format(**NAMES)) == "<p>Long</p>"
    assert item.findtext("pubDate") == "Sun, 01 Nov 2026 12:00:00 +0000"
    assert channel.findtext("lastBuildDate") == "Mon, 09 Nov 2026 00:00:00 +0000"
    assert channel.find("{a}link".format(**NAMES)).attrib["href"] == "https://x.org/feed"


def test_rss_has_a_description_where_there_is_no_summary() -> None:
    item = {**ITEM, "description": None}
    root = ET.fromstring(write("rss", item))
    assert root.findtext("channel/item/description") == "T &lt;1&gt;"


def test_json_feed_has_all_of_it() -> None:
    feed = json.loads(write("json", ITEM))
    assert feed == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "A & b",
        "home_page_url": "https://x.org/",
        "feed_url": "https://x.org/feed",
        "description": "What",
        "language": "en",
        "authors": [{"name": "Me"}],
        "items": [
            {
                "id": "urn:x:1",
                "url": "https://x.org/t/",
                "title": "T <1>",
                "content_html": "<p>Long</p>",
                "summary": "Short",
                "date_published": "2026-11-01T12:00:00+00:00",
                "date_modified": "2026-11-09T00:00:00+00:00",
                "authors": [{"name": "You"}],
                "tags": ["c", "d"],
                "language": "de",
            }
        ],
    }


@pytest.mark.parametrize("name", FORMATS)
def test_a_feed_without_posts_is_the_same_whenever_it_is_written(name: str) -> None:
    assert write(name) == write(name)
    assert "2000" in write(name) or name == "json"


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_browsers_are_told_of_the_style_sheet(name: str) -> None:
    told = '<?xml-stylesheet type="text/css" href="https://x.org/f.css"?>'
    assert write(name, style_sheet="https://x.org/f.css").splitlines()[1].startswith(told)
    assert "xml-stylesheet" not in write(name)


@pytest.mark.parametrize(
    ("path", "kind", "formats", "places"),
    [
        ("f/all.atom.xml", "atom", FORMATS, ["f/all.atom.xml", "f/all.rss.xml", "f/all.json"]),
        ("f/all.rss.xml", "rss", FORMATS, ["f/all.rss.xml", "f/all.atom.xml", "f/all.json"]),
        ("f/index.xml", "atom", FORMATS, ["f/index.xml"]),
        ("f/all.atom.xml", "atom", {"json": FORMATS["json"]}, ["f/all.atom.xml", "f/all.json"]),
        ("f/all.atom.xml", "atom", {}, ["f/all.atom.xml"]),
    ],
)
def test_where_a_feed_is_written(path: str, kind: str, formats: dict, places: list[str]) -> None:
    assert [place.path for place in list_places(path, kind, formats)] == places


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("urn:uuid:581913b2-c5e9-44cd-a1b4-52c8aaa14ae1", True),
        ("https://x.org/a/", True),
        ("tag:x.org,2026:a", True),
        ("a-post", False),
        ("two words:a", False),
        ("urn:a b", False),
        (":a", False),
    ],
)
def test_what_an_id_is(value: str, fits: bool) -> None:
    assert is_iri(value) is fits


def test_an_id_is_of_one_post() -> None:
    guids = [Guid("a.md", "urn:x:1"), Guid("b.md", "urn:x:1"), Guid("c.md", "x")]
    found = [(p.file, p.rule) for p in check_guids(guids)]
    assert found == [("b.md", "guid"), ("c.md", "guid")]


def test_an_id_is_not_the_address_of_another_post() -> None:
    guids = [
        Guid("a.md", "https://x.org/b/"),
        Guid("b.md", "https://x.org/b/", is_said=False),
    ]
    assert [p.file for p in check_guids(guids)] == ["a.md"]
    unsaid = [Guid(name, "https://x.org/b/", is_said=False) for name in "ab"]
    assert list(check_guids(unsaid)) == []


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://x.org", True),
        ("http://127.0.0.1:8000/a/b", True),
        ("", False),
        ("x.org", False),
        ("//x.org", False),
        ("ftp://x.org", False),
        ("https://x.org/a b", False),
        ("https://x.org/?q", False),
        ("https://x.org/", False),
    ],
)
def test_a_site_with_feeds_has_an_address(url: str, fits: bool) -> None:
    assert [p.rule for p in check_site(url)] == ([] if fits else ["setting"])


def test_signs_of_markup_in_rss_are_numbers() -> None:
    """For readers that take plain text for HTML; and all take these for what they are."""
    text = write("rss", {**ITEM, "title": "List<T> & co", "categories": ["a<b"]})
    assert "<title>List&#x3C;T&gt; &#x26; co</title>" in text
    root = ET.fromstring(text)
    assert root.findtext("channel/item/title") == "List<T> & co"
    assert root.findtext("channel/item/category") == "a<b"
