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
    """The id of a post."""

    file: str
    value: str
    is_said: bool = True
    """Whether the post says it by `Guid:`."""


def is_iri(value: str) -> bool:
    """Tell whether a text can be an id."""
    return _IRI.fullmatch(value) is not None


def check_guids(guids: Iterable[Guid]) -> Iterator[Problem]:
    """Find ids that are none, and those said that another post has, too.

    That two have an id which neither says comes of their addresses, and is told of these.
    """
    first: dict[str, Guid] = {}
    for guid in guids:
        if guid.is_said and not is_iri(guid.value):
            message = f"guid = {quote(guid.value)} is no IRI, which an id of an entry must be"
            hint = 'Write a scheme and a name, as in "Guid: urn:uuid:…" or "Guid: tag:…".'
            yield Problem(guid.file, None, "guid", message, hint)
            continue
        other = first.setdefault(guid.value, guid)
        if other is not guid and (guid.is_said or other.is_said):
            said, owner = (guid, other) if guid.is_said else (other, guid)
            message = f"guid = {quote(said.value, 200)} is the id of {owner.file}, too"
            hint = "Feed readers would show only one of the two: write another, or delete this."
            yield Problem(said.file, None, "guid", message, hint)
