"""Notebooks, read from the text of their files."""

import re
from typing import Final

from plugins.notebooks.cells import read_cells
from plugins.notebooks.digest import make_digest
from plugins.notebooks.metadata import read_metadata
from plugins.notebooks.model import Fault, Notebook

NAME_RULE: Final = "small letters, digits and single hyphens or underscores"
_NAME: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MOST_SIGNS: Final = 80


def is_name(name: str) -> bool:
    """Tell whether a notebook may be called so: its name stands in addresses."""
    return len(name) <= _MOST_SIGNS and bool(_NAME.fullmatch(name))


def parse_notebook(name: str, file: str, source: bytes) -> Notebook | Fault:
    """Parse a notebook.

    Args:
        name: Of its file, without the suffix.
        file: Its path, as shown to the author.
        source: What the file has.
    """
    if not is_name(name):
        return Fault(None, f'"{name}" is not {NAME_RULE}', "Name its file otherwise.")
    try:
        text = source.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return Fault(None, "it is not UTF-8", "Save it as UTF-8 in your editor.")
    found, metadata = read_cells(text), read_metadata(text)
    if isinstance(found, Fault):
        return found
    if isinstance(metadata, Fault):
        return metadata
    digest = make_digest((body for _, body in found), metadata)
    return Notebook(name, file, source, metadata, tuple(cell for cell, _ in found), digest)
