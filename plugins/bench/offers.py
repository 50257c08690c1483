"""Measurements that lie in folders of other machines: found, and read as data of strangers.

Where a file belongs is found by names that this site has; no link is followed.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from plugins.audit import quote
from plugins.bench.config import NAME_RULE, is_interpreter, is_name, suggest
from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement, Snippet
from plugins.bench.noise_run import NAME, list_cells
from plugins.bench.store import REMEDY, load_all, make_path

LAYOUT: Final = "SNIPPET/MACHINE/INTERPRETER.json"
_DEPTH: Final = LAYOUT.count("/") + 1
_LONGEST: Final = 400
"""Characters of what is refused: the names of files are of strangers, too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where measurements belong, and what may stand there."""

    snippet: Snippet
    machine: str
    interpreter: str
    cells: Mapping[str, Cell]
    """By their labels."""

    @property
    def is_noise(self) -> bool:
        """Whether it is of an A/A run."""
        return self.snippet.name == NAME

    def find_path(self, store: Path) -> Path:
        """Find its file in a folder of measurements."""
        return make_path(store, self.snippet.name, self.machine, self.interpreter)


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that is sound as such, and belongs to something that this site has."""

    path: Path
    place: Place
    measurements: Mapping[str, Measurement]
    """By the labels of their cells, of which the site may have others."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is not merged, and why."""

    path: Path
    reason: str

    def __str__(self) -> str:
        return quote(f"{self.path}: {self.reason}", _LONGEST)[1:-1]


Found: TypeAlias = Offer | Refusal


def find_offers(folder: Path, known: Mapping[str, Snippet]) -> Iterator[Found]:
    """Find the files below a folder, at any depth, and read them.

    Args:
        folder: Where to look.
        known: What the site has, by name: its benchmarks and the A/A run.
    """
    is_empty = True
    for path in _list_files(folder, known):
        is_empty = False
        if path.is_symlink():
            yield Refusal(path, "it is a link, and none is followed")
            continue
        place = find_place(path.parts[-_DEPTH:], known)
        if isinstance(place, str):
            yield Refusal(path, place)
        else:
            yield _read(path, place)
    if is_empty:
        found = "has nothing to merge" if folder.is_dir() else "is no folder"
        yield Refusal(folder, f"it {found}; name one with files {LAYOUT} below it")


def _list_files(folder: Path, known: Mapping[str, Snippet]) -> Iterator[Path]:
    """List what may be measurements, in a stable order; links to folders of such, too."""
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in folders:
            path = Path(parent, name)
            if path.is_symlink() and {name, path.parent.name} & known.keys():
                yield path
        for name in sorted(files):
            path = Path(parent, name)
            parts = path.relative_to(folder).parts[-_DEPTH:]
            is_deep = path.suffix == ".json" and len(parts) == _DEPTH
            if is_deep and (is_interpreter(path.stem) or parts[0] in known):
                yield path


def find_place(parts: Sequence[str], known: Mapping[str, Snippet]) -> Place | str:
    """Find where a file belongs by the last parts of its path; or tell why it belongs nowhere."""
    name, machine, file = parts
    interpreter = file.removesuffix(".json")
    snippet = known.get(name)
    if not snippet:
        names = [other for other in known if other != NAME]
        return f"there is no benchmark {quote(name)}. {suggest(name, names)}"
    if not is_name(machine):
        return f"the machine {quote(machine)} cannot be a label: use {NAME_RULE}"
    if interpreter not in snippet.interpreters:
        names = list(snippet.interpreters)
        return f"{name} does not run on {quote(interpreter)}, but on {', '.join(names)}"
    cells = list_cells(snippet) if name == NAME else snippet.cells
    return Place(snippet, machine, interpreter, {cell.label: cell for cell in cells})


def _read(path: Path, place: Place) -> Found:
    try:
        return Offer(path, place, load_all(path))
    except StoreError as error:
        reason = str(error).removesuffix(REMEDY).removeprefix(str(path))
        return Refusal(path, reason[2:] if reason.startswith(": ") else f"it{reason}")
