"""The command `invoke notebooks`: runs what is missing or stale, and stores what it shows."""

import logging
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from pelican.settings import read_settings
from rich.console import Console

from plugins.audit import Problem, show_path
from plugins.notebooks.find import check_names, find_files, make_problem, read_file
from plugins.notebooks.model import Fault, Notebook, State
from plugins.notebooks.run import run_notebook
from plugins.notebooks.store import REMEDY, StoreError, judge, load, make_path, save

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells give it."""

_console: Final = Console(highlight=False, soft_wrap=True)
_errors: Final = Console(highlight=False, soft_wrap=True, stderr=True)


def run_notebooks(
    only: Sequence[str] = (), *, timeout: float = 300, status: bool = False, force: bool = False
) -> int:
    """Run the notebooks of the site that are missing or stale.

    Args:
        only: Names of notebooks; empty for all.
        timeout: Seconds that each may take.
        status: Run none, and tell a line for each.
        force: Run what is fresh, too.

    Returns:
        Exit code: 0 only if all is well.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end like Ctrl-C's
    logging.getLogger("pelican").setLevel(logging.ERROR)  # `invoke build` says it
    content = Path(read_settings("pelicanconf.py")["PATH"])
    paths = [*find_files(content)]
    files = {path.stem: path for path in reversed(paths)}  # of two with one name, the first
    problems = list(check_names(paths))
    found = [read_file(path) for name, path in sorted(files.items()) if not only or name in only]
    problems += [one for one in found if isinstance(one, Problem)]
    problems += [_make_unknown(name, [*files]) for name in only if name not in files]
    for problem in problems:
        _complain(problem)
    notebooks = [one for one in found if isinstance(one, Notebook)]
    try:
        if status:
            results = [_tell(notebook, content) for notebook in notebooks]
        else:
            results = [_update(one, content, timeout, force=force) for one in notebooks]
    except KeyboardInterrupt:
        _errors.print("Stopped. What was stored is as it was.")
        return INTERRUPTED
    if not found and not problems:
        _say("There is no notebook yet: docs/authoring.md tells how to write one.")
    return int(bool(problems) or not all(results))


def _tell(notebook: Notebook, content: Path) -> bool:
    """Tell what is stored of a notebook, and whether that is fresh."""
    state = _find_state(notebook, content)
    _say(f"{state.value:<14}{notebook.file}")
    return state is State.FRESH


def _find_state(notebook: Notebook, content: Path) -> State:
    path = make_path(content, notebook.name)
    try:
        return judge(notebook, load(path))
    except StoreError as error:
        _complain(Problem(show_path(path), None, "notebook-data", str(error), REMEDY))
        return State.REFUSED


def _update(notebook: Notebook, content: Path, timeout: float, *, force: bool) -> bool:
    """Run a notebook, if that must be, and store what comes of it; tell whether all is well."""
    state = _find_state(notebook, content)
    if state is State.FRESH and not force:
        _say(f"{notebook.file}: fresh.")
    if state in (State.FRESH, State.REFUSED) and not force:
        return state is State.FRESH
    _say(f"{notebook.file}: {state.value}, running …")
    began = time.perf_counter()
    found = run_notebook(notebook, timeout, datetime.now(UTC).date())
    if isinstance(found, Fault):
        _complain(make_problem(notebook.file, found))
        return False
    run, printed = found
    path = make_path(content, notebook.name)
    try:
        save(path, run)
    except StoreError as error:
        _complain(Problem(show_path(path), None, "notebook-data", str(error), "Make room for it."))
        return False
    if printed:
        _say(f"    It printed what no page shows: {printed.splitlines()[0]}")
    took = time.perf_counter() - began
    versions = f"Python {run.python}, marimo {run.marimo}"
    _say(f"    {len(run.outputs)} cells in {took:.1f} s, {versions}: {show_path(path)}")
    return True


def _make_unknown(name: str, known: Sequence[str]) -> Problem:
    near = get_close_matches(name, known, 1)
    hint = f'Did you mean "{near[0]}"?' if near else f"There are: {', '.join(known) or 'none'}."
    return Problem(None, None, "notebook", f'there is no notebook "{name}"', hint)


def _say(text: str) -> None:
    _console.print(text, markup=False)


def _complain(problem: Problem) -> None:
    place = "".join(f"{part}:" for part in (problem.file, problem.line) if part)
    text = f"{place} error: {problem.message}".strip()
    _errors.print(f"{text}\n    {problem.hint}".rstrip(), markup=False)
