"""From what is wrong in a page to the source, and the line in it, that its author can mend."""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from plugins.audit.links import Base, Fault
from plugins.audit.problem import Problem
from plugins.audit.source import find_links

_NAMED: Final = re.compile(r"[{|](?:tag|category|author)[}|]([^)\"'#?>]*)")
_SIGNS: Final = re.compile(r"[\W_]+")
_MANY: Final = 0.5
"""Of all pages; what is wrong on as many is a template's, though a source may have it, too."""


@dataclass(frozen=True)
class Sources:
    """The texts that a site is made of."""

    by_place: Mapping[str, str | None]
    """Source of each page, as shown to the author; None if it has none, as lists."""
    texts: Sequence[str]
    """All sources of posts and pages, as shown."""
    templates: Sequence[str]
    base: Base
    read: Callable[[str], str]
    """Reads what is shown so; empty if it cannot be read."""

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Place of the page of each source."""
        return {source: place for place, source in self.by_place.items() if source}

    @cached_property
    def most(self) -> float:
        """How many pages can have the same fault by their own sources."""
        return max(2, _MANY * sum(place.endswith(".html") for place in self.by_place))


def trace_all(faults: Iterable[Fault], sources: Sources) -> Iterator[Problem]:
    """Make problems of faults: one for each line that has it.

    What stands on many pages, and in the source of none, is a template's; what only a list shows
    is looked for in all sources. Both are told once.
    """
    told: set[tuple[str, str]] = set()
    left: list[Fault] = []
    for fault in faults:
        file = sources.by_place.get(fault.place)
        lines = _find_lines(fault, file, sources) if file else ()
        if file and lines:
            told.add((fault.rule, fault.goal))
            yield from (_tell(fault, file, line) for line in lines)
        else:
            left.append(fault)
    left = [fault for fault in left if (fault.rule, fault.goal) not in told]
    # A relative link of a template has another goal on each page.
    counts = Counter(map(_key, left))
    first = {_key(fault): fault for fault in reversed(left)}
    yield from (_trace_elsewhere(first[key], counts[key], sources) for key in counts)


def _key(fault: Fault) -> tuple[str, str]:
    """Tell what is told together: ids that come of something else in a page come by the dozen."""
    return fault.rule, fault.place if fault.rule == "id" else fault.needle


def _trace_elsewhere(fault: Fault, count: int, sources: Sources) -> Problem:
    """Trace a fault that is in the source of no page which has it."""
    is_id = fault.rule == "id"
    # An id is the page's own, whose source has been asked.
    texts, templates = () if is_id else sources.texts, sources.templates
    for file in (*templates, *texts) if count > sources.most else (*texts, *templates):
        if lines := _find_lines(fault, file, sources):
            return _tell(fault, file, lines[0])
    source = sources.by_place.get(fault.place) if count == 1 or is_id else None
    more = f", and so it is with {count - 1} more" if is_id and count > 1 else ""
    shown = more if source else f"{more} (in {fault.place})"
    return Problem(source, None, fault.rule, f"{fault.message}{shown}", fault.suggest())


def _tell(fault: Fault, file: str, line: int) -> Problem:
    return Problem(file, line, fault.rule, fault.message, fault.suggest())


def _find_lines(fault: Fault, file: str, sources: Sources) -> list[int]:
    text = sources.read(file)
    if fault.rule == "id":
        name = re.escape(fault.needle)
        pattern = re.compile(rf"\bid=[\"']?{name}(?![\w-])|[{{\s:]#{name}(?=[\s}}])")
        return [n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line)][-1:]
    place, _, fragment = fault.goal.partition("#")
    if fragment and (goal := sources.by_place.get(place)):
        for written in (unquote(fragment), fragment):
            if lines := find_links(text, f"{Path(goal).name}#{written}", of_source=True):
                return lines
    for needle in _list_needles(fault, file, sources):
        if lines := find_links(text, needle):
            return lines
    return _find_named(fault, text)


def _list_needles(fault: Fault, file: str, sources: Sources) -> Iterator[str]:
    """List how an author may have written an address in a file, the surest first."""
    yield fault.needle
    if cut := _cut_site(fault.needle, sources.base):
        yield cut
    if here := sources.places.get(file):  # a list has moved what is relative there
        end = "/" * fault.goal.endswith("/")
        yield posixpath.relpath(fault.goal, posixpath.dirname(here) or ".") + end


def _cut_site(target: str, base: Base) -> str:
    """Cut the address of the site from a link; empty if nothing is left to look for."""
    path = target.removeprefix(base.origin)
    return "/" + path.removeprefix(base.path) if path.strip("/") else ""


def _find_named(fault: Fault, text: str) -> list[int]:
    """Find links by name, `{tag}Free threading`, to the page of a tag that no post has."""
    slug = _fold(unquote(urlsplit(fault.needle).path).rstrip("/").rpartition("/")[2])
    return [
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if any(slug and _fold(unquote(name)) == slug for name in _NAMED.findall(line))
    ]


def _fold(name: str) -> str:
    return _SIGNS.sub("-", name.casefold()).strip("-")
