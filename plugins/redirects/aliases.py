"""The former addresses that a text says it had: what they are, and which cannot be."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote

from plugins.audit import Problem, quote

_SEPARATOR: Final = re.compile(r"[,\n]")
_UNFIT: Final = re.compile(r"[\s?#\\<>\"\0-\x1f\x7f]")
_PAGE: Final = (".html", ".htm")
_OTHER_FILE: Final = re.compile(r"\.[A-Za-z][A-Za-z0-9]*\Z")
"""How a path ends that a server does not take for a page, and so cannot lead on."""
_EXAMPLE: Final = 'Write its path from the root of the site, as in "Aliases: /posts/old-name/".'


@dataclass(frozen=True, slots=True)
class Alias:
    """A former address of a text."""

    file: str
    """Source of the text, as shown to its author."""
    line: int | None
    said: str
    """As the author wrote it."""

    @property
    def url(self) -> str:
        """The address from the root of the site, as the site itself would have written it."""
        return self.save_as.removesuffix("index.html")

    @property
    def save_as(self) -> str:
        """Where a server finds it: `/a/` and `/a` in `a/index.html`, `/a.html` there."""
        path = unquote(self.said)
        whole = path if path.endswith(_PAGE) else f"{path}/index.html"
        return posixpath.normpath(whole.lstrip("/"))


def split_aliases(said: str | Iterable[str]) -> list[str]:
    """Split what `Aliases:` says: by commas, and by lines."""
    text = said if isinstance(said, str) else "\n".join(said)
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def check_form(alias: Alias) -> Iterator[Problem]:
    """Find an alias that is no path of this site."""
    message, path = "", unquote(alias.said)
    if not alias.said.startswith("/") or alias.said.startswith("//"):
        message = "is no path that begins with one slash"
    elif _UNFIT.search(alias.said):
        message = "has a sign that no path has"
    elif {".", ".."} & set(path.split("/")) or "\\" in path:
        message = "leads elsewhere on its way"
    elif _OTHER_FILE.search(path) and not path.endswith(_PAGE):
        message = "is no page, and only a page can lead on"
    if message:
        yield Problem(alias.file, alias.line, "alias", f"{quote(alias.said)} {message}", _EXAMPLE)


def name_address(file: str) -> str:
    """Name, for `find_taken`, the place where a text is written."""
    return f"the address of {file}"


def find_taken(
    aliases: Iterable[Alias], owners: Mapping[str, str]
) -> Iterator[tuple[Alias, Problem]]:
    """Find each alias whose place something else has: a page, a file, or an alias before it.

    Args:
        aliases: Of all texts, in order of right; a text says each once.
        owners: By its place in the output, in words, what is written there.
    """
    taken = dict(owners)
    for alias in aliases:
        places = PurePosixPath(alias.save_as).parents  # a file is no folder
        above = next((taken[str(place)] for place in places if str(place) in taken), None)
        owner = above or taken.setdefault(alias.save_as, f"an alias of {alias.file}")
        if owner == f"an alias of {alias.file}":
            continue
        if owner == name_address(alias.file):
            message = f"{quote(alias.said)} is where this is now, and would lead to itself"
            hint = "Delete it: an alias is an address that a text had before."
        else:
            message = f"{quote(alias.said)} is already {owner}"
            hint = "An address leads to one place: delete this alias, or move the other."
        yield alias, Problem(alias.file, alias.line, "alias", message, hint)
