"""The part of the syntax that Python-Markdown must know.

It would take a request for a list of attributes, and `[x]`, `_` and `>` in it for marks of its own.
So requests are put away as soon as fences and raw HTML are, and come back as what they turn out to
be: as they were in code, and elsewhere as `<data data-bench="{bench:…}"></data>`. What stands after
a backslash comes back as text.

A line of a request is put away by itself, and the lines stay lines: only Markdown knows which marks
before the next one are of a quotation or an item, and which text is code.
"""

import re
from collections.abc import Callable
from typing import Final
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, code_escape

from plugins.bench.prose.html import ATTRIBUTE
from plugins.bench.prose.syntax import OPENING
from plugins.bench.prose.written import ESCAPE, find_written, split_lines

# Python-Markdown's own are fences 25 and HTML 20; highlighting 30, attributes 8, ids 5.
_AFTER_HTML: Final = 15
_BEFORE_HIGHLIGHTING: Final = 31
_AFTER_ATTRIBUTES: Final = 6

_TOKEN: Final = re.compile(rf"{STX}bench(?P<number>\d+)x(?P<line>\d+)bench{ETX}")
_TOKENS: Final = re.compile(
    rf"{STX}bench(?P<number>\d+)x0bench{ETX}"
    rf"(?:\s+{STX}bench(?P=number)x[1-9]\d*bench{ETX})*"
)


class ProseNumbers(Extension):
    """Finds requests wherever text may stand."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name there
        """Register the processors."""
        requests: list[list[str]] = []
        md.preprocessors.register(_PutAway(md, requests), "bench_prose", _AFTER_HTML)
        md.treeprocessors.register(_Code(md, requests), "bench_prose_code", _BEFORE_HIGHLIGHTING)
        md.treeprocessors.register(_Text(md, requests), "bench_prose", _AFTER_ATTRIBUTES)


class _PutAway(Preprocessor):
    def __init__(self, md: Markdown, requests: list[list[str]]) -> None:
        super().__init__(md)
        self.requests = requests

    def run(self, lines: list[str]) -> list[str]:
        self.requests.clear()
        for raw in self.md.htmlStash.rawHtmlBlocks:
            for element in raw.iter() if isinstance(raw, Element) else ():  # Markdown in HTML
                element.text, element.tail = map(self._replace, (element.text, element.tail))
        text = "\n".join(lines)
        return (self._replace(text) or "").split("\n") if OPENING.search(text) else lines

    def _replace(self, text: str | None) -> str | None:
        if not text:
            return text
        parts, rest = [], 0
        for found, marks in find_written(text):
            parts += [text[rest : found.start()], self._store(found[0], marks)]
            rest = found.end()
        return "".join([*parts, text[rest:]])

    def _store(self, request: str, marks: str) -> str:
        if not request.startswith(ESCAPE) and not request.endswith("}"):  # it is not closed
            return request
        lines = split_lines(request, marks)
        number = len(self.requests)
        self.requests.append([text for _, text in lines])
        return "\n".join(
            f"{before}{STX}bench{number}x{line}bench{ETX}" for line, (before, _) in enumerate(lines)
        )


class _BringBack(Treeprocessor):
    def __init__(self, md: Markdown, requests: list[list[str]]) -> None:
        super().__init__(md)
        self.requests = requests

    def restore(self, text: str | None, form: Callable[[str], str] = str) -> str | None:
        """Bring back what the author wrote, in the form that its place asks for."""
        return text and _TOKEN.sub(lambda token: form(self._find_line(token)), text)

    def _find_line(self, token: re.Match[str]) -> str:
        return self.requests[int(token["number"])][int(token["line"])]


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
        self._restore_tree(root)
        for number, raw in enumerate(stash := self.md.htmlStash.rawHtmlBlocks):
            if isinstance(raw, Element):
                self._restore_tree(raw)
            else:
                stash[number] = self.restore(raw) or ""

    def _restore_tree(self, root: Element) -> None:
        for element in list(root.iter()):
            for name, value in element.items():
                element.set(name, self.restore(value, _free) or "")
            if element.tag == "code":
                element.text = self.restore(element.text, code_escape)
            else:
                element.text, found = self._make_elements(element.text)
                element[:0] = found
            children: list[Element] = []
            for child in element:
                child.tail, found = self._make_elements(child.tail)
                children += [child, *found]
            element[:] = children

    def _make_elements(self, text: str | None) -> tuple[str | None, list[Element]]:
        """Make an element of each request in a text; all but the first text follows one."""
        if not text or STX not in text:
            return text, []
        texts, elements = [""], []
        rest = 0
        for found in _TOKENS.finditer(text):
            texts[-1] += text[rest : found.start()]
            rest = found.end()
            lines = self.requests[int(found["number"])]
            if lines[0].startswith(ESCAPE) or len(lines) != len(_TOKEN.findall(found[0])):
                texts[-1] += found[0]
                continue
            elements.append(Element("data", {ATTRIBUTE: " ".join(map(str.strip, lines))}))
            texts.append("")
        texts[-1] += text[rest:]
        first, *tails = (self.restore(part, _write_text) for part in texts)
        for element, tail in zip(elements, tails, strict=True):
            element.tail = tail
        return first, elements


def _write_text(line: str) -> str:
    return _free(code_escape(line))


def _free(line: str) -> str:
    """Write what is no request, by the backslash before it, so that no one takes it for one."""
    return f"&#123;{line[2:]}" if line.startswith(ESCAPE) else line
