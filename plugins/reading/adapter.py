"""Where reading meets Pelican."""

from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from markupsafe import Markup
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, Generator, PagesGenerator
from pelican.plugins import signals

from plugins.reading import lists
from plugins.reading.images import Size, make_room, measure_file
from plugins.reading.minutes import estimate_minutes
from plugins.reading.outline import link_headings, read_outline

FILTERS: Final = {
    "address": lists.find_address,
    "by_name": lists.sort_by_name,
    "by_year": lists.group_by_year,
    "direction": lists.find_direction,
    "state": lists.describe_state,
    "with_anchors": lambda fragment: Markup(link_headings(fragment)),  # noqa: S704 - the body of a post
}
"""What templates of this site can use besides Jinja's own."""


def register() -> None:
    """Connect to Pelican."""
    signals.generator_init.connect(add_filters)
    signals.article_generator_finalized.connect(describe_articles)
    signals.page_generator_finalized.connect(describe_pages)


def add_filters(generator: Generator) -> None:
    """Give templates their filters."""
    generator.env.filters.update(FILTERS)


def describe_articles(generator: ArticlesGenerator) -> None:
    """Describe all posts, and let each know the ones before and after it.

    Not as each is read: a signal's receivers are called in no order, so `typography` might
    not have been there yet. And not when all is read, for then excerpts are cut.
    """
    _describe_all(generator, Article)
    lists.link_neighbours(generator.articles)


def describe_pages(generator: PagesGenerator) -> None:
    """Describe all pages."""
    _describe_all(generator, Page)


def _describe_all(generator: Generator, kind: type[Content]) -> None:
    for content in generator.context["generated_content"].values():
        if isinstance(content, kind):
            describe_content(content)


def describe_content(content: Content) -> None:
    """Set what templates say of a post or page besides its text, and make room for its images."""
    body = content._content or ""  # noqa: SLF001 - the body before Pelican resolves its links
    measure = partial(measure_source, content)
    content._content = make_room(body, measure)  # noqa: SLF001
    if "summary" in content.metadata:
        summary = make_room(content.metadata["summary"], measure)
        content._summary = content.metadata["summary"] = summary  # noqa: SLF001
    content.minutes = estimate_minutes(body)
    content.outline = read_outline(body)
    content.subtitle = content.metadata.get("subtitle")
    content.newer = content.older = None
    # Pelican has them in the order of a set.
    content.translations.sort(key=lambda other: (other.lang, other.slug))


def measure_source(content: Content, src: str) -> Size | None:
    """Measure the image that a post names as `{static}…` or `{attach}…`."""
    _, brace, target = src.partition("}")
    if not brace or not src.startswith(("{static", "{attach")):
        return None
    path = unquote(target)
    root, folder = Path(content.settings["PATH"]), Path(content.source_path).parent
    return measure_file(root / path[1:] if path.startswith("/") else folder / path)
