"""Text for readers, made of text as it was typed."""

import re
from typing import Final

from typogrify.filters import smartypants

# It would be left alone, too, but one coloured word after another.
_BLOCK_OF_CODE: Final = re.compile(r"(<pre(?=[\s>]).*?</pre>)", re.DOTALL)
_CODE: Final = re.compile(r"<pre(?=[\s>])(?![^>]*\btabindex=)")
_TABLE: Final = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
_TABLE_END: Final = re.compile(r"</table\s*>", re.IGNORECASE)
_ALIGNED: Final = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_TASK: Final = re.compile(r'<input type="checkbox" disabled( checked)?/?>')
# Pygments' classes for what has the colour of the text: space, names of what is defined
# elsewhere, operators, punctuation.
_PLAIN: Final = re.compile(r'<span class="(?:w|n|nb|bp|nn|ne|o|p|sa)">([^<]*)</span>')


def typeset(fragment: str) -> str:
    """Typeset an HTML fragment: its punctuation, and what a strict page wants of its markup."""
    return make_strict(make_lean(curl(fragment)))


def curl(fragment: str) -> str:
    """Curl quotes and lengthen dashes.

    Code, `kbd`, `samp`, scripts, styles and math stay as they are. Of typogrify's filters
    only this one is used, and not its entry point, which cuts the text at each piece of code
    and so curls a quotation mark beside one the wrong way. Its spans around capitals are for
    themes that style them, and last lines are the style sheet's business: `text-wrap` knows
    the width.
    """
    parts = _BLOCK_OF_CODE.split(fragment)
    parts[::2] = (str(smartypants(part)) for part in parts[::2])
    return "".join(parts)


def make_lean(fragment: str) -> str:
    """Take the marks from code that no theme colours; they are a third of its weight."""
    return _PLAIN.sub(r"\1", fragment)


def make_strict(fragment: str) -> str:
    """Let the keyboard scroll what is too wide, name check boxes, and align without style.

    The site's Content Security Policy drops `style` attributes, with which Python-Markdown
    aligns the columns of a table. A table that scrolled by itself would be none to some
    screen readers, so its frame does.
    """
    fragment = _CODE.sub('<pre tabindex="0"', fragment)
    fragment = _TABLE.sub('<div class="table" tabindex="0"><table', fragment)
    fragment = _TABLE_END.sub("</table></div>", fragment)
    fragment = _TASK.sub(_name_task, fragment)
    return _ALIGNED.sub(r'<\1 class="align-\2">', fragment)


def _name_task(box: re.Match[str]) -> str:
    name, checked = ("Done", " checked") if box[1] else ("To do", "")
    return f'<input type="checkbox" aria-label="{name}" disabled{checked}>'
