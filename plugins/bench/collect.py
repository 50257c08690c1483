"""All benchmarks of the site, read from its sources without a build."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any, Final

from pelican.readers import MarkdownReader
from pelican.settings import read_settings

from plugins.audit import Problem, show_path
from plugins.bench.adapter import extend_markdown, read_code
from plugins.bench.html import take_fences
from plugins.bench.metadata import OPENING
from plugins.bench.model import Snippet
from plugins.bench.options import Options, check_options, read_options
from plugins.bench.parse import Source, check_names, parse_snippets

_FOLDERS: Final = ("ARTICLE_PATHS", "PAGE_PATHS", "SERIES_PATHS")


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
    source = Source(
        file,
        partial(read_code, path.parent, root),
        options.interpreters,
        str(metadata.get("lang", "")),
    )
    return parse_snippets(fences, source)


def quiet_pelican() -> None:
    """Keep what Pelican says of settings out of the way: `invoke build` says it."""
    logging.getLogger("pelican").setLevel(logging.ERROR)
