"""The checks of what Pelican has read, before it is written.

The objects are Pelican's, used by their attributes alone: generators, articles and pages.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from plugins.audit.collisions import Place, find_collisions, find_merged_names
from plugins.audit.posts import Expectations, check_controls, check_source, is_markdown
from plugins.audit.problem import Problem, Severity
from plugins.audit.site import Site

_AUTHORS = ("authors", "author")


def check_sources(paths: Iterable[str], kind: Any, settings: Any, site: Site) -> Iterator[Problem]:  # noqa: ANN401 - Pelican's
    """Check sources: the metadata of those in Markdown, and the characters of all.

    Args:
        paths: Relative to the content folder.
        kind: Pelican's class for them, which knows what it requires.
        settings: Pelican's, for what need not be said in the file.
        site: Where they are.
    """
    for path in sorted(paths):
        try:
            data = Path(site.content, path).read_bytes()
        except OSError:
            continue  # Pelican has complained already
        if not is_markdown(path):
            yield from check_controls(site.show(path), data.decode("utf-8-sig", "ignore"))
            continue
        expected = Expectations(
            required=kind.mandatory_properties,
            statuses=kind.allowed_statuses,
            given=_list_given(path, settings),
        )
        yield from check_source(site.show(path), data, expected)


def check_places(
    contents: Iterable[Any], fixed: Iterable[Place], site: Site
) -> Iterator[tuple[str, Problem]]:
    """Find contents that want a place or slug that another has, or that have no slug at all.

    Args:
        contents: Articles and pages of every status.
        fixed: What the site writes whatever they are called.
        site: Where they are.

    Yields:
        The source path of the content, and its problem.
    """
    paths = {site.show(content.source_path): content.source_path for content in contents}
    places = sorted((_place(content, site) for content in contents), key=lambda p: p.name)
    for place, problem in chain(find_collisions([*fixed, *places]), _find_unnamed(places)):
        path = paths[place.name]
        override = ("save_as",) if problem.rule == "url" else ()
        yield path, replace(problem, line=site.find_field(path, *override, "slug", "title"))


def list_fixed_places(
    settings: Mapping[str, Any],
    names: Iterable[tuple[str, Any]],
    others: Iterable[tuple[str, str]],
) -> Iterator[Place]:
    """List what a site writes whatever its posts are called.

    Args:
        settings: Pelican's, for the direct templates.
        names: Kind and object of each tag, category and author.
        others: What plugins write, in words, and where.
    """
    for template in settings["DIRECT_TEMPLATES"]:
        save_as = settings.get(f"{template.upper()}_SAVE_AS", f"{template}.html")
        yield Place(f'the template "{template}"', _tidy(save_as), "", is_source=False)
    for setting in ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS"):
        yield Place("a feed", _tidy(settings.get(setting)), "", is_source=False)
    for name, save_as in others:
        yield Place(name, _tidy(save_as), "", is_source=False)
    for kind, name in names:
        yield Place(f'the {kind} "{name}"', _tidy(name.save_as), "", is_source=False)


def check_names(articles: Sequence[Any], site: Site) -> Iterator[Problem]:
    """Find tags, categories and authors that have no page, or share one though they are two."""
    for kind, keys in (("tags", ["tags"]), ("category", ["category"]), ("authors", _AUTHORS)):
        found = [(a.source_path, getattr(a, kind)) for a in articles if hasattr(a, kind)]
        uses = [(p, n) for p, said in found for n in (said if isinstance(said, list) else [said])]
        for problem in find_merged_names((path, name.name, name.slug) for path, name in uses):
            path = str(problem.file)
            yield replace(problem, file=site.show(path), line=site.find_field(path, *keys))


@dataclass(frozen=True, slots=True)
class Count:
    """How many posts a site has."""

    published: int
    """Those that a reader will see."""
    others: int
    """Drafts and hidden posts."""
    unread: int
    """Sources that could not be read."""


def check_count(count: Count, least: int, folder: str) -> Iterator[Problem]:
    """Find a site without posts, or with too few: Pelican would publish it as it is.

    Args:
        count: How many there are.
        least: How many there must be, as `AUDIT_MIN_POSTS` says.
        folder: Where posts are looked for.
    """
    published, others, unread = count.published, count.others, count.unread
    if published >= max(least, 1):
        return
    if published:
        message = f"{published} posts are published; AUDIT_MIN_POSTS wants {least} at least"
        hint = "Bring back what is missing; or if it is meant to go, lower AUDIT_MIN_POSTS."
        yield Problem(folder, None, "few-posts", message, hint)
        return
    if others:
        message = f"no post is published; drafts and hidden posts: {others}"
        hint = 'Say "Status: published" in one of them.'
        yield Problem(folder, None, "no-posts", message, hint, Severity.WARNING)
    elif unread:
        message = f"no post at all: of {unread} files none could be read"
        yield Problem(folder, None, "no-posts", message, "Mend them; this report names each.")
    else:
        hint = 'Write one: invoke new "Title". Posts are looked for in ARTICLE_PATHS.'
        yield Problem(folder, None, "no-posts", "no post at all", hint)


def find_lost_files(paths: Iterable[str], root: Path) -> frozenset[str]:
    """Find the linked static files that do not exist, or lie outside the content folder.

    Args:
        paths: Relative to `root`.
        root: The content folder.
    """
    inside = root.resolve()
    return frozenset(
        path
        for path in paths
        if not (root / path).is_file() or not (root / path).resolve().is_relative_to(inside)
    )


def _list_given(path: str, settings: Mapping[str, Any]) -> frozenset[str]:
    """List the metadata that path and settings supply, by the rules of Pelican's readers."""
    keys = set(dict(settings["DEFAULT_METADATA"]))
    if settings.get("DEFAULT_DATE"):
        keys.add("date")
    for setting, text in (("FILENAME_METADATA", Path(path).stem), ("PATH_METADATA", path)):
        pattern = settings.get(setting)
        if match := re.match(pattern, text) if pattern else None:
            keys.update(key.lower() for key, value in match.groupdict().items() if value)
    return frozenset(keys)


def _place(content: Any, site: Site) -> Place:  # noqa: ANN401
    return Place(
        name=site.show(content.source_path),
        save_as=_tidy(content.save_as),
        slug=content.slug,
        is_source=True,
        family=f"{type(content).__name__} in {content.lang}",
    )


def _find_unnamed(places: Iterable[Place]) -> Iterator[tuple[Place, Problem]]:
    for place in places:
        if not place.slug:
            message = "no slug can be made of the title"
            hint = 'Give it one, as in "Slug: a-name".'
            yield place, Problem(place.name, None, "slug", message, hint)


def _tidy(save_as: object) -> str:
    """Write a place in one way, as `a/../b` and `./b` are one file; empty if it is not written."""
    return posixpath.normpath(str(save_as)) if save_as else ""
