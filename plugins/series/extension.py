"""The part of the syntax that Python-Markdown must know: a line of its own is a paragraph."""

from xml.etree import ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.util import AtomicString

from plugins.series.lists import LINE, MARK

# After indented code (80 and 90 are Python-Markdown's own), before all that takes lines into
# what they follow: tables, lists, quotations, paragraphs.
_PRIORITY = 85


class SeriesLines(Extension):
    """Makes a paragraph of each line that asks for a list, whatever it follows."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name there
        """Register the processor."""
        md.parser.blockprocessors.register(_LineProcessor(md.parser), "series", _PRIORITY)


class _LineProcessor(BlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:  # noqa: ARG002
        return MARK in block and LINE.search(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        line = LINE.search(block)
        if line is None:
            return
        if before := block[: line.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [before])
        # Not for abbreviations, lists of attributes, and the like.
        ET.SubElement(parent, "p").text = AtomicString(line[1])
        if after := block[line.end() :].lstrip("\n"):
            blocks.insert(0, after)
