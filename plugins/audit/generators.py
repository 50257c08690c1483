"""What Pelican's generators have read, and what must be kept back from the writing.

The generators are used by their attributes alone.
"""
# ruff: noqa: ANN401 - Pelican has no types

import posixpath
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from plugins.audit import contents
from plugins.audit.options import read_options
from plugins.audit.problem import Problem
from plugins.audit.site import Site

# Where Pelican keeps its articles and pages, by what becomes of them.
_ARTICLES = "articles translations hidden_articles hidden_translations drafts drafts_translations"
_PAGES = "pages translations hidden_pages hidden_translations draft_pages draft_translations"


def check_articles(articles: Any, article: Any, site: Site) -> Iterator[Problem]:
    """Check what is said of posts.

    Args:
        articles: Pelican's generator of them.
        article: Pelican's class of them.
        site: Where they are.
    """
    sources = _find_sources(articles, "ARTICLE")
    yield from contents.check_sources(sources, article, articles.settings, site)
    everything = _gather(articles, _ARTICLES)
    yield from contents.check_names(everything, site)
    published = len(articles.articles) + len(articles.translations)
    read = articles.context["generated_content"]
    count = contents.Count(
        published=published,
        others=len(everything) - published,
        unread=sum(path in read and read[path] is None for path in sources),
    )
    folder = site.show(next(iter(articles.settings["ARTICLE_PATHS"]), ""))
    yield from contents.check_count(count, read_options(articles.settings).min_posts, folder)


def check_pages(pages: Any, page: Any, site: Site) -> Iterator[Problem]:
    """Check what is said of pages; the arguments are as for posts."""
    yield from contents.check_sources(_find_sources(pages, "PAGE"), page, pages.settings, site)


def check_others(generators: Iterable[Any], site: Site) -> Iterator[Problem]:
    """Check what plugins read: their generators have a `list_sources`, and a `kind` of them."""
    for generator in generators:
        if hasattr(generator, "list_sources"):
            sources, kind = generator.list_sources(), generator.kind
            yield from contents.check_sources(sources, kind, generator.settings, site)


def keep_back_rivals(articles: Any, pages: Any, site: Site) -> Iterator[Problem]:
    """Find what wants another's place, and take it out: Pelican would stop at the second."""
    names = [("tag", tag) for tag in articles.tags]
    names += [("category", category) for category, _ in articles.categories]
    names += [("author", author) for author, _ in articles.authors]
    others = articles.context.get("fixed_places", ())
    fixed = contents.list_fixed_places(articles.settings, names, others)
    everything = [*_gather(articles, _ARTICLES), *_gather(pages, _PAGES)]
    found = list(contents.check_places(everything, fixed, site))
    yield from (problem for _, problem in found)
    without_place = {path for path, _ in found}
    for owner, attributes in ((articles, _ARTICLES), (pages, _PAGES)):
        for kept in (getattr(owner, attribute) for attribute in attributes.split()):
            kept[:] = [content for content in kept if content.source_path not in without_place]


def forget_what_is_not_written(context: dict[str, Any], site: Site) -> None:
    """Have Pelican complain of links to what will not be there, rather than write them."""
    for path, content in context["generated_content"].items():
        if content and not content.save_as:  # a draft, in public
            context["generated_content"][path] = None
    lost = contents.find_lost_files(context["static_links"], Path(site.content))
    for path in lost:
        context["static_content"].pop(path, None)
    kept = [f for f in context["staticfiles"] if f.get_relative_source_path() not in lost]
    context["staticfiles"] = kept


def _find_sources(generator: Any, kind: str) -> list[str]:
    settings = generator.settings
    found = generator.get_files(settings[f"{kind}_PATHS"], settings[f"{kind}_EXCLUDES"])
    return sorted(posixpath.normpath(path) for path in found)


def _gather(generator: Any, attributes: str) -> list[Any]:
    return [
        content for attribute in attributes.split() for content in getattr(generator, attribute)
    ]
