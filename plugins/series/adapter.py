"""Where series meet Pelican."""

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from markupsafe import escape
from pelican import Pelican
from pelican.contents import Content, Page
from pelican.generators import ArticlesGenerator, Generator, PelicanTemplateNotFound
from pelican.plugins import signals
from pelican.readers import Readers
from pelican.utils import slugify
from pelican.writers import FileOverwriteFailedError, Writer

from plugins.audit import quote, show_path
from plugins.series.catalog import build_catalog, make_slug_finder
from plugins.series.checks import (
    check_catalog,
    check_introductions,
    check_names,
    check_page,
    check_said,
)
from plugins.series.context import CATALOG, publish
from plugins.series.extension import SeriesRequests
from plugins.series.findings import make_finding
from plugins.series.model import Introduction, Series
from plugins.series.options import Address, Options, read_options
from plugins.series.reporting import report_findings
from plugins.series.sources import (
    KEYS,
    check_introduction,
    check_overlap,
    find_slug,
    read_introduction,
    read_parts,
    read_said,
)
from plugins.series.texts import expand_content

_FOREIGN: Final = (*KEYS, "url", "save_as", "template")
"""What an introduction cannot say."""
_LEAVES_OUTPUT: Final = "Attempted to break out"

_LOGGER: Final = logging.getLogger(__name__)


class IntroductionPage(Page):  # type: ignore[misc]
    """The text about a series."""

    allowed_statuses = ("ongoing", "complete")
    default_status = ""  # not said

    def get_url_setting(self, key: str) -> str:
        """Return its `url` or `save_as`, which is that of its series."""
        return str(getattr(self, f"override_{key}", ""))

    def _has_valid_status(self) -> bool:
        return not self.status or bool(super()._has_valid_status())


class SeriesGenerator(Generator):  # type: ignore[misc]
    """Writes the pages and feeds of series."""

    kind = IntroductionPage
    """What audit checks its sources as."""

    def list_sources(self) -> list[str]:
        """List the sources of introductions, from the content folder."""
        return _list_sources(self, read_options(self.settings))

    def generate_context(self) -> None:
        """Put lists where texts ask for them, for all of them are read by now."""
        for content in filter(None, self.context["generated_content"].values()):
            if isinstance(content, Page):
                keys = _FOREIGN if isinstance(content, IntroductionPage) else KEYS
                report_findings(check_page(show_path(content.source_path), content.metadata, keys))
                content.series = None
            expand_content(content, self.context[CATALOG])

    def generate_output(self, writer: Writer) -> None:
        """Write what is switched on, each by itself: one that cannot be written stops no other."""
        catalog = self.context[CATALOG]
        if place := self.context["SERIES_INDEX_SAVE_AS"]:
            _try_to_write(partial(self._write_index, writer, place), place, None)
        for series in catalog.public:
            source = series.parts[0].article if series.parts else series.page
            pages = [] if not series.url else [(series.address.save_as, self._write_page)]
            for place, write in [*pages, (series.address.feed, self._write_feed)]:
                if place:
                    _try_to_write(
                        partial(write, writer, series), place, show_path(source.source_path)
                    )

    def _write_page(self, writer: Writer, series: Series) -> None:
        writer.write_file(
            series.address.save_as,
            self.get_template("series"),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            template_name="series",
            series=series,
            translations=self.context[CATALOG].translations[series],
            articles=list(series.articles),
            url=series.url,
        )

    def _write_feed(self, writer: Writer, series: Series) -> None:
        feed, title = series.address.feed, escape(series.name)
        self.context.setdefault("feed_homes", {})[feed] = series.url
        writer.write_feed(list(series.newest_first), self.context, feed, feed, feed_title=title)

    def _write_index(self, writer: Writer, place: str) -> None:
        relative = self.settings["RELATIVE_URLS"]
        writer.write_file(
            place, self.get_template("series_index"), self.context, relative_urls=relative
        )


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(add_extension)
    # Before `article_generator_finalized`, when others look at posts in no certain order.
    signals.article_generator_pretaxonomy.connect(arrange_posts)
    signals.get_generators.connect(get_generator)


def get_generator(_pelican: Pelican) -> type[Generator]:
    """Name the generator of series to Pelican."""
    return SeriesGenerator


def add_extension(pelican: Pelican) -> None:
    """Let Markdown know the lines that ask for lists."""
    markdown = pelican.settings["MARKDOWN"]
    extensions = markdown.get("extensions", [])
    if not any(isinstance(extension, SeriesRequests) for extension in extensions):  # a second run
        extensions = [*extensions, SeriesRequests()]
        pelican.settings["MARKDOWN"] = {**markdown, "extensions": extensions}


