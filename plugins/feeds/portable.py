"""HTML that can leave its page: for readers of feeds, which have neither style, script nor base.

Every address is whole, and what a reader would drop, or show as a ruin, is put into words before.
"""

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser, LexborNode

_KEPT: Final = frozenset(
    "a abbr address area article aside audio b bdi blockquote br caption cite code col colgroup"
    " data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i"
    " img ins kbd li main map mark nav ol p picture pre q rp rt ruby s samp section small source"
    " span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video"
    " wbr".split()
)
"""Elements that stay. What is in others stays without them."""
_DROPPED: Final = (
    "script, style, template, button, select, textarea, datalist, dialog:not([open]),"
    ' link, meta, base, title, input, [hidden]:not([hidden="until-found"])'
)
"""What goes with all that is in it."""
_ATTRIBUTES: Final = frozenset(
    "abbr alt cite colspan controls coords datetime dir height href hreflang kind label lang media"
    " open poster rel reversed rowspan scope shape sizes span src srclang srcset start title type"
    " usemap value width".split()
)
_URLS: Final = frozenset(("cite", "href", "poster", "src"))
_FORBIDDEN: Final = frozenset(("javascript", "vbscript", "file", "blob"))
"""Schemes of what would run, or is on this machine."""
_VOID: Final = frozenset(("area", "br", "col", "hr", "img", "source", "track", "wbr"))

# As lexbor writes it: every attribute has a value, in double quotes.
_MARKUP: Final = re.compile(
    r'<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?: [^\s/>=]+="[^"]*")*)>',
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r' ([^\s/>=]+)="([^"]*)"')
# A URL, which may have commas but not at its end, and what is said of it: HTML, 4.8.4.2.1.
_SOURCE: Final = re.compile(r"([^\s,](?:\S*[^\s,])?)((?:\s+[^,]*)?)")
_EMPTY: Final = re.compile(r"<p>\s*</p>\n?")
_CONTROLS: Final = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
"""What XML 1.0 does not allow in a document, section 2.2, or advises against."""

_MATH: Final = {
    "mfrac": "({})/({})",
    "msup": "{}^({})",
    "msub": "{}_({})",
    "msubsup": "{}_({})^({})",
    "munder": "{}_({})",
    "mover": "{}^({})",
    "munderover": "{}_({})^({})",
    "mroot": "({})^(1/{})",
}
"""How parts of a formula are written one after another."""
_MARKS: Final = re.compile("\x01[0-9a-f]{64}-[0-9]+\x01")
"""Each in the place of what is written elsewhere."""
_NAMESPACES: Final = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
}
_NEEDS_PAGE: Final = re.compile(
    r'\bclass="|\bvar\(|currentcolor|<foreignObject|<script|\bon\w+="|\bhref="(?!#)|url\((?!#)',
    re.IGNORECASE,
)
"""In a drawing that takes colours, text or files from its page, or does something there."""
_PART: Final = re.compile(r"""(?:\bhref="|url\()#([^")]+)""")
_ID: Final = re.compile(r'\bid="([^"]+)"')


def clean(text: str) -> str:
    """Take out the control characters, which no XML can have."""
    return _CONTROLS.sub("", text)


def make_portable(fragment: str, base: str) -> str:
    """Make a fragment of HTML fit to be shown anywhere.

    Links and files get their whole addresses, those within the page too. Drawings become images,
    formulas their source, tabs one text after another, frames links. Scripts, styles, controls, ids
    and classes go.

    Args:
        fragment: What stands in the page.
        base: URL of the page, absolute.
    """
    tree = LexborHTMLParser(clean(fragment), is_fragment=True)
    key = sha256(fragment.encode("utf-8", "replace")).hexdigest()
    texts = _reword(tree, key)
    html = _MARKS.sub(lambda mark: texts.get(mark[0], ""), tree.html or "")
    return _EMPTY.sub("", clean(_MARKUP.sub(_make_tag_writer(base), html)))


def _reword(tree: LexborHTMLParser, key: str) -> dict[str, str]:
    """Take out what readers cannot show; return what stands for it, by the mark in its place.

    Args:
        tree: What to change.
        key: Part of the marks. No text can name it that it is a digest of.
    """
    texts: dict[str, str] = {}
    for selector, describe in _REWORDED.items():
        for node in tree.css(selector):
            mark = f"\x01{key}-{len(texts)}\x01"
            texts[mark] = describe(node)
            node.replace_with(mark)
    for node in tree.css(_DROPPED):
        node.decompose()
    return texts


