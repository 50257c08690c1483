"""The HTML of a post that has benchmarks."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Final

from plugins.bench.parse import Fence

_MARK: Final = re.compile(
    r'(?P<code><div class="snippet-code">)?(?P<end></div>)?'
    r'<div class="snippet-results" data-(?:fence="(?P<fence>[^"]*)"|line="(?P<line>\d+)")></div>'
)
_MARK_OR_COMMENT: Final = re.compile(rf"<!--.*?(?:-->|\Z)|{_MARK.pattern}", re.DOTALL)


def take_fences(html: str) -> tuple[str, tuple[Fence, ...]]:
    """Take what the reader noted of benchmarks out of HTML.

    Returns:
        The HTML with the line of each fence in its place, for `fill_results`; and the fences in
        source order, but for those in comments.
    """
    if "data-fence" not in html:
        return html, ()
    fences: list[Fence] = []

    def take(found: re.Match[str]) -> str:
        said = list(_read_fence(found["fence"] or ""))
        fences.extend(said)
        line = said[0].line if said else 0
        begin = f"{found['code'] or ''}{found['end'] or ''}"
        return f'{begin}<div class="snippet-results" data-line="{line}"></div>'

    clean = _replace(html, take)
    return clean, tuple(sorted(fences, key=lambda fence: fence.line))  # footnotes are moved down


def fill_results(html: str, render: Callable[[int], tuple[str, str] | None]) -> str:
    """Fill the places of results.

    Args:
        html: As `take_fences` returns it.
        render: Gives HTML of code, for a fence that has none of its own, and of results, by the
            line of the fence; None for one of which there are no results.
    """

    def fill(found: re.Match[str]) -> str:
        rendered = render(int(found["line"] or 0))
        code, results = rendered or ("", "")
        own = code if found["code"] else ""
        return f"{found['code'] or ''}{own}{found['end'] or ''}{results}"

    return _replace(html, fill) if "data-line" in html else html


def _replace(html: str, write: Callable[[re.Match[str]], str]) -> str:
    """Replace all places of results; in comments they go."""

    def replace(found: re.Match[str]) -> str:
        return write(found) if found[0].endswith("</div>") else _MARK.sub("", found[0])

    return _MARK_OR_COMMENT.sub(replace, html)


def _read_fence(text: str) -> Iterator[Fence]:
    """Read what was noted; an author may have written the like by hand, and then it is none."""
    try:
        said = json.loads(unescape(text))
        fence = Fence(**said)
    except (ValueError, TypeError, RecursionError):
        return
    if isinstance(fence.line, int) and isinstance(fence.code, str):
        yield fence
