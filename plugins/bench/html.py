"""The HTML of a post that has benchmarks."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from plugins.bench.parse import Fence

_MARK: Final = r'<div class="snippet" data-fence="([^"]*)">'
_MARK_OR_COMMENT: Final = re.compile(rf"{_MARK}|<!--.*?(?:-->|\Z)", re.DOTALL)
_PLAIN: Final = '<div class="snippet">'


def take_fences(html: str) -> tuple[str, tuple[Fence, ...]]:
    """Take what the reader noted of benchmarks out of HTML.

    Returns:
        The HTML as readers get it, and the fences in source order, but for those in comments.
    """
    if "data-fence" not in html:
        return html, ()
    fences: list[Fence] = []

    def take(found: re.Match[str]) -> str:
        if found[1] is not None:
            fences.extend(_read_fence(found[1]))
        return re.sub(_MARK, _PLAIN, found[0])

    clean = _MARK_OR_COMMENT.sub(take, html)
    return clean, tuple(sorted(fences, key=lambda fence: fence.line))  # footnotes are moved down


def _read_fence(text: str) -> Iterator[Fence]:
    """Read what was noted; an author may have written the like by hand, and then it is none."""
    try:
        said = json.loads(unescape(text))
        fence = Fence(**said)
    except (ValueError, TypeError, RecursionError):
        return
    if isinstance(fence.line, int) and isinstance(fence.code, str):
        yield fence