def _make_tag_writer(base: str) -> Callable[[re.Match[str]], str]:
    """Make what writes each tag anew, in the order of the text."""
    spans: list[bool] = []

    def write(tag: re.Match[str]) -> str:
        name = tag["name"]
        if name not in _KEPT:
            return ""
        if tag["end"]:
            return "" if name in _VOID or (name == "span" and not spans.pop()) else f"</{name}>"
        attributes = "".join(
            _write_attribute(name, key, value, base)
            for key, value in _ATTRIBUTE.findall(tag["attributes"])
        )
        if name == "span":  # most are of highlighted code
            spans.append(bool(attributes))
        return f"<{name}{attributes}>" if attributes or name != "span" else ""

    return write


def _write_attribute(element: str, key: str, value: str, base: str) -> str:
    if key not in _ATTRIBUTES:
        return ""
    if key in _URLS:
        url = _complete(unescape(value).strip(), base)
        is_fit = url and (element == "img" or not url.startswith("data:"))
        return f' {key}="{_escape(url)}"' if is_fit else ""
    if key == "srcset":
        found = [(_complete(url, base), more) for url, more in _SOURCE.findall(unescape(value))]
        value = _escape(", ".join(url + more for url, more in found if url))
    return f' {key}="{value}"' if value or key != "srcset" else ""


def _escape(text: str) -> str:
    """Escape a text as lexbor does, so that what is portable stays as it is."""
    escaped = text.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _complete(url: str, base: str) -> str:
    """Make a URL absolute; empty if it is none, or would run something."""
    try:
        whole = urljoin(base, url)
        return "" if urlsplit(whole).scheme in _FORBIDDEN else whole
    except ValueError:
        return ""


def _draw(svg: LexborNode) -> str:
    """Make an image of a drawing, which few readers keep; or its name, if it is no image alone."""
    title = svg.css_first("title")
    name = svg.attributes.get("aria-label") or (title.text(strip=True) if title else "")
    if svg.attributes.get("aria-hidden") == "true":
        return ""
    source = _write_xml(svg.html or "")
    has_all = set(_PART.findall(source)) <= set(_ID.findall(source))
    if not (source and has_all) or _NEEDS_PAGE.search(source):
        return f"<em>{_escape(name)}</em>" if name else ""
    sizes = ((key, svg.attributes.get(key) or "") for key in ("width", "height"))
    size = "".join(f' {key}="{value}"' for key, value in sizes if value.isdecimal())
    data = b64encode(source.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{_escape(name or "")}"{size}>'


def _write_xml(svg: str) -> str:
    """Make a document of an SVG in HTML; empty if it cannot be one."""
    named = "".join(f' {key}="{url}"' for key, url in _NAMESPACES.items() if f"{key}=" not in svg)
    source = f"<svg{named}{svg.removeprefix('<svg')}".replace("&nbsp;", "&#160;")
    try:
        ET.fromstring(source)  # noqa: S314 - the site's own, and only read
    except ET.ParseError:
        return ""
    return source


def _spell(formula: LexborNode) -> str:
    """Put a formula into its source, or the words that it has for itself."""
    source = formula.css_first("annotation")
    text = formula.attributes.get("alttext") or (source.text() if source else _read_math(formula))
    return f"<code>{_escape(text.strip())}</code>"


def _read_math(node: LexborNode) -> str:
    """Write a formula on one line, as programmers do."""
    parts = [_read_math(child) for child in node.iter()] or [node.text().strip()]
    if pattern := _MATH.get(node.tag or ""):
        return pattern.format(*parts, "", "", "")
    return "".join(parts)


def _link(frame: LexborNode) -> str:
    """Put a link in the place of another page."""
    url = frame.attributes.get("src") or frame.attributes.get("data") or ""
    name = frame.attributes.get("title") or url
    return f'<a href="{_escape(url)}">{_escape(name)}</a>' if url else ""


def _tick(box: LexborNode) -> str:
    """Put a sign in the place of the box of a task."""
    return "☑ " if "checked" in box.attributes else "☐ "


def _name(label: LexborNode) -> str:
    """Put the name of a tab above its text."""
    return f"<strong>{_escape(label.text(strip=True))}</strong><br>"  # fits into a paragraph, too


_REWORDED: Final[Mapping[str, Callable[[LexborNode], str]]] = {
    "svg": _draw,
    "math": _spell,
    "iframe, embed, object[data]": _link,
    'input[type="checkbox"]': _tick,
    'input[type="radio"] + label': _name,
}
