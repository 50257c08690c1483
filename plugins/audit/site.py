"""Where a site is, and what its sources say where."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.audit.problem import Problem
from plugins.audit.source import find_field, find_line


@dataclass(frozen=True, slots=True)
class Site:
    """What must be known of a site to say where in it something is."""

    root: str
    """Folder that paths are shown relative to."""
    content: str
    """Folder of the sources."""
    plugins: Mapping[str, tuple[str, int]]
    """Settings file and line that name each plugin."""

    def show(self, path: object) -> str:
        """Show a path relative to the root if it lies there, absolute if not."""
        absolute = Path(self.content, str(path)).absolute()
        is_inside = absolute.is_relative_to(self.root)
        return str(absolute.relative_to(self.root) if is_inside else absolute)

    def place(self, problem: Problem) -> Problem:
        """Show the file of a problem as all paths are shown."""
        return replace(problem, file=self.show(problem.file)) if problem.file else problem

    def find(self, path: object, text: str) -> int | None:
        """Find the line of a source that has the text; None if it cannot be found."""
        return find_line(self._read(Path(self.content, str(path))), text)

    def find_field(self, path: object, *keys: str) -> int | None:
        """Find the line of a source that says the first of these keys that it has."""
        return find_field(self._read(Path(self.content, str(path))), *keys)

    def quote_line(self, path: object, line: int | None) -> str:
        """Return a line of a source; empty if it cannot be had."""
        lines = self._read(Path(self.content, str(path))).split("\n")
        return lines[line - 1] if line and line <= len(lines) else ""

    def read_shown(self, path: str) -> str:
        """Read a file that is named as problems name it; empty if it cannot be had."""
        return self._read(Path(self.root, path))

    @staticmethod
    def _read(path: Path) -> str:
        try:
            return path.read_text("utf-8-sig", "replace")
        except OSError:
            return ""
