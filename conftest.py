"""Runs the Python in every post: what a post shows is what its code does."""

from collections.abc import Iterable

from sybil import Document, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser


class SessionParser:
    """Parses fences of `pycon`, the language of interactive sessions, as doctests."""

    def __init__(self) -> None:
        self._blocks = CodeBlockParser("pycon", lambda _: None)
        self._examples = DocTestStringParser(DocTestEvaluator())

    def __call__(self, document: Document) -> Iterable[Region]:
        """Yield the examples of each session."""
        for block in self._blocks(document):
            for example in self._examples(block.parsed, document.path):
                example.adjust(block, block.parsed)
                yield example


SYBIL = Sybil(
    parsers=[PythonCodeBlockParser(), SessionParser(), SkipParser()],
    pattern="content/**/*.md",
)
pytest_collect_file = SYBIL.pytest()
