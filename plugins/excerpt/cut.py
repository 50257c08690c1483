"""Where an excerpt ends: within running text after whole words, elsewhere beside whole units."""

from collections.abc import Sequence
from html import unescape
from typing import NamedTuple

from plugins.excerpt.output import MOST_BYTES, Output
from plugins.excerpt.runs import End, Run, find_end, find_end_before, read_run, strip_run
from plugins.excerpt.tokens import (
    BLOCKS,
    Kind,
    Token,
    UnfinishedError,
    has_content,
    match_ends,
    read_text,
)
from plugins.excerpt.units import CODE_LINES, Unit, find_row, find_unit, fits
from plugins.excerpt.words import close_isolates, count_words


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
        self._out = Output(tokens)
        self._count = 0
        self._has_text = False
        """Besides headings."""
        self._is_shorter = False
        # After its words an excerpt goes on only if no others follow: the picture at the end.
        self._full_at: int | None = None
        """Place after its last words."""

    def cut(self) -> Cut:
        place = 0
        following: int | None = 0
        while following is not None and following < len(self._tokens):
            place, following = following, self._step(following)
        is_shorter = self._is_shorter or self._out.has_gap
        if following is None:
            start = place if self._full_at is None else self._full_at
            is_shorter = is_shorter or has_content(self._tokens, start)
        if following is None or self._out.is_open():
            self._out.prune()
        self._out.close()
        return Cut(self._out.tokens, is_shorter, self._limit)

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
        if token.kind is Kind.START and not self._out.has_room(place, place + 1):
            self._out.return_to_mark()
            return None
        self._out.take(place, place + 1)
        return place + 1

    def _take_unit(self, unit: Unit) -> int | None:
        has_room = self._out.has_room(unit.start, unit.end)
        if has_room and fits(unit, self._tokens, self._limit - self._count):
            if not unit.is_whole:
                raise UnfinishedError
            self._out.take(unit.start, unit.end)
            held = read_text(self._tokens[unit.start : unit.end])
            self._add_words(count_words(held, max(1, self._limit - self._count)), unit.end)
            return unit.end
        if self._is_begun:
            self._out.return_to_mark()
            return None
        if not self._keep_units:
            self._out.take(unit.start, unit.start + 1)
            return unit.start + 1
        if not unit.is_whole:
            raise UnfinishedError
        self._is_shorter = True
        return unit.end

    def _take_run(self, run: Run) -> int | None:
        room = self._limit - self._count
        end = self._find_end(run, max(room, 0))
        if end.offset is None:
            self._out.take(run.start, run.end)
            self._add_words(end.words, run.end)
            return run.end
        if end.words and room > 0:
            self._cut_run(run, end.offset)
            return None
        if self._is_begun or not self._keep_units:
            self._out.return_to_mark()
            return None
        return self._pass_over(run)

    def _find_end(self, run: Run, room: int) -> End:
        end = find_end(run, room, keep_units=self._keep_units)
        if self._out.has_room(run.start, run.end):
            return end
        limit = self._out.find_limit(run)
        is_within = end.offset is not None and end.offset <= limit
        return end if is_within else find_end_before(run, limit)

    def _cut_run(self, run: Run, end: int) -> None:
        offset = strip_run(run, end)
        in_code = self._out.is_in_code()
        if in_code:
            offset = _find_line_end(run.text, offset)
        last, start = max(piece for piece in run.pieces if piece[1] < offset)
        self._out.take(run.start, last)
        closing = close_isolates(run.text[:offset])
        self._out.write(run.text[start:offset])
        following = last + 1
        for unit in run.units:
            if unit.start < offset == unit.end:  # the gloss, or picture, at its end
                self._out.take(following, unit.last)
                following = max(following, unit.last)
        if not in_code and start + len(unescape(self._tokens[last].html)) <= end:
            self._out.take_ends(following, run.end)  # the ellipsis stands after what is whole
        self._out.close_units()
        if not self._out.hides_text():
            self._out.write(closing if in_code else closing + self._ellipsis)

    def _pass_over(self, run: Run) -> int:
        """Leave a run out, but not the tags whose others stand outside."""
        self._is_shorter = True
        within: set[int] = set()  # end tags
        for place in range(run.start, run.end):
            kind, end = self._tokens[place].kind, self._ends.get(place, run.end)
            if kind is Kind.START and end < run.end:
                within.add(end)
            elif kind in (Kind.START, Kind.END) and place not in within:
                self._out.take(place, place + 1)
        return run.end

    @property
    def _is_begun(self) -> bool:
        """Whether there is more than headings, or no room for that."""
        return self._has_text or self._full_at is not None

    def _add_words(self, words: int, place: int) -> None:
        self._count += words
        if words and not self._out.is_in_title():
            self._has_text = True
        if self._count >= self._limit and self._full_at is None:
            self._full_at = place
            self._out.set_mark()


def _find_line_end(text: str, offset: int) -> int:
    """Find where to cut code that must be cut: after whole lines, as many as a block may have."""
    whole = text[: offset + text.startswith("\n", offset)].split("\n")[:-1]
    return len("\n".join(whole[:CODE_LINES])) or offset
