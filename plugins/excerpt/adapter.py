"""Where excerpts meet Pelican."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from typing import Final

from pelican.contents import Content
from pelican.generators import ArticlesGenerator, Generator
from pelican.plugins import signals

from plugins.excerpt.links import move_links
from plugins.excerpt.options import Options, read_options
from plugins.excerpt.truncate import Excerpt, truncate
from plugins.excerpt.words import shorten

DESCRIPTION_LENGTH: Final = 160
"""Characters that a description has at most: about what search engines show."""
_ALL_WORDS: Final = 10_000


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(cut_excerpts)


def cut_excerpts(generators: Iterable[Generator]) -> None:
    """Cut the excerpts of all posts and pages, whose bodies are complete by now."""
    articles = next(g for g in generators if isinstance(g, ArticlesGenerator))
    options = read_options(articles.settings)
    for content in filter(None, articles.context["generated_content"].values()):
        cut_excerpt(content, options)


def cut_excerpt(content: Content, options: Options) -> None:
    """Set `excerpt`, `summary` and `description` of a post or page."""
    excerpt = _read_summary(content) or truncate(
        content._content or "",  # noqa: SLF001 - the body before Pelican resolves its links
        _read_words(content) or options.words,
        marker=options.marker,
    )
    # What `summary` calls. With relative URLs, a link is another on each page.
    content.get_summary = cache(partial(_resolve, content, excerpt))
    content.excerpt = replace(excerpt, html=content.summary)
    if "description" not in content.metadata:
        content.description = shorten(excerpt.text, DESCRIPTION_LENGTH)


def _read_summary(content: Content) -> Excerpt | None:
    """Read the summary that an author wrote; there is more of a post than that."""
    summary = content.metadata.get("summary")
    if not summary:
        return None
    body = truncate(content._content or "", 1)  # noqa: SLF001
    excerpt = truncate(summary, _ALL_WORDS, marker="")
    return replace(excerpt, truncated=bool(body.html))


def _read_words(content: Content) -> int | None:
    """Read how many words a post wants; None if it does not say. Audit tells of what is none."""
    said = content.metadata.get("excerpt_words")
    return int(said) if said and said.isdecimal() and int(said) else None


def _resolve(content: Content, excerpt: Excerpt, siteurl: str) -> str:
    """Make links fit for a page from which the site has that URL."""
    fragment = move_links(excerpt.html, siteurl, lambda: str(content.url))
    return str(content._update_content(fragment, siteurl))  # noqa: SLF001 - as Pelican does it
