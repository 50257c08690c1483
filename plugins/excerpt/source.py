"""HTML as it was written, made safe to parse, and no more of it than is needed.

A parser's work can grow with the square of what it reads: with elements a hundred thousand deep,
or formatting elements that are never closed and so are opened anew in each block. This reads tags
as HTML's tokenizer does, in linear time, and leaves out what would do that; scripts, comments and
their like as well, whose ends only a tokenizer finds. What the tags mean is the parser's business.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from html import escape
from itertools import islice
from typing import Final

DEEPEST: Final = 512
"""Open elements; what is nested deeper loses its tags, not its text."""
MOST_TAGS: Final = 16_000
"""Tags; what comes after so many loses its tags, not its text."""
MARKER: Final = "<!--more-->"
"""Stands where the author's marker does, however that was written; there is no other comment."""

Span = tuple[int, int]

_MOST_ORPHANS: Final = 3
_LONGEST_TEXT: Final = 4096

# Their content is no markup (13.2.6.4): left out whole, or text. `noscript` is, for a browser.
_RAW: Final = frozenset(
    "script style textarea title iframe noembed noframes noscript xmp plaintext".split()
)

# Section numbers are those of the HTML standard, "Parsing HTML documents", 13.2.5.
_SPACE: Final = r"[\t\n\f\r ]"
_ATTRIBUTES: Final = (
    rf"(?:[\t\n\f\r /]++"
    rf"|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rf"(?:(?!{_SPACE}*+=)"
    rf"|{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+\"|'[^']*+'|(?![\"'])[^\t\n\f\r >]*+)))*+"
)
_TOKEN: Final = re.compile(
    rf"(?P<text>(?:[^<]|<(?![a-zA-Z/!?]))++)"
    rf"|<(?P<start>[a-zA-Z][^\t\n\f\r />]*+){_ATTRIBUTES}>"
    rf"|</(?P<end>[a-zA-Z][^\t\n\f\r />]*+){_ATTRIBUTES}>"
    rf"|<!--(?:-?>|(?P<comment>[\s\S]*?)--!?>)"
    rf"|(?P<cdata><!\[CDATA\[)"
    rf"|<(?:!(?!--)|\?|/(?=[^a-zA-Z]))[^>]*+>"
)
_TAGS: Final = re.compile(
    rf"(?:</?+(?!(?:{'|'.join(sorted(_RAW))})[\t\n\f\r />])"
    rf"[a-zA-Z][^\t\n\f\r />]*+{_ATTRIBUTES}>)++",
    re.IGNORECASE,
)
_SCRIPT: Final = re.compile(r"<!--|--!?>|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_CDATA_END: Final = re.compile(r"\]\]>")
_BOGUS_END: Final = re.compile(r">")

_VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr image keygen".split()
)
_FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# In SVG and MathML no element is void, and none is raw; in some that they hold all is HTML again.
_FOREIGN: Final = ("svg", "math")
_HTML_AGAIN: Final = tuple("foreignobject desc mi mo mn ms mtext table".split())
_TABLE_PARTS: Final = frozenset("caption tbody td tfoot th thead tr".split())
# Where a part of a table may stand; what is open below that ends there: 13.2.6.4.9 to 14.
_CELLS: Final = ("td", "th", "caption")
_GROUPS: Final = ("tbody", "thead", "tfoot")
_PLACES: Final = {
    **dict.fromkeys((*_GROUPS, "caption"), ("table", "template")),
    "tr": (*_GROUPS, "table", "template"),
    **dict.fromkeys(("td", "th"), ("tr", *_GROUPS, "table", "template")),
}
# What these hold cannot end what is around them: 13.2.4.2.
_SCOPES: Final = frozenset(
    ("applet", "caption", "html", "marquee", "object", "td", "template", "th", *_HTML_AGAIN)
)
_SHIELDS: Final = {
    "li": ("ol", "ul"),
    "p": ("button",),
    **dict.fromkeys(_TABLE_PARTS, ("table",)),
}
_SPECIAL: Final = _SCOPES | frozenset(  # 13.2.4.2, those that have an end
    "address article aside blockquote body button caption center colgroup dd details dir div dl dt"
    " fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup li"
    " listing main menu nav ol p pre search section select summary tbody tfoot thead tr ul".split()
)
_CLOSES_P: Final = frozenset(
    "address article aside blockquote center details dialog dir div dl dd dt li fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr listing main menu nav ol p"
    " plaintext pre search section summary ul xmp".split()
)
# What ends one before it of these, if nothing but what they list stands between.
_FOLLOWS: Final = {
    "li": frozenset(("li",)),
    **dict.fromkeys(("dt", "dd"), frozenset(("dt", "dd"))),
    "option": frozenset(("option",)),
}


