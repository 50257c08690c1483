"""HTML as it was written, made safe to parse, and no more of it than is needed.

A parser's work can grow with the square of what it reads: with elements a hundred thousand deep,
or formatting elements that are never closed and so are opened anew in each block. This reads tags
as HTML's tokenizer does, in linear time, and leaves out what would do that; scripts, comments and
their like as well, whose ends only a tokenizer finds. What the tags mean is the parser's business.
"""

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Final

from plugins.excerpt.elements import OpenElements
from plugins.excerpt.standard import RAW

MOST_TAGS: Final = 10_000
"""Tags; what comes after so many loses its tags, not its text."""
MARKER: Final = "<!--more-->"
"""Stands where the author's marker does, however that was written; there is no other comment."""

Span = tuple[int, int]

_LONGEST_TEXT: Final = 4096
_LONGEST_ENTITY: Final = 40
_MOST_MARKERS: Final = 100


# Section numbers are those of the HTML standard, "Parsing HTML documents", 13.2.5.
_SPACE: Final = r"[\t\n\f\r ]"
_ATTRIBUTES: Final = (
    rf"(?:[\t\n\f\r /]++"
    rf"|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rf"(?:(?!{_SPACE}*+=)"
    rf"|{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]*+)))*+"
)
_TOKEN: Final = re.compile(
    rf"(?P<text>(?:[^<]|<(?![a-zA-Z/!?])|</\Z)++)"
    rf"|<(?P<start>[a-zA-Z][^\t\n\f\r />]*+){_ATTRIBUTES}>"
    rf"|</(?P<end>[a-zA-Z][^\t\n\f\r />]*+){_ATTRIBUTES}>"
    rf"|<!--(?:-?>|(?P<comment>[\s\S]*?)--!?>)"
    rf"|(?P<cdata><!\[CDATA\[)"
    rf"|<(?:!(?!--)|\?|/(?=[^a-zA-Z]))[^>]*+>"
)
# Of too many tags: those that hide a text with it, and any others.
_TAGS: Final = re.compile(
    rf"(?:<(?P<raw>iframe|script|style){_ATTRIBUTES}>[^<]*+</(?P=raw)>"
    rf"|<(?P<hidden>[a-z]++)(?=[^>]*{_SPACE}hidden){_ATTRIBUTES}>[^<]*+</(?P=hidden)>"
    rf"|</?+(?!(?:{'|'.join(sorted(RAW))})[\t\n\f\r />])"
    rf"[a-z][^\t\n\f\r />]*+{_ATTRIBUTES}>(?P<space>{_SPACE}++)?+)++",
    re.IGNORECASE,
)
_SCRIPT: Final = re.compile(r"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_CDATA_END: Final = re.compile(r"\]\]>")
_BOGUS_END: Final = re.compile(r">")
_ENTITY_AT_END: Final = re.compile(r"&[#a-zA-Z0-9]*+\Z")
# No element has more; a parser compares each with all before it.
_MOST_ATTRIBUTES: Final = 100
_FIRST_ATTRIBUTES: Final = re.compile(
    # Each is read in one way only: fewer than so many would be tried in all.
    rf"<[^\t\n\f\r />]++(?>[\t\n\f\r /]++[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+\"|'[^']*+'|[^\t\n\f\r >]*+))?){{{_MOST_ATTRIBUTES}}}"
)


def read_pieces(fragment: str, marker: str) -> Iterator[str]:
    """Read an HTML fragment as pieces that, put together, give its tree; lazily.

    After each piece the text may end: no tag, comment, entity or script is cut. `MARKER` is
    a piece of its own, wherever a comment says `marker`, in any case and spacing.
    """
    return _Reader(fragment, marker).read()


def has_marker(fragment: str, marker: str) -> bool:
    """Tell whether a fragment may have the marker: it stands there, if maybe in a script."""
    says = _make_says(marker)
    return bool(says and re.search(rf"<!--{says}--!?>", fragment, re.IGNORECASE))


def _make_says(marker: str) -> str:
    """Make a pattern for what a comment says that is the marker; empty if none is."""
    words = r"\s++".join(map(re.escape, marker.split()))
    return rf"\s*+{words}\s*+" if words else ""


