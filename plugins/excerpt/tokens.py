"""An HTML fragment as a flat list of tokens, which nothing can nest too deeply for."""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from html import unescape
from itertools import islice
from typing import Final, NamedTuple

from plugins.excerpt import standard


class Kind(Enum):
    """What a token is."""

    START = "start"
    """A start tag; that of a void element has no end tag."""
    END = "end"
    TEXT = "text"
    """Text whose words count, as HTML."""
    MUTE = "mute"
    """Text that is shown, but is not words: line numbers, ruby, formulas and drawings."""
    GAP = "gap"
    """Here something was left out that a reader would see."""
    MARK = "mark"
    """Here the author wants the excerpt to end."""
    OPEN = "open"
    """Here the parsed part of a longer text ends; what follows is not known."""


class Token(NamedTuple):
    """A part of a fragment."""

    kind: Kind
    name: str
    """Of the element; empty for what is no tag."""
    html: str
    classes: frozenset[str] = frozenset()

    def is_blank(self) -> bool:
        """Tell whether this is white space, or stands for nothing that is shown."""
        if self.kind in (Kind.TEXT, Kind.MUTE):
            return not self.html.replace("&nbsp;", " ").strip()
        return self.kind not in (Kind.START, Kind.END)

    def is_shown(self) -> bool:
        """Tell whether a reader sees this: text, or a picture and its like."""
        if self.kind is Kind.START:
            return self.name in MEDIA
        return self.kind in (Kind.TEXT, Kind.MUTE) and not self.is_blank()


# Of `image` a parser makes `img`; in a drawing it is another element.
VOID: Final = standard.VOID - {"image"}
BLOCKS: Final = frozenset(
    "address article aside blockquote caption center col colgroup dd details dialog dir div dl dt"
    " fieldset figcaption figure footer header hr legend li listing main menu nav ol optgroup"
    " option p pre search section summary table tbody td tfoot th thead tr ul".split()
)
"""Elements that stand on lines of their own: HTML, 15.3; headings and forms have become others."""
MEDIA: Final = frozenset("audio canvas embed iframe img math object picture svg video".split())
"""Elements that show something besides text."""


class UnfinishedError(Exception):
    """What is asked for depends on what follows the part that was read."""


def write_fragment(tokens: Iterable[Token]) -> str:
    """Write tokens as HTML that is parsed to the same tree."""
    parts: list[str] = []
    begins_pre = False
    for kind, name, html, _ in tokens:
        # A parser drops the first new line of a `pre`: HTML, 13.2.6.4.7.
        parts.append("\n" + html if begins_pre and html.startswith("\n") else html)
        begins_pre = name == "pre" and kind is Kind.START
    return "".join(parts)


def match_ends(tokens: Sequence[Token]) -> Mapping[int, int]:
    """Find the place of each start tag's end tag; the end of all, if it has none."""
    ends: dict[int, int] = {}
    stack: list[int] = []
    for place, token in enumerate(tokens):
        if token.kind is Kind.START:
            if token.name in VOID:
                ends[place] = place
            else:
                stack.append(place)
        elif token.kind is Kind.END:
            ends[stack.pop()] = place
    return ends | dict.fromkeys(stack, len(tokens))


def has_content(tokens: Sequence[Token], start: int = 0) -> bool:
    """Tell whether a reader would see something from a place on.

    Raises:
        UnfinishedError: Not in what was read.
    """
    for token in islice(tokens, start, None):
        if token.kind is Kind.OPEN:
            raise UnfinishedError
        if token.kind is Kind.GAP or token.is_shown():
            return True
    return False


def read_text(tokens: Iterable[Token]) -> str:
    """Read the words as plain text, with a new line for each edge of a block."""
    parts: list[str] = []
    for token in tokens:
        if token.kind is Kind.TEXT:
            parts.append(unescape(token.html))
        elif token.name in BLOCKS or token.name == "br":
            parts.append("\n")
    return "".join(parts)


def escape_text(text: str) -> str:
    """Write text as the standard has it serialised: HTML, 13.3."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")
