"""The texts of posts, pages and introductions, in which lists of series may stand.

They are Pelican's, used by their attributes alone.
"""
# ruff: noqa: ANN401 - Pelican has no types

from dataclasses import dataclass
from typing import Any

from plugins.audit import show_path
from plugins.series.catalog import Catalog, is_public
from plugins.series.lists import (
    Request,
    check_options,
    expand_lists,
    explain_unknown,
    find_requests,
    has_request,
    parse_request,
    render_list,
)
from plugins.series.model import Place, Series
from plugins.series.reporting import report_requests

_STRAY_HINT = (
    "Give it a line of its own, between blank lines and outside HTML; or mark it as code: `…`."
)


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists that one text may ask for."""

    catalog: Catalog
    place: Place | None
    """Of the text, if it is a part itself."""
    languages: tuple[str, ...]
    """Of the series that it can name: its own, then the site's."""
    is_draft: bool
    """Whether it may name what only drafts are parts of, too."""

    def check(self, text: str, *, is_line: bool) -> tuple[str, str] | None:
        """Find what is wrong with a request, and what to do; None if all is well."""
        if not is_line:
            return f"{text} stands within a text, and would be shown as it is", _STRAY_HINT
        request = parse_request(text)
        if self.find(request.slug) is None:
            known = {one.slug for one in self.catalog.series if self._can_name(one)}
            return explain_unknown(request, sorted(known))
        return check_options(request, has_place=self._is_own(request.slug))

    def render(self, request: Request) -> str:
        """Render what a line asks for; nothing if something is wrong with it."""
        series = self.find(request.slug)
        if series is None or self.check(request.text, is_line=True):
            return ""
        before = self.place.all_previous if self.place and request.options else None
        return render_list(series.articles if before is None else before, self.languages[0])

    def find(self, slug: str) -> Series | None:
        """Find the series of that slug that the text can name."""
        if self.place and self._is_own(slug):
            return self.place.series
        found = (self.catalog.by_slug.get((lang, slug)) for lang in self.languages)
        return next((series for series in found if series and self._can_name(series)), None)

    def _can_name(self, series: Series) -> bool:
        return series.lang in self.languages and (self.is_draft or is_public(series))

    def _is_own(self, slug: str) -> bool:
        return self.place is not None and self.place.slug == slug


def find_lists(content: Any, catalog: Catalog) -> Lists:
    """Find the lists that a text may ask for."""
    languages = (content.lang, content.settings["DEFAULT_LANG"].lower())
    return Lists(catalog, content.series, languages, content.status == "draft")


def expand_content(content: Any, catalog: Catalog) -> None:
    """Put the lists that a post or page asks for into its body and summary."""
    body = content._content or ""  # noqa: SLF001 - the body before Pelican resolves its links
    summary = content.metadata.get("summary", "")
    if not (has_request(body) or has_request(summary)):
        return
    lists = find_lists(content, catalog)
    found = [*find_requests(summary), *find_requests(body)]  # as they stand in the source
    faults = [lists.check(text, is_line=is_line) for text, is_line in found]
    report_requests(show_path(content.source_path), found, faults)
    content._content = expand_lists(body, lists.render)  # noqa: SLF001
    if summary:
        summary = expand_lists(summary, lists.render)
        content._summary = content.metadata["summary"] = summary  # noqa: SLF001
