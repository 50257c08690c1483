"""Where an excerpt ends: within running text after whole words, elsewhere beside whole units."""

from collections.abc import Sequence
from html import unescape
from typing import Final, NamedTuple

from plugins.excerpt.runs import Run, find_end, find_end_before, read_run, strip_run
from plugins.excerpt.tokens import (
    BLOCKS,
    VOID,
    Kind,
    Token,
    UnfinishedError,
    escape_text,
    has_content,
    match_ends,
    read_text,
)
from plugins.excerpt.units import INLINE, Unit, find_row, find_unit, fits
from plugins.excerpt.words import close_isolates, count_words

MOST_BYTES: Final = 64 * 1024
"""Of an excerpt, as UTF-8."""

_TITLES: Final = frozenset(("admonition-title", "excerpt-heading"))
_BYTES_TO_END: Final = 512  # for an ellipsis, and a little more
_BYTES_A_CHARACTER: Final = 6  # &nbsp;


class Cut(NamedTuple):
    """The tokens of an excerpt."""

    tokens: list[Token]
    is_shorter: bool
    """Whether something that a reader would see was left out."""
    words: int
    """The limit that it was cut by."""


def cut(tokens: Sequence[Token], words: int, ellipsis: str, *, keep_units: bool = True) -> Cut:
    """Cut a fragment after `words` words, or so.

    Args:
        tokens: As `read_fragment` gives them. What is open at the end is closed.
        words: At least 1.
        ellipsis: Plain text, set where running text is cut in its middle.
        keep_units: False cuts in units, too: for a text that has nothing else.

    Raises:
        UnfinishedError: More of the text is needed.
    """
    return _Cutter(tokens, words, ellipsis, keep_units=keep_units).cut()


class _Open(NamedTuple):
    """An element that is not closed yet."""

    token: Token
    source: int
    """Place of its start tag in what is cut."""
    target: int
    """The same in the excerpt."""


class _Full(NamedTuple):
    """An excerpt that has its words."""

    length: int
    open: tuple[_Open, ...]
    source: int
    """Place after its last words in what is cut."""


