"""The checks of one source file, made on its text alone."""

import warnings
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import PurePath
from typing import Final
from zoneinfo import ZoneInfo

from dateutil import parser as dateparser

from plugins.audit.problem import Problem, Severity, quote
from plugins.audit.source import (
    Field,
    Header,
    find_bad_utf8,
    find_controls,
    find_lost_field,
    read_header,
)

SUMMARY_PROMPT: Final = "One or two sentences: what will the reader know at the end?"
"""What a new post says in place of a summary; no published post may still say it."""

_DATE_EXAMPLE = 'write year, month and day, as in "Date: 2026-11-22 14:05"'
_MOST_DIGITS = 9
_CONTROLS = {"\0": "a NUL", "\x08": "a backspace", "\x0c": "a form feed", "\x1b": "an escape"}
_SINGLE = {
    *("title", "subtitle", "slug", "status", "lang", "template"),
    *("date", "modified", "timezone"),
    *("category", "tags", "author", "authors"),
    *("url", "save_as", "excerpt_words"),
    *("series", "series_index", "guid"),
}


@dataclass(frozen=True, slots=True)
class Expectations:
    """What a kind of source file must say."""

    required: Collection[str]
    """Keys without which it cannot be published, in lower case."""
    statuses: Collection[str]
    """Values of `Status:` that are known, in lower case."""
    given: Collection[str] = ()
    """Keys that need not be there because path or settings supply them."""


def check_source(file: str, data: bytes, expected: Expectations) -> tuple[Problem, ...]:
    """Check the metadata of a Markdown source.

    Args:
        file: Path to name in the problems.
        data: The whole file.
        expected: What this kind of file must say.

    Returns:
        All problems found, in no particular order; may be empty.
    """
    if bad := find_bad_utf8(data):
        line, byte = bad
        message = f"byte 0x{byte:02x} is not UTF-8"
        hint = "Save the file as UTF-8 in your editor."
        return (Problem(file, line, "encoding", message, hint),)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    header = read_header(text)
    if (status := header.find("status")) and status.value.lower() == "skip":
        return ()  # its author wants it left alone
    found = [problem for rule in _RULES for problem in rule(file, header, expected)]
    return (*found, *_check_end(file, header, text), *check_controls(file, text))


def check_controls(file: str, text: str) -> Iterator[Problem]:
    """Find control characters, which no feed can have, and no reader sees."""
    for line, control in find_controls(text):
        name = _CONTROLS.get(control, "a control character")
        message = f"this line has {name}, U+{ord(control):04X}, which cannot stand in a feed"
        hint = "Delete it: your editor may show it as ^ and a letter, or as a box."
        yield Problem(file, line, "control", message, hint)


def _check_end(file: str, header: Header, text: str) -> Iterator[Problem]:
    if not header.fields:
        return
    last = header.fields[-1]
    if header.cut_at == last.line + 1 and not last.value:
        message = f"{last.key} is empty, and the line after it is not read as its value"
        hint = f'Write it on one line, lists with commas: "{last.key.capitalize()}: a, b".'
        yield Problem(file, last.line, "metadata", message, hint)
    elif lost := find_lost_field(text, header, {*_SINGLE, "summary", "translation"}):
        message = f'this line ends the metadata, so "{lost.key}" on line {lost.line} is not read'
        hint = 'Write each line as "Key: value", lists too: "Tags: a, b".'
        yield Problem(file, header.cut_at, "metadata", message, hint)


def _check_required(file: str, header: Header, expected: Expectations) -> Iterator[Problem]:
    draft = _is_draft(header)
    for key in expected.required:
        field = header.find(key)
        if field and field.value:
            continue
        if not field and (key in expected.given or (key == "date" and draft)):
            continue
        what = "is empty" if field else "is missing"
        line = field.line if field else 1
        yield Problem(file, line, key, f"the {key} {what}", _explain_missing(key, header))


def _explain_missing(key: str, header: Header) -> str:
    known = {field.key: field for field in header.fields}
    if close := get_close_matches(key, known.keys() - {key}, n=1, cutoff=0.6):
        field = known[close[0]]
        return f'Line {field.line} has "{field.key}"; did you mean "{key.capitalize()}"?'
    if header.cut_at:
        return f'Mend line {header.cut_at}: it is not "Key: value", and so ends the metadata.'
    if header.find(key):
        return f'Write it out: "{key.capitalize()}: …".'
    return f'Add "{key.capitalize()}: …" to the metadata, which starts on line 1.'


