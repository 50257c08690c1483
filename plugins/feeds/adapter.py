"""Where feeds meet Pelican: its writer asks for one, and gets it in every format."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Final

from feedgenerator.django.utils.feedgenerator import SyndicationFeed
from markupsafe import Markup
from pelican import Pelican
from pelican.generators import ArticlesGenerator, Generator
from pelican.plugins import signals
from pelican.utils import sanitised_join, set_date_tzinfo
from pelican.writers import Writer

from plugins.audit import find_field, report, report_all, show_path
from plugins.feeds.formats import Item, Place, list_places
from plugins.feeds.guids import Guid, check_guids, is_iri
from plugins.feeds.options import check_options, check_site, read_options
from plugins.feeds.portable import clean, make_portable

_KINDS: Final = (("CATEGORY", "categories"), ("TAG", "tags"), ("AUTHOR", "authors"))
"""Names of settings, and of the lists that they are about."""


def register() -> None:
    """Connect to Pelican."""
    signals.get_writer.connect(get_writer)
    signals.generator_init.connect(add_filter)
    signals.article_generator_init.connect(name_places)
    signals.all_generators_finalized.connect(prepare)


def get_writer(_pelican: Pelican) -> type[Writer]:
    """Name our writer to Pelican."""
    return FeedWriter


def add_filter(generator: Generator) -> None:
    """Let templates list the places of a feed: `{% for place in FEED_ALL_ATOM|feed_places %}`."""
    formats = read_options(generator.settings).formats
    generator.env.filters["feed_places"] = lambda path: list_places(path, "atom", formats)


def name_places(generator: ArticlesGenerator) -> None:
    """Name the places of the feeds of all posts: pages announce them, and no post has them."""
    settings, context = generator.settings, generator.context
    formats = read_options(settings).formats
    asked = [(settings.get(f"FEED_ALL_{kind.upper()}"), kind) for kind in ("atom", "rss")]
    places = [place for path, kind in asked if path for place in list_places(path, kind, formats)]
    context["site_feeds"] = list({place.path: place for place in places}.values())
    named = {path for path, _ in asked}  # which audit knows
    others = [("a feed", place.path) for place in places if place.path not in named]
    context.setdefault("fixed_places", []).extend(dict.fromkeys(others))


def prepare(generators: Sequence[Generator]) -> None:
    """Check the ids that posts have, and find the pages that feeds are of."""
    articles = next(one for one in generators if isinstance(one, ArticlesGenerator))
    settings, context = articles.settings, articles.context  # all share them
    guids = _list_guids(context["generated_content"], settings["SITEURL"])
    report_all(check_options(settings))
    for problem in check_guids(guids):
        source = Path(str(problem.file)).read_text("utf-8-sig", "replace")
        report(replace(problem, line=find_field(source, "guid")))
    context.setdefault("feed_homes", {}).update(_list_homes(articles))


def _list_homes(articles: ArticlesGenerator) -> Iterator[tuple[str, str]]:
    """List the places of feeds, and the address of the page that each is a feed of."""
    for kind, names in _KINDS:
        patterns = (articles.settings.get(f"{kind}_FEED_{name}") for name in ("ATOM", "RSS"))
        for pattern in filter(None, patterns):
            for name in dict(getattr(articles, names)):
                yield str(pattern).format(slug=name.slug), str(name.url)


def _list_guids(contents: Mapping[str, Any], site_url: str) -> Iterator[Guid]:
    """List what posts say, and the ids that the others have without a word."""
    for _, content in sorted(contents.items()):
        if not content or not content.save_as:
            continue
        said = str(content.metadata.get("guid", ""))
        guid = said or find_id(content, f"{site_url}/{content.url}", site_url)
        yield Guid(show_path(content.source_path), guid, is_said=bool(said))


def find_id(content: Any, link: str, site_url: str) -> str:  # noqa: ANN401 - a post, or what is like one
    """Find what a reader knows an entry by: its `Guid:`, or the first address that it had."""
    guid = str(getattr(content, "metadata", {}).get("guid", ""))
    former = getattr(content, "former_urls", ())
    return guid if is_iri(guid) else f"{site_url}/{former[0]}" if former else link


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a feed is about, in whatever format it is written."""

    title: str
    description: str
    home: str
    """Address of the page that it is a feed of, within the site."""
    language: str
    """Of all entries; of the site, if they have several."""


