"""Posts for the tests of series, made without Pelican."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from plugins.series.catalog import Catalog, build_catalog, make_slug_finder
from plugins.series.model import Introduction, Part
from plugins.series.options import Options


def make_part(
    slug: str,
    index: object = None,
    *,
    name: str = "Alpha",
    day: int = 1,
    lang: str = "en",
    **said: bool,
) -> Part:
    """Make a part whose source is `SLUG.md`."""
    date = datetime(2026, 1, day, tzinfo=UTC)
    article = SimpleNamespace(
        slug=slug,
        date=date,
        lang=lang,
        translations=[],
        title=slug,
        relative_source_path=f"{slug}.md",
    )
    return Part(article, f"{slug}.md", name, None if index is None else str(index), **said)


def make_introduction(
    slug: str, title: str = "Alpha", lang: str = "en", status: str = ""
) -> Introduction:
    page = SimpleNamespace(title=title, status=status, description="About it.")
    return Introduction(page, f"series/{slug}.md", title, slug, lang)


def make_slug(name: str) -> str:
    return slugify(name, regex_subs=DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


def make_catalog(*members: Any) -> Catalog:
    """Put parts and introductions together; the site's language is English."""
    parts = [member for member in members if isinstance(member, Part)]
    introductions = [member for member in members if isinstance(member, Introduction)]
    return build_catalog(
        parts,
        introductions,
        make_slug_finder(introductions, make_slug),
        lambda slug, lang: Options().locate(slug, "" if lang == "en" else lang),
    )


def find_places(catalog: Catalog) -> dict[str, Any]:
    """Map the slug of each post to its place."""
    return {part.article.slug: place for part, place in catalog.places}
