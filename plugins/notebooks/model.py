"""What is known of a notebook before it has run, and after."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a notebook."""

    line: int | None
    """In its file, from 1; None if it concerns all of it."""
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the block of PEP 723 says."""

    toml: str
    """Its text, without the marks of comments."""
    dependencies: tuple[str, ...]
    """As written; marimo, pinned, is one of them."""
    requires_python: str
    """Empty if it says nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it stands in the file."""

    line: int
    """Where it begins, from 1."""
    code: str
    """Without what marimo puts around it: decorator, function and `return`; may be empty."""
    is_hidden: bool
    is_setup: bool
    """It is the setup cell, which has no output."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """A file that marimo can run."""

    name: str
    """That of its file, without the suffix; one for the whole site."""
    file: str
    """Its path, as shown to the author."""
    source: bytes
    metadata: Metadata
    cells: tuple[Cell, ...]
    digest: str
    """Of all that its outputs depend on."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a notebook gave when it ran."""

    digest: str
    """Of the notebook as it was."""
    python: str
    marimo: str
    date: str
    """The day, as ISO 8601 has it."""
    outputs: tuple[str, ...]
    """HTML of each cell, in the order of the file; empty where there is none."""


class State(StrEnum):
    """What is stored of a notebook."""

    FRESH = "fresh"
    MISSING = "missing"
    CHANGED = "code changed"
    REFUSED = "refused"
    """The stored file is not what `invoke notebooks` writes."""
