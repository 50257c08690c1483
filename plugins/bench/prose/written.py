"""Requests as they are written in a source: in Markdown, over several lines, in metadata."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Final

from plugins.audit import Problem, find_field, find_lines
from plugins.bench.prose.syntax import OPENING, RULE, show

ESCAPE: Final = "\\"
"""Before a request it says that it is none."""
_MORE_LINES: Final = 4
"""Lines that a request may take after its first; a blank one ends the paragraph."""
_WHOLE: Final = (
    rf"{OPENING.pattern}[^{{}}\n]*(?:\n(?![ \t>]*(?:\n|\Z))[^{{}}\n]*){{0,{_MORE_LINES}}}\}}"
)
_ANY: Final = re.compile(rf"\\?(?:{_WHOLE}|{OPENING.pattern})", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKS: Final = re.compile(r"[ \t>]*(?:(?:[-*+:]|\d+[.)]|\[\^[^\]\n]*\]:)[ \t>]+)*")
"""Of quotations, items, terms and footnotes, before a line's text."""


def find_written(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Find what begins like a request, closed or not, and the marks that its line begins with."""
    end, marks = 0, ""
    for found in _ANY.finditer(text):
        begin = text.rfind("\n", 0, found.start()) + 1
        if begin >= end:  # else it begins within a request, and has marks like it
            line = _MARKS.match(text, begin, found.start())
            marks = line[0] if line else ""
        end = found.end()
        yield found, marks


def split_lines(request: str, marks: str) -> list[tuple[str, str]]:
    """Split a request into its lines: the marks of quotations before each, and the rest.

    A line has at most as many marks as the first; another `>` is that of a claim.
    """
    quotation = re.compile(rf"[ \t]*(?:>[ \t]*){{0,{marks.count('>')}}}")
    first, *others = request.split("\n")
    ends = [found.end() if (found := quotation.match(line)) else 0 for line in others]
    more = ((line[:end], line[end:]) for line, end in zip(others, ends, strict=True))
    return [("", first), *more]


def flatten(text: str) -> str:
    """Write a request in one line, as both source and HTML have it."""
    return " ".join(unescape(text).split())


def locate(source: str, requests: Sequence[str]) -> list[int | None]:
    """Find the lines, from 1, of requests, by their order among those that are written alike.

    Args:
        source: The text of the file.
        requests: In the order of the source, flattened.

    Returns:
        None for one that cannot be found.
    """
    lines: dict[str, list[int]] = {}
    for text, line in _find_written(source):
        lines.setdefault(text, []).append(line)
    # Of several that are alike the last stays for those that the source has not.
    left = {text: iter(found[:-1]) for text, found in lines.items()}
    return [next(left[text], lines[text][-1]) if text in lines else None for text in requests]


def check_metadata(metadata: Mapping[str, object], source: str, file: str) -> Iterator[Problem]:
    """Tell of requests in metadata, where nothing puts a number in their place.

    Args:
        metadata: Keys in lower case; a summary is a text, and may have them.
        source: Of the file.
        file: Its path, as it is shown.
    """
    for key, value in metadata.items():
        for item in value if isinstance(value, list | tuple) else (value,):
            text = unescape(str(getattr(item, "name", item))) if key != "summary" else ""
            if found := _ANY.search(text):
                message = f"{show(found[0])} stands in {key}, and would be shown as it is"
                hint = "Say it in the text, or in the summary."
                yield Problem(file, find_field(source, key), RULE, message, hint)


def _find_written(source: str) -> Iterator[tuple[str, int]]:
    """Find requests that are not in code or comments, else all: flattened, with their lines."""
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    outside: dict[str, frozenset[int]] = {}
    for found, marks in find_written(text):
        if found[0].startswith(ESCAPE):
            continue
        lines = split_lines(found[0], marks)
        line = text.count("\n", 0, found.start()) + 1
        first = lines[0][1]
        if first not in outside:
            outside[first] = frozenset(find_lines(text, first))
        if line in outside[first]:
            yield flatten(" ".join(part for _, part in lines)), line
