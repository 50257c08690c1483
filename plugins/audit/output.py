"""The folder that a build will empty and write to: its check, and its name in problems."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.audit.problem import Problem, quote


@dataclass(frozen=True, slots=True)
class StandIn:
    """A folder that is written to in the place of the output, which it replaces later."""

    folder: Path
    output: Path

    def name_output(self, problem: Problem) -> Problem:
        """Name the output in a problem where it names this folder."""
        file = self._rename(problem.file) if problem.file else None
        message, hint = self._rename(problem.message), self._rename(problem.hint)
        return replace(problem, file=file, message=message, hint=hint)

    def _rename(self, text: str) -> str:
        text = text.replace(str(self.folder), str(self.output))
        return text.replace(self.folder.name, self.output.name)


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
