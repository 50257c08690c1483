"""Lists of parts in a text: `{series:free-threading}` on a line of its own."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, Final
from urllib.parse import quote

from plugins.series.names import suggest_name

BEFORE: Final = "before=this"
"""Asks for earlier parts only."""
ATTRIBUTE: Final = "data-series"
"""Of the paragraph that Markdown makes of a request on a line of its own."""
_WHOLE: Final = re.compile(r"\{ *series *:[^{}\n]*\}", re.IGNORECASE)
REQUEST: Final = re.compile(rf"\\?{_WHOLE.pattern}", re.IGNORECASE)
"""A request, or after a backslash none, in Markdown."""
_MARKED: Final = re.compile(
    rf'<p {ATTRIBUTE}="(?P<marked>\{{ *series *:[^"]*)"></p>', re.IGNORECASE
)
# What is no text, or no text of ours; to the end if it is not closed.
_SKIPPED: Final = (
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<tag>pre|code|kbd|samp|script|style|template|textarea)(?=[\s/>])"
    r".*?(?:</(?P=tag)\s*>|\Z)"
)
_PARAGRAPH: Final = re.compile(
    rf"{_SKIPPED}|<p(?:\s[^<>]*)?>\s*(?P<paragraph>{_WHOLE.pattern})\s*</p>",
    re.IGNORECASE | re.DOTALL,
)
_ANY: Final = re.compile(
    rf"{_MARKED.pattern}|{_PARAGRAPH.pattern}|(?P<stray>{_WHOLE.pattern})",
    re.IGNORECASE | re.DOTALL,
)
_UNSAFE: Final = re.compile(r"""["'<>&#?;%{}|\\]""")
"""What cannot stand in a link of Pelican's."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a line asks for."""

    text: str
    """The line, as it is written."""
    slug: str
    """The series; empty if it names none."""
    options: tuple[str, ...] = ()
    """What follows, as `key=value`."""


def has_request(fragment: str) -> bool:
    """Tell whether there may be a request in a fragment of HTML."""
    return _WHOLE.search(fragment) is not None


def parse_request(text: str) -> Request:
    """Parse `{series:SLUG before=this}`, whose options are whatever follows the slug."""
    slug, *options = text.strip("{}").partition(":")[2].split() or [""]
    return Request(text, slug, tuple(options))


def explain_unknown(request: Request, known: Sequence[str]) -> tuple[str, str]:
    """Say that a request names no series, and which it may name; what was found, what to do."""
    what = f'"{request.slug}", which is no published' if request.slug else "no"
    return f"{request.text} names {what} series", suggest_name(request.slug, known)


def check_options(request: Request, *, has_place: bool) -> tuple[str, str] | None:
    """Find what is wrong with the options of a request.

    Args:
        request: As parsed.
        has_place: Whether it stands in a post of the series that it names.

    Returns:
        What was found, and what to do; None if all is well.
    """
    if strange := [option for option in request.options if option != BEFORE]:
        return f'{request.text} says "{strange[0]}", which means nothing', f"Known is {BEFORE}."
    if request.options and not has_place:
        message = f"{request.text} stands in what is no part of that series"
        return message, f"Leave out {BEFORE}: only a part has others before it."
    return None


def find_requests(fragment: str) -> list[tuple[str, bool]]:
    """Find the requests in a fragment of HTML, but for those in code and comments.

    Returns:
        Each as it is written, and whether it stands on a line of its own, in order.
    """
    found = ((f["marked"] or f["paragraph"], f["stray"]) for f in _ANY.finditer(fragment))
    return [(unescape(line or stray), bool(line)) for line, stray in found if line or stray]


def expand_lists(fragment: str, render: Callable[[Request], str]) -> str:
    """Put lists in the places of requests on lines of their own.

    Args:
        fragment: HTML. What stands in code is left alone.
        render: Makes the HTML of a list.
    """

    def replace(text: str) -> str:
        return render(parse_request(unescape(text)))

    fragment = _MARKED.sub(lambda found: replace(found["marked"]), fragment)
    return _PARAGRAPH.sub(
        lambda found: replace(found["paragraph"]) if found["paragraph"] else found[0], fragment
    )


def render_list(articles: Iterable[Any], lang: str) -> str:
    """Render a list of posts.

    Args:
        articles: In order. Their titles are HTML, and their `relative_source_path` is seen
            from the content folder.
        lang: Language of the text around it.

    Returns:
        HTML whose links Pelican resolves for each page, feed and excerpt; empty if there is no
        post.
    """
    items = "\n".join(_render_item(article, lang) for article in articles)
    return f"<ol>\n{items}\n</ol>" if items else ""


def _render_item(article: Any, lang: str) -> str:  # noqa: ANN401 - Pelican has no types
    own = f' lang="{article.lang}" dir="auto"' if article.lang != lang else ""
    # Only what must be: Pelican looks for the path as it stands first.
    path = _UNSAFE.sub(lambda sign: quote(sign[0]), article.relative_source_path)
    return f'<li><a href="{{filename}}/{path}"{own}>{article.title}</a></li>'
