"""Files of notebooks in the content folder."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from plugins.audit import Problem, show_path
from plugins.notebooks.model import Fault, Notebook
from plugins.notebooks.parse import parse_notebook

RULE: Final = "notebook"
SUFFIX: Final = ".py"
MAX_BYTES: Final = 1_000_000
"""Of a notebook."""
_SIGN: Final = re.compile(rb"^import marimo$.*^app = marimo\.App\(", re.MULTILINE | re.DOTALL)
"""What each file that marimo writes has."""


def find_files(content: Path) -> Iterator[Path]:
    """Find all notebooks of a site, in the order of their paths."""
    for path in sorted(content.rglob(f"*{SUFFIX}")):
        is_hidden = any(part[0] in "._" for part in path.relative_to(content).parts)
        if not is_hidden and path.is_file() and _SIGN.search(path.read_bytes()[:MAX_BYTES]):
            yield path


def locate(target: str, post: Path, content: Path) -> Path:
    """Find the file that a post names, seen from its folder, or with `/` from the content folder.

    Raises:
        ValueError: There is none; says why.
    """
    base = content if target.startswith("/") else post.parent
    try:
        path = (base / target.lstrip("/")).resolve()
    except (RuntimeError, ValueError) as error:  # a circle of links; a NUL
        raise ValueError("is no path") from error
    if not path.is_relative_to(content.resolve()):
        raise ValueError("lies outside the content folder")
    if path.suffix != SUFFIX:
        raise ValueError(f"is no {SUFFIX} file")
    if not path.is_file():
        raise ValueError("is not there")
    return path


def read_file(path: Path) -> Notebook | Problem:
    """Read a notebook."""
    file = show_path(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            fault = Fault(None, f"it is larger than {MAX_BYTES:,} bytes", "Make it smaller.")
            return make_problem(file, fault)
        found = parse_notebook(path.stem, file, path.read_bytes())
    except OSError as error:
        found = Fault(None, f"it cannot be read: {error.strerror}", "")
    return make_problem(file, found) if isinstance(found, Fault) else found


def make_problem(file: str, fault: Fault) -> Problem:
    """Make a problem of what is wrong in a notebook."""
    return Problem(file, fault.line, RULE, fault.message, fault.hint)


def check_names(files: Iterable[Path]) -> Iterator[Problem]:
    """Find notebooks that have a name which one before them has: what is stored goes by it."""
    named: defaultdict[str, list[Path]] = defaultdict(list)
    for path in files:
        named[path.stem].append(path)
    for first, *others in named.values():
        for path in others:
            message = f"{show_path(first)} has the same name"
            hint = "Give one of the two another, for the whole site."
            yield Problem(show_path(path), None, RULE, message, hint)
