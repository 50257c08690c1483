"""What posts ask for: `{notebook:NAME.py}` on a line of its own."""

import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

from plugins.audit import find_lines

PATTERN: Final = r"\{ *notebook *:[^{}\n]*\}"
ATTRIBUTE: Final = "data-notebook"
"""Of the empty place that Markdown makes of a request."""
_PLACE: Final = re.compile(rf'<div {ATTRIBUTE}="([^"]*)"></div>')
# What is no text, to the end if it is not closed; then a request that stands in a text.
_STRAY: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<tag>pre|code|kbd|samp|script|style|template|textarea)(?=[\s/>])"
    r".*?(?:</(?P=tag)\s*>|\Z)"
    rf"|(?P<stray>{PATTERN})",
    re.IGNORECASE | re.DOTALL,
)
_ANY: Final = re.compile(PATTERN, re.IGNORECASE)


def has_request(fragment: str) -> bool:
    """Tell whether there may be a request in a fragment of HTML."""
    return _ANY.search(fragment) is not None


def read_target(request: str) -> str:
    """Read the path that a request names."""
    return request.strip("{}").partition(":")[2].strip()


def write_place(request: str) -> str:
    """Write the place of a notebook."""
    return f'<div {ATTRIBUTE}="{escape(request)}"></div>'


def list_requests(fragment: str) -> list[str]:
    """List the requests of a text, as they are written."""
    return [unescape(found) for found in _PLACE.findall(fragment)]


def list_strays(fragment: str) -> list[str]:
    """List what looks like a request and stands within a text, but for code."""
    html = _PLACE.sub("", fragment)
    return [unescape(found["stray"]) for found in _STRAY.finditer(html) if found["stray"]]


def fill(fragment: str, render: Callable[[str], str]) -> str:
    """Put into each place what is rendered of its request."""
    return _PLACE.sub(lambda found: render(unescape(found[1])), fragment)


def find_line(source: str, request: str, number: int = 0, *, is_stray: bool = False) -> int | None:
    """Find the line of a request in the source of a post, from 1.

    Args:
        source: What its file has.
        request: As it is written.
        number: How many of the same there are before it.
        is_stray: Whether it stands within a text; else it has a line of its own.
    """
    lines = source.split("\n")
    header = lines.index("") if "" in lines else 0
    found = [
        n
        for n in find_lines(source, request)
        if n > header and f"\\{request}" not in (text := lines[n - 1].strip(" \t>"))
        if (text != request) is is_stray
    ]
    return found[min(number, len(found) - 1)] if found else None
