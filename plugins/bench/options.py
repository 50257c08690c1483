"""The settings of this plugin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from plugins.audit import Problem, quote
from plugins.bench.config import NAME_RULE, is_interpreter, is_name


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set for the whole site. Names and types are checked with all other settings."""

    path: str = "measurements"
    """`BENCH_PATH`: folder of what is measured, in the content folder."""
    interpreters: tuple[str, ...] = ("3.13", "3.13t")
    """`BENCH_INTERPRETERS`: for benchmarks that name none."""
    machine: str = ""
    """`BENCH_MACHINE`: label of the machine; empty: made of its system and processor."""


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read them from Pelican's settings."""
    said: dict[str, Any] = {}
    for field in fields(Options):
        name = f"BENCH_{field.name.upper()}"
        if name in settings:
            value = settings[name]
            said[field.name] = tuple(value) if isinstance(value, list | tuple) else str(value)
    return Options(**said)


def check_options(options: Options) -> Iterator[Problem]:
    """Tell what is wrong with them."""
    for name in options.interpreters:
        if not is_interpreter(name):
            message = f"BENCH_INTERPRETERS has {quote(name)}, which is no interpreter"
            yield Problem(None, None, "setting", message, 'Write as in ["3.13", "3.13t"].')
    if options.machine and not is_name(options.machine):
        message = f"BENCH_MACHINE = {quote(options.machine)} is not {NAME_RULE}"
        yield Problem(None, None, "setting", message, 'Write as in "my-laptop".')