class FeedWriter(Writer):  # type: ignore[misc]
    """Pelican's writer, whose feeds are right."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)
        self._options = read_options(settings)
        self._portable: dict[tuple[str, str], str] = {}
        self._written_entries: dict[tuple[object, ...], str] = {}
        self._beside: set[str] = set()

    def write_feed(  # noqa: PLR0913, PLR0917 - as Pelican has it
        self,
        elements: Sequence[Any],
        context: dict[str, Any],
        path: str | None = None,
        url: str | None = None,
        feed_type: str = "atom",
        override_output: bool = False,  # noqa: FBT001, FBT002
        feed_title: str | None = None,
    ) -> SyndicationFeed:
        """Write a feed in the format that was asked for, and in the others beside it.

        Returns:
            The one that was asked for, as feedgenerator has it.
        """
        self.site_url = str(context.get("SITEURL", ""))
        report_all(check_site(self.site_url))
        asked, *beside = list_places(path or "", feed_type, self._options.formats)
        languages = {getattr(element, "lang", None) for element in elements}
        subject = _Subject(
            title=_read_title(" - ".join(filter(None, (context["SITENAME"], feed_title)))),
            description=clean(context.get("SITESUBTITLE", "")),
            home=context.get("feed_homes", {}).get(path, ""),
            language=(len(languages) == 1 and languages.pop()) or self.settings["DEFAULT_LANG"],
        )
        feed = self._make_feed(subject, asked, url or path or "")
        for element in elements[: self.settings["FEED_MAX_ITEMS"]]:
            self._add_item_to_the_feed(feed, element)
        signals.feed_generated.send(context, feed=feed)
        for item in feed.items:
            self._finish(item)
        if path and path not in self._beside:  # Pelican asks for RSS after Atom
            self._write(feed, path, context, override=override_output)
        for place in beside if path else ():
            if sanitised_join(self.output_path, place.path) not in self._written_files:
                self._beside.add(place.path)
                other = self._make_feed(subject, place, place.path)
                other.items = feed.items
                self._write(other, place.path, context, override=override_output)
        return feed

    def _make_feed(self, subject: _Subject, place: Place, url: str) -> SyndicationFeed:
        address = self.urljoiner(self.settings.get("FEED_DOMAIN") or self.site_url, url)
        sheet = self._options.style_sheet
        return place.format.make(
            title=subject.title,
            link=f"{self.site_url}/{subject.home}",
            description=subject.description,
            language=subject.language,
            author_name=clean(self.settings.get("AUTHOR") or self.settings["SITENAME"]),
            feed_url=address,
            feed_guid=address,
            style_sheet=sheet and f"{self.site_url}/{sheet}",
            written=self._written_entries,
        )

    def _add_item_to_the_feed(self, feed: SyndicationFeed, item: Any) -> None:  # noqa: ANN401
        """Add a post, or what is like one; content and summary are as they stand in pages."""
        link = f"{self.site_url}/{item.url}"
        content = item.get_content(self.site_url)
        summary = item.get_summary(self.site_url) if hasattr(item, "get_summary") else None
        names = [*filter(None, [getattr(item, "category", None)]), *getattr(item, "tags", ())]
        authors = ", ".join(map(str, getattr(item, "authors", ())))
        published, updated = (self._read_date(item, key) for key in ("date", "modified"))
        language = getattr(item, "lang", None)
        feed.add_item(
            title=_read_title(item.title),
            link=link + ("?ref=feed" if self.settings["FEED_APPEND_REF"] else ""),
            unique_id=find_id(item, link, self.site_url),
            description=summary if summary != content else None,
            content=content,
            categories=[*dict.fromkeys(clean(str(name)) for name in names)],
            author_name=clean(authors) or feed.feed["author_name"],
            pubdate=published,
            updateddate=max(filter(None, (published, updated)), default=None),
            language=language if language != feed.feed["language"] else None,
            abstract=" ".join(clean(_read_text(item)).split()),
        )

    def _read_date(self, item: Any, key: str) -> datetime | None:  # noqa: ANN401
        date = getattr(item, key, None)
        return date and set_date_tzinfo(date, self.settings.get("TIMEZONE"))

    def _finish(self, item: Item) -> None:
        """Make what an entry says fit to leave the site; once, however many feeds have it."""
        for key in ("content", "description"):
            if html := item[key]:
                known = (html, item["link"])
                if known not in self._portable:
                    self._portable[known] = make_portable(*known)
                item[key] = self._portable[known]
        if not (item["content"] or "").strip():  # a post of a title alone
            item["content"] = f"<p>{escape(item['title'])}</p>"

    def _write(
        self, feed: SyndicationFeed, path: str, context: dict[str, Any], *, override: bool
    ) -> None:
        whole = sanitised_join(self.output_path, path)
        Path(whole).parent.mkdir(parents=True, exist_ok=True)
        with self._open_w(whole, "utf-8", override) as file:
            feed.write(file, "utf-8")
        signals.feed_written.send(whole, context=context, feed=feed)


def _read_text(item: Any) -> str:  # noqa: ANN401
    """Read the excerpt of a post as plain text; empty if it has none."""
    excerpt = getattr(item, "excerpt", None)
    return excerpt.text if excerpt else ""


def _read_title(title: object) -> str:
    """Read a title, which templates get as HTML, as plain text."""
    return clean(Markup(title).striptags())  # noqa: S704 - only to take it apart
