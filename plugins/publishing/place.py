"""Where a site is published, and what stands beside it while that happens."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plugins.audit import Problem, quote
from plugins.audit.output import check_output


@dataclass(frozen=True, slots=True)
class Place:
    """The output of a site and its neighbours, which one file system holds."""

    output: str
    """As its author names it."""
    target: Path
    """The folder itself; another than the one named where that is a link."""

    @property
    def next(self) -> Path:
        """Where the new site is built."""
        return self._beside("next")

    @property
    def old(self) -> Path:
        """Where the last good site waits between two renames."""
        return self._beside("old")

    @property
    def lock(self) -> Path:
        """The file that one publish at a time holds."""
        return self._beside("lock")

    def _beside(self, what: str) -> Path:
        return self.target.with_name(f".{self.target.name}-{what}")


def find_place(output: str) -> Place:
    """Find the folder that an output is, through links."""
    return Place(output, Path(os.path.realpath(Path(output).expanduser())))


def check_place(place: Place) -> Problem | None:
    """Check that a site can be built beside the output, and can take its place.

    Returns:
        The first thing that speaks against it; None if nothing does.
    """
    return next(_list_problems(place), None)


def _list_problems(place: Place) -> Iterator[Problem]:
    shown = f"the output, {quote(place.output, 200)},"
    elsewhere = "name another folder: --output DIR"
    if place.target.is_symlink():
        hint = f"Delete the link, or {elsewhere}."
        yield Problem(None, None, "output", f"{shown} is a link that leads to itself", hint)
    elif problem := check_output(Path(place.output), [Path.cwd(), Path.home()]):
        yield problem
    elif place.target.is_mount():
        yield explain_mount(place)
    elif place.target.exists() and not os.access(place.target, os.W_OK):
        hint = f"Make it writable, or {elsewhere}."
        yield Problem(None, None, "output", f"{shown} is read-only", hint)
    folder = next(path for path in place.target.parents if path.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        message = (
            f"{shown} lies in {quote(str(folder), 200)}, where no folder can be made beside it"
        )
        yield Problem(None, None, "output", message, f"Make that writable, or {elsewhere}.")


def explain_mount(place: Place) -> Problem:
    """Say why a mount point cannot be published to."""
    message = f"the output, {quote(place.output, 200)}, is a mount point, which cannot be renamed"
    hint = f"Publish into a folder in it: --output {Path(place.output, 'site')}"
    return Problem(None, None, "output", message, hint)