def arrange_posts(generator: ArticlesGenerator) -> None:
    """Read the introductions, and give each post its place: `article.series`."""
    options = read_options(generator.settings)
    make_slug = partial(_make_slug, generator.settings)
    introductions = list(_read_introductions(generator, options, make_slug))
    listed = [*generator.articles, *generator.translations]
    articles = [
        *(*listed, *generator.hidden_articles, *generator.hidden_translations),
        *(*generator.drafts, *generator.drafts_translations),
    ]
    parts = list(read_parts(articles, listed))
    locate = partial(_locate, generator.settings, options)
    find_series = make_slug_finder(introductions, make_slug)
    catalog = build_catalog(parts, introductions, find_series, locate)
    for article in articles:
        if said := read_said(article.metadata):
            report_findings(check_said(show_path(article.source_path), said))
        article.series = None
    for part, place in catalog.places:
        part.article.series = place
    report_findings(check_introductions(introductions))
    report_findings(check_names(parts, introductions, find_series))
    report_findings(check_catalog(catalog))
    publish(generator.context, introductions, catalog, options)


def _list_sources(generator: Generator, options: Options) -> list[str]:
    return sorted(generator.get_files(list(options.paths), list(options.excludes)))


def _read_introductions(
    generator: ArticlesGenerator, options: Options, make_slug: Callable[[str], str]
) -> Iterator[Introduction]:
    paths = _list_sources(generator, options)
    readers = _make_readers(generator.settings) if paths else None
    for path in paths:
        if post := generator.context["generated_content"].get(path):
            report_findings(check_overlap(show_path(post.source_path)))
            continue
        page = _read_page(generator, readers, path)
        if not isinstance(page, IntroductionPage):
            continue  # it says that it is to be skipped, or could not be read
        page.slug = find_slug(page)
        faults = list(check_introduction(page, make_slug))
        report_findings(faults)
        if faults or page.slug != make_slug(page.slug) or not page.is_valid():
            generator._add_failed_source_path(path)  # noqa: SLF001 - as Pelican does it
            continue
        generator.add_source_path(page)
        generator.add_static_links(page)
        yield read_introduction(page)


def _make_readers(settings: Mapping[str, Any]) -> Readers:
    """Make readers that take what a site says of all its posts for no word on a series."""
    said = dict(settings["DEFAULT_METADATA"])
    kept = {key: value for key, value in said.items() if key not in {"status", *KEYS}}
    return Readers({**settings, "DEFAULT_METADATA": kept})


def _read_page(generator: ArticlesGenerator, readers: Readers, path: str) -> Content | None:
    """Read an introduction as Pelican reads pages, so that other plugins take it for one."""
    try:
        return readers.read_file(
            base_path=generator.path,
            path=path,
            content_class=IntroductionPage,
            context=generator.context,
            preread_signal=signals.page_generator_preread,
            preread_sender=generator,
            context_signal=signals.page_generator_context,
            context_sender=generator,
        )
    except Exception:  # whatever a reader raises: audit explains it, and the rest is read
        _LOGGER.exception("Could not process %s", path)
        generator._add_failed_source_path(path)  # noqa: SLF001
        return None


def _try_to_write(write: Callable[[], None], place: str, file: str | None) -> None:
    """Write something, or report why it cannot be."""
    try:
        write()
    except PelicanTemplateNotFound as error:
        hint = 'Add it, or switch the pages off: SERIES_SAVE_AS = SERIES_INDEX_SAVE_AS = "".'
        report_findings([make_finding("series", None, str(error), hint)])
    except (OSError, RuntimeError) as error:
        if type(error) is RuntimeError and not str(error).startswith(_LEAVES_OUTPUT):
            raise  # something else, as in a template
        hint = "Name the series otherwise, or mend its SERIES_… pattern."
        message = f"{quote(place)} {_explain(error)}"
        report_findings([make_finding("series", file, message, hint)])


def _explain(error: OSError | RuntimeError) -> str:
    if isinstance(error, OSError):
        return f"cannot be written: {error.strerror}"
    is_taken = isinstance(error, FileOverwriteFailedError)
    return "is already written by something else" if is_taken else "lies outside the output folder"


def _make_slug(settings: Mapping[str, Any], name: str) -> str:
    # As text: what looks like a tag would be taken out.
    substitutions = settings.get("SERIES_REGEX_SUBSTITUTIONS", settings["SLUG_REGEX_SUBSTITUTIONS"])
    return str(
        slugify(
            escape(name),
            regex_subs=substitutions,
            preserve_case=settings["SLUGIFY_PRESERVE_CASE"],
            use_unicode=settings["SLUGIFY_USE_UNICODE"],
        )
    )


def _locate(settings: Mapping[str, Any], options: Options, slug: str, lang: str) -> Address:
    return options.locate(slug, lang if lang != settings["DEFAULT_LANG"].lower() else "")
