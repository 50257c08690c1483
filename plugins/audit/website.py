"""The check of all pages of a finished build."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from plugins.audit.links import Website, find_faults, read_base
from plugins.audit.pages import Page, read_page
from plugins.audit.problem import Problem
from plugins.audit.site import Site
from plugins.audit.tracing import Sources, trace_all


def check_website(output: Path, sources: Sources) -> Iterator[Problem]:
    """Find links that lead nowhere, ids that are there twice, and images without a text.

    Args:
        output: Folder of what was built.
        sources: What it was built of.
    """
    files = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    pages = read_pages(output, files & sources.by_place.keys())
    yield from trace_all(find_faults(Website(pages, files, sources.base)), sources)


def list_sources(
    settings: Mapping[str, Any],
    site: Site,
    by_place: Mapping[str, str | None],
    texts: Iterable[str],
) -> Sources:
    """List what a site is made of.

    Args:
        settings: Pelican's.
        site: Where it is.
        by_place: Source of each thing that was written.
        texts: All sources that were read.
    """
    templates = Path(str(settings.get("THEME", "")), "templates").rglob("*.html")
    return Sources(
        by_place=by_place,
        texts=sorted(texts),
        templates=sorted(site.show(path) for path in templates),
        base=read_base(str(settings.get("SITEURL", ""))),
        read=cache(site.read_shown),
    )


def read_pages(output: Path, places: Iterable[str]) -> dict[str, Page]:
    """Read the pages among what was built, in the order of their places."""
    return {
        place: read_page((output / place).read_text("utf-8", "replace"))
        for place in sorted(places)
        if place.endswith((".html", ".htm"))
    }
