"""What the preview shows now, and who waits for the next."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build."""

    number: int
    """Counts the builds of this preview from 1; 0 before the first."""
    name: str
    """Names it among the builds of all previews, for a page that outlives one of them."""
    folder: Path
    """Where its pages are. A build that broke off shows those of the one before."""
    report: str
    """The report of its problems as plain text; empty if there are none."""


class Preview:
    """The build that is shown, and a way to wait for the next.

    Args:
        folder: An empty folder, shown before the first build.
    """

    def __init__(self, folder: Path) -> None:
        self.build = _make_build(0, folder, "")
        self._next = asyncio.Event()

    def show(self, folder: Path, report: str) -> None:
        """Show a new build, and wake all who wait."""
        self.build = _make_build(self.build.number + 1, folder, report)
        self._next.set()
        self._next = asyncio.Event()

    async def wait_beyond(self, number: int) -> Build:
        """Wait until a build later than `number` is shown."""
        while self.build.number <= number:
            await self._next.wait()
        return self.build


def _make_build(number: int, folder: Path, report: str) -> Build:
    return Build(number, uuid4().hex, folder, report)