def _check_dates(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    for key in ("date", "modified"):
        field = header.find(key)
        if not field or not field.value:
            continue  # an empty date is a missing one
        if reason := _find_fault_in_date(field.value.replace("_", " ")):
            message = f"{key} = {quote(field.value)} {reason}"
            yield Problem(file, field.line, "date", message, f"Mend it: {_DATE_EXAMPLE}.")


def _find_fault_in_date(text: str) -> str:
    # What a date leaves out, the parser takes from today: two different todays tell.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            days = {
                dateparser.parse(text, default=today).date()
                for today in (datetime(2000, 2, 29), datetime(2003, 1, 31))  # noqa: DTZ001
            }
    except dateparser.UnknownTimezoneWarning:
        return "names a time zone that is not known"
    except (ValueError, OverflowError):
        return "is not a date"
    return "leaves out a part of the day, month or year" if len(days) > 1 else ""


def _check_status(file: str, header: Header, expected: Expectations) -> Iterator[Problem]:
    field = header.find("status")
    if not field or field.value.lower() in {"", *expected.statuses}:
        return
    close = get_close_matches(field.value.lower(), expected.statuses, n=1, cutoff=0.5)
    hint = f'Did you mean "{close[0]}"? ' if close else ""
    known = ", ".join(f'"{status}"' for status in expected.statuses)
    message = f"status = {quote(field.value)} is not known"
    yield Problem(file, field.line, "status", message, f"{hint}Known are {known}.")


def _check_slug(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    field = header.find("slug")
    if not field or not field.value:
        return
    unfit = "".join(sorted({c for c in field.value if not (c.isalnum() or c in "-_.~")}))
    if unfit or not field.value.strip("."):
        message = f"slug = {quote(field.value)} cannot stand in a URL"
        hint = "Use letters, digits and hyphens."
        yield Problem(file, field.line, "slug", message, hint)


def _check_excerpt(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    field = header.find("excerpt_words")
    digits = field.value if field and len(field.value) <= _MOST_DIGITS else ""
    if field and not (digits.isdecimal() and int(digits)):
        message = f"excerpt_words = {quote(field.value)} is no number of words"
        hint = 'Write a whole number from 1, as in "Excerpt_words: 80", or delete the line.'
        yield Problem(file, field.line, "excerpt", message, hint)


def _check_timezone(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    field = header.find("timezone")
    if field and not is_timezone(field.value):
        message = f"timezone = {quote(field.value)} is not known"
        hint = 'Use a name of the IANA database, as in "Timezone: Europe/Vienna".'
        yield Problem(file, field.line, "timezone", message, hint)


def _check_repeats(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    seen: dict[str, Field] = {}
    for field in header.fields:
        first = seen.setdefault(field.key, field)
        if field is not first and field.key in _SINGLE:
            message = f"{field.key} is said twice, first on line {first.line}"
            hint = "Delete one of the two lines."
            yield Problem(file, field.line, "repeat", message, hint, Severity.WARNING)


def _check_lines(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    for field in header.fields:
        if field.key in _SINGLE and "\n" in field.value:
            message = f"{field.key} is said on several lines"
            hint = f'Write it on one: "{field.key.capitalize()}: …", lists with commas.'
            yield Problem(file, field.line, "metadata", message, hint)


def _check_prompt(file: str, header: Header, _: Expectations) -> Iterator[Problem]:
    field = header.find("summary")
    if field and field.value == SUMMARY_PROMPT and not _is_draft(header):
        message = "the summary is still the prompt of a new post"
        hint = "Write a summary, or delete the line."
        yield Problem(file, field.line, "summary", message, hint)


_RULES: Final[tuple[Callable[[str, Header, Expectations], Iterator[Problem]], ...]] = (
    _check_required,
    _check_dates,
    _check_status,
    _check_slug,
    _check_excerpt,
    _check_timezone,
    _check_repeats,
    _check_lines,
    _check_prompt,
)


def is_timezone(name: str) -> bool:
    """Tell whether the IANA database has a time zone of that name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # malformed, a folder of zones, unknown
        return False
    return True


def is_markdown(file: str) -> bool:
    """Tell whether Pelican reads the file with its Markdown reader."""
    return PurePath(file).suffix in {".md", ".markdown", ".mkd", ".mdown"}


def _is_draft(header: Header) -> bool:
    field = header.find("status")
    return field is not None and field.value.lower() == "draft"
