"""The check of the folder that a build will empty and write to."""

from collections.abc import Iterable
from pathlib import Path

from plugins.audit.problem import Problem, quote


def check_output(output: Path, precious: Iterable[Path]) -> Problem | None:
    """Check that a folder may be emptied: Pelican does not ask.

    Args:
        output: Where the site is to be written; need not exist.
        precious: Folders that must outlive the build.

    Returns:
        What speaks against it; None if nothing does.
    """
    hint = "Name a folder for the site alone: --output output."
    if output.exists() and not output.is_dir():
        message = f"the output, {quote(str(output))}, is not a folder"
        return Problem(None, None, "output", message, hint)
    whole = output.resolve()
    held = next((path for path in precious if path.resolve().is_relative_to(whole)), None)
    if held is None and (whole / ".git").exists():
        held = whole / ".git"
    if held is None:
        return None
    message = f"the output, {quote(str(output))}, would be emptied, and {held} with it"
    return Problem(None, None, "output", message, hint)
