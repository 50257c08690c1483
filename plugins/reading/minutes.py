"""How long a text takes to read."""

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

WORDS_PER_MINUTE: Final = 238
"""Silent reading of English non-fiction: Brysbaert 2019, doi:10.1016/j.jml.2019.104047."""
CODE_FACTOR: Final = 2
"""Code is taken to be read at half that speed. An assumption of ours: no study gives a rate."""

_UNSEEN: Final = "script, style, template, svg, math, [hidden]"
# Han and Kana have no spaces; each sign counts. (The same study has 260 signs a minute.)
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+"
)


def estimate_minutes(fragment: str) -> int:
    """Estimate the time for an HTML fragment, in whole minutes, at least 1.

    A word is what stands between spaces or new lines, which part blocks too.
    """
    tree = LexborHTMLParser(fragment, is_fragment=True)
    for node in tree.css(_UNSEEN):
        node.decompose()
    code = 0
    for node in tree.css("pre"):
        code += _count_words(node.text())
        node.decompose()
    prose = _count_words(tree.text())
    return max(1, round((prose + CODE_FACTOR * code) / WORDS_PER_MINUTE))


def _count_words(text: str) -> int:
    return len(_WORD.findall(text))
