"""Text for readers, made of text as it was typed."""

import re
from typing import Final

from typogrify.filters import smartypants, widont

_SCROLLING: Final = re.compile(r"<(pre|table)(?=[\s>])(?![^>]*\btabindex=)")
_ALIGNED: Final = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')


def typeset(fragment: str) -> str:
    """Typeset an HTML fragment: its punctuation, and what a strict page wants of its markup."""
    return make_strict(curl(fragment))


def curl(fragment: str) -> str:
    """Curl quotes, lengthen dashes and bind the last two words of a block.

    Code, `kbd`, `samp`, scripts, styles and math stay as they are. Typogrify's own entry
    point is not used: it cuts the text at each piece of code, and so curls a quotation mark
    beside one the wrong way; and its spans around capitals and ampersands are for themes
    that style them.
    """
    return str(widont(smartypants(fragment)))


def make_strict(fragment: str) -> str:
    """Let the keyboard scroll what is too wide, and align cells without inline style.

    The site's Content Security Policy drops `style` attributes, with which Python-Markdown
    aligns the columns of a table.
    """
    fragment = _SCROLLING.sub(r'<\1 tabindex="0"', fragment)
    return _ALIGNED.sub(r'<\1 class="align-\2">', fragment)
