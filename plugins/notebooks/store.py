"""Stored runs: one file of JSON for a notebook."""

import json
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from plugins.notebooks.markup import find_obstacles, list_ids, sanitize
from plugins.notebooks.model import Notebook, Run, State
from plugins.notebooks.schema import RunRecord

FOLDER: Final = "notebooks"
"""Of all stored runs, in the content folder."""
MAX_BYTES: Final = 16_000_000
REMEDY: Final = "Bring it back from version control, or delete it and run: invoke notebooks"


class StoreError(Exception):
    """A file that is not what `save` writes, or cannot be read or written."""


def make_path(content: Path, name: str) -> Path:
    """Tell where the run of a notebook is stored."""
    return content / FOLDER / f"{name}.json"


def judge(notebook: Notebook, run: Run | None) -> State:
    """Judge what is stored of a notebook; None if nothing is."""
    if run is None:
        return State.MISSING
    outputs = [cell for cell in notebook.cells if not cell.is_setup]
    is_same = run.digest == notebook.digest and len(run.outputs) == len(outputs)
    return State.FRESH if is_same else State.CHANGED


def load(path: Path) -> Run | None:
    """Read a stored run; None if there is none.

    Raises:
        StoreError: It is not what `save` writes.
    """
    content = _read(path)
    if content is None:
        return None
    try:
        record = msgspec.json.decode(content, type=RunRecord)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise StoreError(f"this is no stored run: {error}") from error
    run = Run(**msgspec.structs.asdict(record))
    if fault := find_fault(run.outputs, path.stem):
        raise StoreError(f"this has {fault}")
    return run


def save(path: Path, run: Run) -> None:
    """Write a run, in the place of the one before, which stays if that fails.

    Raises:
        StoreError: It cannot be written.
    """
    record = msgspec.to_builtins(run)
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
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
        raise StoreError(f"this cannot be written: {error.strerror or error}") from error
    finally:  # on Ctrl-C, too
        if temporary:
            with suppress(OSError):
                temporary.unlink()


def find_fault(outputs: tuple[str, ...], name: str) -> str:
    """Find what outputs cannot be stored with; empty if all is well."""
    ids: set[str] = set()
    for number, output in enumerate(outputs, 1):
        try:
            is_clean = sanitize(output, name) == output
        except ValueError:
            is_clean = False
        if not is_clean or any(find_obstacles(output)):
            return f"in output {number} what no page may have"
        for one in list_ids(output):
            if one in ids:
                return f'the id "{one.removeprefix(f"{name}:")}" twice'
            ids.add(one)
    return ""


def _read(path: Path) -> bytes | None:
    try:
        # A link could lead anywhere, and a pipe would be waited for.
        if not stat.S_ISREG(path.lstat().st_mode):
            raise StoreError("this is no plain file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"this cannot be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise StoreError(f"this is larger than {MAX_BYTES:,} bytes")
    return content
