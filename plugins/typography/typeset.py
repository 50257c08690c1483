"""Text for readers, made of text as it was typed."""

import re
from typing import Final

from typogrify.filters import smartypants

_SCROLLING: Final = re.compile(r"<(pre|table)(?=[\s>])(?![^>]*\btabindex=)")
_ALIGNED: Final = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')


def typeset(fragment: str) -> str:
    """Typeset an HTML fragment: its punctuation, and what a strict page wants of its markup."""
    return make_strict(curl(fragment))


def curl(fragment: str) -> str:
    """Curl quotes and lengthen dashes.

    Code, `kbd`, `samp`, scripts, styles and math stay as they are. Of typogrify's filters
    only this one is used, and not its entry point, which cuts the text at each piece of code
    and so curls a quotation mark beside one the wrong way. Its spans around capitals are for
    themes that style them, and last lines are the style sheet's business: `text-wrap` knows
    the width.
    """
    return str(smartypants(fragment))


def make_strict(fragment: str) -> str:
    """Let the keyboard scroll what is too wide, and align cells without inline style.

    The site's Content Security Policy drops `style` attributes, with which Python-Markdown
    aligns the columns of a table.
    """
    fragment = _SCROLLING.sub(r'<\1 tabindex="0"', fragment)
    return _ALIGNED.sub(r'<\1 class="align-\2">', fragment)
