"""A notebook as it is shown: what a template prints of it."""

import posixpath
import re
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from plugins.notebooks.model import Notebook, Run, State

_FRAMED: Final = {
    re.compile(r"<pre(?=[ >])"): '<pre tabindex="0"',
    re.compile(r"<table(?=[ >])"): '<div class="table" tabindex="0"><table',
    re.compile("</table>"): "</table></div>",
}
"""What is too wide scrolls by itself, by keyboard too."""
_WORDS: Final = {
    State.MISSING: "has not been run",
    State.CHANGED: "has not been run since its code changed",
    State.REFUSED: "has outputs that were refused",
}


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell in the page; each part may be empty."""

    code: Markup
    output: Markup


@dataclass(frozen=True, slots=True)
class Files:
    """Where a notebook can be had."""

    place: str
    """From the root of the site."""
    link: str
    """From the page."""
    address: str
    """For `marimo edit`: whole, if the site knows where it will be."""


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows of a notebook."""

    name: str
    cells: tuple[ShownCell, ...]
    run: Run | None
    """None if its outputs cannot be shown."""
    gap: str
    """Why not, in words that follow "It"; else empty."""
    files: Files


def make_view(notebook: Notebook, run: Run | None, state: State, files: Files) -> View:
    """Make what a page shows of a notebook: its outputs only if they are of the code as it is."""
    fresh = run if state is State.FRESH else None
    outputs = iter(fresh.outputs if fresh else ())
    cells = []
    for cell in notebook.cells:
        output = "" if cell.is_setup else next(outputs, "")
        code = "" if cell.is_hidden else cell.code
        cells.append(ShownCell(_highlight(code), _frame(output)))
    shown = tuple(cell for cell in cells if cell.code or cell.output)
    return View(notebook.name, shown, fresh, _WORDS.get(state, ""), files)


def find_files(name: str, page: tuple[str, str], siteurl: str) -> Files:
    """Find where the file of a notebook stands: beside its page.

    Args:
        name: Of the notebook.
        page: Path and URL of the page, from the root of the site.
        siteurl: Of the site; may be empty.
    """
    path, url = page
    place = posixpath.join(posixpath.dirname(path or url), f"{name}.py").lstrip("/")
    here = posixpath.dirname(url.lstrip("/")) or "."
    return Files(place, posixpath.relpath(place, here), f"{siteurl}/{place}")


def _highlight(code: str) -> Markup:
    """Highlight code like a fence's."""
    if not code:
        return Markup()
    formatter = HtmlFormatter(cssclass="highlight", wrapcode=True)
    html = str(highlight(code, PythonLexer(), formatter)).strip()
    return Markup(html.replace("<pre", '<pre tabindex="0"', 1))  # noqa: S704 - Pygments escapes it


def _frame(output: str) -> Markup:
    """Make an output part of a page, in which no brace asks for anything."""
    for pattern, text in _FRAMED.items():
        output = pattern.sub(text, output)
    return Markup(output.replace("{", "&#123;"))  # noqa: S704 - it was checked as it was loaded
