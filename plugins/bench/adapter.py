"""Where benchmarks meet Pelican."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals

from plugins.audit import Problem, report, show_path
from plugins.bench.extension import BenchFences
from plugins.bench.html import take_fences
from plugins.bench.model import Snippet
from plugins.bench.options import Options, check_options, read_options
from plugins.bench.parse import Source, check_names, parse_snippets

MAX_FILE: Final = 1_000_000
"""Bytes of a file of code."""


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(add_extension)
    signals.get_generators.connect(get_generator)


def get_generator(_pelican: Pelican) -> type[Generator]:
    """Name the generator of benchmarks to Pelican."""
    return BenchGenerator


def add_extension(pelican: Pelican) -> None:
    """Let Markdown tell which fences are benchmarks."""
    pelican.settings["MARKDOWN"] = extend_markdown(pelican.settings["MARKDOWN"])


def extend_markdown(markdown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add the extension to the settings of Markdown, once."""
    extensions = markdown.get("extensions", [])
    if any(isinstance(extension, BenchFences) for extension in extensions):
        return markdown
    return {**markdown, "extensions": [*extensions, BenchFences()]}


class BenchGenerator(Generator):  # type: ignore[misc]
    """Gives posts and pages their benchmarks; it writes nothing, and runs nothing."""

    def generate_context(self) -> None:
        """Read the benchmarks of all that is read by now: `content.snippets`."""
        options = read_options(self.settings)
        problems = list(check_options(options))
        for content in filter(None, self.context["generated_content"].values()):
            problems += read_content(content, Path(self.settings["PATH"]), options)
        contents = filter(None, self.context["generated_content"].values())
        report_all([*problems, *check_names(_list_snippets(contents))])


def read_content(content: Content, root: Path, options: Options) -> tuple[Problem, ...]:
    """Give a post or page its benchmarks, in source order; return what is wrong with them."""
    content._content, fences = take_fences(content._content or "")  # noqa: SLF001 - as it was read
    path = Path(content.source_path)
    read_file = partial(read_code, path.parent, root)
    source = Source(show_path(path), read_file, options.interpreters, content.lang)
    content.snippets, problems = parse_snippets(fences, source)
    return problems


def read_code(folder: Path, root: Path, name: str) -> str:
    """Read a file of code that a post names.

    Raises:
        OSError: It cannot be read.
        ValueError: It lies outside the content folder, is no text, or is too large.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(root.resolve()):
        raise ValueError("it lies outside the content folder")
    if path.stat().st_size > MAX_FILE:
        raise ValueError(f"it is larger than {MAX_FILE:,} bytes")
    return path.read_text("utf-8-sig")


def report_all(problems: Iterable[Problem]) -> None:
    """Report problems to audit."""
    for problem in problems:
        report(problem)


def _list_snippets(contents: Iterable[Content]) -> list[Snippet]:
    found = [snippet for content in contents for snippet in content.snippets]
    return sorted(found, key=lambda snippet: (snippet.file, snippet.line))
