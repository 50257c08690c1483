"""Benchmarks in feeds, whose readers have no style: tables in words."""

import re
from datetime import UTC, datetime
from typing import Final

from plugins.bench.board import Results
from plugins.bench.page.listing import Entry, find_date

_SVG: Final = re.compile(r"<(/?)svg\b([^>]*)>")
_OURS: Final = re.compile(r'class="(?:strip|chart)')
_CHART: Final = re.compile(r'<figure class="bench-chart">.*?</figure>', re.DOTALL)
_HERE: Final = re.compile(r'<p class="bench-here".*?</p>\n?', re.DOTALL)


def simplify(html: str) -> str:
    """Simplify results in the HTML of a feed's entry.

    Drawings, which feed readers would show as their texts alone, go: the tables say the same.
    What only a page can do goes as well.
    """
    return _drop_drawings(_CHART.sub("", _HERE.sub("", html)))


def _drop_drawings(html: str) -> str:
    """Drop our drawings, which may hold others."""
    parts, depth, rest = [], 0, 0
    for tag in _SVG.finditer(html):
        if tag[1]:
            depth -= depth > 0
            rest = tag.end() if depth == 0 and rest < 0 else rest
        elif depth or _OURS.search(tag[2]):
            if depth == 0:
                parts.append(html[rest : tag.start()])
                rest = -1
            depth += 1
    return "".join([*parts, html[max(rest, 0) :]])


class FeedEntry:
    """A benchmark as the writer of feeds wants entries: updated when its numbers are."""

    def __init__(self, entry: Entry, results: Results, content: str, date: datetime | None) -> None:
        self.title = entry.name
        self.url = entry.url
        self.date = date
        found = find_date(results.boards)
        self.modified = datetime.fromisoformat(found).replace(tzinfo=UTC) if found else self.date
        self._content = content

    def get_content(self, _siteurl: str) -> str:
        """Return its HTML."""
        return self._content
