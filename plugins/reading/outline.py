"""The parts of a text, and the ways to each: outline, links of headings, marks of footnotes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser, LexborNode

_HEADINGS: Final = "h2[id], h3[id]"
# What stands in these is an aside, or hidden, perhaps until it is asked for.
_ASIDES: Final = "blockquote, details, figure, template, [hidden], .admonition, .tabbed-content"
_NOTE_MARKS: Final = ".footnote-ref"


@dataclass(frozen=True, slots=True)
class Heading:
    """A part of a text."""

    fragment: str
    """The part of a URL after its `#`: the heading's id, percent-encoded."""
    text: str
    """What it is called, as plain text, without marks of footnotes."""
    parts: tuple["Heading", ...] = ()
    """Parts of the part, in their order; may be empty."""


def read_outline(fragment: str) -> tuple[Heading, ...]:
    """Read the outline of an HTML fragment from its `h2` and `h3`; `h1` is the page's title.

    Returns:
        The parts in their order, each with the parts below it; may be empty. Headings without
        an id are left out, for nothing could link to them, and so are those in quotations,
        tabs and other asides, and those without a text. An `h3` before the first `h2` stands
        for itself.
    """
    tree = LexborHTMLParser(fragment, is_fragment=True)
    asides = {heading.mem_id for aside in tree.css(_ASIDES) for heading in aside.css(_HEADINGS)}
    parts: list[Heading] = []
    for node, heading in _read_headings(tree):
        if node.mem_id in asides:
            continue
        if node.tag == "h3" and parts:
            above = parts.pop()
            parts.append(replace(above, parts=(*above.parts, heading)))
        else:
            parts.append(heading)
    return tuple(parts)


def link_headings(fragment: str) -> str:
    """Give each heading that has an id and a text a link to itself, for readers to take along.

    The link has no text, which the style sheet adds: so it is in no copy of the heading. Its
    accessible name tells one link from another.
    """
    tree = LexborHTMLParser(fragment, is_fragment=True)
    for node, heading in _read_headings(tree):
        link = tree.create_node("a")
        link.attrs["class"] = "anchor"
        link.attrs["href"] = f"#{heading.fragment}"
        link.attrs["aria-label"] = f"Link to “{heading.text}”"
        node.insert_child(link)
    return tree.html or ""


def _read_headings(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, Heading]]:
    for node in tree.css(_HEADINGS):
        text = _read_text(node)
        if text and node.attributes["id"]:
            yield node, Heading(quote(node.attributes["id"]), text)


def _read_text(node: LexborNode) -> str:
    copy = node.clone()
    for mark in copy.css(_NOTE_MARKS):
        mark.decompose()
    for image in copy.css("img[alt]"):
        image.replace_with(image.attributes["alt"] or "")
    return " ".join(copy.text(deep=True).split())
