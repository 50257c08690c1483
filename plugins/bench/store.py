"""Stored measurements: one file of pyperf's format for a snippet, machine and interpreter.

What is read is data of strangers: a file is taken whole and checked, or refused whole. What is
written stands there complete, or not at all.
"""

import os
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from plugins.bench.config import is_name
from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement
from plugins.bench.records import MACHINE, read_file, write_file

MAX_BYTES: Final = 16_000_000
"""Of one file: a thousand cells of twenty processes are some 4 MB."""
REMEDY: Final = " Bring it back from version control, or delete it and measure again."
"""What is said last of a file that should not be there as it is."""


def make_path(folder: Path, name: str, machine: str, interpreter: str) -> Path:
    """Tell where the measurements of a snippet under an interpreter of a machine are."""
    return folder / name / machine / f"{interpreter}.json"


def list_machines(folder: Path, name: str) -> list[str]:
    """List the machines that have measurements of a snippet, in the order of their names."""
    place = folder / name
    if not place.is_dir():
        return []
    return sorted(path.name for path in place.iterdir() if path.is_dir() and is_name(path.name))


def check_writable(folder: Path) -> None:
    """Check, before much is measured, that a folder can be written to or made.

    Raises:
        StoreError: It cannot.
    """
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not os.access(nearest, os.W_OK):
        raise StoreError(f"{nearest} cannot be written to, and what is measured goes there.")


def load(path: Path, cells: Mapping[str, Cell]) -> tuple[Measurement, ...]:
    """Read a stored file.

    Args:
        path: Of the file; one that is not there has nothing.
        cells: Cells by their labels. What the file has of others is checked, and left out.

    Returns:
        Measurements in the order of the file.

    Raises:
        StoreError: It is not what `save` writes; says what, and where in it.
    """
    return tuple(
        replace(m, cell=cells[name]) for name, m in load_all(path).items() if name in cells
    )


def load_all(path: Path) -> Mapping[str, Measurement]:
    """Read a stored file: all that it has, by label; the cells have nothing but that label.

    Raises:
        StoreError: It is not what `save` writes; says what, and where in it.
    """
    content = _read(path)
    if content is None:
        return {}
    try:
        found = list(read_file(content, path.stem))
    except StoreError as error:
        raise StoreError(f"{path}: {error}.{REMEDY}") from error
    told = {MACHINE: path.parent.name}
    return {
        item.cell.label: replace(item, environment={**item.environment, **told}) for item in found
    }


def save(path: Path, measurements: Iterable[Measurement]) -> None:
    """Write measurements, in the place of what the file had.

    Raises:
        StoreError: It cannot be written, or could not be read again; the file is as it was.
    """
    try:
        text = write_file(measurements)
        list(read_file(text.encode(), path.stem, {}))
    except StoreError as error:
        raise StoreError(f"{path} is not written: {error}.") from error
    write_whole(path, text)


def write_whole(path: Path, text: str) -> None:
    """Write a file by a temporary sibling, so that it is there whole or as it was.

    Raises:
        StoreError: It cannot be written.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:  # on Ctrl-C too
        if temporary:
            with suppress(OSError):
                temporary.unlink()


def _read(path: Path) -> bytes | None:
    try:
        # A link could lead anywhere, and a pipe would be waited for.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise StoreError(f"{path} is no plain file.{REMEDY}")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise StoreError(f"{path} is larger than {MAX_BYTES:,} bytes.{REMEDY}")
    return content
