"""The ids of entries, by which a feed reader knows what it has shown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from plugins.audit import Problem, quote

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
"""RFC 4287, 4.2.6: an id is an IRI; its scheme, and no space. The rest is free."""


@dataclass(frozen=True, slots=True)
class Guid:
    """What a post says in `Guid:`."""

    file: str
    line: int | None
    value: str


def is_iri(value: str) -> bool:
    """Tell whether a text can be an id."""
    return _IRI.fullmatch(value) is not None


def check_guids(guids: Iterable[Guid]) -> Iterator[Problem]:
    """Find ids that are none, or that two posts have."""
    first: dict[str, Guid] = {}
    for guid in guids:
        if not is_iri(guid.value):
            message = f"guid = {quote(guid.value)} is no IRI, which an id of an entry must be"
            hint = 'Write a scheme and a name, as in "Guid: urn:uuid:…" or "Guid: tag:…".'
            yield Problem(guid.file, guid.line, "guid", message, hint)
        elif (other := first.setdefault(guid.value, guid)) is not guid:
            message = f"guid = {quote(guid.value)} is that of {other.file}, too"
            hint = "A post has its own: feed readers would show only one of the two. Delete this."
            yield Problem(guid.file, guid.line, "guid", message, hint)
