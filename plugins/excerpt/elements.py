"""The elements that are open while tags are read, as well as one knows without a parser."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Final

from plugins.excerpt.standard import (
    BREAKOUT,
    CELLS,
    CLOSES_P,
    FOLLOWS,
    FOREIGN,
    FORMATTING,
    GROUPS,
    HTML_AGAIN,
    PLACES,
    SCOPES,
    SHIELDS,
    SPECIAL,
    TABLE_PARTS,
    VOID,
)

DEEPEST: Final = 512
"""Open elements; what is nested deeper loses its tags, not its text."""

_MOST_ORPHANS: Final = 3


class OpenElements:
    """A stack, which knows what each tag opens and closes besides its own element."""

    def __init__(self) -> None:
        self._stack: list[str] = []
        self._places: defaultdict[str, list[int]] = defaultdict(list)  # of each name, in the stack
        self._scopes: list[int] = []  # places of elements that shield what is around them
        self._orphans = 0

    @property
    def orphans(self) -> int:
        """How many formatting elements each block opens anew, as others closed them."""
        return min(self._orphans, _MOST_ORPHANS)

    def start(self, name: str, tag: str) -> str:
        """Open an element; give what to write for its tag."""
        if name in BREAKOUT:
            while self.is_foreign():
                self._pop(self._stack[-1])
        is_foreign = self.is_foreign()
        if name in VOID or ((is_foreign or name in FOREIGN) and tag.endswith("/>")):
            return tag
        if name in TABLE_PARTS and not (is_foreign or self._places["table"]):
            return "" if not self._places["template"] else tag
        closing = self._imply_ends(name)
        if name in TABLE_PARTS and not is_foreign:
            closing += self._stand_in_table(name)
        if len(self._stack) >= DEEPEST:
            return closing
        self._push(name, is_scope=name in SCOPES and (name in HTML_AGAIN or not is_foreign))
        return closing + tag

    def end(self, name: str) -> str:
        """Close an element; give what to write for its tag."""
        if not (self._places[name] and self._reaches(name)):
            # Makes an element, or keeps one from being opened anew.
            has_effect = name in ("p", "br") or (name in FORMATTING and self._orphans)
            return f"</{name}>" if has_effect else ""
        if name in FORMATTING and self._stack[-1] != name:
            return f"</{name}>"  # closes it, and opens it anew in what it is around
        return f"{self._pop(name)}</{name}>"

    def is_foreign(self) -> bool:
        """Tell whether the innermost element is of SVG or MathML."""
        last = self._find_last(FOREIGN)
        return last >= 0 and last > self._find_last(HTML_AGAIN)

    def _stand_in_table(self, name: str) -> str:
        """Pop what a part of a table ends, and push what it begins besides itself."""
        closing = ""
        while self._stack[-1] not in PLACES[name]:
            closing += self._pop(self._stack[-1])
        if name in ("tr", "td", "th") and self._stack[-1] == "table":
            self._push("tbody")
        if name in ("td", "th") and self._stack[-1] in GROUPS:
            self._push("tr")
        return closing

    def _push(self, name: str, *, is_scope: bool = False) -> None:
        place = len(self._stack)
        self._stack.append(name)
        self._places[name].append(place)
        if is_scope:
            self._scopes.append(place)

    def _imply_ends(self, name: str) -> str:
        """Pop what a start tag ends."""
        closing = ""
        if name in CLOSES_P and self._places["p"] and self._reaches("p"):
            closing = self._pop("p")
        if name == "table" and self._find_last(("table",)) > self._find_last(CELLS):
            closing += self._pop("table")
        follows = FOLLOWS.get(name, ())
        while self._stack and self._stack[-1] in follows:
            closing += self._pop(self._stack[-1])
        return closing

    def _reaches(self, name: str) -> bool:
        """Tell whether an end tag finds its element, which is open: nothing shields it."""
        place = self._places[name][-1]
        if place < self._find_last(SHIELDS.get(name, ())):
            return False
        if name in TABLE_PARTS or name in SCOPES or name in FORMATTING:
            return True
        if name not in SPECIAL:
            return SPECIAL.isdisjoint(islice(self._stack, place + 1, None))
        return not self._scopes or place > self._scopes[-1]

    def _find_last(self, names: Iterable[str]) -> int:
        """Find the place of the last of some that is open; -1 if none is."""
        last = -1
        for name in names:
            if (places := self._places[name]) and places[-1] > last:
                last = places[-1]
        return last

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
            if popped in FORMATTING:
                self._orphans += 1
                if self._orphans > _MOST_ORPHANS:
                    closing += f"</{popped}>"
