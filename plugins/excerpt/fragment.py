"""What of a text may stand in an excerpt, and how: anywhere in a page, and more than once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from plugins.excerpt.source import MARKER
from plugins.excerpt.tokens import BLOCKS, MEDIA, VOID, Kind, Token

_HEADING: Final = ' class="excerpt-heading"'
_HEADING_CLASSES: Final = frozenset(("excerpt-heading",))
_NO_CLASSES: Final[frozenset[str]] = frozenset()

_OPEN: Final = "<!--open-->"
# As lexbor writes it: every attribute has a value, in double quotes.
_TOKEN: Final = re.compile(
    r'([^<]+)|(<!--(?:open|more)-->)|</([^\s/>]+)>|<([^\s/>]+)((?: [^\s/>][^\s/>=]*="[^"]*")*)>'
)
_ATTRIBUTE: Final = re.compile(r' ([^\s/>][^\s/>=]*)="([^"]*)"')
_NAME: Final = re.compile(r"[a-zA-Z][\w:.-]*", re.ASCII)

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_DROPPED: Final = frozenset(
    "area base button datalist frame frameset head input link map meta noembed noframes noscript"
    " script select style template textarea title".split()
)
_DROPPED_CLASSES: Final = frozenset(
    "toc footnote footnotes footnotes-sep footnote-ref footnote-reference footnote-backref"
    " headerlink".split()
)
_DROPPED_ROLES: Final = frozenset(
    "doc-toc doc-endnotes doc-footnote doc-noteref doc-backlink".split()
)
_ANCHOR_CLASSES: Final = frozenset("anchor anchorjs-link heading-anchor".split())
_ANCHOR_SIGNS: Final = frozenset(("", "#", "¶", "§", "🔗", "⚓"))
_UNWRAPPED: Final = frozenset("body head html label optgroup option".split())
_RENAMED: Final = {"form": "div", "hgroup": "div", "listing": "pre", "main": "div"}
_MUTED: Final = frozenset("audio canvas iframe math object rp rt rtc svg video".split())
_FOREIGN: Final = frozenset(("svg", "math"))
_HTML_AGAIN: Final = frozenset("foreignObject desc title mi mo mn ms mtext".split())
_MUTED_CLASSES: Final = frozenset("linenos lineno linenodiv line-number line-numbers".split())
_LOST_ATTRIBUTES: Final = frozenset(
    "id xml:id name for form action method enctype novalidate list headers usemap itemref"
    " popovertarget commandfor accesskey autofocus aria-labelledby aria-describedby aria-controls"
    " aria-owns aria-details aria-flowto aria-activedescendant aria-errormessage".split()
)
_FOOTNOTE: Final = re.compile(r"#(?:user-content-)?fn")
_NOWHERE: Final = re.compile(r"\s*(?:#|javascript:)", re.IGNORECASE)
_NOT_SHOWN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
# Of a drawing that would mean another's parts, once it stands in a page twice.
_OWN_PART: Final = re.compile(
    r"url\(\s*(?:'|&quot;)?#| (?:xlink:)?href=\"#| aria-(?:labelledby|describedby)="
)
# Their classes would hide all tabs but one, and its button is gone.
_TABS: Final = frozenset("tabbed-set tabbed-content tabbed-block tabbed-labels".split())


# To save time: what most texts are made of, and is kept as it is.
_PLAIN: Final = {
    name: Token(Kind.START, name, f"<{name}>")
    for name in (
        "b blockquote br code dd div dl dt em hr i li ol p pre span strong table tbody td th thead"
        " tr ul".split()
    )
}


class _Fate(Enum):
    KEEP = "keep"
    UNWRAP = "unwrap"
    DROP = "drop"  # and nobody misses it
    OMIT = "omit"  # though a reader would have seen it


@dataclass(slots=True)
class _Element:
    name: str
    fate: _Fate = _Fate.KEEP
    new_name: str = ""
    start: int = 0  # place of its start tag among the tokens, or where it would be
    is_muted: bool = False
    is_foreign: bool = False  # SVG or MathML, where no element is void
    is_tab: bool = False
    is_snippet: bool = False  # and nothing but `.snippet-code` in it is shown
    refers_within: bool = False  # a drawing: to ids of its own
    has_lost: bool = False  # something that it held


def read_fragment(source: str, *, is_whole: bool) -> list[Token]:
    """Parse HTML, and leave out what an excerpt must not have.

    Args:
        source: What `read_pieces` gave, or a part of it.
        is_whole: Whether nothing follows it; otherwise its end is marked.
    """
    return _Cleaner().clean(parse(source if is_whole else source + _OPEN))


def parse(source: str) -> str:
    """Parse HTML as a browser does, and write the tree."""
    return LexborHTMLParser(source, is_fragment=True).html or ""


class _Cleaner:
    """Goes once through HTML that a parser has written, tag by tag."""

    def __init__(self) -> None:
        self._tokens: list[Token] = []
        self._stack = [_Element("")]
        self._dropped = self._headings = self._links = 0  # how many of these are open
        self._drawing: _Element | None = None

    def clean(self, html: str) -> list[Token]:
        for text, comment, end, start, attributes in _TOKEN.findall(html):
            if text:
                if not self._dropped:
                    self._text(text)
            elif start:
                self._start(start, attributes)
            elif end:
                self._end(end)
            elif comment != MARKER:
                self._add(Kind.OPEN)
            elif not self._dropped:
                self._add(Kind.MARK)
        return self._tokens

    def _add(self, kind: Kind, html: str = "") -> None:
        self._tokens.append(Token(kind, "", html))

    def _text(self, text: str) -> None:
        top = self._stack[-1]
        if not top.is_snippet:
            self._tokens.append(Token(Kind.MUTE if top.is_muted else Kind.TEXT, "", text))
        elif not text.isspace():
            self._add(Kind.GAP)

    def _start(self, name: str, source: str) -> None:
        above = self._stack[-1]
        if not (source or self._dropped or self._headings or above.is_snippet) and name in _PLAIN:
            if name not in VOID:
                start = len(self._tokens)
                kept = _Element(name, _Fate.KEEP, name, start, above.is_muted, above.is_foreign)
                self._stack.append(kept)
            self._tokens.append(_PLAIN[name])
            return
        attributes = dict(_ATTRIBUTE.findall(source)) if source else {}
        classes = frozenset(attributes.get("class", "").split()) if source else _NO_CLASSES
        if self._drawing and _OWN_PART.search(source):
            self._drawing.refers_within = True
        element = self._judge(name, attributes, classes)
        if element.fate is _Fate.KEEP:
            self._tokens.append(_write_start(element, source, attributes, classes))
        elif element.fate is _Fate.UNWRAP:
            self._part(name)
        if name not in VOID:
            self._enter(element)
            if name == "svg" and not self._drawing:
                self._drawing = element
                element.refers_within = bool(_OWN_PART.search(source))
        elif element.fate is not _Fate.KEEP:
            self._leave(element)

    def _judge(self, name: str, attributes: Mapping[str, str], classes: frozenset[str]) -> _Element:
        above = self._stack[-1]
        element = _Element(name, self._decide(name, attributes, classes), start=len(self._tokens))
        element.is_muted = above.is_muted or name in _MUTED or bool(classes & _MUTED_CLASSES)
        element.is_foreign = name in _FOREIGN or (above.is_foreign and name not in _HTML_AGAIN)
        element.is_tab = above.is_tab or "tabbed-set" in classes
        element.is_snippet = "snippet" in classes
        is_heading = name in _HEADINGS or (name == "label" and above.is_tab)
        if above.is_snippet and (is_heading or not classes & {"snippet", "snippet-code"}):
            element.is_snippet = True
            if element.fate is _Fate.KEEP:
                element.fate = _Fate.OMIT if name in MEDIA else _Fate.UNWRAP
        element.new_name = "p" if is_heading else _RENAMED.get(name, name)
        return element

    def _decide(self, name: str, attributes: Mapping[str, str], classes: frozenset[str]) -> _Fate:
        if self._dropped:
            return _Fate.DROP
        is_aside = classes & _DROPPED_CLASSES or attributes.get("role") in _DROPPED_ROLES
        if is_aside or self._is_dropped(name) or _is_hidden(name, attributes):
            return _Fate.DROP
        if "snippet-results" in classes:
            return _Fate.OMIT
        if name == "a":
            return self._decide_link(attributes, classes)
        is_void = self._stack[-1].is_foreign and name in VOID
        is_odd = is_void or name in _UNWRAPPED or not _NAME.fullmatch(name)
        is_inner = self._headings and (name in BLOCKS or name in _HEADINGS)
        is_tab = name == "label" and self._stack[-1].is_tab
        return _Fate.UNWRAP if is_inner or (is_odd and not is_tab) else _Fate.KEEP

    def _is_dropped(self, name: str) -> bool:
        return name in _DROPPED and not (self._drawing and name == "title")

    def _decide_link(self, attributes: Mapping[str, str], classes: frozenset[str]) -> _Fate:
        target = attributes.get("href", attributes.get("xlink:href"))
        is_note = self._stack[-1].name == "sup" and target and _FOOTNOTE.match(target)
        if is_note or classes & _ANCHOR_CLASSES or "data-footnote-ref" in attributes:
            return _Fate.DROP
        leads_on = target is not None and not _NOWHERE.match(target)
        return _Fate.KEEP if leads_on and not self._links else _Fate.UNWRAP

    def _enter(self, element: _Element) -> None:
        self._stack.append(element)
        self._count(element, 1)

    def _count(self, element: _Element, step: int) -> None:
        self._dropped += step * (element.fate in (_Fate.DROP, _Fate.OMIT))
        self._headings += step * (element.name in _HEADINGS)
        self._links += step * (element.name == "a" and element.fate is _Fate.KEEP)

    def _end(self, name: str) -> None:
        if self._stack[-1].name != name and all(e.name != name for e in self._stack):
            return  # of a void element
        while True:
            element = self._stack.pop()
            self._count(element, -1)
            self._leave(element)
            if element.name == name:
                return

    def _leave(self, element: _Element) -> None:
        above = self._stack[-1]
        match element.fate:
            case _Fate.KEEP:
                self._leave_kept(element, above)
            case _Fate.UNWRAP:
                above.has_lost |= element.has_lost | self._drop_sign(element)
                self._part(element.name)
            case _:
                above.has_lost = True
                if element.fate is _Fate.OMIT and not self._dropped:
                    self._add(Kind.GAP)
        if element is self._drawing:
            self._drawing = None

    def _leave_kept(self, element: _Element, above: _Element) -> None:
        held = self._tokens[element.start + 1 :] if element.has_lost else []
        if element.refers_within:
            del self._tokens[element.start :]
            self._add(Kind.GAP)
            above.has_lost = True
        elif (
            element.has_lost and element.name not in ("td", "th") and all(map(Token.is_blank, held))
        ):
            self._tokens[element.start :] = held
            above.has_lost = True
        else:
            name = element.new_name
            self._tokens.append(Token(Kind.END, name, f"</{name}>"))

    def _drop_sign(self, link: _Element) -> bool:
        """Drop what links a heading to itself, if it is only a sign for that."""
        if link.name != "a" or not self._headings:
            return False
        text = "".join(token.html for token in self._tokens[link.start :])
        if text.strip() not in _ANCHOR_SIGNS:
            return False
        del self._tokens[link.start :]
        return True

    def _part(self, name: str) -> None:
        """Keep words apart that only the edge of a block has parted."""
        if (name in BLOCKS or name in _HEADINGS) and not self._stack[-1].is_snippet:
            self._add(Kind.TEXT, " ")


def _is_hidden(name: str, attributes: Mapping[str, str]) -> bool:
    if name == "dialog" and "open" not in attributes:
        return True
    if not attributes:
        return False
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or "popover" in attributes
        or bool(style and _NOT_SHOWN.search(style))
    )


def _write_start(
    element: _Element, source: str, attributes: Mapping[str, str], classes: frozenset[str]
) -> Token:
    name = element.new_name
    if name == "p" != element.name:
        source = "".join(
            f' {key}="{attributes[key]}"' for key in ("lang", "dir") if key in attributes
        )
        return Token(Kind.START, name, f"<{name}{_HEADING}{source}>", _HEADING_CLASSES)
    if classes & _TABS:
        attributes = {**attributes, "class": " ".join(sorted(classes - _TABS))}
    if classes & _TABS or not all(map(_stays, attributes)):
        source = "".join(
            f' {key}="{value}"'
            for key, value in attributes.items()
            if _stays(key) and (value or key != "class")
        )
    return Token(Kind.START, name, f"<{name}{source}>", classes)


def _stays(attribute: str) -> bool:
    is_sound = _NAME.fullmatch(attribute) and not attribute.startswith("on")
    return bool(is_sound) and attribute not in _LOST_ATTRIBUTES
