"""The part of the syntax that Python-Markdown must know: which requests are lines of their own.

Its extensions would take `{series:alpha}` for a list of attributes. So requests are put away as
soon as fences and raw HTML are, and come back as what they turn out to be: as they were in code,
as `<p data-series="{series:alpha}"></p>` on a line of their own, and elsewhere as text, of which
the author is told.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import NBSP_PLACEHOLDER
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX, code_escape

from plugins.series.lists import ATTRIBUTE, REQUEST

# Python-Markdown's own are fences 25 and HTML 20; highlighting 30, attributes 8, ids 5.
_AFTER_HTML: Final = 15
_BEFORE_HIGHLIGHTING: Final = 31
_AFTER_ATTRIBUTES: Final = 6

_TOKEN: Final = re.compile(rf"{STX}series(\d+)series{ETX}")
# A link back to a footnote's mark may follow.
_LINE: Final = re.compile(
    rf"(?:^|(?<=\n))[ \t]*{_TOKEN.pattern}[ \t]*(?:\n|$|(?={NBSP_PLACEHOLDER}))"
)
_HOLDERS: Final = frozenset({"p", "li", "dd"})
_VOID: Final = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"""</?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*+>""", re.IGNORECASE)
_ALONE: Final = re.compile(rf"<(?:(?:{_VOID})\b|.*/>\Z)", re.IGNORECASE | re.DOTALL)


class SeriesRequests(Extension):
    """Finds requests on lines of their own, whatever stands around them."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name there
        """Register the processors."""
        md.registerExtension(self)
        requests = self.requests
        md.preprocessors.register(_PutAway(md, requests), "series", _AFTER_HTML)
        md.treeprocessors.register(_Code(md, requests), "series_code", _BEFORE_HIGHLIGHTING)
        md.treeprocessors.register(_Text(md, requests), "series", _AFTER_ATTRIBUTES)

    def reset(self) -> None:
        """Forget the text before."""
        self.requests.clear()


class _PutAway(Preprocessor):
    def __init__(self, md: Markdown, requests: list[str]) -> None:
        super().__init__(md)
        self.requests = requests

    def run(self, lines: list[str]) -> list[str]:
        for raw in self.md.htmlStash.rawHtmlBlocks:
            for element in raw.iter() if isinstance(raw, Element) else ():  # Markdown in HTML
                element.text, element.tail = map(self._replace, (element.text, element.tail))
        return [self._replace(line) or "" for line in lines]

    def _replace(self, text: str | None) -> str | None:
        return REQUEST.sub(self._store, text) if text else text

    def _store(self, request: re.Match[str]) -> str:
        self.requests.append(request[0])
        return f"{STX}series{len(self.requests) - 1}series{ETX}"


class _BringBack(Treeprocessor):
    def __init__(self, md: Markdown, requests: list[str]) -> None:
        super().__init__(md)
        self.requests = requests

    def restore(self, text: str | None, form: Callable[[str], str]) -> str | None:
        """Bring back what the author wrote, in the form that its place asks for."""
        return text and _TOKEN.sub(lambda token: form(self.requests[int(token[1])]), text)


class _Code(_BringBack):
    """Brings back what stands in blocks of code, before they are highlighted."""

    def run(self, root: Element) -> None:
        for code in root.iterfind(".//pre/code") if self.requests else ():
            code.text = self.restore(code.text, code_escape)


class _Text(_BringBack):
    """Brings back all else."""

    def run(self, root: Element) -> None:
        if not self.requests:
            return
        for element in list(root.iter()):
            if element.tag in _HOLDERS:
                self._mark_lines(element)
        for element in list(root.iter()):
            element[:] = [part for child in element for part in _split(child)]
        self._restore_tree(root)
        for number, raw in enumerate(stash := self.md.htmlStash.rawHtmlBlocks):
            if isinstance(raw, Element):
                self._restore_tree(raw)
            else:
                stash[number] = self.restore(raw, str) or ""

    def _restore_tree(self, root: Element) -> None:
        for element in root.iter():
            form = code_escape if element.tag == "code" else _write_text
            element.text = self.restore(element.text, form)
            element.tail = self.restore(element.tail, _write_text)
            for name, value in element.items():
                element.set(name, self.restore(value, str) or "")

    def _mark_lines(self, holder: Element) -> None:
        """Put an element in the place of each line that asks for a list, and does nothing else."""
        texts = [holder.text or "", *(child.tail or "" for child in holder)]
        children = [None, *holder]
        holder[:], holder.text = [], ""
        depth = 0  # of raw HTML, which a list must not break up
        for text, child, after in zip(texts, children, [*children[1:], None], strict=True):
            if child is not None:
                child.tail = ""
                holder.append(child)
            rest = 0
            for line in _LINE.finditer(text):
                before, rest = text[rest : line.start()], line.end()
                depth += self._count_open(before)
                _append_text(holder, before)
                begins = line.start() > 0 or self._parts_lines(child)
                ends = rest < len(text) or text.endswith("\n") or self._parts_lines(after)
                request = self.requests[int(line[1])]
                if begins and ends and not depth and not request.startswith("\\"):
                    SubElement(holder, "p", {ATTRIBUTE: request}).tail = ""
                else:
                    _append_text(holder, line[0])
            depth += self._count_open(text[rest:])
            _append_text(holder, text[rest:])

    def _parts_lines(self, element: Element | None) -> bool:
        """Tell whether a line ends, or begins, beside an element; None is the end of all."""
        return element is None or element.tag == "br" or self.md.is_block_level(element.tag)

    def _count_open(self, text: str) -> int:
        """Count elements of raw HTML that a text opens, less those that it closes."""
        stash = self.md.htmlStash.rawHtmlBlocks
        raws = [stash[int(found[1])] for found in HTML_PLACEHOLDER_RE.finditer(text)]
        html = _COMMENT.sub("", "".join(raw for raw in raws if isinstance(raw, str)))
        paired = [tag for tag in _TAG.findall(html) if not _ALONE.match(tag)]
        return sum(-1 if tag.startswith("</") else 1 for tag in paired)


def _append_text(holder: Element, text: str) -> None:
    if len(holder):
        holder[-1].tail = (holder[-1].tail or "") + text
    else:
        holder.text = (holder.text or "") + text


def _split(element: Element) -> Iterator[Element]:
    """Split a paragraph at the requests in it."""
    if element.tag != "p" or not any(ATTRIBUTE in child.attrib for child in element):
        yield element
        return
    paragraph = Element("p", element.attrib)
    paragraph.text = element.text
    for child in element:
        if ATTRIBUTE not in child.attrib:
            paragraph.append(child)
            continue
        yield from _finish(paragraph)
        paragraph = Element("p")
        paragraph.text, child.tail = child.tail, "\n"
        yield child
    yield from _finish(paragraph)


def _finish(paragraph: Element) -> Iterator[Element]:
    paragraph.text, paragraph.tail = (paragraph.text or "").strip("\n"), "\n"
    if paragraph.text or len(paragraph):
        yield paragraph


def _write_text(request: str) -> str:
    """Write a request as text; a backslash before it says that it is none."""
    is_none = request.startswith("\\")
    return f"&#123;{code_escape(request[2:])}" if is_none else code_escape(request)
