"""What of a text may stand in an excerpt, and how: anywhere in a page, and more than once."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from plugins.excerpt.rules import CONTROLS, Element, Fate, Within, is_block, judge, write_start
from plugins.excerpt.source import MARKER
from plugins.excerpt.tokens import MEDIA, VOID, Kind, Token, read_text

_OPEN: Final = "<!--open-->"
# As lexbor writes it: every attribute has a value, in double quotes.
_TOKEN: Final = re.compile(
    r'([^<]+)|(<!--(?:open|more)-->)|</([^\s/>]+)>|<([^\s/>]+)((?: [^\s/>][^\s/>=]*="[^"]*")*)>'
)
_ATTRIBUTE: Final = re.compile(r' ([^\s/>][^\s/>=]*)="([^"]*)"')

_ANCHOR_SIGNS: Final = frozenset(("", "#", "¶", "§", "🔗", "🔗\ufe0f", "⚓", "⚓\ufe0e"))
# Of a drawing that would mean another's parts, once it stands in a page twice.
_OWN_PART: Final = re.compile(
    r"url\(\s*(?:'|&quot;)?#| (?:xlink:)?href=\"\s*#| aria-(?:labelledby|describedby)="
    r"| (?:begin|end)=\"[^\"]*[\w-]\.[a-z]",
    re.IGNORECASE,
)
_OWN_STYLE: Final = re.compile(r"url\(\s*['\"]?#|#[^;{}#]*\{", re.IGNORECASE)
# To save time: what most texts are made of, and is kept as it is.
_PLAIN: Final = {
    name: Token(Kind.START, name, f"<{name}>")
    for name in (
        "b blockquote br code dd div dl dt em hr i li ol p pre span strong table tbody td th thead"
        " tr ul".split()
    )
}


def read_fragment(source: str, *, is_whole: bool) -> list[Token]:
    """Parse HTML, and leave out what an excerpt must not have.

    Args:
        source: What `read_pieces` gave, or a part of it.
        is_whole: Whether nothing follows it; otherwise its end is marked.
    """
    return _Cleaner().clean(parse(source if is_whole else source + _OPEN))


def parse(source: str) -> str:
    """Parse HTML as a browser does, and write the tree."""
    source = source.replace("\r\n", "\n").replace("\r", "\n")  # HTML, 13.2.3.5
    text = source.encode("utf-8", "replace")  # of half a surrogate pair, a question mark
    return LexborHTMLParser(text, is_fragment=True).html or ""


class _Cleaner:
    """Goes once through HTML that a parser has written, tag by tag."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._stack = [Element("", Fate.KEEP, "", 0, Within())]
        self._drawing: Element | None = None

    def clean(self, html: str) -> list[Token]:
        for text, comment, end, start, attributes in _TOKEN.findall(html):
            if text:
                self._text(text)
            elif start:
                self._start(start, attributes)
            elif end:
                self._end(end)
            elif comment != MARKER:
                self._add(Kind.OPEN)
            elif not self._stack[-1].within.dropped:
                self._add(Kind.MARK)
        return self._tokens

    def _add(self, kind: Kind, html: str = "") -> None:
        self._tokens.append(Token(kind, "", html))

    def _text(self, text: str) -> None:
        within = self._stack[-1].within
        if within.dropped:
            if self._drawing and self._stack[-1].name == "style" and _OWN_STYLE.search(text):
                self._drawing.refers_within = True
            return
        if not within.snippet:
            self._add(Kind.MUTE if within.muted else Kind.TEXT, text)
        elif not text.isspace():
            self._add(Kind.GAP)

    def _start(self, name: str, source: str) -> None:
        above, place = self._stack[-1], len(self._tokens)
        dropped, heading, *_, snippet = above.within
        if name in _PLAIN and not (source or dropped or heading or snippet):
            if name not in VOID:
                self._stack.append(Element(name, Fate.KEEP, name, place, above.within))
            self._tokens.append(_PLAIN[name])
            return
        attributes = dict(_ATTRIBUTE.findall(source))
        classes = frozenset(attributes.get("class", "").split())
        if self._drawing and _OWN_PART.search(source):
            self._drawing.refers_within = True
        element = judge(name, attributes, classes, above, place)
        if element.fate is Fate.KEEP:
            self._tokens.append(write_start(element, source, attributes, classes))
        elif element.fate is Fate.UNWRAP:
            self._part(name)
        if name not in VOID:
            self._stack.append(element)
            if name == "svg" and not self._drawing:
                self._drawing = element
                element.refers_within = bool(_OWN_PART.search(source))
        elif element.fate is not Fate.KEEP:
            self._leave(element)

    def _end(self, name: str) -> None:
        if self._stack[-1].name != name and all(e.name != name for e in self._stack):
            return  # of a void element
        while True:
            element = self._stack.pop()
            self._leave(element)
            if element.name == name:
                return

    def _leave(self, element: Element) -> None:
        above = self._stack[-1]
        match element.fate:
            case Fate.KEEP:
                self._leave_kept(element, above)
            case Fate.UNWRAP:
                above.has_lost |= element.has_lost | self._drop_sign(element)
                self._part(element.name)
            case _:
                above.has_lost = True
                if above.within.dropped:
                    pass
                elif element.fate is Fate.OMIT:
                    self._add(Kind.GAP)
                elif element.name in CONTROLS and self._ends_in_word():
                    self._add_space()
        if element is self._drawing:
            self._drawing = None

    def _leave_kept(self, element: Element, above: Element) -> None:
        held = self._tokens[element.start + 1 :] if element.has_lost else []
        if element.refers_within:
            del self._tokens[element.start :]
            self._add(Kind.GAP)
            above.has_lost = True
        elif (
            element.has_lost and element.name not in ("td", "th") and all(map(Token.is_blank, held))
        ):
            # Space in a drawing is not shown, and would be outside of it.
            self._tokens[element.start :] = [] if element.within.muted else held
            above.has_lost = True
        else:
            name = element.new_name
            self._tokens.append(Token(Kind.END, name, f"</{name}>"))

    def _drop_sign(self, link: Element) -> bool:
        """Drop what links a heading to itself, if it is only a sign for that."""
        if link.name != "a" or not link.within.heading:
            return False
        held = self._tokens[link.start :]
        has_picture = any(token.name in MEDIA for token in held)
        if has_picture or read_text(held).strip() not in _ANCHOR_SIGNS:
            return False
        del self._tokens[link.start :]
        return True

    def _part(self, name: str) -> None:
        """Keep words apart that only the edge of a block has parted."""
        if is_block(name) and not self._stack[-1].within.snippet:
            self._add_space()

    def _add_space(self) -> None:
        self._add(Kind.MUTE if self._stack[-1].within.muted else Kind.TEXT, " ")

    def _ends_in_word(self) -> bool:
        last = self._tokens[-1] if self._tokens else None
        return last is not None and last.kind is Kind.TEXT and not last.html[-1].isspace()
