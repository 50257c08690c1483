"""What a reader takes for a word, in any script; and where a text may end before an ellipsis."""

import re
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import Final, NamedTuple

import regex

LONGEST_WORD: Final = 200
"""Graphemes. What goes on for longer without a space is cut, and counts again."""


class Word(NamedTuple):
    """A word of a text, by characters."""

    start: int
    end: int
    tail: int
    """The end of the punctuation that stands by itself after it; the word's own without any."""


_make_word: Final = tuple.__new__  # in less than half the time of Word() itself

# Han, Kana and their like; Thai and its neighbours, UAX 14's class SA; Tibetan.
_UNSPACED: Final = (
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Bopomofo}\p{Yi}\p{Tangut}\u30fc\uff70"
    r"\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{LB=SA}\p{Tibetan}]"
)
# UTS 51: what is shown in colour by itself, when asked for, with a tone of skin, or as a flag.
_EMOJI: Final = (
    r"(?:\p{Emoji_Presentation}|\p{Regional_Indicator}|\p{Emoji}[\ufe0f\p{Emoji_Modifier}])"
)
_ALONE: Final = rf"(?:(?!\p{{P}}){_UNSPACED}|{_EMOJI})"
# Punctuation that has the width of a sign of Han, its own space within it.
_WIDE: Final = r"(?=\p{P})[\u3001-\u303d\uff01-\uff65]"
# What most words are made of, and faster to find than any.
_PLAIN: Final = re.compile(
    r"\s*+([\"'(\[\u2018-\u201d]{0,9}+[0-9A-Za-z][!-~\u2018-\u201d]{0,150}+)(?!\S)"
)
_PART: Final = regex.compile(
    r"\s*+(\p{RI}{1,2}\p{GCB=Extend}*+"  # flags by themselves: \X looks back over all of them
    rf"|(?={_ALONE}|{_WIDE})\X"
    rf"|(?:(?!\s|{_ALONE}|{_WIDE})\X){{1,{LONGEST_WORD}}}+)"
)
# What keeps the words of an ASCII text from being just what space parts.
_NO_PLAIN_WORD: Final = re.compile(
    rf"[\0-\x08\x0e-\x1f\x7f]|(?<!\S)\S{{{LONGEST_WORD + 1}}}"
    r"|(?<!\S)[!\"#%&'()*,\-./:;?@[\\\]_{}]+(?!\S)"
)
_WORDLIKE: Final = regex.compile(r"[^\p{P}\p{Cc}\p{Cf}\p{Z}]")

_DANGLING: Final = regex.compile(
    r"[\s,;:.\p{Pd}\p{Ps}¡¿\u2025\u2026\u22ef\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff64\uff61"
    r"\ufe30\ufe50\ufe52\ufe54\ufe55\u060c\u061b\u06d4\u0964\u0965\u0589\u1362\u104a\u104b\u17d4]"
)
# Marks of direction and the like: not seen, so one looks through them.
_UNSEEN: Final = regex.compile(r"\p{Cf}")
_BEFORE_QUOTE: Final = regex.compile(rf"[\p{{Ps}}\p{{Pi}}\p{{Pd}}]|{_UNSPACED}")
# Quotation marks, and what each of them closes somewhere: “a”, „a“, «a», »a«.
_QUOTES: Final = {
    "\u201c": "\u201e",
    "\u2018": "\u201a",
    "\u00ab": "\u00bb",
    "\u2039": "\u203a",
    "\u201d": "\u201c\u201e",
    "\u2019": "\u2018\u201a",
    "\u00bb": "\u00ab",
    "\u203a": "\u2039",
    '"': "",
    "'": "",
    "\uff02": "",
    "\uff07": "",
}
_INITIAL: Final = frozenset("\u201c\u2018\u00ab\u2039")
_LONGEST_QUOTE: Final = 1000

_OPENERS: Final = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"} | dict.fromkeys(
    "\u202a\u202b\u202d\u202e", "\u202c"
)
_BIDI: Final = regex.compile(r"[\u202a-\u202e\u2066-\u2069]")


def find_words(text: str) -> Iterator[Word]:
    """Find the words of a text, in their order; lazily, as a text may be long.

    Spaces part words. In scripts without spaces each grapheme is one, and so is each emoji.
    What has only punctuation belongs to the word before it, or else to the first. Graphemes
    are those of UAX 29.
    """
    start, end, tail, signs = -1, 0, 0, 0
    position = 0
    while part := (plain := _PLAIN.match(text, position)) or _PART.match(text, position):
        begin, position = part.span(1)
        if not (plain or _WORDLIKE.search(text, begin, position)):
            signs += position - begin
            if signs < LONGEST_WORD:
                tail = position
                continue
        if start >= 0:
            yield _make_word(Word, (start, end, tail))
        start = begin if start >= 0 else 0
        end = tail = position
        signs = 0
    if start >= 0:
        yield _make_word(Word, (start, end, tail))


def count_words(text: str, most: int | None = None) -> int:
    """Count the words of a text, and stop at `most`."""
    if text.isascii() and not _NO_PLAIN_WORD.search(text):
        number = len(text.split())
        return number if most is None else min(number, most)
    return sum(1 for _ in islice(find_words(text), most))


def strip_end(text: str, kept: int = 0) -> str:
    """Take from the end what does not stand well before an ellipsis.

    That is a comma, semicolon, colon, dash or full stop, an ellipsis, and a bracket or
    quotation mark that would open what is not there. The first `kept` characters stay.
    """
    end = place = len(text)
    while place > kept:
        place -= 1
        if _DANGLING.match(text, place) or _opens_quote(text, place):
            end = place
        elif not _UNSEEN.match(text, place):
            break
    return text[:end]


def _opens_quote(text: str, place: int) -> bool:
    """Tell whether there is a quotation mark at a place, and it closes none before it."""
    sign = text[place]
    if sign not in _QUOTES:
        return False
    before = _UNSEEN.sub("", text[max(0, place - _LONGEST_QUOTE) : place])
    if sum(map(before.count, _QUOTES[sign])) > before.count(sign):
        return False
    if sign in _INITIAL or not before or before[-1].isspace():
        return True
    return bool(_BEFORE_QUOTE.match(before[-1])) and before.count(sign) % 2 == 0


def close_isolates(text: str) -> str:
    """Give the characters that end what a text has opened of bidirectional isolates and embeddings.

    UAX 9, section 3.1: closing an isolate closes the embeddings in it.
    """
    expected: list[str] = []
    for character in _BIDI.findall(text):
        if closer := _OPENERS.get(character):
            expected.append(closer)
        elif character in expected:
            while expected.pop() != character and character == "\u2069":
                pass
    return "".join(reversed(expected))


def shorten(text: str, length: int, ellipsis: str = "…") -> str:
    """Cut a text between two words, to at most `length` characters with the ellipsis."""
    if len(text) <= length:
        return text
    room = length - len(ellipsis)
    words = takewhile(lambda word: word.end <= room, find_words(text[: length + LONGEST_WORD]))
    cut = strip_end(text[: max((word.end for word in words), default=0)])
    if not cut:
        pieces = (g.end() for g in regex.finditer(r"\X", text[:length]))
        cut = text[: max((end for end in pieces if end <= room), default=room)]
    closed = cut + close_isolates(cut)
    return (closed if len(closed) <= room else _BIDI.sub("", cut)) + ellipsis
