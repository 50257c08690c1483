"""The parts of a text, and the way to each: its outline and the links of its headings."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

_HEADINGS: Final = "h2[id], h3[id]"
# What stands in these is an aside, or hidden until it is asked for.
_ASIDES: Final = "blockquote, details, figure, .admonition, .tabbed-content"
_NOTE_MARKS: Final = ".footnote-ref"
_LINK: Final = Markup('<a class="anchor" href="#{}" aria-label="Link to “{}”"></a>')


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of a text."""

    id: str
    """Where a link leads to."""
    text: str
    """What it is called, as plain text, without marks of footnotes."""
    parts: tuple["Heading", ...] = ()
    """Parts of the part, in their order; may be empty."""


def read_outline(fragment: str) -> tuple[Heading, ...]:
    """Read the outline of an HTML fragment from its `h2` and `h3`; `h1` is the page's title.

    Returns:
        The parts in their order, each with the parts below it; may be empty. Headings without
        an id are left out, for nothing could link to them, and so are those in quotations,
        tabs and other asides. An `h3` before the first `h2` stands for itself.
    """
    tree = LexborHTMLParser(fragment, is_fragment=True)
    asides = {heading.mem_id for aside in tree.css(_ASIDES) for heading in aside.css(_HEADINGS)}
    parts: list[Heading] = []
    for node in tree.css(_HEADINGS):
        if node.mem_id in asides:
            continue
        heading = Heading(_read_id(node), _read_text(node))
        if node.tag == "h3" and parts:
            above = parts.pop()
            heading = Heading(above.id, above.text, (*above.parts, heading))
        parts.append(heading)
    return tuple(parts)


def link_headings(fragment: str) -> str:
    """Give each heading that has an id a link to itself, for readers to take along.

    The link has no text, which the style sheet adds: so it is in no copy of the heading. Its
    accessible name tells one link from another.
    """
    tree = LexborHTMLParser(fragment, is_fragment=True)
    for node in tree.css(_HEADINGS):
        link = LexborHTMLParser(_LINK.format(_read_id(node), _read_text(node)), is_fragment=True)
        node.insert_child(link.css("a")[0])
    return tree.html or ""


def _read_id(node: LexborNode) -> str:
    return node.attributes["id"] or ""


def _read_text(node: LexborNode) -> str:
    copy = node.clone()
    for mark in copy.css(_NOTE_MARKS):
        mark.decompose()
    return " ".join(copy.text(deep=True).split())
