"""A source file as its author sees it: its metadata and its lines.

The grammar of the metadata is that of Python-Markdown's `meta` extension.
"""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

_FIELD = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"(?:[ ]{4}|\t)\s*(?P<value>.*)")
_BEGIN = re.compile(r"-{3}")
_END = re.compile(r"-{3}|\.{3}")
_FENCE = re.compile(r"[ >]*(?P<mark>`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Field:
    """One line `Key: value` of the metadata."""

    key: str
    """In lower case."""
    value: str
    """Stripped; continuation lines follow after a newline."""
    line: int
    """Where the field begins, from 1."""


@dataclass(frozen=True, slots=True)
class Header:
    """The metadata at the top of a source file."""

    fields: tuple[Field, ...]
    """In source order; a key may occur twice."""
    cut_at: int | None = None
    """The line, from 1, that ends it by being neither metadata nor blank; None if none does."""

    def find(self, key: str) -> Field | None:
        """Find the first field of that key (lower case), which is the one Pelican uses."""
        return next((field for field in self.fields if field.key == key), None)


def read_header(text: str) -> Header:
    """Read the metadata of a Markdown source; it is empty if line 1 does not start it."""
    fields: list[Field] = []
    lines = text.split("\n")
    number = 1 if _BEGIN.match(lines[0]) else 0
    while number < len(lines):
        line = lines[number]
        number += 1
        if not line.strip() or _END.match(line):
            break
        if field := _FIELD.fullmatch(line):
            fields.append(Field(field["key"].lower(), field["value"].strip(), number))
        elif fields and (more := _MORE.fullmatch(line)):
            last = fields.pop()
            value = f"{last.value}\n{more['value'].strip()}"
            fields.append(Field(last.key, value, last.line))
        else:
            return Header(tuple(fields), cut_at=number)
    return Header(tuple(fields))


def find_bad_utf8(data: bytes) -> tuple[int, int] | None:
    """Find the first byte that is not UTF-8.

    Returns:
        Its line, from 1, and its value; None if all is well.
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1, data[error.start]
    return None


def find_line(text: str, needle: str) -> int | None:
    """Find the line, from 1, that first has `needle`, rather outside a code block than in one.

    Both sides are compared as written and with `&amp;` and `%20` undone, as a renderer may
    have done them. None if no line has it.
    """
    needles = {needle, unescape(needle), unquote(unescape(needle))} - {""}
    in_code: int | None = None
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if mark := _FENCE.match(line):
            closes = fence and mark["mark"].startswith(fence)
            fence = "" if closes else fence or mark["mark"]
        if any(n in form for n in needles for form in (line, unescape(line))):
            if not fence and f"`{needle}" not in line:
                return number
            in_code = in_code or number
    return in_code
