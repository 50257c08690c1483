"""Where typography meets Pelican."""

from typing import Any

from markupsafe import Markup, escape
from pelican.contents import Content
from pelican.plugins import signals

from plugins.typography.typeset import typeset


def register() -> None:
    """Connect to Pelican."""
    signals.article_generator_context.connect(escape_title)
    signals.page_generator_context.connect(escape_title)
    signals.content_object_init.connect(typeset_content)


def escape_title(_generator: object, metadata: dict[str, Any]) -> None:
    """Make HTML of a title, which the author of a Markdown source writes as plain text.

    Pelican takes titles for HTML: its feeds would lose the `<b>` of a title that is about it.
    Its readers of other sources give HTML already.
    """
    if "title" in metadata:
        make_html = escape if metadata.get("reader") == "markdown" else Markup
        metadata["title"] = make_html(metadata["title"])


def typeset_content(content: Content) -> None:
    """Typeset body and summary. Pelican's own `TYPOGRIFY` would do titles too."""
    if content._content:  # noqa: SLF001 - the body before Pelican resolves its links
        content._content = typeset(content._content)  # noqa: SLF001
    if "summary" in content.metadata:
        content._summary = content.metadata["summary"] = typeset(content.metadata["summary"])  # noqa: SLF001