def read_pieces(fragment: str, marker: str) -> Iterator[str]:
    """Read an HTML fragment as pieces that, put together, give its tree; lazily.

    After each piece the text may end: no tag, comment, entity or script is cut. `MARKER` is
    a piece of its own, the first time that a comment says `marker`, in any case and spacing.
    """
    return _Reader(fragment, marker).read()


class _Reader:
    """A tokenizer that knows what is open, as well as it must."""

    def __init__(self, fragment: str, marker: str) -> None:
        self._source = fragment
        self._marker = marker.strip().lower()
        self._position = 0
        self._stack: list[str] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)  # of each name, in the stack
        self._scopes: list[int] = []  # places of elements that shield what is around them
        self._orphans = 0
        self._tags = 0

    def read(self) -> Iterator[str]:
        while token := self._next():
            match token.lastgroup:
                case "text":
                    yield from _split(token[0])
                case "start":
                    yield self._start(token["start"].lower(), token[0])
                case "end":
                    yield self._end(token["end"].lower())
                case "cdata":
                    yield self._read_cdata(token.end())
                case "comment" if self._marker and self._is_marker(token["comment"]):
                    self._marker = ""
                    yield MARKER

    def _next(self) -> re.Match[str] | None:
        """Read a token; after too many tags, one that is none."""
        if self._tags >= MOST_TAGS and (skipped := _TAGS.match(self._source, self._position)):
            self._position = skipped.end()
        token = _TOKEN.match(self._source, self._position)
        if token:
            self._position = token.end()
            if token.lastgroup in ("start", "end"):  # what each block opens anew has tags, too
                self._tags += 1 + min(self._orphans, _MOST_ORPHANS)
        return token

    def _is_marker(self, comment: str) -> bool:
        return comment.strip().lower() == self._marker

    def _start(self, name: str, tag: str) -> str:
        is_foreign = self._is_foreign()
        if name in _RAW and not is_foreign:
            return self._read_raw(name, tag)
        if name in _VOID or (is_foreign and tag.endswith("/>")):
            return tag
        if name in _TABLE_PARTS and not (is_foreign or self._places["table"]):
            return "" if not self._places["template"] else tag
        closing = self._imply_ends(name)
        if name in _TABLE_PARTS and not is_foreign:
            closing += self._stand_in_table(name)
        if len(self._stack) >= DEEPEST:
            return closing
        self._push(name, is_scope=name in _SCOPES and (name in _HTML_AGAIN or not is_foreign))
        return closing + tag

    def _stand_in_table(self, name: str) -> str:
        """Pop what a part of a table ends, and push what it begins besides itself."""
        closing = ""
        while self._stack[-1] not in _PLACES[name]:
            closing += self._pop(self._stack[-1])
        if name in ("tr", "td", "th") and self._stack[-1] == "table":
            self._push("tbody")
        if name in ("td", "th") and self._stack[-1] in _GROUPS:
            self._push("tr")
        return closing

    def _push(self, name: str, *, is_scope: bool = False) -> None:
        place = len(self._stack)
        self._stack.append(name)
        self._places[name].append(place)
        if is_scope:
            self._scopes.append(place)

    def _end(self, name: str) -> str:
        if not (self._places[name] and self._reaches(name)):
            # Makes an element, or keeps one from being opened anew.
            has_effect = name in ("p", "br") or (name in _FORMATTING and self._orphans)
            return f"</{name}>" if has_effect else ""
        if name in _FORMATTING and self._stack[-1] != name:
            return f"</{name}>"  # closes it, and opens it anew in what it is around
        return f"{self._pop(name)}</{name}>"

    def _imply_ends(self, name: str) -> str:
        """Pop what a start tag ends."""
        closing = ""
        if name in _CLOSES_P and self._places["p"] and self._reaches("p"):
            closing = self._pop("p")
        if name == "table" and self._find_last(("table",)) > self._find_last(_CELLS):
            closing += self._pop("table")
        follows = _FOLLOWS.get(name, frozenset())
        while self._stack and self._stack[-1] in follows:
            closing += self._pop(self._stack[-1])
        return closing

    def _reaches(self, name: str) -> bool:
        """Tell whether an end tag finds its element, which is open: nothing shields it."""
        place = self._places[name][-1]
        if place < self._find_last(_SHIELDS.get(name, ())):
            return False
        if name in _TABLE_PARTS or name in _SCOPES or name in _FORMATTING:
            return True
        if name not in _SPECIAL:
            return _SPECIAL.isdisjoint(islice(self._stack, place + 1, None))
        return not self._scopes or place > self._scopes[-1]

    def _find_last(self, names: Iterable[str]) -> int:
        """Find the place of the last of some that is open; -1 if none is."""
        return max((self._places[name][-1] for name in names if self._places[name]), default=-1)

    def _pop(self, name: str) -> str:
        """Pop elements up to the last of that name; end tags for too many that would reopen."""
        closing = ""
        while True:
            popped = self._stack.pop()
            self._places[popped].pop()
            if self._scopes and self._scopes[-1] == len(self._stack):
                self._scopes.pop()
            if popped == name:
                return closing
            if popped in _FORMATTING:
                self._orphans += 1
                if self._orphans > _MOST_ORPHANS:
                    closing += f"</{popped}>"

    def _is_foreign(self) -> bool:
        return self._find_last(_FOREIGN) > self._find_last(_HTML_AGAIN)

    def _read_raw(self, name: str, tag: str) -> str:
        """Leave out what is no markup; of the obsolete two, show the text."""
        start = self._position
        find_end = _find_script_end if name == "script" else _make_find_end(name)
        end, self._position = find_end(self._source, start)
        if name in ("xmp", "plaintext"):
            return f"<pre>{escape(self._source[start:end])}</pre>"
        return f"{tag}</iframe>" if name == "iframe" else ""

    def _read_cdata(self, start: int) -> str:
        is_foreign = self._is_foreign()  # elsewhere it is a comment
        end, self._position = _find_end(
            _CDATA_END if is_foreign else _BOGUS_END, self._source, start
        )
        return escape(self._source[start:end]) if is_foreign else ""


def _split(text: str) -> Iterator[str]:
    for start in range(0, len(text), _LONGEST_TEXT):
        yield text[start : start + _LONGEST_TEXT]


def _find_end(pattern: re.Pattern[str], source: str, start: int) -> Span:
    """Find where something ends, and where the next begins; both at the very end if never."""
    found = pattern.search(source, start)
    return found.span() if found else (len(source), len(source))


def _make_find_end(name: str) -> Callable[[str, int], Span]:
    pattern = rf"</{name}(?=[\t\n\f\r />]){_ATTRIBUTES}>" if name != "plaintext" else r"\Z"
    return partial(_find_end, re.compile(pattern, re.IGNORECASE))


def _find_script_end(source: str, start: int) -> Span:
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
                tag = _TOKEN.match(source, found.start())
                return found.start(), tag.end() if tag else len(source)
    return len(source), len(source)
