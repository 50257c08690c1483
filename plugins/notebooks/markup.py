"""Outputs made fit for a page: only what is known to be harmless stays.

What comes in is a stranger's. What comes out is all that is stored, and comes out again as it is:
so a stored text that would change is none of ours.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from plugins.notebooks.attributes import IMAGE, keep_attributes
from plugins.notebooks.controls import list_widgets, write_controls
from plugins.notebooks.standard import DRAWING, DROPPED, REFUSED, RENAMED, TEXT, VOID

# As lexbor writes it: every attribute has a value, in double quotes.
_MARKUP: Final = re.compile(
    r'<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?: [^\s/>=]+="[^"]*")*)>',
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r' ([^\s/>=]+)="([^"]*)"')
_ID: Final = re.compile(r'<[^<>]* id="([^"]*)"')
_EMPTY: Final = re.compile(r"<p>\s*</p>")
_BLOCKS: Final = {"paragraph": "p", "markdown": "div"}
"""What marimo's Markdown makes `<span>` of, by class."""
_MOST_PASSES: Final = 4


def sanitize(fragment: str, name: str) -> str:
    """Make an output fit for a page.

    Args:
        fragment: HTML, as marimo makes it.
        name: Of the notebook. Ids begin with it, so that they are no others of the page.

    Returns:
        HTML of which `sanitize` changes nothing.

    Raises:
        ValueError: There is none, as the markup is too strange.
    """
    for _ in range(_MOST_PASSES):
        clean = _clean(fragment, name)
        if clean == fragment:
            return clean
        fragment = clean
    raise ValueError("markup that is broken")


def find_obstacles(fragment: str) -> Iterator[str]:
    """Find what an output has that a page cannot show; in words that follow "it has"."""
    tree = LexborHTMLParser(fragment, is_fragment=True)
    write_controls(tree)
    for name in list_widgets(tree):
        yield f"<{name}>, which is nothing without marimo's scripts"
    for node in tree.css(REFUSED):
        yield f"<{node.tag}>, which a page may not have"
    for image in tree.css("img"):
        if not IMAGE.fullmatch(image.attributes.get("src") or ""):
            yield "an image that is not in it as a data: URL"
        elif image.attributes.get("alt") is None:
            yield "an image without an alternative text"


def list_ids(fragment: str) -> list[str]:
    """List the ids in what `sanitize` returned."""
    return _ID.findall(fragment)


def _clean(fragment: str, name: str) -> str:
    tree = LexborHTMLParser(fragment, is_fragment=True)
    write_controls(tree)
    for node in tree.css(DROPPED):
        node.decompose()
    return _EMPTY.sub("", _MARKUP.sub(_Writer(f"{name}:").write, tree.html or "")).strip()


class _Writer:
    """Writes each tag anew, in the order of the text."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._spans: list[str] = []
        self._drawings = 0

    def write(self, tag: re.Match[str]) -> str:
        name = RENAMED.get(tag["name"] or "", tag["name"] or "")
        is_drawing = self._drawings > 0 or name == "svg"
        if name not in (DRAWING if is_drawing else TEXT):
            return ""
        if tag["end"]:
            return self._end(name)
        said = {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag["attributes"])}
        kept = keep_attributes(name, said, self._prefix, is_drawing=is_drawing)
        attributes = "".join(f' {key}="{_escape(value)}"' for key, value in kept.items())
        self._drawings += name == "svg"
        if name == "span":
            kinds = [_BLOCKS[one] for one in said.get("class", "").split() if one in _BLOCKS]
            name = kinds[0] if kinds else "span" if attributes else ""
            self._spans.append(name)
        return f"<{name}{attributes}>" if name else ""

    def _end(self, name: str) -> str:
        self._drawings -= name == "svg"
        if name == "span":
            name = self._spans.pop()
        return f"</{name}>" if name and name not in VOID else ""


def _escape(text: str) -> str:
    """Escape a text as lexbor does."""
    escaped = text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
    return escaped.replace("<", "&lt;").replace(">", "&gt;")
