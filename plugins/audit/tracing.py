"""From what is wrong in a page to the source, and the line in it, that its author can mend."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from plugins.audit.links import Base, Fault
from plugins.audit.problem import Problem
from plugins.audit.source import find_lines

_NAMED: Final = re.compile(r"[{|](?:tag|category|author)[}|]([^)\s\"'#?>]*)")
_SIGNS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
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


def trace_all(faults: Iterable[Fault], sources: Sources) -> Iterator[Problem]:
    """Make problems of faults: one for each line that has it.

    What stands on many pages, and in the source of none, is a template's; what only a list shows
    is looked for in all sources. Both are told once.
    """
    told: set[tuple[str, str]] = set()
    left: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        key = (fault.rule, fault.goal)
        file = sources.by_place.get(fault.place)
        lines = _find_lines(fault, sources.read(file), sources) if file else ()
        if file and lines:
            told.add(key)
            yield from (_tell(fault, file, line) for line in lines)
        elif file or key not in left:
            left[key] = fault
    yield from (_trace_elsewhere(left[key], sources) for key in left if key not in told)


def _trace_elsewhere(fault: Fault, sources: Sources) -> Problem:
    for file in (*sources.texts, *sources.templates):
        if lines := _find_lines(fault, sources.read(file), sources):
            return _tell(fault, file, lines[0])
    source = sources.by_place.get(fault.place)
    shown = "" if source else f" (in {fault.place})"
    return Problem(source, None, fault.rule, f"{fault.message}{shown}", fault.hint)


def _tell(fault: Fault, file: str, line: int) -> Problem:
    return Problem(file, line, fault.rule, fault.message, fault.hint)


def _find_lines(fault: Fault, text: str, sources: Sources) -> list[int]:
    if fault.rule == "id":
        name = re.escape(fault.needle)
        pattern = re.compile(rf"\bid=[\"']?{name}(?![\w-])|[{{\s:]#{name}(?=[\s}}])")
        return [n for n, line in enumerate(text.split("\n"), 1) if pattern.search(line)][-1:]
    for needle in _list_needles(fault, sources):
        if lines := find_lines(text, needle):
            return lines
    return _find_named(fault, text)


def _list_needles(fault: Fault, sources: Sources) -> Iterator[str]:
    """List how an author may have written a link, the surest first."""
    yield fault.needle
    place, _, fragment = fault.goal.partition("#")
    if fragment and (goal := sources.by_place.get(place)):
        yield f"{Path(goal).name}#{unquote(fragment)}"
        yield f"{Path(goal).name}#{fragment}"
    if cut := _cut_site(fault.needle, sources.base):
        yield cut


def _cut_site(target: str, base: Base) -> str:
    """Cut the address of the site from a link; empty if nothing is left to look for."""
    path = target.removeprefix(base.origin)
    return "/" + path.removeprefix(base.path) if path.strip("/") else ""


def _find_named(fault: Fault, text: str) -> list[int]:
    """Find links by name, `{tag}Free threading`, to the page of a tag that no post has."""
    slug = unquote(urlsplit(fault.needle).path).rstrip("/").rpartition("/")[2]
    return [
        number
        for number, line in enumerate(text.split("\n"), start=1)
        if any(_fold(unquote(name)) == _fold(slug) for name in _NAMED.findall(line))
    ]


def _fold(name: str) -> str:
    return _SIGNS.sub("-", name.casefold()).strip("-")