class _Cutter:
    """Copies tokens until there are enough."""

    def __init__(
        self, tokens: Sequence[Token], words: int, ellipsis: str, *, keep_units: bool
    ) -> None:
        self._tokens = tokens
        self._limit = words
        self._ellipsis = ellipsis
        self._keep_units = keep_units
        self._ends = match_ends(tokens)
        opens = (place for place, token in enumerate(tokens) if token.kind is Kind.OPEN)
        self._read_to = next(opens, len(tokens))
        self._out: list[Token] = []
        self._open: list[_Open] = []
        self._bytes = _BYTES_TO_END  # with those that will close what is open
        self._count = 0
        self._has_text = False
        self._is_shorter = False
        # After its words an excerpt goes on only if no others follow: the picture at the end.
        self._full: _Full | None = None

    def cut(self) -> Cut:
        place = 0
        following: int | None = 0
        while following is not None and following < len(self._tokens):
            place, following = following, self._step(following)
        if following is None:
            place = self._full.source if self._full else place
            self._is_shorter = self._is_shorter or has_content(self._tokens, place)
        if following is None or self._open:
            self._prune()
        self._close(0)
        return Cut(self._out, self._is_shorter, self._limit)

    def _step(self, place: int) -> int | None:
        """Take what stands at a place; give the next place, or None where the excerpt ends."""
        token = self._tokens[place]
        if token.kind is Kind.OPEN:
            raise UnfinishedError
        find = find_unit if self._keep_units else find_row
        if unit := find(self._tokens, self._ends, place, self._read_to):
            return self._take_unit(unit)
        if token.name not in BLOCKS:
            return self._take_run(read_run(self._tokens, self._ends, place, MOST_BYTES))
        if token.kind is Kind.START and not self._has_room(place, place + 1):
            self._end_before()
            return None
        self._take(place)
        return place + 1

    def _take_unit(self, unit: Unit) -> int | None:
        has_room = self._has_room(unit.start, unit.end)
        if has_room and fits(unit, self._tokens, self._limit - self._count):
            if not unit.is_whole:
                raise UnfinishedError
            for place in range(unit.start, unit.end):
                self._take(place)
            held = read_text(self._tokens[unit.start : unit.end])
            self._add_words(count_words(held, max(1, self._limit - self._count)), unit.end)
            return unit.end
        if self._is_begun:
            self._end_before()
            return None
        if not self._keep_units:
            self._take(unit.start)
            return unit.start + 1
        if not unit.is_whole:
            raise UnfinishedError
        self._is_shorter = True
        return unit.end

    def _take_run(self, run: Run) -> int | None:
        room = self._limit - self._count
        end = find_end(run, max(room, 0), keep_units=self._keep_units)
        if not self._has_room(run.start, run.end):
            limit = self._find_limit(run)
            end = (
                end
                if end.offset is not None and end.offset <= limit
                else find_end_before(run, limit)
            )
        if end.offset is None:
            for place in range(run.start, run.end):
                self._take(place)
            self._add_words(end.words, run.end)
            return run.end
        if end.words and room > 0:
            self._cut_run(run, end.offset)
            return None
        if self._is_begun or not self._keep_units:
            self._end_before()
            return None
        return self._pass_over(run)

    def _cut_run(self, run: Run, end: int) -> None:
        offset = strip_run(run, end)
        in_code = any(element.token.name == "pre" for element in self._open)
        if in_code:  # in units only if there is nothing else: after whole lines
            offset = max(run.text.rfind("\n", 0, offset), 0) or offset
        last, start = max(piece for piece in run.pieces if piece[1] < offset)
        for place in range(run.start, last):
            self._take(place)
        closing = close_isolates(run.text[:offset])
        self._write(run.text[start:offset])
        following = last + 1
        for unit in run.units:
            if unit.start < offset == unit.end:  # the gloss, or picture, at its end
                for place in range(following, unit.last):
                    self._take(place)
                following = max(following, unit.last)
        if not in_code:
            if start + len(unescape(self._tokens[last].html)) <= end:
                self._take_ends(following, run.end)
            closing += self._ellipsis
        self._close(self._find_inline())
        self._write(closing)

    def _take_ends(self, start: int, end: int) -> None:
        """Take the end tags at a place: an ellipsis stands after what is whole."""
        for place in range(start, end):
            if self._tokens[place].kind is not Kind.END:
                return
            self._take(place)

    def _find_inline(self) -> int:
        """Find the depth of the outermost inline unit that is open within the innermost block."""
        depth = len(self._open)
        for place in range(depth - 1, -1, -1):
            name = self._open[place].token.name
            if name in BLOCKS:
                break
            if name in INLINE:
                depth = place
        return depth

    def _pass_over(self, run: Run) -> int:
        """Leave a run out, but not the tags whose others stand outside."""
        self._is_shorter = True
        within: set[int] = set()  # end tags
        for place in range(run.start, run.end):
            kind, end = self._tokens[place].kind, self._ends.get(place, run.end)
            if kind is Kind.START and end < run.end:
                within.add(end)
            elif kind in (Kind.START, Kind.END) and place not in within:
                self._take(place)
        return run.end

    def _end_before(self) -> None:
        """End the excerpt before what comes; if it has its words, right after them."""
        if self._full:
            del self._out[self._full.length :]
            self._open[:] = self._full.open

    # Tokens

    def _write(self, text: str) -> None:
        if text:
            self._out.append(Token(Kind.TEXT, "", escape_text(text)))

    def _take(self, place: int) -> None:
        token = self._tokens[place]
        if token.kind is Kind.END:
            element = self._open.pop()
            if self._was_emptied(element, place):
                del self._out[element.target :]
                return
        elif token.kind is Kind.START and token.name not in VOID:
            self._open.append(_Open(token, place, len(self._out)))
            self._bytes += len(token.name) + 3
        elif token.kind is Kind.GAP:
            self._is_shorter = True
            return
        self._out.append(token)
        if token.kind is not Kind.END:
            self._bytes += len(token.html.encode())

    def _was_emptied(self, element: _Open, end: int) -> bool:
        """Tell whether nothing was taken of what an element has, cells of tables aside."""
        if element.token.name in ("td", "th"):
            return False
        held = (self._out[place] for place in range(element.target + 1, len(self._out)))
        had = (self._tokens[place] for place in range(element.source + 1, end))
        return all(map(Token.is_blank, held)) and not all(map(Token.is_blank, had))

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            name = self._open.pop().token.name
            self._out.append(Token(Kind.END, name, f"</{name}>"))

    def _prune(self) -> None:
        """Take back what was opened for what did not come."""
        while self._out:
            if self._open and self._open[-1].target == len(self._out) - 1:
                self._open.pop()
            elif not self._out[-1].is_blank():
                return
            self._out.pop()

    @property
    def _is_begun(self) -> bool:
        """Whether there is more than headings, or no room for that."""
        return self._has_text or self._full is not None

    def _add_words(self, words: int, place: int) -> None:
        self._count += words
        if words and not any(element.token.classes & _TITLES for element in self._open):
            self._has_text = True
        if self._count >= self._limit and not self._full:
            self._full = _Full(len(self._out), tuple(self._open), place)

    # Bytes

    def _has_room(self, start: int, end: int) -> bool:
        size = sum(len(token.html.encode()) for token in self._tokens[start:end])
        return self._bytes + size <= MOST_BYTES

    def _find_limit(self, run: Run) -> int:
        """Find how much of a run's text there is surely room for, in characters."""
        size, pieces, offset = self._bytes, dict(run.pieces), 0
        for place in range(run.start, run.end):
            token = self._tokens[place]
            offset = pieces.get(place, offset)
            if token.kind is Kind.END:
                continue  # counted with its start tag
            weight = len(token.html.encode()) + (len(token.name) + 3 if token.name else 0)
            if size + weight > MOST_BYTES:
                is_text = place in pieces
                return offset + is_text * (MOST_BYTES - size) // _BYTES_A_CHARACTER
            size += weight
        return len(run.text)
