"""Interpreters and the environments in which scripts run, as uv makes them."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import msgspec
from uv import find_uv_bin

from plugins.bench import probe
from plugins.bench.errors import InterpreterError
from plugins.bench.processes import Ended, Limits, run_process
from plugins.bench.schema import Environment
from plugins.bench.work import Place

_FIND: Final = Limits(seconds=60)
_INSTALL: Final = Limits(seconds=600)
_HERE: Final = ("--no-project", "--system", "--no-python-downloads")
_VARIABLES: Final = ("UV_", "SSL_", "HTTP", "HTTPS", "NO_PROXY", "ALL_PROXY", "http", "no_proxy")
"""Beginnings of the names of variables that tell uv where it gets things, and how."""


def find_interpreter(name: str, *, may_install: bool) -> Path:
    """Find an interpreter by its name, as "3.13t"; let uv install it if that is allowed.

    Raises:
        InterpreterError: It is not here; tells what would install it.
    """
    found = _find(name)
    if isinstance(found, Ended) and may_install:
        ended, _ = _run_uv(_INSTALL, "python", "install", "--quiet", name)
        found = _find(name) if ended.code == 0 else found
    if isinstance(found, Ended):
        message = f"Python {name} is not here ({_quote_uv(found)})"
        raise InterpreterError(f"{message}. Install it: uv python install {name}")
    return found


def find_version(name: str) -> str | None:
    """Find the version of the interpreter that is here, as "3.13.15"; None if it is not here."""
    command = ("python", "find", *_HERE, "--show-version", name)
    ended, out = _run_uv(_FIND, *command)
    return out.strip().partition("+")[0] if ended.code == 0 else None


def prepare_place(
    name: str, python: Path, script: Path, variables: Mapping[str, str]
) -> Place | Ended:
    """Let uv make the environment in which it runs a script; nothing of the script runs yet.

    Returns:
        The place, or how the attempt ended, as when a dependency cannot be had.

    Raises:
        InterpreterError: What is there is not what was asked for.
    """
    command = ("sync", "--quiet", "--script", script, "--python", python)
    ended, out = _run_uv(_INSTALL, *command, "--output-format", "json")
    if ended.code != 0:  # on a train, what is cached will do
        again, out = _run_uv(_INSTALL, *command, "--output-format", "json", "--offline")
        if again.code != 0:
            return ended
    executable = Path(json.loads(out)["sync"]["environment"]["python"]["path"])
    return Place(name, executable, script, describe(name, executable), variables)


def describe(name: str, python: Path) -> Mapping[str, Any]:
    """Let an interpreter tell of itself and the machine.

    Raises:
        InterpreterError: It cannot, or is another one than its name says.
    """
    ended, out = _run([python, str(probe.__file__)], _FIND, {})
    try:
        about = msgspec.json.decode(out, type=Environment)
    except msgspec.MsgspecError as error:
        said = ended.said.strip().splitlines()[-1:] or [str(error)]
        raise InterpreterError(f"Python {name} does not tell of itself: {said[0]}") from error
    version = f"{name.removesuffix('t')}."
    if not about.python_version.startswith(version) or about.free_threading != name.endswith("t"):
        kind = "free-threading " if about.free_threading else ""
        message = f"{kind}Python {about.python_version} came where {name} was asked for"
        raise InterpreterError(f"{message}. Install it: uv python install {name}")
    return {key: value for key, value in msgspec.structs.asdict(about).items() if value != ""}


def _find(name: str) -> Path | Ended:
    ended, out = _run_uv(_FIND, "python", "find", *_HERE, name)
    return Path(out.strip()) if ended.code == 0 else ended


def _run_uv(limits: Limits, *command: str | Path) -> tuple[Ended, str]:
    told = {name: value for name, value in os.environ.items() if name.startswith(_VARIABLES)}
    return _run([find_uv_bin(), *command], limits, told)


def _run(
    command: Sequence[str | Path], limits: Limits, variables: Mapping[str, str]
) -> tuple[Ended, str]:
    """Run a process, and return what it wrote to standard output too."""
    with NamedTemporaryFile() as file:
        path = Path(file.name)
        return run_process(command, limits, variables, out=path), path.read_text("utf-8")


def _quote_uv(ended: Ended) -> str:
    lines = [line.strip() for line in ended.said.splitlines() if line.strip()]
    return lines[0].removeprefix("error: ").rstrip(".") if lines else ended.reason
