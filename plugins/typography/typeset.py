"""Text for readers, made of text as it was typed."""

import re
from typing import Final

from typogrify.filters import smartypants

# It would be left alone, too, but one coloured word after another.
_BLOCK_OF_CODE: Final = re.compile(r"(<pre(?=[\s>]).*?</pre>)", re.DOTALL)
# What smartypants changes: quotation marks, dashes, ellipses, escapes.
_SIGN: Final = re.compile(r"""['"`\\]|--|\.\s?\.|&quot;""")
_TAG: Final = re.compile(r"<[^>]*>")
# A block that ends a line: what comes next begins anew, for the filter as for a reader.
_BLOCK: Final = re.compile(r"(?<=</p>\n)|(?<=</li>\n)|(?<=</h[2-6]>\n)|(?<=</div>\n)")
# What it leaves alone: of the one kind there may be blocks in it, of the other there are not.
_LARGE: Final = re.compile(r"<(?:script|style|math|svg|pre|textarea)\b|<!--", re.IGNORECASE)
_SMALL: Final = re.compile(r"<(/?)(samp|code|tt|kbd)\b", re.IGNORECASE)
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
    parts[::2] = map(_curl_blocks, parts[::2])
    return "".join(parts)


def _curl_blocks(part: str) -> str:
    """Curl block by block, and only where there is something to curl: the filter is slow."""
    blocks = _BLOCK.split(part)
    if _LARGE.search(part) or not all(map(_is_balanced, blocks)):
        blocks = [part]
    signs = (_SIGN.search(_TAG.sub("", block)) for block in blocks)
    return "".join(
        str(smartypants(block)) if sign else block
        for block, sign in zip(blocks, signs, strict=True)
    )


def _is_balanced(block: str) -> bool:
    """Tell whether no code goes on from one block to the next, as in HTML that is broken."""
    tags = _SMALL.findall(block)
    return sorted(n for end, n in tags if end) == sorted(n for end, n in tags if not end)


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
