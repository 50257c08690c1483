"""Runs notebooks, each in a process and an environment of its own that uv makes."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
from uv import find_uv_bin

from plugins.notebooks.markup import find_obstacles, sanitize
from plugins.notebooks.model import Fault, Notebook, Run
from plugins.notebooks.schema import MOST_SIGNS, Result
from plugins.notebooks.store import find_fault

PYTHON: Final = "3.13"
"""For notebooks that ask for none."""
_RUNNER: Final = Path(__file__).with_name("runner.py")
_LAST: Final = 2000
"""Characters of what a process said last."""
_HINT: Final = "Show text, numbers, a list of dicts, mo.md, or HTML and SVG by mo.Html."


def run_notebook(notebook: Notebook, timeout: float, today: date) -> tuple[Run, str] | Fault:
    """Run a notebook.

    Args:
        notebook: What to run.
        timeout: Seconds that it may take, with the environment to be made.
        today: The date to be told.

    Returns:
        The run, and what the notebook printed, which no page shows; or what went wrong.
    """
    with TemporaryDirectory(prefix="notebook-") as folder:
        result = _start(notebook, Path(folder), timeout)
    if isinstance(result, Fault):
        return result
    if result.error:
        said = result.error.replace(f"{notebook.name}.py", notebook.file).rstrip()
        return Fault(result.line, f"a cell raised an error\n{said}", "Mend the cell.")
    outputs = _make_outputs(notebook, result)
    if isinstance(outputs, Fault):
        return outputs
    run = Run(notebook.digest, result.python, result.marimo, today.isoformat(), outputs)
    return run, result.printed.strip()


def _start(notebook: Notebook, folder: Path, timeout: float) -> Result | Fault:
    """Run a copy, in a folder where it finds nothing else: a reader has no more, either."""
    file, told = folder / f"{notebook.name}.py", folder / "result.json"
    file.write_bytes(notebook.source)
    head = "".join(f"# {line}".rstrip() + "\n" for line in notebook.metadata.toml.splitlines())
    script = folder / "_run.py"
    script.write_text(f"# /// script\n{head}# ///\n{_RUNNER.read_text('utf-8')}", "utf-8")
    python = [] if notebook.metadata.requires_python else ["--python", PYTHON]
    command: list[str | Path] = [find_uv_bin(), "run", "--quiet", *python, "--script", script]
    with _process([*command, file.name, told], folder) as process:
        try:
            _, said = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            hint = "Make it shorter, or allow more: invoke notebooks --timeout SECONDS"
            return Fault(None, f"it took more than {timeout:g} seconds", hint)
    try:
        return msgspec.json.decode(told.read_bytes(), type=Result)
    except (OSError, msgspec.MsgspecError):
        last = said.decode("utf-8", "replace").strip()[-_LAST:]
        return Fault(None, f"it could not be run (exit code {process.returncode})\n{last}", "")


@contextmanager
def _process(command: list[str | Path], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process, and end it with all that it started, whatever happens."""
    variables = {key: value for key, value in os.environ.items() if not key.startswith("MARIMO_")}
    with subprocess.Popen(  # noqa: S603 - the author's own, and asked for
        command,
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _make_outputs(notebook: Notebook, result: Result) -> tuple[str, ...] | Fault:
    """Make outputs fit for a page, or tell of the first that cannot be."""
    cells = [cell for cell in notebook.cells if not cell.is_setup]
    if len(cells) != len(result.outputs):
        message = f"only {len(result.outputs)} of {len(cells)} cells ran, as mo.stop ended it"
        return Fault(None, message, "A page shows all cells: let none stop the others.")
    outputs: list[str] = []
    for cell, output in zip(cells, result.outputs, strict=True):
        obstacle = next(find_obstacles(output), "")
        try:
            outputs.append(sanitize(output, notebook.name))
        except ValueError as error:
            obstacle = str(error)
        if not obstacle and len(outputs[-1]) > MOST_SIGNS:
            obstacle = f"more than {MOST_SIGNS:,} characters"
        if obstacle:
            return Fault(cell.line, f"the output of this cell has {obstacle}", _HINT)
    if fault := find_fault(tuple(outputs), notebook.name):
        return Fault(None, f"its outputs have {fault}", "Leave out or rename what is there twice.")
    return tuple(outputs)
