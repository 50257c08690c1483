"""Running text between the edges of two blocks, and where it may be cut."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from html import unescape
from itertools import islice, takewhile
from typing import Final, NamedTuple

from plugins.excerpt.tokens import BLOCKS, MEDIA, VOID, Kind, Token, UnfinishedError
from plugins.excerpt.units import INLINE, INLINE_WORDS, VERBATIM
from plugins.excerpt.words import Word, find_words, strip_end

_TEX: Final = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_TEX_START: Final = re.compile(r"\\\(|\\\[|\$\$")


class Range(NamedTuple):
    """An inline unit, by characters of the text."""

    start: int
    end: int
    kept: int
    """Where what must stay ends: all of code, of a link no more than up to its last picture."""
    last: int = -1
    """Place of its end tag, if it has one in the run."""


class Run(NamedTuple):
    """Inline content without a block in it."""

    start: int
    """Place of its first token."""
    end: int
    """Place after its last token."""
    text: str
    """Its words, as plain text; of a very long one, more than there is room for."""
    pieces: Sequence[tuple[int, int]]
    """Place of each token of text, and where that starts in `text`."""
    units: Sequence[Range]
    """In their order; of nested ones the outermost."""
    is_whole: bool
    """Whether it was read to its end, or as far as there can be room for it."""


class End(NamedTuple):
    """Where a run ends."""

    words: int
    """How many it has up to there; if it is cut and this is 0, nothing of it may be shown."""
    offset: int | None
    """Where it is cut, by characters of its text; None if it is not."""


def read_run(tokens: Sequence[Token], ends: Mapping[int, int], start: int, most: int) -> Run:
    """Read the run that begins at a place; of its text no more than `most` characters of HTML."""
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    units: list[tuple[int, Range]] = []  # with the place of its end tag
    length, inside, place = 0, -1, start
    while place < len(tokens):
        kind, name, html, _ = tokens[place]
        if kind is Kind.OPEN or name in BLOCKS:
            break
        if kind is Kind.TEXT:
            pieces.append((place, length))
            parts.append(unescape(html[:most]))
            most -= min(most, len(html))
            length += len(parts[-1])
        elif name == "br":
            parts.append("\n")
            length += 1
        elif kind is Kind.START and name in INLINE and name not in VOID and place > inside:
            if _holds_block(tokens, place, ends[place]) and place > start:
                break
            inside = ends[place]
            units.append((inside, Range(length, -1, -1)))
        elif kind is Kind.END and place == inside:
            unit = units[-1][1]
            kept = length if name in VERBATIM else unit.kept
            units[-1] = (inside, unit._replace(end=length, kept=kept, last=place))
        elif place < inside and (name in MEDIA or kind is Kind.MUTE):
            units[-1] = (inside, units[-1][1]._replace(kept=length))
        place += 1
    is_whole = not most or place == len(tokens) or tokens[place].kind is not Kind.OPEN
    ranges = [unit if unit.end >= 0 else unit._replace(end=length) for _, unit in units]
    return Run(start, place, "".join(parts), pieces, ranges, is_whole)


def find_end(run: Run, room: int, *, keep_units: bool = True) -> End:
    """Find where a run ends that has room for so many words, or a few more for the unit there.

    Raises:
        UnfinishedError: The run was not read far enough to tell.
    """
    found = find_words(run.text)
    words = list(islice(found, room + 1))
    if room < 1 and words:
        return End(0, 0)
    units: Sequence[Range] = ()
    number = min(len(words), room)
    while keep_units and room < len(words):
        units = _find_units(run, words[number - 1].tail)
        if crossing := _find_crossing(units, words[number - 1].end):
            words += islice(found, room + INLINE_WORDS + 1 - len(words))
        ahead = _count_started(words, crossing) if crossing else number
        if crossing and ahead > room + INLINE_WORDS:
            return _cut_after(words, _count_before(words, crossing), units)
        if ahead == number:
            break
        number = ahead
    if number < len(words):
        return _cut_after(words, number, units)
    if not run.is_whole:
        raise UnfinishedError
    return End(len(words), None)


def find_end_before(run: Run, offset: int) -> End:
    """Find the last place up to an offset where a run may be cut."""
    words = list(takewhile(lambda word: word.end <= offset, find_words(run.text)))
    number = len(words)
    while number and (crossing := _find_crossing(run.units, words[number - 1].end)):
        if crossing.end <= offset and _count_started(words, crossing) == number:
            break
        number = _count_before(words, crossing)
    end = _cut_after(words, number, run.units)
    return end._replace(offset=min(end.offset or 0, offset))


def strip_run(run: Run, offset: int) -> int:
    """Find where to cut so that an ellipsis stands well; what is verbatim stays whole.

    So does a text of which nothing would be left.
    """
    begun = (unit for unit in run.units if unit.start < min(unit.end, offset))
    kept = max((unit.kept for unit in begun), default=0)
    return len(strip_end(run.text[:offset], kept)) or offset


def _find_units(run: Run, offset: int) -> Sequence[Range]:
    """Find the units of a run that begin before an offset, TeX among them."""
    units = [unit for unit in run.units if unit.start < offset]
    position, unclosed = 0, set[str]()
    while (found := _TEX_START.search(run.text, position)) and found.start() < offset:
        position = found.end()
        if found[0] in unclosed or _is_in_unit(run, found.start()):
            continue
        end = _find_tex_end(run, _TEX[found[0]], position)
        if end < 0:
            if not run.is_whole:
                raise UnfinishedError
            unclosed.add(found[0])
            continue
        position = end
        units.append(Range(found.start(), position, position))
    return units


def _find_tex_end(run: Run, closer: str, position: int) -> int:
    """Find where TeX ends; -1 if it does not."""
    while (position := run.text.find(closer, position)) >= 0:
        if not _is_in_unit(run, position):
            return position + len(closer)
        position += len(closer)
    return position


def _is_in_unit(run: Run, offset: int) -> bool:
    place = bisect_right(run.units, offset, key=lambda unit: unit.start)
    return place > 0 and offset < run.units[place - 1].end


def _find_crossing(units: Sequence[Range], offset: int) -> Range | None:
    """Find the unit around an offset; of several, as TeX with a link in it, the last to end."""
    crossing = (unit for unit in units if unit.start < offset < unit.end)
    return max(crossing, key=lambda unit: unit.end, default=None)


def _count_before(words: Sequence[Word], unit: Range) -> int:
    return bisect_right(words, unit.start, key=lambda word: word.end)


def _count_started(words: Sequence[Word], unit: Range) -> int:
    return bisect_left(words, unit.end, key=lambda word: word.start)


def _cut_after(words: Sequence[Word], number: int, units: Sequence[Range]) -> End:
    """Cut after a word and the punctuation that belongs to it; a unit is whole, or not begun."""
    if number == 0:
        return End(0, 0)
    word = words[number - 1]
    crossing = _find_crossing(units, word.tail)
    if not crossing:
        return End(number, word.tail)
    is_in_it = word.end > crossing.start
    return End(number, crossing.end if is_in_it else max(word.end, crossing.start))


def _holds_block(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(tokens[place].name in BLOCKS for place in range(start, min(end, len(tokens))))
