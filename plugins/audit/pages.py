"""A page as it was written: what it asks for, where it can be linked to, what it lacks."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_URLS: Final = ("href", "src", "poster", "data", "xlink:href", "action")
_SOURCES: Final = ("srcset", "imagesrcset")
_ELEMENTS: Final = (
    "a, area, link, img, script, source, video, audio, track, iframe, embed, object, image, use,"
    " form, input"
)
# A URL, which may have commas but not at its end, and what is said of it: HTML, 4.8.4.2.1.
_SOURCE: Final = re.compile(r"([^\s,](?:\S*[^\s,])?)(?:\s+[^,]*)?")


class Link(NamedTuple):  # there are thousands, and a tuple is looked up fast
    """Where a page leads, or what it asks for."""

    target: str
    """As it stands in the page, without white space around it."""
    is_picture: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to know of a page to check it."""

    links: tuple[Link, ...]
    """In the order of the page, each once."""
    anchors: frozenset[str]
    """What a fragment can name."""
    repeated: tuple[str, ...]
    """Ids that several elements have."""
    nameless: tuple[str, ...]
    """What images show (`src`) that say nothing to those who do not see them."""
    base: str = ""
    """What `<base>` says."""


def read_page(html: str) -> Page:
    """Read a page as a browser does."""
    tree = LexborHTMLParser(html)
    ids = Counter(node.id for node in tree.css("[id]") if node.id)
    names = {node.attributes["name"] or "" for node in tree.css("a[name]")}
    base = tree.css_first("base[href]")
    return Page(
        links=tuple(dict.fromkeys((*_list_links(tree), *_list_meta(tree)))),
        anchors=frozenset((*ids, *names)),
        repeated=tuple(name for name, count in ids.items() if count > 1),
        nameless=tuple(dict.fromkeys(_list_nameless(tree))),
        base=(base.attributes["href"] or "") if base else "",
    )


def _list_links(tree: LexborHTMLParser) -> Iterator[Link]:
    for node in tree.css(_ELEMENTS):
        is_picture = node.tag in {"img", "image"}
        for key, value in node.attributes.items():
            if key in _URLS and value and (target := value.strip()):
                yield Link(target, is_picture)
            elif key in _SOURCES and value:
                yield from (Link(source, is_picture=True) for source in _SOURCE.findall(value))


def _list_meta(tree: LexborHTMLParser) -> Iterator[Link]:
    """List the pictures that other sites show of a page."""
    for node in tree.css('meta[property="og:image"], meta[name="twitter:image"]'):
        if target := (node.attributes.get("content") or "").strip():
            yield Link(target, is_picture=True)


def _list_nameless(tree: LexborHTMLParser) -> Iterator[str]:
    for image in tree.css("img:not([alt])"):
        if not _is_hidden(image):
            yield image.attributes.get("src") or ""


def _is_hidden(image: LexborNode) -> bool:
    """Tell whether who does not see an image is not told of it either."""
    attributes = image.attributes
    said = attributes.get("aria-label") or attributes.get("aria-labelledby")
    is_ornament = attributes.get("role") in {"none", "presentation"}
    return bool(said) or is_ornament or attributes.get("aria-hidden") == "true"
