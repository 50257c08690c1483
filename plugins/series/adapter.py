"""Where series meet Pelican."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape
from pelican import Pelican
from pelican.contents import Page, SkipStub
from pelican.generators import ArticlesGenerator, Generator, PelicanTemplateNotFound
from pelican.plugins import signals
from pelican.utils import slugify
from pelican.writers import Writer

from plugins.audit import Problem, Severity, report
from plugins.series.catalog import Catalog, build_catalog
from plugins.series.checks import (
    check_catalog,
    check_introductions,
    check_names,
    check_said,
)
from plugins.series.extension import SeriesLines
from plugins.series.model import Introduction, Part
from plugins.series.options import Address, Options, read_options
from plugins.series.reporting import report_findings, show
from plugins.series.texts import expand_content

_LOGGER: Final = logging.getLogger(__name__)
_CATALOG: Final = "series_catalog"
"""Where the catalog is in Pelican's context, which lives as long as one build."""


class IntroductionPage(Page):  # type: ignore[misc]
    """The text about a series."""

    allowed_statuses = ("ongoing", "complete")
    default_status = ""  # not said
    default_template = "series"

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
        options = read_options(self.settings)
        return sorted(self.get_files(list(options.paths), list(options.excludes)))

    def generate_context(self) -> None:
        """Put lists where texts ask for them, for all of them are read by now."""
        for content in filter(None, self.context["generated_content"].values()):
            if type(content) is Page:
                _refuse_page(content)
            expand_content(content, self.context[_CATALOG])

    def generate_output(self, writer: Writer) -> None:
        """Write what is switched on."""
        catalog, options = self.context[_CATALOG], read_options(self.settings)
        self._write_pages(writer, catalog, options)
        for series in catalog.public:
            if series.address.feed:
                feed, posts = series.address.feed, list(series.newest_first)
                writer.write_feed(posts, self.context, feed, feed, feed_title=escape(series.name))

    def _write_pages(self, writer: Writer, catalog: Catalog, options: Options) -> None:
        write = partial(writer.write_file, relative_urls=self.settings["RELATIVE_URLS"])
        try:
            for series in (series for series in catalog.public if series.url):
                write(
                    series.address.save_as,
                    self.get_template("series"),
                    self.context,
                    template_name="series",
                    series=series,
                    translations=catalog.translations[series],
                    articles=list(series.articles),
                    url=series.address.url,
                )
            if options.index_save_as:
                write(options.index_save_as, self.get_template("series_index"), self.context)
        except PelicanTemplateNotFound as error:
            hint = 'Add it, or switch the pages off: SERIES_SAVE_AS = SERIES_INDEX_SAVE_AS = "".'
            report(Problem(None, None, "series", str(error), hint))


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
    if not any(isinstance(extension, SeriesLines) for extension in extensions):  # a second run
        extensions = [*extensions, SeriesLines()]
        pelican.settings["MARKDOWN"] = {**markdown, "extensions": extensions}


def arrange_posts(generator: ArticlesGenerator) -> None:
    """Read the introductions, and give each post its place: `article.series`."""
    options = read_options(generator.settings)
    introductions = list(_read_introductions(generator, options))
    parts = list(_read_parts(generator))
    catalog = build_catalog(
        parts,
        introductions,
        partial(_make_slug, generator.settings),
        partial(_locate, generator.settings, options),
    )
    for part, place in catalog.places:
        part.article.series = place
    report_findings(check_introductions(introductions))
    report_findings(check_names(parts, introductions))
    report_findings(check_catalog(catalog))
    _publish(generator, introductions, catalog, options)


def _read_introductions(generator: ArticlesGenerator, options: Options) -> Iterator[Introduction]:
    """Read them as Pelican reads pages, so that other plugins take them for such."""
    for path in sorted(generator.get_files(list(options.paths), list(options.excludes))):
        try:
            page = generator.readers.read_file(
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
            generator._add_failed_source_path(path)  # noqa: SLF001 - as Pelican does it
            continue
        if isinstance(page, SkipStub):
            continue
        if not page.is_valid():
            generator._add_failed_source_path(path)  # noqa: SLF001
            continue
        generator.add_source_path(page)
        generator.add_static_links(page)
        page.slug = page.metadata.get("slug") or Path(path).stem.removesuffix(f".{page.lang}")
        title = str(Markup(page.title).striptags())  # noqa: S704 - Pelican's titles are HTML
        yield Introduction(page, show(page.source_path), title, page.slug, page.lang)


def _read_parts(generator: ArticlesGenerator) -> Iterator[Part]:
    """Read what posts of every status say of series; those that name none have no place."""
    listed = {id(article) for article in chain(generator.articles, generator.translations)}
    lists = (
        *(generator.articles, generator.translations),
        *(generator.hidden_articles, generator.hidden_translations),
        *(generator.drafts, generator.drafts_translations),
    )
    for article in sorted(chain(*lists), key=lambda article: str(article.source_path)):
        said = _read_said(article.metadata)
        file = show(article.source_path)
        article.series = None
        report_findings(check_said(file, said))
        if said.get("series"):
            is_dated, is_listed = "date" in article.metadata, id(article) in listed
            yield Part(article, file, said["series"], said.get("series_index"), is_dated, is_listed)


def _read_said(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Read what a post says; of a key that is said twice, the last one counts."""
    values = {key: metadata[key] for key in ("series", "series_index") if key in metadata}
    last = {key: v[-1] if isinstance(v, list) else v for key, v in values.items()}
    return {key: str(value).strip() for key, value in last.items()}


def _publish(
    generator: ArticlesGenerator,
    introductions: Iterable[Introduction],
    catalog: Catalog,
    options: Options,
) -> None:
    """Let templates, audit and the generator of series know what there is."""
    for introduction in introductions:
        found = (s for s in catalog.series if s.page is introduction.page)
        address = next((series.address for series in found), Address())
        introduction.page.override_url = address.url
        introduction.page.override_save_as = address.save_as
    context = generator.context
    context[_CATALOG] = catalog
    context["all_series"] = catalog.list_for(generator.settings["DEFAULT_LANG"].lower())
    places = [(f'the series "{series.name}"', series.address.save_as) for series in catalog.public]
    index = ("the list of all series", options.index_save_as)
    context.setdefault("fixed_places", []).extend([index, *places])


def _make_slug(settings: Mapping[str, Any], name: str) -> str:
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


def _refuse_page(page: Page) -> None:
    """Complain of a page that wants to be in a series, which is one of posts."""
    if "series" in page.metadata:
        message, hint = "a page has no place in a series", "Make it a post, or delete the line."
        problem = Problem(show(page.source_path), None, "series", message, hint, Severity.WARNING)
        report_findings([("series", problem)])
    page.series = None
