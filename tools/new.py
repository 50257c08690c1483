"""Begins a post: a file with valid metadata, never over another."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Final
from uuid import uuid4

from markupsafe import escape
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify
from unidecode import unidecode

from plugins.audit.posts import SUMMARY_PROMPT
from plugins.audit.source import read_header

POSTS: Final = Path("content/posts")
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG: Final = 100
_SKELETON: Final = """\
Title: {title}
Date: {date:%Y-%m-%d %H:%M}
Slug: {slug}
Guid: {guid}
Category: {category}
Tags: {tags}
{series}Status: draft
Summary: {summary}

"""


class NewPostError(ValueError):
    """A post cannot be begun as asked; the message says why and what to do."""


def make_slug(title: str) -> str:
    """Make a slug of a title in any script, as this site would; empty if nothing is left.

    Letters of other scripts are transliterated.
    """
    return str(slugify(escape(title), regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"]))


def check_title(title: str, *, has_slug: bool) -> str:
    """Check a title, and return it with its white space tidied.

    Args:
        title: As typed.
        has_slug: Whether a slug is given, so that none need be made of the title.

    Raises:
        NewPostError: It is empty, or has characters that would be lost in a slug.
    """
    tidy = " ".join(title.split())
    if not tidy:
        raise NewPostError('A post needs a title: invoke new "What the GIL protects"')
    if strange := next((c for c in tidy if unicodedata.category(c) in {"Cc", "Cs", "Co"}), ""):
        raise NewPostError(f"The title has the unprintable character {strange!r}; leave it out.")
    lost = sorted({c for c in tidy if c == "/" or _is_emoji(c)})
    if lost and not has_slug:
        found = ", ".join(f'"{c}"' for c in lost)
        raise NewPostError(
            f"The title has {found}, which cannot stand in a URL. Leave it out, or name the slug "
            f'yourself: invoke new "{tidy}" --slug {make_slug(tidy) or "a-name"}'
        )
    return tidy


def check_slug(slug: str, folder: Path) -> str:
    """Check that a slug is usable and free, and return it.

    Raises:
        NewPostError: It is not.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > _LONGEST_SLUG:
        better = make_slug(slug)[:_LONGEST_SLUG].strip("-") or "a-name"
        raise NewPostError(
            f'"{slug}" is no slug; write up to {_LONGEST_SLUG} small letters, digits and "-", '
            f"as in --slug {better}"
        )
    for path, taken in _list_slugs(folder):
        if slug in (taken, path.stem):
            raise NewPostError(
                f'The slug "{slug}" is taken by {path}. Choose another title, or another --slug.'
            )
    return slug


def create_post(folder: Path, title: str, zone: tzinfo | None = None, **fields: str) -> Path:
    """Write the skeleton of a post.

    Args:
        folder: Where posts are.
        title: Its title.
        zone: The time zone that its date is read in; that of this machine if None.
        fields: Any of `slug`, `category`, `tags`, `series` and `summary`; empty ones get a
            default, or are left out.

    Returns:
        The new file.

    Raises:
        NewPostError: Title or slug will not do, or the file is there already.
    """
    # One line each: a line break would begin another field.
    given = {key: " ".join(value.split()) for key, value in fields.items() if value.strip()}
    title = check_title(title, has_slug="slug" in given)
    slug = check_slug(given.get("slug") or make_slug(title), folder)
    defaults = {"category": "Python", "tags": "", "summary": SUMMARY_PROMPT}
    series = f"Series: {given['series']}\n" if "series" in given else ""
    values = {**defaults, **given, "title": title, "slug": slug, "series": series}
    values["guid"] = uuid4().urn  # in feeds it stays the same post, whatever becomes of the rest
    path = folder / f"{slug}.md"
    folder.mkdir(parents=True, exist_ok=True)
    if path.exists() or path.is_symlink():
        raise NewPostError(f"{path} is there already. Choose another title, or another --slug.")
    with path.open("x", encoding="utf-8") as file:  # "x": whatever is there stays
        file.write(_SKELETON.format(date=datetime.now(zone), **values))
    return path


def _is_emoji(character: str) -> bool:
    # Symbols without a transliteration, and what joins and colours them.
    invisible = character in "\ufe0f\u200d\u20e3" or 0x1F1E6 <= ord(character) <= 0x1F3FF  # noqa: PLR2004
    is_symbol = unicodedata.category(character) == "So"
    return invisible or (is_symbol and not unidecode(character).strip())


def _list_slugs(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.md")):
        if not path.is_file():
            continue  # a link that leads nowhere, as some editors lock a file
        header = read_header(path.read_text("utf-8-sig", "replace"))
        slug, title = header.find("slug"), header.find("title")
        yield path, slug.value if slug else make_slug(title.value) if title else path.stem
