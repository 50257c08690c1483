"""Text for readers, made of text as it was typed."""

from typogrify.filters import smartypants, widont


def typeset(fragment: str) -> str:
    """Curl quotes, lengthen dashes and bind the last two words of a block.

    Code, `kbd`, `samp`, scripts, styles and math stay as they are. Typogrify's own entry
    point is not used: it cuts the text at each piece of code, and so curls a quotation mark
    beside one the wrong way; and its spans around capitals and ampersands are for themes
    that style them.
    """
    return str(widont(smartypants(fragment)))
