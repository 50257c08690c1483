"""What posts and introductions say, as Pelican has read them.

They are used by their attributes alone.
"""
# ruff: noqa: ANN401 - Pelican has no types

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import Any, Final

from markupsafe import Markup

from plugins.audit import quote, show_path
from plugins.series.findings import Finding, make_finding
from plugins.series.model import Introduction, Part

KEYS: Final = ("series", "series_index")
_LANGUAGE: Final = re.compile(r"[A-Za-z]+(?:[-_][A-Za-z0-9]+)*")


def read_said(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Read what a post says of series; of a key that is said twice the first one counts."""
    values = {key: metadata[key] for key in KEYS if key in metadata}
    first = {key: v[0] if isinstance(v, list) else v for key, v in values.items()}
    return {key: _tidy(str(value)) for key, value in first.items()}


def read_parts(articles: Iterable[Any], listed: Iterable[Any]) -> Iterator[Part]:
    """Read the posts that name a series.

    Args:
        articles: Posts of every status.
        listed: Those of them that readers find in lists.

    Yields:
        Parts in the order of their sources.
    """
    public = {id(article) for article in listed if article.save_as}
    for article in sorted(articles, key=lambda article: str(article.source_path)):
        said = read_said(article.metadata)
        if said.get("series"):
            yield Part(
                article=article,
                file=show_path(article.source_path),
                name=said["series"],
                said_index=said.get("series_index"),
                is_dated="date" in article.metadata,
                is_listed=id(article) in public,
            )


def read_introduction(page: Any) -> Introduction:
    """Read an introduction as Pelican has read it."""
    title = str(Markup(page.title).striptags())  # noqa: S704 - Pelican's titles are HTML
    return Introduction(page, show_path(page.source_path), _tidy(title), page.slug, page.lang)


def find_slug(page: Any) -> str:
    """Find the slug of an introduction: what it says, or its file is called."""
    if said := page.metadata.get("slug"):
        return str(said)
    stem, ending = PurePath(page.source_path).stem, f".{page.lang}"
    return stem[: -len(ending)] if stem.lower().endswith(ending.lower()) else stem


def check_introduction(page: Any, make_slug: Callable[[str], str]) -> Iterator[Finding]:
    """Find what keeps an introduction from being that of any series."""
    file, slug = show_path(page.source_path), page.slug
    better = make_slug(slug) or "a-name"
    is_for_urls = all(sign.isalnum() or sign in "-_.~" for sign in slug)
    if not _LANGUAGE.fullmatch(page.lang):
        message = f"lang = {quote(page.lang)} is no language"
        yield make_finding("lang", file, message, 'Write a code, as in "Lang: de".')
    elif "slug" in page.metadata:
        if slug == better or not is_for_urls:  # which audit finds in all sources
            return
        message = f"slug = {quote(slug)} is none that a series has"
        yield make_finding("slug", file, message, f'Write "Slug: {better}".')
    elif slug != better:
        message = f"the name of this file, {quote(slug)}, is no slug of a series"
        hint = f'Rename it to {better}.md, or say "Slug: {better}"'
        end = "; a language in the name is said by Lang, too." if "." in slug else "."
        yield make_finding("title", file, message, hint + end)


def check_overlap(file: str) -> Iterator[Finding]:
    """Complain of an introduction that Pelican has read as a post."""
    message = "this is read as a post, and so it is no introduction"
    hint = "Name its folder in ARTICLE_EXCLUDES, or take it out of SERIES_PATHS."
    yield make_finding("title", file, message, hint)


def _tidy(name: str) -> str:
    """Write a name in one way, as signs look alike that are one character, or two."""
    return unicodedata.normalize("NFC", name).strip()
