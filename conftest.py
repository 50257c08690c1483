"""Runs the Python in every post: what a post shows is what its code does."""

import re
from collections.abc import Iterable

from sybil import Document, Region, Sybil
from sybil.evaluators.doctest import DocTestEvaluator
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.abstract import AbstractCodeBlockParser
from sybil.parsers.abstract.doctest import DocTestStringParser
from sybil.parsers.markdown import SkipParser
from sybil.parsers.markdown.lexers import RawFencedCodeBlockLexer
from sybil.typing import Evaluator


class FenceParser(AbstractCodeBlockParser):
    """Parses fences of a language, with or without options: `python title="a.py"`."""

    def __init__(self, language: str, evaluator: Evaluator) -> None:
        info = re.compile(r"(?P<arguments>\w+)(?:[ \t][^\n]*)?\n")
        super().__init__([RawFencedCodeBlockLexer(info)], language, evaluator)


class SessionParser:
    """Parses fences of `pycon`, the language of interactive sessions, as doctests."""

    def __init__(self) -> None:
        self._blocks = FenceParser("pycon", lambda _: None)
        self._examples = DocTestStringParser(DocTestEvaluator())

    def __call__(self, document: Document) -> Iterable[Region]:
        """Yield the examples of each session."""
        for block in self._blocks(document):
            for example in self._examples(block.parsed, document.path):
                example.adjust(block, block.parsed)
                yield example


SYBIL = Sybil(
    parsers=[FenceParser("python", PythonEvaluator()), SessionParser(), SkipParser()],
    pattern="content/**/*.md",
)
pytest_collect_file = SYBIL.pytest()
