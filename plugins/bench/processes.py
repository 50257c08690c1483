"""Starts processes, and brings back how they ended: the one module that does."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

if sys.platform != "win32":
    import resource

_KEPT_BYTES: Final = 32_768
"""Of what a process says at last, however much it was."""
_GRACE: Final = 2
"""Seconds for what a process left behind to let go of its standard error."""
_KEPT: Final = ("HOME", "LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""Variables that a process needs; others, as PYTHONGIL, could change what is measured."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may use."""

    seconds: float
    memory_mb: int | None = None
    """Of address space; None for no limit."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    code: int
    """Exit code; below zero the number of the signal that killed it."""
    said: str
    """The end of what it wrote to standard error."""
    is_late: bool = False
    """Whether it was stopped as its time was up."""

    @property
    def reason(self) -> str:
        """Say how it ended, in words."""
        if self.code >= 0:
            return f"it ended with exit code {self.code}"
        name = signal.Signals(-self.code).name if -self.code in set(signal.Signals) else self.code
        hint = ", as when memory runs out" if name == "SIGKILL" else ""
        return f"it crashed: {name}{hint}"


def run_process(
    command: Sequence[str | Path],
    limits: Limits,
    variables: Mapping[str, str],
    out: Path | None = None,
) -> Ended:
    """Run a process in an empty folder of its own, and all that it starts.

    Args:
        command: Program and arguments.
        limits: Time, after which it is killed, and memory.
        variables: Of its environment, beside the few that every process needs.
        out: File for its standard output; None if nobody reads that.
    """
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with (
        tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder,
        Path(out or os.devnull).open("wb") as output,
        subprocess.Popen(  # noqa: S603 - interpreters and uv, found by us
            list(map(str, command)),
            cwd=folder,
            env={**environment, **variables},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            start_new_session=True,
        ) as process,
    ):
        return _follow(process, limits)


def _follow(process: subprocess.Popen[bytes], limits: Limits) -> Ended:
    _limit(process.pid, limits)
    tail = bytearray()
    reader = threading.Thread(target=_read_tail, args=(process, tail), daemon=True)
    reader.start()
    is_late = False
    try:
        process.wait(limits.seconds)
    except subprocess.TimeoutExpired:
        is_late = True
    finally:  # on Ctrl-C too
        _kill_all(process)
        process.wait()
        reader.join(_GRACE)
    return Ended(process.returncode, tail.decode("utf-8", "replace"), is_late)


def _read_tail(process: subprocess.Popen[bytes], tail: bytearray) -> None:
    stream = process.stderr
    with suppress(OSError, ValueError):  # closed by the one who waits
        while stream and (chunk := os.read(stream.fileno(), _KEPT_BYTES)):
            tail += chunk
            del tail[:-_KEPT_BYTES]


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a process and those that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _limit(pid: int, limits: Limits) -> None:
    """Set limits where the system has them; one of CPU time ends it if nobody waits any more."""
    if sys.platform != "linux":
        return
    seconds = int(limits.seconds * (os.cpu_count() or 1)) + 10
    with suppress(ProcessLookupError, PermissionError, ValueError):
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
        if limits.memory_mb is not None:
            size = limits.memory_mb * 1_000_000
            resource.prlimit(pid, resource.RLIMIT_AS, (size, size))
