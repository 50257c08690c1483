"""The command with this Python as its only interpreter, without uv; run as a script too."""

import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from plugins.bench import session
from plugins.bench.cli import bench
from plugins.bench.errors import InterpreterError
from plugins.bench.interpreters import describe
from plugins.bench.request import Request
from plugins.bench.work import Place

HERE = f"3.{sys.version_info.minor}" + "t" * bool(sysconfig.get_config_var("Py_GIL_DISABLED"))


def find_interpreter(name: str, *, may_install: bool) -> Path:
    """Find this Python, and no other."""
    assert may_install
    if name != HERE:
        raise InterpreterError(f"Python {name} is not here. Install it: uv python install {name}")
    return Path(sys.executable)


def prepare_place(name: str, python: Path, script: Path, variables: Mapping[str, str]) -> Place:
    """Take the environment of the tests for that of the script."""
    return Place(name, python, script, describe(name, python), variables)


if __name__ == "__main__":
    session.find_interpreter = find_interpreter  # type: ignore[attr-defined]
    session.prepare_place = prepare_place  # type: ignore[attr-defined,assignment]
    sys.exit(bench(Request(machine="here")))
