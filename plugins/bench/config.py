"""What an author may say in `[tool.bench]`, and what is wrong with what was said."""

import difflib
import keyword
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from plugins.audit import quote
from plugins.bench.metadata import Block, Fault
from plugins.bench.model import MACHINE, THREADS, ParamValue, write_axis
from plugins.bench.standard import is_requirement, is_version

CHARTS: Final = ("auto", "table", "line")
MAX_LABEL: Final = 300
"""Characters of a cell's name, with its parameters."""
MAX_CELLS: Final = 1000
"""Of one snippet, under one interpreter: hours of measuring."""
_MAX_THREADS: Final = 256
_MAX_TIMEOUT: Final = 3600
_MEMORY: Final = (64, 1_048_576)

NAME_RULE: Final = "small letters, digits and single hyphens"
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_INTERPRETER: Final = re.compile(r"3\.(?:1[12]|(?:1[3-9]|[2-9][0-9])t?)")
"""From 3.11, which has tomllib, for the harness; without the GIL from 3.13."""
_UNIT: Final = re.compile(r"%|[^\W_](?:[\w/%·²³ .-]{0,18}[\w/%·²³.-])?")
_MAX_INT: Final = 2**63
"""Whole numbers of TOML lie below it."""
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
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and abs(value) < _MAX_INT


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
        and len({write_axis("", item) for item in value}) == len(value)
    )


def _is_axes(value: object) -> bool:
    return (
        isinstance(value, dict)
        and bool(value)
        and all(_is_axis(name) and _is_list(values, is_param) for name, values in value.items())
    )


def _is_axis(name: str) -> bool:
    is_free = name not in {MACHINE, THREADS} and not keyword.iskeyword(name)
    return is_free and name.isidentifier() and name.isascii()


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
        "a list of interpreters from 3.11 on, each once",
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
    "baseline": (
        lambda value: isinstance(value, str) and bool(value),
        "the name of a function",
        'baseline = "time_something"',
    ),
    "unit": (_is_units, "a unit, or a table of them by function", 'unit = "requests/s"'),
    "file": (lambda value: isinstance(value, str) and bool(value), "a path", 'file = "code.py"'),
    "timeout": (_is_seconds, f"seconds, above 0 and at most {_MAX_TIMEOUT}", "timeout = 60"),
    "memory_mb": (
        lambda value: _is_count(value, *_MEMORY),
        f"megabytes, a whole number from {_MEMORY[0]} to {_MEMORY[1]}",
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

# The same of what a script's metadata has at its top.
_STANDARD: Final[Mapping[str, tuple[Check, str, str]]] = {
    "dependencies": (
        lambda value: isinstance(value, list) and all(map(is_requirement, value)),
        "a list of packages with their versions",
        'dependencies = ["numpy>=2"]',
    ),
    "requires-python": (
        is_version,
        "a version of Python",
        'requires-python = ">=3.13"',
    ),
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
    browser: bool | None = None
    """None: as far as its code tells."""
    wrong: frozenset[str] = frozenset()
    """Names of options that were said wrongly, and stand here at their defaults."""


def read_config(block: Block) -> Config:
    """Read options that are right; what is wrong is left at its default."""
    table = _get_table(block)
    said = {key: value for key, value in table.items() if _is_right(key, value)}
    for key in ("interpreters", "threads"):
        if key in said:
            said[key] = tuple(said[key])
    if "params" in said:
        said["params"] = tuple((name, tuple(values)) for name, values in said["params"].items())
    return Config(**said, wrong=frozenset(table.keys() - said.keys()))


def check_config(block: Block) -> Iterator[Fault]:
    """Tell what is wrong with a block, each at its line."""
    table = _get_table(block)
    tool = block.table.get("tool")
    if not isinstance(tool, dict) or not isinstance(tool.get("bench"), dict):
        yield Fault(block.find_line(), "tool.bench is no table", 'Write "# [tool.bench]".')
        return
    for key in table:
        if key not in _OPTIONS:
            message = f"{quote(key)} is no option of [tool.bench]"
            yield Fault(block.find_line(key), message, _suggest_option(key))
        elif not _is_right(key, table[key]):
            _, expected, example = _OPTIONS[key]
            message = f"{key} = {_show(table[key])} is not {expected}"
            yield Fault(block.find_line(key), message, f"Write {example}.")
    if "name" not in table:
        hint = 'Write name = "…", one for the whole site.'
        yield Fault(block.find_line(), "the benchmark has no name", hint)
    yield from _check_standard(block)


def _suggest_option(key: str) -> str:
    if key in _STANDARD:
        return "Write it above [tool.bench]: below, it belongs to that table."
    return suggest(key, list(_OPTIONS))


def suggest(name: str, names: list[str]) -> str:
    """Suggest one of the names that there are for one that there is not."""
    near = difflib.get_close_matches(name, names, 1)
    return f'Did you mean "{near[0]}"?' if near else f"There are {', '.join(names) or 'none'}."


def _check_standard(block: Block) -> Iterator[Fault]:
    for key, value in block.table.items():
        if key in _STANDARD:
            check, expected, example = _STANDARD[key]
            if not check(value):
                message = f"{key} = {_show(value)} is not {expected}"
                yield Fault(block.find_line(key, is_option=False), message, f"Write {example}.")
        elif key != "tool":
            hint = "Move it into [tool.bench]." if key in _OPTIONS else "Leave it out."
            message = f"{quote(key)} may not stand at the top of a script's metadata"
            yield Fault(block.find_line(key, is_option=False), message, hint)


def _get_table(block: Block) -> Mapping[str, Any]:
    tool = block.table.get("tool")
    table = tool.get("bench") if isinstance(tool, dict) else None
    return table if isinstance(table, dict) else {}


def _is_right(key: str, value: object) -> bool:
    return key in _OPTIONS and _OPTIONS[key][0](value)


def _show(value: object) -> str:
    return quote(value) if isinstance(value, str) else quote(value)[1:-1]
