"""Where redirects meet Pelican: texts get their former addresses, and those get pages."""

import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import Pelican
from pelican.contents import Content
from pelican.generators import Generator
from pelican.plugins import signals
from pelican.utils import get_relative_path, path_to_url
from pelican.writers import Writer

from plugins.audit import Problem, find_field, find_lines, report, report_all, show_path
from plugins.redirects.aliases import Alias, check_form, find_taken, name_address, split_aliases
from plugins.redirects.page import write_redirect


def register() -> None:
    """Connect to Pelican."""
    signals.get_generators.connect(get_generator)


def get_generator(_pelican: Pelican) -> type[Generator]:
    """Name the generator of redirects to Pelican."""
    return RedirectGenerator


class RedirectGenerator(Generator):  # type: ignore[misc]
    """Writes a page at each former address."""

    def generate_context(self) -> None:
        """Read what texts say: `former_urls`, in the order of time, for feeds and templates."""
        self.aliases: list[tuple[Alias, Content]] = []
        for content in _sort(self.context["generated_content"].values()):
            faults = {alias: list(check_form(alias)) for alias in _read_aliases(content)}
            report_all(chain.from_iterable(faults.values()))
            sound = [alias for alias in faults if not faults[alias]]
            content.former_urls = tuple(alias.url for alias in sound)
            if content.save_as and content.status != "draft":
                self.aliases += [(alias, content) for alias in sound]

    def generate_output(self, writer: Writer) -> None:
        """Write the pages that no other page is in the way of; by now all others are written."""
        aliases = [alias for alias, _ in self.aliases]
        taken = dict(find_taken(aliases, dict(self._list_owners(writer))))
        report_all(taken.values())
        for alias, content in self.aliases:
            if alias not in taken:
                self._write(alias, content)

    def _list_owners(self, writer: Writer) -> Iterator[tuple[str, str]]:
        """List places in the output, and what stands there; the last one says it best."""
        for path in sorted(writer._written_files):  # noqa: SLF001 - Pelican's own list
            yield os.path.relpath(path, self.output_path), "the address of another page, or a feed"
        for name, save_as in self.context.get("fixed_places", ()):
            yield os.path.normpath(save_as), f"the place of {name}"
        for file in self.context["staticfiles"]:
            yield os.path.normpath(file.save_as), f"the place of {show_path(file.source_path)}"
        for content in filter(None, self.context["generated_content"].values()):
            if content.save_as:
                name = name_address(show_path(content.source_path))
                yield os.path.normpath(content.save_as), name

    def _write(self, alias: Alias, content: Content) -> None:
        path = Path(self.output_path, alias.save_as)
        site = self.settings["SITEURL"]
        if self.settings["RELATIVE_URLS"]:
            site = path_to_url(get_relative_path(alias.save_as))
        title = Markup(content.title).striptags()  # noqa: S704 - only to take it apart
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            text = write_redirect(f"{site}/{content.url}", title, content.lang)
            path.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            message = f'"{alias.said}" cannot be written: {error.strerror}'
            hint = "Something else has a part of its path: choose another address."
            report(Problem(alias.file, alias.line, "alias", message, hint))
        else:
            signals.content_written.send(str(path), context={**self.context, "page": content})


def _sort(contents: Iterable[Content | None]) -> list[Content]:
    """Sort what was read, which Pelican has in another order each time."""
    return sorted(filter(None, contents), key=lambda content: str(content.source_path))


def _read_aliases(content: Content) -> Iterator[Alias]:
    said: Any = content.metadata.get("aliases")
    if not said:
        return
    file = show_path(content.source_path)
    source = Path(content.source_path).read_text("utf-8-sig", "replace")
    first = find_field(source, "aliases") or 1
    found: dict[str, Alias] = {}
    for value in split_aliases(said):
        lines = (line for line in find_lines(source, value) if line >= first)
        alias = Alias(file, next(lines, first), value)
        found.setdefault(alias.save_as, alias)
    yield from found.values()
