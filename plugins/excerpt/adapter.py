"""Where excerpts meet Pelican."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, partial
from typing import Final

from markupsafe import escape
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.excerpt.links import move_links
from plugins.excerpt.options import Options, read_options
from plugins.excerpt.truncate import Excerpt, is_blank, truncate
from plugins.excerpt.words import shorten

DESCRIPTION_LENGTH: Final = 160
"""Characters that a description has at most: about what search engines show."""

_MOST_DIGITS: Final = 9


class PlacedExcerpt(Excerpt):
    """An excerpt whose links fit the page that is being written.

    They are not resolved before that: the first page that asks for an attached file decides
    where it stands, and that must be the same one in each build.
    """

    __slots__ = ("_content",)
    _content: Content

    def __init__(self, content: Content, excerpt: Excerpt) -> None:
        said = {"_content": content, "text": excerpt.text, "truncated": excerpt.truncated}
        for name, value in said.items():
            object.__setattr__(self, name, value)

    @property
    def html(self) -> str:
        """The same as the `summary` of its post."""
        return str(self._content.summary)


def register() -> None:
    """Connect to Pelican."""
    signals.all_generators_finalized.connect(cut_excerpts)


def cut_excerpts(generators: Iterable[Generator]) -> None:
    """Cut the excerpts of all posts and pages, whose bodies are complete by now."""
    generator = next(iter(generators))  # all share settings and context
    options = read_options(generator.settings)
    for content in filter(None, generator.context["generated_content"].values()):
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
    content.excerpt = PlacedExcerpt(content, excerpt)
    if not content.metadata.get("description"):
        # Themes print it in an attribute, some of them without escaping it.
        content.description = escape(shorten(excerpt.text, DESCRIPTION_LENGTH))


def _read_summary(content: Content) -> Excerpt | None:
    """Read the summary that an author wrote; None if there is nothing to read in it."""
    summary = content.metadata.get("summary")
    if not summary or is_blank(summary):
        return None
    is_all = is_blank(content._content or "")  # noqa: SLF001
    return replace(truncate(summary, sys.maxsize, marker=""), truncated=not is_all)


def _read_words(content: Content) -> int | None:
    """Read how many words a post wants; None if it does not say. Audit tells of what is none."""
    said = content.metadata.get("excerpt_words", "")
    text = str(said[-1] if isinstance(said, list) else said)
    return int(text) or None if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def _resolve(content: Content, excerpt: Excerpt, siteurl: str) -> str:
    """Make links fit for a page from which the site has that URL."""
    fragment = move_links(excerpt.html, siteurl, lambda: str(content.url))
    return str(content._update_content(fragment, siteurl))  # noqa: SLF001 - as Pelican does it
