"""Where notebooks meet Pelican: they are read, shown and published; none is ever run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.writers import Writer

from plugins.audit import Problem, Severity, find_field, quote, report, report_all, show_path
from plugins.notebooks.extension import NotebookRequests
from plugins.notebooks.find import RULE, check_names, find_files, locate, read_file
from plugins.notebooks.model import Notebook, Run, State
from plugins.notebooks.page import find_files as find_places
from plugins.notebooks.page import make_view
from plugins.notebooks.requests import (
    fill,
    find_line,
    has_request,
    list_requests,
    list_strays,
    read_target,
)
from plugins.notebooks.store import REMEDY, StoreError, judge, load, make_path

STALE: Final = "notebook-stale"
_TEMPLATE: Final = "_notebook"
_STRAY: Final = "Give it a line of its own, not indented by four; or mark it as code: `…`."
_IN_SUMMARY: Final = "A list has no place for it: leave it to the text."


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(add_extension)
    # Before others count words and list headings, and before `article_generator_finalized`.
    signals.article_generator_pretaxonomy.connect(show_in_texts)
    signals.get_generators.connect(get_generator)


def get_generator(_pelican: Pelican) -> type[Generator]:
    """Name the generator of notebooks to Pelican."""
    return NotebookGenerator


def add_extension(pelican: Pelican) -> None:
    """Let Markdown know the lines that ask for notebooks."""
    markdown = pelican.settings["MARKDOWN"]
    extensions = markdown.get("extensions", [])
    if not any(isinstance(extension, NotebookRequests) for extension in extensions):  # a second run
        extensions = [*extensions, NotebookRequests()]
        pelican.settings["MARKDOWN"] = {**markdown, "extensions": extensions}


@dataclass(slots=True)
class _Shelf:
    """The notebooks of a build, each read once, and the pages that were looked at."""

    content: Path
    read: dict[Path, Notebook | None] = field(default_factory=dict)
    runs: dict[str, tuple[Run | None, State]] = field(default_factory=dict)
    pages: dict[str, tuple[Content, dict[str, bytes]]] = field(default_factory=dict)
    """By source: a post or page, and what is written beside it, by place."""

    def find(self, path: Path) -> Notebook | None:
        """Find a notebook; None if something is wrong with it, of which the author is told."""
        if path not in self.read:
            found = read_file(path)
            if isinstance(found, Problem):
                report(found)
            self.read[path] = None if isinstance(found, Problem) else found
        return self.read[path]

    def find_run(self, notebook: Notebook) -> tuple[Run | None, State]:
        """Find what is stored of a notebook, and what it is worth."""
        if notebook.name not in self.runs:
            path = Path(show_path(make_path(self.content, notebook.name)))
            try:
                run = load(path)
                self.runs[notebook.name] = run, judge(notebook, run)
            except StoreError as error:
                report(Problem(str(path), None, "notebook-data", str(error), REMEDY))
                self.runs[notebook.name] = None, State.REFUSED
        return self.runs[notebook.name]


class NotebookGenerator(Generator):  # type: ignore[misc]
    """Shows notebooks in what is no post, and publishes their files."""

    def generate_context(self) -> None:
        """Show them, for all texts are read by now."""
        show_in_texts(self)
        shelf = _find_shelf(self)
        report_all(check_names(find_files(shelf.content)))
        places = ((f'the notebook "{Path(place).name}"', place) for place, _ in self._list_files())
        self.context.setdefault("fixed_places", []).extend(places)

    def generate_output(self, _writer: Writer) -> None:
        """Write the files, byte for byte."""
        for place, source in self._list_files():
            path = Path(self.output_path, place)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source)
            signals.content_written.send(str(path), context=self.context)

    def _list_files(self) -> Iterator[tuple[str, bytes]]:
        for content, files in _find_shelf(self).pages.values():
            if content.save_as:
                yield from files.items()


def show_in_texts(generator: Generator) -> None:
    """Show notebooks in all texts that were read and do not show them yet."""
    shelf = _find_shelf(generator)
    for source, content in sorted(generator.context["generated_content"].items()):
        if content and source not in shelf.pages:
            shelf.pages[source] = content, _show_all(generator, content, shelf)


def _find_shelf(generator: Generator) -> _Shelf:
    new = _Shelf(Path(generator.settings["PATH"]))
    shelf: _Shelf = generator.context.setdefault("notebook_shelf", new)
    return shelf


def _show_all(generator: Generator, content: Content, shelf: _Shelf) -> dict[str, bytes]:
    """Put notebooks where a post or page asks for them; return what is written beside it."""
    body = content._content or ""  # noqa: SLF001 - the body before Pelican resolves its links
    summary = content.metadata.get("summary", "")
    files: dict[str, bytes] = {}
    if has_request(body) or has_request(summary):
        page = _Page(generator, content, shelf, files)
        page.check(body, summary)
        content._content = fill(body, page.render)  # noqa: SLF001
        if summary:
            summary = fill(summary, lambda _: "")
            content._summary = content.metadata["summary"] = summary  # noqa: SLF001
    content.shows_notebooks = bool(files)
    return files


class _Page:
    """A post or page that asks for notebooks."""

    def __init__(
        self, generator: Generator, content: Content, shelf: _Shelf, files: dict[str, bytes]
    ) -> None:
        self._generator, self._content, self._shelf, self._files = generator, content, shelf, files
        self._source = Path(content.source_path)
        self._text = self._source.read_text("utf-8-sig", "replace")
        self._told: Counter[tuple[str, bool]] = Counter()

    def check(self, body: str, summary: str) -> None:
        """Tell of requests where none can be."""
        for request in list_strays(body):
            line = self._find_line(request, is_stray=True)
            message = f"{request} stands within a text, and would be shown as it is"
            self._report(line, message, _STRAY)
        for request in [*list_requests(summary), *list_strays(summary)]:
            line = find_field(self._text, "summary")
            self._report(line, f"{request} stands in a summary", _IN_SUMMARY)

    def render(self, request: str) -> str:
        """Render what a line asks for; nothing if something is wrong with it."""
        target, line = read_target(request), self._find_line(request)
        try:
            path = locate(target, self._source, self._shelf.content)
        except ValueError as error:
            hint = "Write its path from this file's folder, or with / from the content folder."
            self._report(line, f"the notebook {quote(target)} {error}", hint)
            return ""
        notebook = self._shelf.find(path)
        if not notebook:
            return ""
        place = (self._content.save_as, str(self._content.url))
        files = find_places(notebook.name, place, str(self._generator.settings["SITEURL"]))
        if files.place in self._files:
            self._report(line, f"the notebook {quote(target)} is shown twice", "Leave one out.")
            return ""
        self._files[files.place] = notebook.source
        view = make_view(notebook, *self._shelf.find_run(notebook), files)
        if view.gap and self._content.save_as:
            message = f"the notebook {quote(view.name)} {view.gap}"
            hint = f"Run it: invoke notebooks --only {view.name}"
            self._report(line, message, hint, Severity.WARNING)
        module: Any = self._generator.get_template(_TEMPLATE).module
        return str(module.notebook(view)).strip()

    def _find_line(self, request: str, *, is_stray: bool = False) -> int | None:
        """Find the line of the next request that is written so."""
        number = self._told[request, is_stray]
        self._told[request, is_stray] += 1
        return find_line(self._text, request, number, is_stray=is_stray)

    def _report(
        self, line: int | None, message: str, hint: str, severity: Severity = Severity.ERROR
    ) -> None:
        rule = RULE if severity is Severity.ERROR else STALE
        report(Problem(show_path(self._source), line, rule, message, hint, severity))
