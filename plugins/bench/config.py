"""What an author may say in `[tool.bench]`, and what is wrong with what was said."""

import difflib
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from plugins.audit import quote
from plugins.bench.metadata import Block, Fault
from plugins.bench.model import THREADS, ParamValue

CHARTS: Final = ("auto", "table", "line")
MAX_CELLS: Final = 1000
"""Of one snippet, under one interpreter: hours of measuring."""
_MAX_THREADS: Final = 256
_MAX_TIMEOUT: Final = 3600
_MEMORY: Final = (64, 1_048_576)

NAME_RULE: Final = "small letters, digits and single hyphens"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INTERPRETER: Final = re.compile(r"3\.\d{1,2}t?")
_UNIT: Final = re.compile(r"[^\W_][\w/%·²³ .-]{0,19}")
_TEXT: Final = re.compile(
    r"[^\s\[\],=<>&\"'\\{}](?:[^\n\[\],=<>&\"'\\{}]{0,38}[^\s\[\],=<>&\"'\\{}])?"
)

Check = Callable[[Any], bool]


def is_name(value: object) -> bool:
    """Tell whether it names a snippet, or a machine."""
    return isinstance(value, str) and len(value) <= 60 and bool(_NAME.fullmatch(value))  # noqa: PLR2004


def is_interpreter(value: object) -> bool:
    """Tell whether it names an interpreter, as "3.14t"."""
    return isinstance(value, str) and bool(_INTERPRETER.fullmatch(value))


def is_param(value: object) -> bool:
    """Tell whether it can be a parameter's value: its name must be writable in a text."""
    if isinstance(value, str):
        return bool(_TEXT.fullmatch(value)) and value.isprintable()
    return isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))


def is_unit(value: object) -> bool:
    """Tell whether it can be the unit of a `track_*`."""
    return isinstance(value, str) and bool(_UNIT.fullmatch(value)) and value.isprintable()


def _is_count(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_list(value: object, check: Check) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(map(check, value))
        and len({(type(item), item) for item in value}) == len(value)
    )


def _is_axes(value: object) -> bool:
    return isinstance(value, dict) and all(
        name.isidentifier() and name != THREADS and name.isascii() and _is_list(values, is_param)
        for name, values in value.items()
    )


def _is_units(value: object) -> bool:
    return is_unit(value) or (
        isinstance(value, dict) and bool(value) and all(map(is_unit, value.values()))
    )


def _is_seconds(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and 0 < value <= _MAX_TIMEOUT  # type: ignore[operator]


# Each option: what it must be, and how to say so.
_OPTIONS: Final[Mapping[str, tuple[Check, str, str]]] = {
    "name": (is_name, NAME_RULE, 'name = "shared-tuple"'),
    "interpreters": (
        lambda value: _is_list(value, is_interpreter),
        "a list of interpreters, each once",
        'interpreters = ["3.13", "3.13t"]',
    ),
    "threads": (
        lambda value: _is_list(value, lambda item: _is_count(item, 1, _MAX_THREADS)),
        f"a list of whole numbers from 1 to {_MAX_THREADS}, each once",
        "threads = [1, 2]",
    ),
    "params": (
        _is_axes,
        "a table of named lists, each of different numbers or plain words",
        "params = {size = [10, 100]}",
    ),
    "baseline": (lambda value: isinstance(value, str), "the name of a function", ""),
    "unit": (_is_units, "a unit, or a table of them by function", 'unit = "requests/s"'),
    "file": (lambda value: isinstance(value, str) and bool(value), "a path", 'file = "code.py"'),
    "timeout": (_is_seconds, f"seconds, at most {_MAX_TIMEOUT}", "timeout = 60"),
    "memory_mb": (
        lambda value: _is_count(value, *_MEMORY),
        f"megabytes, from {_MEMORY[0]}",
        "memory_mb = 4096",
    ),
    "compare_output": (
        lambda value: isinstance(value, bool),
        "true or false",
        "compare_output = false",
    ),
    "chart": (CHARTS.__contains__, f"one of {', '.join(CHARTS)}", 'chart = "line"'),
    "browser": (lambda value: isinstance(value, bool), "true or false", "browser = false"),
}


@dataclass(frozen=True, slots=True)
class Config:
    """What was said, with defaults."""

    name: str = ""
    interpreters: tuple[str, ...] = ()
    """Empty: those of the site."""
    threads: tuple[int, ...] = ()
    params: tuple[tuple[str, tuple[ParamValue, ...]], ...] = ()
    baseline: str | None = None
    unit: str | Mapping[str, str] = ""
    file: str = ""
    timeout: float = 60.0
    memory_mb: int = 4096
    compare_output: bool = True
    chart: str = "auto"
    browser: bool = True


def read_config(block: Block) -> Config:
    """Read options that are right; what is wrong is left at its default."""
    said = {key: value for key, value in _get_table(block).items() if _is_right(key, value)}
    for key in ("interpreters", "threads"):
        if key in said:
            said[key] = tuple(said[key])
    if "params" in said:
        said["params"] = tuple((name, tuple(values)) for name, values in said["params"].items())
    return Config(**said)


def check_config(block: Block) -> Iterator[Fault]:
    """Tell what is wrong with a block, each at its line."""
    table = _get_table(block)
    tool = block.table.get("tool")
    if not isinstance(tool, dict) or not isinstance(tool.get("bench"), dict):
        yield Fault(block.find_line(), "tool.bench is no table", 'Write "# [tool.bench]".')
        return
    for key in table:
        if key not in _OPTIONS:
            near = difflib.get_close_matches(key, _OPTIONS, 1)
            hint = f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(_OPTIONS)}."
            yield Fault(block.find_line(key), f"{quote(key)} is no option of [tool.bench]", hint)
        elif not _is_right(key, table[key]):
            _, expected, example = _OPTIONS[key]
            message = f"{key} = {_show(table[key])} is not {expected}"
            yield Fault(block.find_line(key), message, f"Write {example}." if example else "")
    if "name" not in table:
        hint = 'Write name = "…", one for the whole site.'
        yield Fault(block.find_line(), "the benchmark has no name", hint)
    yield from _check_standard(block)


def _check_standard(block: Block) -> Iterator[Fault]:
    said = block.table
    dependencies = said.get("dependencies", [])
    if not isinstance(dependencies, list) or not all(isinstance(d, str) for d in dependencies):
        message = f"dependencies = {_show(dependencies)} is not a list of strings"
        yield Fault(block.find_line("dependencies"), message, 'Write dependencies = ["numpy>=2"].')
    if not isinstance(said.get("requires-python", ""), str):
        message = f"requires-python = {_show(said['requires-python'])} is not a string"
        hint = 'Write requires-python = ">=3.13".'
        yield Fault(block.find_line("requires-python"), message, hint)
    for key in said:
        if key not in {"dependencies", "requires-python", "tool"}:
            hint = "Move it into [tool.bench]." if key in _OPTIONS else "Leave it out."
            message = f"{quote(key)} may not stand at the top of a script's metadata"
            yield Fault(block.find_line(key), message, hint)


def _get_table(block: Block) -> Mapping[str, Any]:
    tool = block.table.get("tool")
    table = tool.get("bench") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def _is_right(key: str, value: object) -> bool:
    return key in _OPTIONS and _OPTIONS[key][0](value)


def _show(value: object) -> str:
    return quote(value) if isinstance(value, str) else quote(value)[1:-1]
