"""Where benchmarks are read: from what Pelican has read, or from its sources."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any, Final

from pelican.contents import Content
from pelican.readers import MarkdownReader
from pelican.settings import read_settings

from plugins.audit import Problem, show_path
from plugins.bench.extension import BenchFences
from plugins.bench.html import fill_results, take_fences
from plugins.bench.metadata import OPENING
from plugins.bench.model import Snippet
from plugins.bench.options import Options, check_options, read_options
from plugins.bench.parse import Source, check_names, parse_snippets

MAX_FILE: Final = 1_000_000
"""Bytes of a file of code."""
_FOLDERS: Final = ("ARTICLE_PATHS", "PAGE_PATHS", "SERIES_PATHS")
"""Settings that name the folders of sources."""


def extend_markdown(markdown: Mapping[str, Any]) -> Mapping[str, Any]:
    """Add the extension to the settings of Markdown, once."""
    extensions = markdown.get("extensions", [])
    if any(isinstance(extension, BenchFences) for extension in extensions):
        return markdown
    return {**markdown, "extensions": [*extensions, BenchFences()]}


def read_content(content: Content, root: Path, options: Options) -> tuple[Problem, ...]:
    """Give a post or page its benchmarks, in source order; return what is wrong with them."""
    content._content, fences = take_fences(content._content or "")  # noqa: SLF001 - as it was read
    # A list has no place for results.
    summary, _ = take_fences(content.metadata.get("summary", ""))
    set_summary(content, fill_results(summary, lambda _: None))
    source = make_source(Path(content.source_path), root, options, content.lang)
    content.snippets, problems = parse_snippets(fences, source)
    return problems


def set_summary(content: Content, summary: str) -> None:
    """Set the summary of a post or page that has one; Pelican keeps it in two places."""
    if summary:
        content.metadata["summary"] = content._summary = summary  # noqa: SLF001


def make_source(path: Path, root: Path, options: Options, lang: str) -> Source:
    """Say what parsing must know of a post or page: its absolute path, and its language."""
    read_file = partial(read_code, path.parent, root)
    return Source(show_path(path), read_file, options.interpreters, lang)


def read_code(folder: Path, root: Path, name: str) -> str:
    """Read a file of code that a post names.

    Raises:
        OSError: It cannot be read.
        ValueError: It lies outside the content folder, is no text, or is too large.
    """
    try:
        path = (folder / name).resolve()
    except RuntimeError as error:  # a link to itself, until Python 3.13
        raise ValueError("it is a link to itself") from error
    if not path.is_relative_to(root.resolve()):
        raise ValueError("it lies outside the content folder")
    if path.exists() and not path.is_file():
        raise ValueError("it is no file")
    if path.stat().st_size > MAX_FILE:
        raise ValueError(f"it is larger than {MAX_FILE:,} bytes")
    return path.read_text("utf-8-sig")


def list_snippets(contents: Iterable[Content]) -> list[Snippet]:
    """List the benchmarks of posts and pages that were read, by file and line."""
    found = [snippet for content in contents for snippet in content.snippets]
    return sorted(found, key=lambda snippet: (snippet.file, snippet.line))


@dataclass(frozen=True, slots=True)
class Site:
    """What measuring must know of a site."""

    snippets: tuple[Snippet, ...]
    """By file and line; those of one name are one."""
    problems: tuple[Problem, ...]
    store: Path
    """Folder of what is measured."""
    options: Options


def read_site(settings_file: str) -> Site:
    """Read the settings and the benchmarks of a site."""
    settings = read_settings(settings_file)
    options = read_options(settings)
    root = Path(settings["PATH"])
    reader = MarkdownReader({**settings, "MARKDOWN": extend_markdown(settings["MARKDOWN"])})
    snippets: list[Snippet] = []
    problems = list(check_options(options))
    for path in sorted(set(_list_sources(settings, root))):
        found, wrong = _read_source(reader, path, root, options)
        snippets += found
        problems += wrong
    problems += check_names(snippets)
    first = {snippet.name: snippet for snippet in reversed(snippets)}
    ordered = [snippet for snippet in snippets if first[snippet.name] is snippet]
    return Site(tuple(ordered), tuple(problems), root / options.path, options)


def _list_sources(settings: Mapping[str, Any], root: Path) -> Iterator[Path]:
    for name in _FOLDERS:
        for folder in settings.get(name) or ():
            for path in (root / folder).rglob("*"):
                ignored = (fnmatch(path.name, glob) for glob in settings["IGNORE_FILES"])
                if path.suffix[1:] in MarkdownReader.file_extensions and not any(ignored):
                    yield path


def _read_source(
    reader: MarkdownReader, path: Path, root: Path, options: Options
) -> tuple[tuple[Snippet, ...], tuple[Problem, ...]]:
    file = show_path(path.absolute())
    try:
        if OPENING not in path.read_text("utf-8-sig", "replace"):
            return (), ()
        html, metadata = reader.read(str(path))
    except Exception as error:  # noqa: BLE001 - whatever a reader raises; the rest is read
        hint = "Mend it; `invoke build` says more."
        return (), (Problem(file, None, "bench", f"it cannot be read: {error}", hint),)
    _, fences = take_fences(html)
    if metadata.get("status") == "skip":
        return (), ()
    lang = str(metadata.get("lang", reader.settings["DEFAULT_LANG"]))
    return parse_snippets(fences, make_source(path.absolute(), root, options, lang))


def quiet_pelican() -> None:
    """Keep what Pelican says of settings out of the way: `invoke build` says it."""
    logging.getLogger("pelican").setLevel(logging.ERROR)
