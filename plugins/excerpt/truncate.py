"""The excerpt of an HTML fragment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from plugins.excerpt.cut import Cut, cut
from plugins.excerpt.fragment import parse, read_fragment
from plugins.excerpt.output import MOST_BYTES
from plugins.excerpt.source import MARKER, has_marker, read_pieces
from plugins.excerpt.tokens import (
    VOID,
    Kind,
    Token,
    UnfinishedError,
    escape_text,
    has_content,
    read_text,
    write_fragment,
)
from plugins.excerpt.words import close_isolates, find_words, strip_end

# How much to parse at first, in characters of text and in tags: enough for most texts.
_FIRST: Final = 100
_FIRST_A_WORD: Final = 7
_GROWTH: Final = 8
_NO_LIMIT: Final = MOST_BYTES
_PLAIN: Final = MOST_BYTES // 8
_TURNS: Final = 4
_SIMPLE: Final = frozenset("a abbr br code em kbd p span strong sub sup".split())


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The beginning of a text."""

    html: str
    """Well formed, safe to place anywhere in a page, without ids; at most 64 KB."""
    text: str
    """The same as plain text, whole: its words, single spaces between them."""
    truncated: bool
    """Whether something that a reader would see was left out."""


def truncate(
    fragment: str, words: int = 50, *, ellipsis: str = "…", marker: str = "more"
) -> Excerpt:
    """Cut an HTML fragment where a careful editor would.

    A fragment that has a comment `<!-- more -->` ends there, and nowhere else; any other ends
    after `words` words, a few more if that keeps a unit whole. What an excerpt must not have
    (ids, notes, scripts, controls, hidden content) is left out without being missed.

    Args:
        fragment: HTML as its author wrote it; a parser's errors are mended as a browser does.
        words: How many, at least 1; of Han, Kana, Thai, Khmer, Lao and Burmese, graphemes.
        ellipsis: Plain text, set where a block of text is cut in its middle.
        marker: What the comment says, in any case and spacing; empty for no marker.

    Raises:
        ValueError: `words` is less than 1.
    """
    if words < 1:
        raise ValueError(f"words = {words} should be at least 1")
    shorter = _cut_source(fragment, min(words, _NO_LIMIT), ellipsis, marker)
    shorter = _settle(shorter, ellipsis)
    text = " ".join(read_text(shorter.tokens).split())
    return Excerpt(write_fragment(shorter.tokens), text, shorter.is_shorter)


def is_blank(fragment: str) -> bool:
    """Tell whether a reader would see nothing of an HTML fragment."""
    for source, is_whole in _grow(fragment, 1, ""):
        try:
            return not has_content(read_fragment(source, is_whole=is_whole))
        except UnfinishedError:
            continue
    raise AssertionError("a whole text was not enough")


def _cut_source(fragment: str, words: int, ellipsis: str, marker: str) -> Cut:
    """Cut a text, reading no more of it than that takes."""
    for source, is_whole in _grow(fragment, words, marker):
        try:
            return _cut_tokens(read_fragment(source, is_whole=is_whole), words, ellipsis)
        except UnfinishedError:
            continue
    raise AssertionError("a whole text was not enough")


def _grow(fragment: str, words: int, marker: str) -> Iterator[tuple[str, bool]]:
    """Give more and more of a text, and whether it is all; the markers stand in the first part."""
    pieces = read_pieces(fragment, marker)
    source, target = "", _FIRST + _FIRST_A_WORD * words
    if has_marker(fragment, marker):
        read = list(pieces)
        end = max((place for place, piece in enumerate(read, 1) if piece == MARKER), default=0)
        source, pieces = "".join(read[:end]), iter(read[end:])
    parts, size = [source], 0
    for piece in pieces:
        parts.append(piece)
        size += 1 if piece.startswith("<") else len(piece)
        if size >= target:
            parts = ["".join(parts)]
            yield parts[0], False
            target = size * _GROWTH
    yield "".join(parts), True


def _cut_tokens(tokens: list[Token], words: int, ellipsis: str) -> Cut:
    """Cut at the marker, after so many words, or, if that leaves nothing, wherever it must be."""
    if mark := _find_mark(tokens):
        before = cut([*tokens[:mark], *_close_directions(tokens[:mark])], _NO_LIMIT, ellipsis)
        return before._replace(is_shorter=before.is_shorter or has_content(tokens, mark + 1))
    found = cut(tokens, words, ellipsis)
    if found.is_shorter and not has_content(found.tokens):
        found = cut(tokens, words, ellipsis, keep_units=False)
    if found.is_shorter and not has_content(found.tokens):
        found = Cut(_write_plain(tokens, words, ellipsis), is_shorter=True, words=words)
    return found


def _close_directions(tokens: Sequence[Token]) -> Iterator[Token]:
    """Close the bidirectional isolates that the last block of text has opened."""
    if closing := close_isolates(read_text(tokens).rpartition("\n")[2]):
        yield Token(Kind.TEXT, "", closing)


def _find_mark(tokens: Sequence[Token]) -> int:
    """Find the first marker with something before it that a reader sees; 0 if there is none."""
    is_begun = False
    for place, token in enumerate(tokens):
        if token.kind is Kind.MARK and is_begun:
            return place
        is_begun = is_begun or token.is_shown()
    return 0


def _settle(shorter: Cut, ellipsis: str) -> Cut:
    """See that a parser makes the same tree of the excerpt, also where that takes another turn.

    What is unwrapped or renamed may stand where HTML would end what is around it, as a `p`
    in a `p` does.
    """
    for _ in range(_TURNS):
        html = write_fragment(shorter.tokens)
        is_short = len(html.encode()) <= MOST_BYTES
        if is_short and (_is_simple(shorter.tokens) or parse(html) == html):
            return shorter
        again = read_fragment(html, is_whole=True)
        if is_short and write_fragment(again) == html:
            return shorter
        next_cut = cut(again, shorter.words, ellipsis)
        shorter = next_cut._replace(is_shorter=shorter.is_shorter or next_cut.is_shorter)
    return shorter._replace(tokens=_write_plain(shorter.tokens, shorter.words, ellipsis))


def _is_simple(tokens: Sequence[Token]) -> bool:
    """Tell whether these are paragraphs of plain running text, of which any parser makes the same.

    Most excerpts are, and this costs less than to parse them again.
    """
    depth = 0
    for kind, name, _, _ in tokens:
        if kind is Kind.START:
            if name not in _SIMPLE or (name == "p" and depth):
                return False
            depth += name not in VOID
        elif kind is Kind.END:
            depth -= 1
    return True


def _write_plain(tokens: Sequence[Token], words: int, ellipsis: str) -> list[Token]:
    """Write the words of a text as one paragraph."""
    text = " ".join(read_text(tokens).split())
    found = list(islice(find_words(text[:_PLAIN]), words + 1))
    if len(found) <= words and any(token.kind is Kind.OPEN for token in tokens):
        raise UnfinishedError
    if len(found) > words:
        text = strip_end(text[: found[words - 1].tail]) + ellipsis
    text = text[:_PLAIN]
    if not text:
        return []
    start = Token(Kind.START, "p", "<p>")
    return [start, Token(Kind.TEXT, "", escape_text(text)), Token(Kind.END, "p", "</p>")]
