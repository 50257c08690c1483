"""Units: what an excerpt keeps whole or leaves out, and how far over the limit each may go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from plugins.excerpt.tokens import BLOCKS, MEDIA, Kind, Token, UnfinishedError, read_text
from plugins.excerpt.words import count_words

INLINE_WORDS: Final = 12
"""Words over the limit, for a link, a piece of code and the like."""
CODE_LINES: Final = 12
TABLE_ROWS: Final = 8
FOLDED_WORDS: Final = 60
"""Words in what is folded in, or of a term and its meaning."""

INLINE: Final = MEDIA | frozenset("a abbr code kbd ruby samp tt".split())
"""Elements that are units within running text."""
VERBATIM: Final = INLINE - {"a"}
"""Those of them whose last comma is their own."""

_BLOCKS: Final = {
    "dd": "folded",
    "details": "folded",
    "dt": "folded",
    "figure": "figure",
    "pre": "code",
    "table": "table",
}
_CODE_CLASSES: Final = frozenset("codehilite highlight highlighttable snippet".split())


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that is a block, or has one in it."""

    kind: str
    start: int
    """Place of its first token."""
    end: int
    """Place after its last token that was read."""
    is_whole: bool
    """Whether all of it was read."""


def find_unit(
    tokens: Sequence[Token], ends: Mapping[int, int], start: int, read_to: int
) -> Unit | None:
    """Find the unit that starts at a place; None if it does not, or is inline.

    Args:
        tokens: A text.
        ends: Its `match_ends`.
        start: A place in it.
        read_to: The place where it is open, or its length.

    Raises:
        UnfinishedError: More must be read to tell what it is.
    """
    token = tokens[start]
    if token.kind is not Kind.START:
        return None
    end = ends[start]
    if token.name in ("dt", "dd"):
        end = _find_meaning(tokens, ends, start)
    is_whole = end < read_to or read_to == len(tokens)
    kind = _find_kind(token, islice(tokens, start + 1, end), is_whole=is_whole)
    return Unit(kind, start, min(end + 1, read_to), is_whole) if kind else None


def find_row(
    tokens: Sequence[Token], ends: Mapping[int, int], start: int, read_to: int
) -> Unit | None:
    """Find the row of a table that starts at a place: a unit where a table itself is cut."""
    if tokens[start].kind is not Kind.START or tokens[start].name != "tr":
        return None
    end = ends[start]
    if any(tokens[place].name == "pre" for place in range(start, min(end, read_to))):
        return None  # which is cut between its lines
    is_whole = end < read_to or read_to == len(tokens)
    return Unit("row", start, min(end + 1, read_to), is_whole)


def fits(unit: Unit, tokens: Sequence[Token], room: int) -> bool:
    """Tell whether a unit may stand where there is room for so many more words."""
    held = tokens[unit.start : unit.end]
    room = max(room, 0)
    if room > 0 and unit.kind == "figure":
        return True
    most = room + INLINE_WORDS if unit.kind in ("inline", "row") else FOLDED_WORDS
    words = count_words(read_text(held), max(room, most) + 1)
    if words <= room:
        return True
    if room < 1:
        return False
    match unit.kind:
        case "code":
            return _count_lines(held) <= CODE_LINES
        case "table":
            rows = (token.kind is Kind.START and token.name == "tr" for token in held)
            return sum(rows) <= TABLE_ROWS
        case _:
            return words <= most


def _find_kind(token: Token, held: Iterable[Token], *, is_whole: bool) -> str | None:
    if token.name in BLOCKS and token.classes & _CODE_CLASSES:
        if any(other.name == "pre" for other in held):
            return "code"
        if not is_whole:
            raise UnfinishedError
    if token.name in INLINE and any(other.name in BLOCKS for other in held):
        return "inline"
    return _BLOCKS.get(token.name)


def _find_meaning(tokens: Sequence[Token], ends: Mapping[int, int], start: int) -> int:
    """Find the end of the last `dd` that belongs to the `dt` at a place."""
    end, has_meaning = ends[start], tokens[start].name == "dd"
    while True:
        place = end + 1
        while place < len(tokens) and _is_between(tokens[place]):
            place += 1
        if place >= len(tokens):
            return end
        if tokens[place].kind is Kind.OPEN:
            return place
        token = tokens[place]
        is_next = token.name == "dd" or (token.name == "dt" and not has_meaning)
        if token.kind is not Kind.START or not is_next:
            return end
        end, has_meaning = ends[place], has_meaning or token.name == "dd"


def _is_between(token: Token) -> bool:
    return token.kind is not Kind.OPEN and token.is_blank()


def _count_lines(held: Sequence[Token]) -> int:
    """Count lines in all `pre`, those of line numbers aside."""
    texts: list[list[Token]] = [[]]
    depth = 0
    for token in held:
        if token.name == "pre":
            depth += 1 if token.kind is Kind.START else -1
            texts.append([])
        elif depth:
            texts[-1].append(token)
    shown = (text for text in texts if any(token.kind is Kind.TEXT for token in text))
    return sum(len(read_text(text).strip("\n").split("\n")) for text in shown)
