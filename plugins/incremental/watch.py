"""Tells what was changed on disk."""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from watchfiles import awatch

_FOLDERS: Final = ("content", "theme", "plugins")
_SETTLE_MS: Final = 50
"""How long nothing more may change before it is told: an editor saves in several steps."""


class Changes:
    """What was changed since it was last asked for.

    Args:
        root: Folder of the site. Watched are content, theme and plugins, and the Python
            files beside them.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changed: set[str] = set()
        self._news = asyncio.Event()

    async def take(self) -> Sequence[str]:
        """Wait for a change; return all paths changed by then, relative to the root, sorted."""
        await self._news.wait()
        self._news.clear()
        taken = sorted(self._changed)
        self._changed.clear()
        return taken

    async def collect(self) -> None:
        """Watch until cancelled."""
        folders = [self._root / name for name in _FOLDERS if (self._root / name).is_dir()]
        async with asyncio.TaskGroup() as group:
            group.create_task(self._collect(folders, "", recursive=True))
            group.create_task(self._collect([self._root], ".py", recursive=False))

    async def _collect(self, paths: Sequence[Path], suffix: str, *, recursive: bool) -> None:
        async for batch in awatch(*paths, step=_SETTLE_MS, recursive=recursive):
            names = {os.path.relpath(path, self._root) for _, path in batch}
            if fitting := {name for name in names if name.endswith(suffix)}:
                self._changed |= fitting
                self._news.set()
