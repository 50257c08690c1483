"""The texts of posts, pages and introductions, in which lists of series may stand.

They are Pelican's, used by their attributes alone.
"""
# ruff: noqa: ANN401 - Pelican has no types

from collections.abc import Callable
from functools import partial
from typing import Any

from plugins.series.catalog import Catalog
from plugins.series.lists import (
    Request,
    check_request,
    expand_lists,
    find_strays,
    has_request,
    render_list,
)
from plugins.series.reporting import report_request, show

_STRAY_HINT = (
    "Give it a line of its own, between blank lines and outside HTML; or mark it as code: `…`."
)


def expand_content(content: Any, catalog: Catalog) -> None:
    """Put the lists that a post or page asks for into its body and summary."""
    render = partial(_render_request, content, catalog)
    body = content._content or ""  # noqa: SLF001 - the body before Pelican resolves its links
    content._content = _expand(content, body, render)  # noqa: SLF001
    if "summary" in content.metadata:
        summary = _expand(content, content.metadata["summary"], render)
        content._summary = content.metadata["summary"] = summary  # noqa: SLF001


def _expand(content: Any, fragment: str, render: Callable[[Request], str]) -> str:
    if not has_request(fragment):
        return fragment
    for stray in find_strays(fragment):  # before titles are in it, which may have one
        fault = f"{stray} stands within a text, and would be shown as it is", _STRAY_HINT
        report_request(show(content.source_path), stray, fault, is_line=False)
    return expand_lists(fragment, render)


def _render_request(content: Any, catalog: Catalog, request: Request) -> str:
    languages = content.lang, content.settings["DEFAULT_LANG"].lower()
    known = {series.slug for series in catalog.series if series.lang in languages}
    series = catalog.find(request.slug, *languages)
    place = content.series
    own = place if place and place.series is series else None
    if fault := check_request(request, sorted(known), has_place=own is not None):
        report_request(show(content.source_path), request.text, fault, is_line=True)
        return ""
    articles = own.all_previous if request.options and own else series.articles if series else ()
    return render_list(articles, content.lang)
