"""Builds the site, and says by its exit code whether it is sound."""

import runpy
from collections.abc import Sequence
from pathlib import Path

import pelican

from plugins.audit.adapter import AUDIT
from plugins.audit.messages import explain_failure
from plugins.audit.problem import Problem, report

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells give it."""


def build(settings: str, output: str, *, options: Sequence[str] = ()) -> int:
    """Build the site as `pelican` does, and report what it cannot see of its own settings file.

    Args:
        settings: Path of the settings file.
        output: Folder to write to.
        options: Further arguments of `pelican`.

    Returns:
        Exit code: 0 only if the site is sound.
    """
    AUDIT.listen()
    if not _check_settings_file(settings):
        AUDIT.conclude()
        return 1
    try:
        pelican.main(["--settings", settings, "--output", output, *options])
    except SystemExit as stop:
        if stop.code:
            return 1
    if AUDIT.settings is None:  # Pelican came to its end without our plugin
        message = "PLUGINS does not name plugins.audit, so nothing has checked the site"
        report(Problem(settings, None, "plugin", message, 'Put "plugins.audit" first in PLUGINS.'))
        AUDIT.conclude()
        return 1
    return 0 if AUDIT.has_concluded else INTERRUPTED


def _check_settings_file(path: str) -> bool:
    if not Path(path).is_file():
        hint = "Run this in the folder of the site."
        report(Problem(path, None, "settings", "there is no such settings file", hint))
        return False
    try:
        runpy.run_path(path)
    except Exception as error:  # noqa: BLE001 - whatever it raises is what is wrong with it
        problem = explain_failure("the settings cannot be read", error, AUDIT.site)
        report(problem)
        return False
    return True
