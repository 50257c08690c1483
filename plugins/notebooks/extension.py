"""The part of the syntax that Python-Markdown must know: requests on lines of their own.

Its extensions would take `{notebook:a.py}` for a list of attributes. So before they look a line
becomes an empty place, `<div data-notebook="{notebook:a.py}"></div>`. Elsewhere a request stays the
text that it is, of which the author is told; and after a backslash it is none.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import code_escape

from plugins.notebooks.requests import ATTRIBUTE, PATTERN

# Python-Markdown's own are indented code 80 and paragraphs 10; code in lines 190, escapes 180.
_BEFORE_PARAGRAPHS: Final = 15
_BEFORE_ESCAPES: Final = 185
_LINE: Final = re.compile(rf"^ {{0,3}}({PATTERN})[ \t]*$", re.MULTILINE | re.IGNORECASE)


class NotebookRequests(Extension):
    """Finds requests."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name there
        """Register the processors."""
        md.parser.blockprocessors.register(_Lines(md.parser), "notebook", _BEFORE_PARAGRAPHS)
        text = _Text(rf"(?i)\\?{PATTERN}", md)
        md.inlinePatterns.register(text, "notebook", _BEFORE_ESCAPES)


class _Lines(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return _LINE.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        line = _LINE.search(block)
        if line is None:  # never, as it was tested
            return
        if before := block[: line.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        SubElement(parent, "div", {ATTRIBUTE: line[1]})
        if after := block[line.end() :].strip("\n"):
            blocks.insert(0, after)


class _Text(InlineProcessor):
    def handleMatch(  # type: ignore[override]  # noqa: N802 - its name there
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str, int, int]:
        is_none = m[0].startswith("\\")
        text = f"&#123;{code_escape(m[0][2:])}" if is_none else code_escape(m[0])
        return self.md.htmlStash.store(text), m.start(0), m.end(0)
