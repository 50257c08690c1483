"""A source file as its author sees it: its metadata and its lines.

The grammar of the metadata is that of Python-Markdown's `meta` extension.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

_FIELD = re.compile(r"[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"(?:[ ]{4}|\t)\s*(?P<value>.*)")
_BEGIN = re.compile(r"-{3}")
_END = re.compile(r"-{3}|\.{3}")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_ESCAPE = re.compile(r"\\(?=[^A-Za-z0-9\s])")
_INLINE_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
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
    for number, line in enumerate(lines, start=1):
        if number == 1 and _BEGIN.match(line):
            continue
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


def find_lost_field(text: str, header: Header, keys: Collection[str]) -> Field | None:
    """Find a field that a header was meant to have, but that follows the line which cuts it.

    Args:
        text: The source.
        header: As read from it.
        keys: Keys that mean something, in lower case.

    Returns:
        The first field of a known key between the cut and the next blank line.
    """
    if header.cut_at is None:
        return None
    for number, line in enumerate(text.split("\n")[header.cut_at :], start=header.cut_at + 1):
        if not line.strip():
            return None
        if (field := _FIELD.fullmatch(line)) and field["key"].lower() in keys:
            return Field(field["key"].lower(), field["value"].strip(), number)
    return None


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


def find_controls(text: str) -> list[tuple[int, str]]:
    """Find the lines, from 1, that have a control character, and the first that each has.

    Tabs and ends of lines are none. XML 1.0, section 2.2, allows no other, so no feed can.
    """
    lines = enumerate(text.split("\n"), start=1)
    found = ((number, _CONTROL.search(line)) for number, line in lines)
    return [(number, control[0]) for number, control in found if control]


def find_field(text: str, *keys: str) -> int | None:
    """Find the line, from 1, of the first of these keys (lower case) that a source says.

    Sources of other kinds than Markdown say them as `:key: value` or `name="key"`.
    """
    header = read_header(text)
    for key in keys:
        if field := header.find(key):
            return field.line
        pattern = re.compile(rf'^\s*:{key}:|\bname="{key}"', re.IGNORECASE | re.MULTILINE)
        if found := pattern.search(text):
            return text.count("\n", 0, found.end()) + 1
    return None


def find_line(text: str, needle: str) -> int | None:
    """Find the first of `find_lines`; None if there is none."""
    return next(iter(find_lines(text, needle)), None)


def find_lines(text: str, needle: str) -> list[int]:
    """Find the lines, from 1, that have `needle` as a whole: those outside code, else all.

    Both sides are compared as written and with `&amp;` and `%20` undone, as a renderer may
    have done them.
    """
    needles = {needle, unescape(needle), unquote(unescape(needle))} - {""}
    if not needles:
        return []
    end = r"(?![\w.-])" if re.search(r"[\w.-]\Z", needle) else ""
    pattern = re.compile(f"(?:{'|'.join(map(re.escape, needles))}){end}")
    in_code: list[int] = []
    outside_code: list[int] = []
    for number, line, outside in _split_code(text):
        if pattern.search(line) or pattern.search(unescape(line)):
            is_outside = pattern.search(outside) or pattern.search(unescape(outside))
            (outside_code if is_outside else in_code).append(number)
    return outside_code or in_code


def find_links(text: str, target: str, *, of_source: bool = False) -> list[int]:
    """Find the lines, from 1, that have a link to `target`: in Markdown, reStructuredText or HTML.

    Not found is what stands in code, or as words only.

    Args:
        text: A source or a template.
        target: Where the link leads, as written.
        of_source: Whether that is the name of a source, which follows `{filename}` and folders.
    """
    targets = {target, unescape(target), unquote(unescape(target))} - {""}
    if not targets:
        return []
    begin = r"""[}|](?:[^\s()<>"']*/)?""" if of_source else r"""(?:[(<"'=,]\s*|:\s+|\}\}(?=/))"""
    pattern = re.compile(rf"""{begin}(?:{"|".join(map(re.escape, targets))})(?=[\s)>"',]|\Z)""")
    return [
        number
        for number, _, line in _split_code(text)
        if any(map(pattern.search, {line, unescape(line), _ESCAPE.sub("", line)}))
    ]


def _split_code(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line, from 1, the line, and what of it is no code."""
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if mark := _FENCE.match(line):
            closes = fence and mark["mark"].startswith(fence)
            fence = "" if closes else fence or mark["mark"]
        yield number, line, "" if fence else _INLINE_CODE.sub("", line)
