"""Lists of parts in a text: `{series:free-threading}` on a line of its own."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from selectolax.lexbor import LexborHTMLParser

from plugins.series.names import suggest_name

MARK: Final = "{series:"
BEFORE: Final = "before=this"
"""Asks for earlier parts only."""
LINE: Final = re.compile(r"^ {0,3}(\{series:[^{}\n]*\})[ \t]*$", re.MULTILINE)
"""What asks for a list, in Markdown."""
_PARAGRAPH: Final = re.compile(r"<p(?: [^<>]*)?>\s*(\{series:([^{}<>]*)\})\s*</p>")
_STRAY: Final = re.compile(r"\{series:[^{}\n]*\}?")
_CODE: Final = "pre, code, kbd, samp, script, style, template, textarea"


@dataclass(frozen=True, slots=True)
class Request:
    """What a line asks for."""

    text: str
    """The line, as it is written."""
    slug: str
    """The series; empty if it names none."""
    options: tuple[str, ...] = ()
    """What follows, as `key=value`."""


def parse_request(text: str) -> Request:
    """Parse `{series:SLUG before=this}`, whose options are whatever follows the slug."""
    slug, *options = text.removeprefix(MARK).removesuffix("}").split() or [""]
    return Request(text, slug, tuple(options))


def check_request(
    request: Request, known: Sequence[str], *, has_place: bool
) -> tuple[str, str] | None:
    """Find what is wrong with a request.

    Args:
        request: As parsed.
        known: Slugs of the series that it can name, in the order to name them.
        has_place: Whether it stands in a post of the series that it names.

    Returns:
        What was found, and what to do; None if all is well.
    """
    if request.slug not in known:
        name = f'"{request.slug}"' if request.slug else "nothing"
        return f"{request.text} names {name}, which is no series", suggest_name(request.slug, known)
    if strange := [option for option in request.options if option != BEFORE]:
        return f'{request.text} says "{strange[0]}", which means nothing', f"Known is {BEFORE}."
    if request.options and not has_place:
        message = f"{request.text} stands in what is no part of that series"
        return message, f"Leave out {BEFORE}: only a part has others before it."
    return None


def expand_lists(fragment: str, render: Callable[[Request], str]) -> str:
    """Put lists in the places of paragraphs that ask for one.

    Args:
        fragment: HTML. What stands in code is escaped there, and no paragraph.
        render: Makes the HTML of a list.
    """
    return _PARAGRAPH.sub(lambda found: render(parse_request(found[1])), fragment)


def find_strays(fragment: str) -> list[str]:
    """Find requests that stand elsewhere than on lines of their own, and not in code."""
    if MARK not in fragment:
        return []
    tree = LexborHTMLParser(fragment, is_fragment=True)
    for code in tree.css(_CODE):
        code.decompose()
    return _STRAY.findall(tree.text())


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
    own = f' lang="{article.lang}"' if article.lang != lang else ""
    path = quote(article.relative_source_path)
    return f'<li><a href="{{filename}}/{path}"{own}>{article.title}</a></li>'
