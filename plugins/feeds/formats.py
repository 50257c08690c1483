"""A feed as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1, written of the same items."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import escape
from io import StringIO
from typing import Any, Final, TextIO

import msgspec
from feedgenerator import Atom1Feed, Rss201rev2Feed
from feedgenerator.django.utils.feedgenerator import SyndicationFeed, rfc3339_date
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

Item = dict[str, Any]
"""What feedgenerator knows of an entry; and beside that `language`, and `abstract`, which is plain
text. `content` and `description` are HTML with whole addresses."""

_BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Date of a feed that has no entry: the same in each build."""
_MODULES: Final = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:dcterms": "http://purl.org/dc/terms/",
}


_PLAIN: Final = re.compile("<(title|category|dc:creator)>[^<]*")
"""Elements of RSS that are plain text."""


class _Steady(SyndicationFeed):  # type: ignore[misc]
    """A feed that says the same until an entry changes."""

    def latest_post_date(self) -> datetime:
        """Return the date of the last change."""
        dates = (item["updateddate"] or item["pubdate"] for item in self.list_entries())
        return max(filter(None, dates), default=_BEGINNING)

    def list_entries(self) -> list[Item]:
        """List the entries as they are to be written."""
        return list(self.items)


class _XmlFeed(_Steady):
    """A feed in XML. Its entries are written once, however many feeds have them."""

    roots: tuple[str, ...]
    """Elements about all the others, outermost first."""
    entry: str

    def write(self, outfile: TextIO, encoding: str) -> None:
        """Write the document, which a browser shows with our style sheet."""
        text = StringIO()
        handler = SimplerXMLGenerator(text, encoding, short_empty_elements=True)
        handler.startDocument()
        if sheet := self.feed["style_sheet"]:
            handler.processingInstruction("xml-stylesheet", f'type="text/css" href="{sheet}"')
        for root in self.roots:
            handler.startElement(root, self.list_attributes(root))
        self.add_root_elements(handler)
        text.writelines(map(self._write_entry, self.list_entries()))
        for root in reversed(self.roots):
            handler.endElement(root)
        outfile.write(self.finish(text.getvalue()))

    def list_attributes(self, root: str) -> dict[str, str]:
        """List what an element about all the others says."""
        raise NotImplementedError

    def finish(self, text: str) -> str:
        """Change the document in its last detail."""
        return text

    def _write_entry(self, item: Item) -> str:
        written = self.feed["written"]
        key = (self.entry, *(tuple(v) if isinstance(v, list) else v for v in item.values()))
        if key not in written:
            text = StringIO()
            handler = SimplerXMLGenerator(text, "utf-8", short_empty_elements=True)
            handler.startElement(self.entry, self.item_attributes(item))
            self.add_item_elements(handler, item)
            handler.endElement(self.entry)
            written[key] = text.getvalue()
        return str(written[key])


class AtomFeed(_XmlFeed, Atom1Feed):  # type: ignore[misc]
    """Atom."""

    roots = ("feed",)
    entry = "entry"

    def list_entries(self) -> list[Item]:
        """List the entries, each updated at another time: readers sort by that alone.

        Of those of one moment, as dates without a time give, each is a second later than the one
        after it. What is added on top of them changes none.
        """
        taken: set[datetime | None] = {None}
        entries = []
        for item in reversed(self.items):
            updated = item["updateddate"] or item["pubdate"]
            while updated and updated in taken:
                updated += timedelta(seconds=1)
            taken.add(updated)
            entries.append({**item, "updateddate": updated})
        return entries[::-1]

    def list_attributes(self, _root: str) -> dict[str, str]:
        """List what the feed says."""
        return {**self.root_attributes(), "xmlns:dcterms": _MODULES["xmlns:dcterms"]}

    def item_attributes(self, item: Item) -> dict[str, str]:
        """Return what an entry says."""
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Item) -> None:
        """Write an entry; its content with the base that it had, and a text for browsers."""
        super().add_item_elements(handler, {**item, "content": None})
        if item["abstract"]:
            handler.addQuickElement("dcterms:abstract", item["abstract"])
        attributes = {"type": "html", "xml:base": item["link"]}
        handler.addQuickElement("content", item["content"], attributes)


