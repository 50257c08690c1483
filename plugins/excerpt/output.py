"""What an excerpt has so far: tokens, the elements that are open, and its size."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from plugins.excerpt.runs import Run
from plugins.excerpt.tokens import BLOCKS, VOID, Kind, Token, escape_text
from plugins.excerpt.units import INLINE

MOST_BYTES: Final = 64 * 1024
"""Of an excerpt, as UTF-8."""

_TITLES: Final = frozenset(("admonition-title", "excerpt-heading"))
_BYTES_TO_END: Final = 512  # for an ellipsis, and a little more
_BYTES_A_CHARACTER: Final = 6  # &nbsp;


class _Open(NamedTuple):
    """An element that is not closed yet."""

    token: Token
    source: int
    """Place of its start tag in what is copied."""
    target: int
    """The same in the excerpt."""


class _Mark(NamedTuple):
    """A state to return to."""

    length: int
    open: tuple[_Open, ...]


class Output:
    """A copy of a part of some tokens, which is closed at the end."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens: list[Token] = []
        self.has_gap = False
        """Whether something was taken that stands for what a reader would see."""
        self._source = tokens
        self._open: list[_Open] = []
        self._bytes = _BYTES_TO_END  # with those that will close what is open
        self._mark: _Mark | None = None

    def take(self, start: int, end: int) -> None:
        """Copy the tokens from one place to before another."""
        for place in range(start, end):
            self._take(place)

    def take_ends(self, start: int, end: int) -> None:
        """Copy no more of them than the end tags that stand first."""
        for place in range(start, end):
            if self._source[place].kind is not Kind.END:
                return
            self._take(place)

    def write(self, text: str) -> None:
        """Add plain text."""
        if text:
            self.tokens.append(Token(Kind.TEXT, "", escape_text(text)))

    def close(self) -> None:
        """Close all that is open."""
        self._close(0)

    def close_units(self) -> None:
        """Close the inline units that are open within the innermost block."""
        depth = len(self._open)
        for place in range(depth - 1, -1, -1):
            name = self._open[place].token.name
            if name in BLOCKS:
                break
            if name in INLINE:
                depth = place
        self._close(depth)

    def prune(self) -> None:
        """Take back what was opened for what did not come."""
        while self.tokens:
            if self._open and self._open[-1].target == len(self.tokens) - 1:
                self._open.pop()
            elif not self.tokens[-1].is_blank():
                return
            self.tokens.pop()

    def set_mark(self) -> None:
        """Remember this state."""
        self._mark = _Mark(len(self.tokens), tuple(self._open))

    def return_to_mark(self) -> None:
        """Return to the state that was remembered, if one was."""
        if self._mark:
            del self.tokens[self._mark.length :]
            self._open[:] = self._mark.open

    def is_open(self) -> bool:
        """Tell whether an element is open."""
        return bool(self._open)

    def is_in_code(self) -> bool:
        """Tell whether a block of code is open."""
        return any(element.token.name == "pre" for element in self._open)

    def is_in_title(self) -> bool:
        """Tell whether what is open is a heading, or the like."""
        return any(element.token.classes & _TITLES for element in self._open)

    def hides_text(self) -> bool:
        """Tell whether text would not be shown here: in a snippet, but not in its code."""
        for element in reversed(self._open):
            if "snippet-code" in element.token.classes:
                return False
            if "snippet" in element.token.classes:
                return True
        return False

    def has_room(self, start: int, end: int) -> bool:
        """Tell whether there is room, in bytes, for the tokens from one place to another."""
        size = sum(len(token.html.encode()) for token in self._source[start:end])
        return self._bytes + size <= MOST_BYTES

    def find_limit(self, run: Run) -> int:
        """Find how much of a run's text there is surely room for, in characters."""
        size, pieces, offset = self._bytes, dict(run.pieces), 0
        for place in range(run.start, run.end):
            token = self._source[place]
            offset = pieces.get(place, offset)
            if token.kind is Kind.END:
                continue  # counted with its start tag
            weight = len(token.html.encode()) + (len(token.name) + 3 if token.name else 0)
            if size + weight > MOST_BYTES:
                is_text = place in pieces
                return offset + is_text * (MOST_BYTES - size) // _BYTES_A_CHARACTER
            size += weight
        return len(run.text)

    def _take(self, place: int) -> None:
        token = self._source[place]
        if token.kind is Kind.END:
            element = self._open.pop()
            if self._was_emptied(element, place):
                del self.tokens[element.target :]
                return
        elif token.kind is Kind.START and token.name not in VOID:
            self._open.append(_Open(token, place, len(self.tokens)))
            self._bytes += len(token.name) + 3
        elif token.kind is Kind.GAP:
            self.has_gap = True
            return
        self.tokens.append(token)
        if token.kind is not Kind.END:
            self._bytes += len(token.html.encode())

    def _was_emptied(self, element: _Open, end: int) -> bool:
        """Tell whether nothing was taken of what an element has, cells of tables aside."""
        if element.token.name in ("td", "th"):
            return False
        held = (self.tokens[place] for place in range(element.target + 1, len(self.tokens)))
        had = (self._source[place] for place in range(element.source + 1, end))
        return all(map(Token.is_blank, held)) and not all(map(Token.is_blank, had))

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            name = self._open.pop().token.name
            self.tokens.append(Token(Kind.END, name, f"</{name}>"))
