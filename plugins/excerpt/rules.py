"""What becomes of an element in an excerpt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, NamedTuple

from plugins.excerpt.standard import FOREIGN, HTML_AGAIN
from plugins.excerpt.tokens import BLOCKS, MEDIA, VOID, Kind, Token

_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
CONTROLS: Final = frozenset("button input select textarea".split())
_DROPPED: Final = CONTROLS | frozenset(
    "area base basefont bgsound datalist frame frameset head keygen link meta noembed noframes"
    " noscript script style template title".split()
)
_DROPPED_CLASSES: Final = frozenset(
    "toc footnote footnotes footnotes-sep footnote-definition footnote-ref footnoteRef"
    " footnote-reference footnote-backref headerlink".split()
)
_OMITTED_CLASSES: Final = frozenset(("snippet-results", "notebook-about", "notebook-gap"))
_DROPPED_ROLES: Final = frozenset(
    "doc-toc doc-endnotes doc-footnote doc-noteref doc-backlink".split()
)
# How Hugo, Pandoc, kramdown and MediaWiki name a table of contents, where no class or role tells.
_CONTENTS: Final = frozenset("toc tableofcontents table-of-contents markdown-toc".split())
_CONTENTS_ELEMENTS: Final = frozenset("div nav ol ul".split())
_ANCHOR_CLASSES: Final = frozenset("anchor anchorjs-link heading-anchor".split())
_UNWRAPPED: Final = frozenset("body head html label map optgroup option".split())
_RENAMED: Final = {"form": "div", "hgroup": "div", "listing": "pre", "main": "div"}
_MUTED: Final = frozenset("audio canvas iframe math object rp rt rtc svg video".split())
_GUTTER_CLASSES: Final = frozenset(
    "linenos lineno linenodiv line-number line-numbers ln lnt rouge-gutter".split()
)
_LOST_ATTRIBUTES: Final = frozenset(
    "id xml:id name for form action method enctype novalidate list headers usemap itemref"
    " popovertarget commandfor accesskey autofocus aria-labelledby aria-describedby aria-controls"
    " aria-owns aria-details aria-flowto aria-activedescendant aria-errormessage autoplay".split()
)
_FOOTNOTE: Final = re.compile(r"#(?:user-content-)?fn")
# What a browser passes over before and within the name of a scheme: URL, 4.4.
_NOWHERE: Final = re.compile(
    r"[\0- ]*(?:#|" + r"[\t\n\r]*".join("javascript:") + ")", re.IGNORECASE
)
_NOT_SHOWN: Final = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)(?![\w-])", re.IGNORECASE
)
# Their classes would hide all tabs but one, and its button is gone.
_TABS: Final = frozenset("tabbed-set tabbed-content tabbed-block tabbed-labels".split())
_TABLE_PARTS: Final = frozenset("table tbody tfoot thead tr".split())
_HEADING: Final = ' class="excerpt-heading"'
_HEADING_CLASSES: Final = frozenset(("excerpt-heading",))
_NAME: Final = re.compile(r"[a-zA-Z][\w:.-]*", re.ASCII)


class Fate(Enum):
    """What becomes of an element; what it holds shares it, or is kept in its place."""

    KEEP = "keep"
    UNWRAP = "unwrap"
    DROP = "drop"
    """Nobody misses it."""
    OMIT = "omit"
    """A reader would have seen it."""


class Within(NamedTuple):
    """What the content of an element is in."""

    dropped: bool = False
    heading: bool = False
    link: bool = False
    muted: bool = False
    """It is shown, but is no words."""
    foreign: str = ""
    """It is SVG or MathML, where no element is void: the name of which, or nothing."""
    tabs: bool = False
    snippet: bool = False
    """Nothing of it is shown but `.snippet-code`."""


@dataclass(slots=True)
class Element:
    """An element that is open."""

    name: str
    fate: Fate
    new_name: str
    start: int
    """Place of its start tag among the tokens, or where it would be."""
    within: Within
    refers_within: bool = False
    """A drawing: it names ids of its own."""
    has_lost: bool = False
    """Something that it held was left out."""


def is_block(name: str) -> bool:
    """Tell whether an element stands on lines of its own, by the name that its author gave it."""
    return name in _HEADINGS or _RENAMED.get(name, name) in BLOCKS


def judge(
    name: str, attributes: Mapping[str, str], classes: frozenset[str], above: Element, start: int
) -> Element:
    """Decide what becomes of an element.

    Args:
        name: Of the element, as a parser writes it.
        attributes: As written, by name.
        classes: Of them the classes.
        above: The element around it.
        start: How many tokens stand before it.
    """
    outer = above.within
    is_heading = name in _HEADINGS or (name == "label" and outer.tabs)
    fate = _decide(name, attributes, classes, above)
    leaves_snippet = bool(classes & {"snippet", "snippet-code"}) and not is_heading
    leaves_snippet = leaves_snippet and fate is not Fate.UNWRAP  # which keeps no class
    if outer.snippet and not leaves_snippet and fate is Fate.KEEP:
        fate = Fate.OMIT if name in MEDIA else Fate.UNWRAP
    within = Within(
        dropped=outer.dropped or fate in (Fate.DROP, Fate.OMIT),
        heading=outer.heading or name in _HEADINGS,
        link=outer.link or (name == "a" and fate is Fate.KEEP),
        muted=outer.muted or name in _MUTED or _is_gutter(name, classes),
        foreign=_find_foreign(name, outer),
        tabs=outer.tabs or "tabbed-set" in classes,
        snippet="snippet" in classes or (outer.snippet and not leaves_snippet),
    )
    new_name = "p" if is_heading else _RENAMED.get(name, name)
    return Element(name, fate, new_name, start, within)


def write_start(
    element: Element, source: str, attributes: Mapping[str, str], classes: frozenset[str]
) -> Token:
    """Write the start tag of an element that is kept.

    Args:
        element: As judged.
        source: Its attributes as a parser wrote them.
        attributes: The same by name.
        classes: Of them the classes.
    """
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


def _find_foreign(name: str, outer: Within) -> str:
    if name in FOREIGN:
        return name
    return "" if name.lower() in HTML_AGAIN else outer.foreign


def _decide(
    name: str, attributes: Mapping[str, str], classes: frozenset[str], above: Element
) -> Fate:
    outer = above.within
    is_aside = classes & _DROPPED_CLASSES or attributes.get("role") in _DROPPED_ROLES
    is_aside = is_aside or _is_contents(name, attributes, classes)
    is_dropped = name in _DROPPED and not (outer.foreign == "svg" and name == "title")
    if outer.dropped or is_aside or is_dropped or _is_hidden(name, attributes):
        return Fate.DROP
    if classes & _OMITTED_CLASSES:
        return Fate.OMIT
    if name == "a":
        return _decide_link(attributes, classes, above)
    if outer.heading and is_block(name):
        return Fate.UNWRAP
    is_tab = name == "label" and outer.tabs
    return Fate.UNWRAP if _is_odd(name, above) and not is_tab else Fate.KEEP


def _is_odd(name: str, above: Element) -> bool:
    """Tell whether an element means nothing in an excerpt, or would not stay where it is."""
    if above.within.foreign and (name in VOID or name in _RENAMED):
        return True
    is_misplaced = name == "form" and above.name in _TABLE_PARTS
    return is_misplaced or name in _UNWRAPPED or not _NAME.fullmatch(name)


def _decide_link(attributes: Mapping[str, str], classes: frozenset[str], above: Element) -> Fate:
    target = attributes.get("href", attributes.get("xlink:href"))
    is_note = (
        (above.name == "sup" and target and _FOOTNOTE.match(target))
        or "data-footnote-ref" in attributes
        or attributes.get("rel") == "footnote"
    )
    is_anchor = classes & _ANCHOR_CLASSES and (target or "#").startswith("#")
    if is_note or is_anchor:
        return Fate.DROP
    leads_on = target is not None and not _NOWHERE.match(target)
    return Fate.KEEP if leads_on and not above.within.link else Fate.UNWRAP


def _is_contents(name: str, attributes: Mapping[str, str], classes: frozenset[str]) -> bool:
    is_docutils = "contents" in classes and (name == "nav" or "topic" in classes)
    is_named = name in _CONTENTS_ELEMENTS and attributes.get("id", "").lower() in _CONTENTS
    return is_docutils or is_named


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


def _is_gutter(name: str, classes: frozenset[str]) -> bool:
    found = classes & _GUTTER_CLASSES
    # Prism asks for numbers with one of them.
    return bool(found) and not (
        name == "p" or (name in ("pre", "code") and found == {"line-numbers"})
    )


def _stays(attribute: str) -> bool:
    is_sound = _NAME.fullmatch(attribute) and not attribute.startswith("on")
    return bool(is_sound) and attribute not in _LOST_ATTRIBUTES
