"""What was published, in words, and what is no longer there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_NAMED: Final = 10
_INDEX: Final = "index.html"
_UNLISTED: Final = re.compile(rb'<meta name="robots" content="noindex')


@dataclass(frozen=True, slots=True)
class Summary:
    """A published site, counted."""

    posts: int
    pages: int
    files: int
    size_bytes: int


def summarize(folder: Path, posts: int, pages: int) -> Summary:
    """Count the files of a site."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return Summary(posts, pages, len(sizes), sum(sizes))


def render_summary(summary: Summary, output: str, seconds: float) -> str:
    """Say in one line what was published where."""
    parts = (_count(summary.posts, "post"), _count(summary.pages, "page"))
    size = f"{_count(summary.files, 'file')}, {summary.size_bytes / 1e6:.1f} MB"
    return f"Published to {output}: {', '.join(parts)} ({size}) in {seconds:.1f} s."


def find_gone(old: Path, new: Path) -> Iterator[str]:
    """Find the addresses of the old site that the new one has no page for, sorted.

    Pages that asked not to be indexed, such as drafts and the 404 page, are not missed.
    """
    for page in sorted(path.relative_to(old) for path in old.rglob("*.html")):
        if not (new / page).exists() and not _UNLISTED.search((old / page).read_bytes()):
            yield f"/{page.as_posix()}".removesuffix(_INDEX)


def render_gone(addresses: Sequence[str]) -> str:
    """Tell the author which pages readers will not find any more."""
    rest = len(addresses) - MOST_NAMED
    lines = [f"{_count(len(addresses), 'page')} of the site before will not be found any more:"]
    lines += [f"    {address}" for address in addresses[:MOST_NAMED]]
    lines += [f"    and {rest} more"] if rest > 0 else []
    return "\n".join([*lines, 'Moved? Write "Aliases:" in the post\'s metadata.'])


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
