"""The part that Python-Markdown must know: which fences are benchmarks, and their lines.

pymdownx.superfences finds fences, in lists, quotations and tabs too; one more entry in its list
of formats lets ours see those of Python. What they are goes with the HTML, as a cached post has
nothing else: behind the code, which is shown without its metadata, is an empty place for results,
`<div class="snippet-results" data-fence="{line and code in JSON}"></div>`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markupsafe import escape

from plugins.bench.metadata import Fault, is_snippet, read_block

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
    format_code = plain["formatter"]

    def format_fence(src: str = "", **options: Any) -> str:  # noqa: ANN401 - handed on
        if not is_snippet(src):
            return str(format_code(src=src, **options))
        block = read_block(src)
        # Of metadata that cannot be read, the author is told; all of it is shown.
        shown = src if isinstance(block, Fault) else block.rest.strip("\n")
        gone = 0 if isinstance(block, Fault) else src[: src.find(shown)].count("\n")
        options["options"] = _shift_marks(options.get("options") or {}, gone)
        code = format_code(src=shown, **options) if shown.strip() else ""
        fence = escape(json.dumps({"line": lines.line, "code": src}))
        return (
            f'<div class="snippet"><div class="snippet-code">{code}</div>'
            f'<div class="snippet-results" {ATTRIBUTE}="{fence}"></div></div>'
        )

    return format_fence


def _shift_marks(options: Mapping[str, Any], gone: int) -> dict[str, Any]:
    """Let marked lines be those that the author counted, metadata included."""
    others = {key: value for key, value in options.items() if key != "hl_lines"}
    marked = options.get("hl_lines")
    if not marked:
        return others
    spans = [part.partition("-") for part in str(marked).split()]
    ends = [(int(first) - gone, int(last or first) - gone) for first, _, last in spans]
    left = " ".join(f"{max(first, 1)}-{last}" for first, last in ends if last > 0)
    return {**others, "hl_lines": left} if left else others  # an empty one is refused there
