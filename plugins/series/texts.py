"""The texts of posts, pages and introductions, in which lists of series may stand.

They are Pelican's, used by their attributes alone.
"""
# ruff: noqa: ANN401 - Pelican has no types

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.series.catalog import Catalog
from plugins.series.lists import (
    Request,
    check_request,
    expand_lists,
    find_requests,
    has_request,
    parse_request,
    render_list,
)
from plugins.series.model import Place, Series
from plugins.series.reporting import report_requests, show

_STRAY_HINT = (
    "Give it a line of its own, between blank lines and outside HTML; or mark it as code: `…`."
)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that one text may ask for."""

    lang: str
    """Of the text."""
    place: Place | None
    """Of the text, if it is a part itself."""
    series: Mapping[str, Series]
    """Those that it can name, by slug."""

    def check(self, text: str, *, is_line: bool) -> tuple[str, str] | None:
        """Find what is wrong with a request, and what to do; None if all is well."""
        if not is_line:
            return f"{text} stands within a text, and would be shown as it is", _STRAY_HINT
        request = parse_request(text)
        has_place = self.place is not None and self.place.slug == request.slug
        return check_request(request, sorted(self.series), has_place=has_place)

    def render(self, request: Request) -> str:
        """Render what a line asks for; nothing if something is wrong with it."""
        if self.check(request.text, is_line=True):
            return ""
        articles: Iterable[Any] = self.series[request.slug].articles
        if request.options and self.place:
            articles = self.place.all_previous
        return render_list(articles, self.lang)


def find_lists(content: Any, catalog: Catalog) -> Lists:
    """Find the series that a text can name: of its language, or else of the site's."""
    languages = (content.settings["DEFAULT_LANG"].lower(), content.lang)  # the last one wins
    # Of what only drafts are parts, only drafts may speak.
    known = catalog.series if content.status == "draft" else catalog.public
    series = {one.slug: one for lang in languages for one in known if one.lang == lang}
    if content.series:
        series[content.series.slug] = content.series.series
    return Lists(content.lang, content.series, series)


def expand_content(content: Any, catalog: Catalog) -> None:
    """Put the lists that a post or page asks for into its body and summary."""
    body = content._content or ""  # noqa: SLF001 - the body before Pelican resolves its links
    summary = content.metadata.get("summary", "")
    if not (has_request(body) or has_request(summary)):
        return
    lists = find_lists(content, catalog)
    found = [*find_requests(summary), *find_requests(body)]  # as they stand in the source
    faults = [lists.check(text, is_line=is_line) for text, is_line in found]
    report_requests(show(content.source_path), found, faults)
    content._content = expand_lists(body, lists.render)  # noqa: SLF001
    if summary:
        summary = expand_lists(summary, lists.render)
        content._summary = content.metadata["summary"] = summary  # noqa: SLF001
