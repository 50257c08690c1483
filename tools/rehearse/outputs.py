"""Reads the files by which a step hands on values: `NAME=VALUE`, or `NAME<<END`, lines and END."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tools.rehearse.errors import RehearsalError

_LINE: Final = re.compile(r"(?P<name>[^=<]+)(?P<sign>=|<<)(?P<rest>.*)", re.DOTALL)


def read_pairs(file: Path) -> dict[str, str]:
    """Read the values that a step wrote; none if there is no such file.

    Raises:
        RehearsalError: It wrote what GitHub would not understand.
    """
    pairs: dict[str, str] = {}
    lines = iter(file.read_text("utf-8").split("\n") if file.is_file() else ())
    for line in lines:
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise RehearsalError(f"{file}: {line!r} is neither NAME=VALUE nor NAME<<END.")
        rest = found["rest"]
        pairs[found["name"]] = rest if found["sign"] == "=" else _read_until(rest, lines, file)
    return pairs


def _read_until(end: str, lines: Iterator[str], file: Path) -> str:
    taken: list[str] = []
    for line in lines:
        if line == end:
            return "\n".join(taken)
        taken.append(line)
    raise RehearsalError(f"{file}: a value begins with <<{end}, but no line {end} ends it.")
