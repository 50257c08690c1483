"""Builds the site, and says by its exit code whether it is sound."""

from collections.abc import Sequence
from pathlib import Path

import pelican

from plugins.audit.adapter import AUDIT
from plugins.audit.output import StandIn
from plugins.audit.problem import Problem, report

_LOG = ("--logs-dedup-min-level", "DEBUG")  # what is said twice is wrong twice
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells give it."""


def build(settings: str, output: str, options: Sequence[str] = (), *, beside: str = "") -> int:
    """Build the site as `pelican` does; report also what keeps Pelican from loading plugins.

    Args:
        settings: Path of the settings file.
        output: Folder to write to.
        options: Further arguments of `pelican`.
        beside: Folder to write to in its place; problems still name the output.

    Returns:
        Exit code: 0 only if the site is sound.
    """
    AUDIT.listen()
    if beside:
        AUDIT.stand_in = StandIn(Path(beside), Path(output).expanduser())
    try:
        pelican.main([*_LOG, "--settings", settings, "--output", beside or output, *options])
    except SystemExit as stop:
        if AUDIT.has_concluded:
            return 1 if stop.code else 0
        message = f"something ended the build by SystemExit({stop.code!r})"
        hint = "Look for sys.exit() in the settings and plugins."
        report(Problem(settings, None, "build", message, hint))
        AUDIT.conclude()
        return 1
    if AUDIT.settings is None:  # Pelican came to its end without our plugin
        AUDIT.conclude()
        return 1
    return 0 if AUDIT.has_concluded else INTERRUPTED
