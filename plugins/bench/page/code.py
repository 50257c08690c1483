"""Code that lies in a file, shown like a fence's."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from plugins.bench.model import Snippet


def highlight_code(snippet: Snippet) -> str:
    """Highlight the code of a snippet: a `<div class="highlight">`."""
    formatter = HtmlFormatter(cssclass="highlight", wrapcode=True)
    html = str(highlight(snippet.code.strip("\n"), PythonLexer(), formatter))
    return html.replace("<pre", '<pre tabindex="0"', 1)
