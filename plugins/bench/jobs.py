"""Runs jobs of the harness: a process for each."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from plugins.bench.model import Snippet
from plugins.bench.processes import Ended, Limits, run_process
from plugins.bench.work import Place, Result, RunJob

_LINES: Final = 12
"""Of a traceback: its end, where it says what went wrong."""
_SCRIPT: Final = re.compile(r'"[^"\n]*\.bench/scripts/[^/"\n]+/')
"""Folder of scripts: what fails alike under two interpreters is told alike."""


def make_run_job(snippet: Snippet) -> RunJob:
    """Make what runs the jobs of a snippet, within its limits."""
    limits = Limits(snippet.timeout, snippet.memory_mb)

    def run_job(place: Place, job: Mapping[str, Any]) -> Result:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            path = Path(folder) / "result.json"
            command = (place.python, "-X", "faulthandler", place.script)
            options = ("--job", json.dumps(job), "--result", path)
            ended = run_process((*command, *options), limits, place.variables)
            return _read_result(path, ended, limits)

    return run_job


def _read_result(path: Path, ended: Ended, limits: Limits) -> Result:
    said = cut_traceback(ended.said)
    if ended.is_late:
        reason = f"it took longer than {limits.seconds:g} s (timeout)"
        return {"error": reason, "traceback": said}
    try:
        result = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {
            "error": _find_error(said) or f"{ended.reason}, and was not done",
            "traceback": said,
        }
    if "error" in result:
        return {**result, "traceback": cut_traceback(result["traceback"])}
    return dict(result)


def cut_traceback(text: str) -> str:
    """Return the last lines of what a process said, with paths from the folder of the site."""
    lines = _SCRIPT.sub('"', text.replace(f"{Path.cwd()}{os.sep}", "")).rstrip().splitlines()
    cut = ["…"] if len(lines) > _LINES else []
    return "\n".join(cut + lines[-_LINES:])


def _find_error(said: str) -> str:
    """Return the exception that a traceback ends with, if it is one."""
    last = said.rsplit("\n", 1)[-1].strip()
    return last if "Traceback" in said or "SyntaxError" in last else ""
