"""The part that Python-Markdown must know: which fences are benchmarks, and their lines.

pymdownx.superfences finds fences, in lists, quotations and tabs too; one more entry in its list
of formats lets ours see those of Python. What they are goes with the HTML, as a cached post has
nothing else: `<div class="snippet" data-fence="{line and code in JSON}">` around the code.
"""

import json
from collections.abc import Callable
from typing import Any, Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markupsafe import escape

from plugins.bench.metadata import is_snippet

ATTRIBUTE: Final = "data-fence"
LANGUAGES: Final = frozenset({"python", "python3", "py", "py3"})
_BEFORE_METADATA: Final = 28
"""Priority: the header of a post is taken away at 27."""
_FENCES: Final = "fenced_code_block"


class BenchFences(Extension):
    """Marks fences that are benchmarks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - its name there
        """Register beside superfences, if that is there."""
        if _FENCES not in md.preprocessors:
            return
        fences: Any = md.preprocessors[_FENCES]
        if not hasattr(fences, "process_nested_block"):  # Markdown's own fences
            return
        lines = _Lines(md)
        md.preprocessors.register(lines, "bench", _BEFORE_METADATA)
        fences.process_nested_block = lines.watch(fences.process_nested_block)
        plain = fences.extension.superfences[0]
        entry = {
            "name": "bench",
            "test": lambda language: str(language).lower() in LANGUAGES,  # None: no language
            "formatter": _make_formatter(plain, lines),
            "validator": plain["validator"],
            "reset": None,
        }
        fences.extension.superfences.append(entry)


class _Lines(Preprocessor):
    """Knows the line of the source where the fence at hand begins."""

    total = 0
    start = 0

    def run(self, lines: list[str]) -> list[str]:
        self.total = len(lines)
        return lines

    def watch(self, process: Callable[..., None]) -> Callable[..., None]:
        """Note where a fence starts before it is processed."""

        def process_nested_block(ws: str, content: str, start: int, end: int) -> None:
            self.start = start
            process(ws, content, start, end)

        return process_nested_block

    @property
    def line(self) -> int:
        """From 1; what stood above, as the post's header, is gone from the lines by now."""
        left: list[str] = getattr(self.md, "lines", [])
        return self.start + 1 + self.total - len(left)


def _make_formatter(plain: dict[str, Any], lines: _Lines) -> Callable[..., str]:
    def format_fence(src: str = "", **options: Any) -> str:  # noqa: ANN401 - handed on
        html = str(plain["formatter"](src=src, **options))
        if not is_snippet(src):
            return html
        fence = escape(json.dumps({"line": lines.line, "code": src}))
        return f'<div class="snippet" {ATTRIBUTE}="{fence}">{html}</div>'

    return format_fence
