"""Resolves both lock files: universal, hashed, and naming no host."""

import subprocess
import sys
from typing import Final

_COMPILE: Final = (
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
    *("--no-header", "--python-version", "3.11", "pyproject.toml"),
)
# The first constrains the second: what both name is the same version.
_LOCKS: Final = (
    "--output-file requirements.lock",
    "--group dev --constraint requirements.lock --output-file requirements-dev.lock",
)


def resolve_locks(*, upgrade: bool) -> int:
    """Write both lock files.

    Args:
        upgrade: Whether to take newer versions of what is locked already.

    Returns:
        Exit code of the first resolution that fails, or 0.
    """
    extra = ("--upgrade",) if upgrade else ()
    for lock in _LOCKS:
        options = lock.split()
        print("Resolving", options[-1], flush=True)  # noqa: T201
        code = subprocess.run([*_COMPILE, *options, *extra], check=False).returncode  # noqa: S603
        if code:
            return code
    return 0