class _Reader:
    """A tokenizer that knows what is open, as well as it must."""

    def __init__(self, fragment: str, marker: str) -> None:
        self._source = fragment
        self._marker = re.compile(_make_says(marker) or r"(?!)", re.IGNORECASE)
        self._position = 0
        self._elements = OpenElements()
        self._tags = self._markers = 0

    def read(self) -> Iterator[str]:
        while True:
            if self._skip_tags():
                yield " "
            if not (token := self._next()):
                return
            match token.lastgroup:
                case "text" if token.end() - token.start() > _LONGEST_TEXT:
                    yield from _split(_close_text(token[0]))
                case "text":
                    yield _close_text(token[0])
                case "start":
                    yield self._start(token["start"].lower(), token[0])
                case "end":
                    yield self._elements.end(token["end"].lower())
                case "cdata":
                    yield self._read_cdata(token.end())
                case "comment" if self._is_marker(token["comment"]):
                    yield MARKER

    def _is_marker(self, comment: str) -> bool:
        if self._markers >= _MOST_MARKERS or not self._marker.fullmatch(comment):
            return False
        self._markers += 1
        return True

    def _skip_tags(self) -> bool:
        """Skip tags, if there were too many; tell whether space stood between them."""
        if self._tags < MOST_TAGS or not (found := _TAGS.match(self._source, self._position)):
            return False
        self._position = found.end()
        return found["space"] is not None

    def _next(self) -> re.Match[str] | None:
        token = _TOKEN.match(self._source, self._position)
        if token:
            self._position = token.end()
            if token.lastgroup in ("start", "end"):  # what each block opens anew has tags, too
                self._tags += 1 + self._elements.orphans
        return token

    def _start(self, name: str, tag: str) -> str:
        if len(tag) > 2 * _MOST_ATTRIBUTES and (kept := _FIRST_ATTRIBUTES.match(tag)):
            tag = kept[0] + ">"
        if name in RAW and not self._elements.is_foreign():
            return self._read_raw(name, tag)
        return self._elements.start(name, tag)

    def _read_raw(self, name: str, tag: str) -> str:
        """Leave out what is no markup; of the obsolete two, show the text."""
        start = self._position
        end, self._position = _find_raw_end(name, self._source, start)
        if self._tags > MOST_TAGS:
            return escape(self._source[start:end]) if name in ("xmp", "plaintext") else ""
        if name in ("xmp", "plaintext"):
            return f"<pre>{escape(self._source[start:end])}</pre>"
        return f"{tag}</iframe>" if name == "iframe" else ""

    def _read_cdata(self, start: int) -> str:
        is_foreign = self._elements.is_foreign()  # elsewhere it is a comment
        end, self._position = _find_end(
            _CDATA_END if is_foreign else _BOGUS_END, self._source, start
        )
        return escape(self._source[start:end]) if is_foreign else ""


def _close_text(text: str) -> str:
    """Let a text mean the same whatever follows it: a tag ends an entity, and may be left out."""
    if "<" in text:
        text = text.replace("<", "&lt;")
    if "&" not in text:
        return text
    return _ENTITY_AT_END.sub(lambda found: escape(unescape(found[0]), quote=False), text)


def _split(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + _LONGEST_TEXT
        entity = text.rfind("&", end - _LONGEST_ENTITY, end)
        if entity >= 0 and ";" not in text[entity:end]:
            end = entity
        yield text[start:end]
        start = end


def _find_end(pattern: re.Pattern[str], source: str, start: int) -> Span:
    """Find where something ends, and where the next begins; both at the very end if never."""
    found = pattern.search(source, start)
    return found.span() if found else (len(source), len(source))


def _find_raw_end(name: str, source: str, start: int) -> Span:
    """Find where what is no markup ends, and where its end tag does."""
    if name == "script":
        end = _find_script_end(source, start)
    elif name == "plaintext":
        end = len(source)
    else:
        found = re.compile(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE).search(source, start)
        end = found.start() if found else len(source)
    tag = _TOKEN.match(source, end)
    return end, tag.end() if tag else len(source)


def _find_script_end(source: str, start: int) -> int:
    """Find the end of a script: within a comment, one that it opens itself must be closed first."""
    in_comment = in_inner = False
    for found in _SCRIPT.finditer(source, start):
        match found[0].lower():
            case "<!--":
                in_comment = True
            case "-->":
                in_comment = in_inner = False
            case "<script":
                in_inner = in_comment
            case _ if in_inner:
                in_inner = False
            case _:
                return found.start()
    return len(source)