class RssFeed(_XmlFeed, Rss201rev2Feed):  # type: ignore[misc]
    """RSS, with the whole content and with the time of the last change."""

    roots = ("rss", "channel")
    entry = "item"

    def list_attributes(self, root: str) -> dict[str, str]:
        """List what the document says, and the channel."""
        return {**self.rss_attributes(), **_MODULES} if root == "rss" else {}

    def finish(self, text: str) -> str:
        """Write the signs of markup in plain text by number."""
        return _PLAIN.sub(_write_numbers, text)

    def add_item_elements(self, handler: SimplerXMLGenerator, item: Item) -> None:
        """Write an item; its content with the base that it had, and a text for browsers."""
        # Many readers show nothing where there is no description.
        said = {"description": item["description"] or escape(item["title"])}
        super().add_item_elements(handler, {**item, **said, "unique_id_is_permalink": False})
        if item["updateddate"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if item["abstract"]:
            handler.addQuickElement("dcterms:abstract", item["abstract"])
        handler.addQuickElement("content:encoded", item["content"], {"xml:base": item["link"]})


class JsonFeed(_Steady):
    """JSON Feed: https://www.jsonfeed.org/version/1.1/."""

    def write(self, outfile: TextIO, _encoding: str) -> None:
        """Write the document, in lines that a person can read."""
        feed = self.feed
        document = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": _list_authors(feed),
            "items": [_drop_empty(dict(_describe(item))) for item in self.items],
        }
        text = msgspec.json.format(msgspec.json.encode(_drop_empty(document)), indent=1)
        outfile.write(f"{text.decode()}\n")


def _write_numbers(element: re.Match[str]) -> str:
    """Write the signs of markup by number, for there are readers that unescape a text twice."""
    return element[0].replace("&lt;", "&#x3C;").replace("&amp;", "&#x26;")


def _describe(item: Item) -> Iterator[tuple[str, object]]:
    yield "id", item["unique_id"]
    yield "url", item["link"]
    yield "title", item["title"]
    yield "content_html", item["content"]
    yield "summary", item["abstract"]
    for key, date in (("date_published", item["pubdate"]), ("date_modified", item["updateddate"])):
        yield key, date and rfc3339_date(date)
    yield "authors", _list_authors(item)
    yield "tags", list(item["categories"])
    yield "language", item["language"]


def _list_authors(said: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"name": said["author_name"]}] if said["author_name"] else []


def _drop_empty(record: dict[str, Any]) -> dict[str, Any]:
    """Drop what says nothing; an item must have its content, and a feed its items."""
    required = ("content_html", "items")
    return {key: value for key, value in record.items() if value or key in required}


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write a feed."""

    name: str
    """As `FEED_FORMATS` and Pelican's settings have it."""
    title: str
    """For people."""
    ending: str
    """Of a file's name."""
    media_type: str
    make: Callable[..., SyndicationFeed]


FORMATS: Final[Mapping[str, Format]] = {
    one.name: one
    for one in (
        Format("atom", "Atom", ".atom.xml", "application/atom+xml", AtomFeed),
        Format("rss", "RSS", ".rss.xml", "application/rss+xml", RssFeed),
        Format("json", "JSON Feed", ".json", "application/feed+json", JsonFeed),
    )
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is written in one of its formats."""

    path: str
    """From the root of the site."""
    format: Format


def list_places(path: str, kind: str, formats: Mapping[str, Format]) -> tuple[Place, ...]:
    """List where a feed is written.

    Args:
        path: Where it was asked for. If it ends as feeds of its kind do, `all.atom.xml`, the
            other formats stand beside it, under the same name.
        kind: The format that was asked for.
        formats: Those that the site wants.

    Returns:
        The one that was asked for first.
    """
    asked = FORMATS[kind]
    name = path.removesuffix(asked.ending)
    others = formats.values() if name != path else ()
    beside = (Place(name + one.ending, one) for one in others if one is not asked)
    return (Place(path, asked), *beside)
