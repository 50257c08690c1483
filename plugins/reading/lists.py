"""Posts and lists of them as readers expect them, so that templates need only print.

Of the things given only the named attributes are used.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import Any, Final

_RIGHT_TO_LEFT: Final = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi")
)
"""Languages that CLDR has written from right to left, in their usual script."""


def group_by_year(dated: Iterable[Any]) -> list[tuple[int, list[Any]]]:
    """Group what has a `date` by its year; the order stays, so it must be one by date."""
    return [(year, list(group)) for year, group in groupby(dated, lambda item: item.date.year)]


def sort_by_name(named: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Sort pairs of a tag or category and its posts by name, as in a register of a book."""
    return sorted(named, key=lambda pair: (pair[0].name.casefold(), pair[0].name))


def link_neighbours(newest_first: Sequence[Any]) -> None:
    """Set `newer` and `older` of each; None at the ends."""
    for newer, older in pairwise((None, *newest_first, None)):
        if newer:
            newer.older = older
        if older:
            older.newer = newer


def describe_state(content: Any) -> str | None:  # noqa: ANN401 - Pelican has no types
    """Say why a post or page is not, or not simply, public; None if it is.

    Pelican makes a draft of a post with a date in the future; its metadata keep what its
    author wrote.
    """
    written = content.metadata.get("status", "published").lower()
    if content.status == "draft" and written == "published":
        return "scheduled"
    return None if content.status == "published" else str(content.status)


def find_direction(lang: str) -> str:
    """Find the direction of a language's usual script, as a value of `dir`."""
    return "rtl" if re.split("[-_]", lang)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def find_address(output_file: str) -> str:
    """Find the URL of a page, relative to the site's root, from where it is written."""
    folder, _, name = output_file.rpartition("/")
    return output_file if name != "index.html" else f"{folder}/" if folder else ""
