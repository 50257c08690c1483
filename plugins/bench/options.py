"""The settings of this plugin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import PurePath
from typing import Any, Final

from plugins.audit import Problem, quote
from plugins.bench.config import NAME_RULE, is_interpreter, is_name

_SWITCHABLE: Final = ("_SAVE_AS", "_ATOM")
"""Settings that None or False switches off, as Pelican's own of such names."""


@dataclass(frozen=True, slots=True)
class Options:
    """What may be set for the whole site. Names and types are checked with all other settings."""

    path: str = "measurements"
    """`BENCH_PATH`: folder of what is measured, in the content folder."""
    interpreters: tuple[str, ...] = ("3.13", "3.13t")
    """`BENCH_INTERPRETERS`: for benchmarks that name none."""
    machine: str = ""
    """`BENCH_MACHINE`: label of the machine; empty: made of its system and processor."""
    machines: tuple[str, ...] = ()
    """`BENCH_MACHINES`: in the order to show them; prose cites the first. Others follow by name."""
    index_save_as: str = "benchmarks/index.html"
    """`BENCH_INDEX_SAVE_AS`: the list of all benchmarks; empty: there is none."""
    samples_path: str = "benchmarks"
    """`BENCH_SAMPLES_PATH`: folder of what readers download, in the output."""
    feed_atom: str = ""
    """`BENCH_FEED_ATOM`: feed of benchmarks; empty: there is none."""


def read_options(settings: Mapping[str, Any]) -> Options:
    """Read them from Pelican's settings."""
    said: dict[str, Any] = {}
    for field in fields(Options):
        name = f"BENCH_{field.name.upper()}"
        value = settings.get(name)
        if isinstance(field.default, str) and isinstance(value, str):
            said[field.name] = value
        elif name in settings and not value and name.endswith(_SWITCHABLE):
            said[field.name] = ""
        elif isinstance(field.default, tuple) and isinstance(value, list | tuple):
            said[field.name] = tuple(item for item in value if isinstance(item, str))
    return Options(**said)


def is_inside(folder: str) -> bool:
    """Tell whether it names a folder that lies in the one it is put in."""
    path = PurePath(folder)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts


def check_options(options: Options) -> Iterator[Problem]:
    """Tell what is wrong with them."""
    if not is_inside(options.path):
        message = f"BENCH_PATH = {quote(options.path)} is no folder in the content folder"
        yield Problem(None, None, "setting", message, 'Write as in "measurements".')
    if not is_inside(options.samples_path):
        message = f"BENCH_SAMPLES_PATH = {quote(options.samples_path)} is no folder in the output"
        yield Problem(None, None, "setting", message, 'Write as in "benchmarks".')
    for name in options.machines:
        if not is_name(name):
            message = f"BENCH_MACHINES has {quote(name)}, which is not {NAME_RULE}"
            yield Problem(None, None, "setting", message, 'Write as in ["my-laptop"].')
    names = options.interpreters
    for name in dict.fromkeys(names):
        if not is_interpreter(name):
            message = f"BENCH_INTERPRETERS has {quote(name)}, which is no interpreter from 3.11 on"
            yield Problem(None, None, "setting", message, 'Write as in ["3.13", "3.13t"].')
        elif names.count(name) > 1:
            message = f"BENCH_INTERPRETERS has {quote(name)} twice"
            yield Problem(None, None, "setting", message, "Leave one out.")
    if not names:
        message = "BENCH_INTERPRETERS has no interpreter"
        yield Problem(None, None, "setting", message, 'Write as in ["3.13", "3.13t"].')
    if options.machine and not is_name(options.machine):
        message = f"BENCH_MACHINE = {quote(options.machine)} is not {NAME_RULE}"
        yield Problem(None, None, "setting", message, 'Write as in "my-laptop".')
