"""Python processes that begin with what every build imports first, to save half of its time."""

import multiprocessing
import os
import runpy
import sys
import traceback
from collections.abc import Mapping, Sequence
from functools import partialmethod
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import Environment, FileSystemBytecodeCache

# Nothing of the site's own: each process imports that as its author's would.
IMPORTS = (
    "PIL.Image",
    "feedgenerator",
    "invoke",
    "pelican.server",
    "pygments.formatters.html",
    "pygments.lexers.python",
    "pymdownx.blocks.caption",
    "pymdownx.blocks.html",
    "pymdownx.details",
    "pymdownx.saneheaders",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.tasklist",
    "rcssmin",
    "regex",
    "rich.live",
    "rich.table",
    "rjsmin",
    "selectolax.lexbor",
    "typogrify.filters",
)
LONGEST = 120  # seconds
COMPILED = TemporaryDirectory(prefix="templates-")
SPARES = multiprocessing.get_context("forkserver")
SPARES.set_forkserver_preload([*IMPORTS])


def run_module(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    streams: tuple[Path, Path],
) -> int:
    """Run a Python module as `python -m` would; give its exit code, and its output to files."""
    arguments = (command, folder, environment, streams, COMPILED.name)
    process = SPARES.Process(target=_run, args=arguments)
    process.start()
    process.join(LONGEST)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"{command} took more than {LONGEST} seconds")
    return process.exitcode


class Templates(FileSystemBytecodeCache):
    """Templates as Python has compiled them, for all sites with the same theme."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Name a template by the place where it really is; Jinja checks its text besides."""
        return super().get_cache_key(name, filename and os.path.realpath(filename))


def _run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    streams: tuple[Path, Path],
    compiled: str,
) -> None:
    sys.dont_write_bytecode = False  # whatever is set outside: compiling is most of importing
    cached = partialmethod(Environment.__init__, bytecode_cache=Templates(compiled))
    Environment.__init__ = cached  # type: ignore[method-assign, assignment]
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for stream, path in zip((sys.stdout, sys.stderr), streams, strict=True):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = [*command]
    repo = str(Path(__file__).parent.parent)
    sys.path[:] = [str(folder), *(path for path in sys.path if path not in ("", repo))]
    try:
        runpy.run_module(command[0], run_name="__main__", alter_sys=True)
    except Exception:  # noqa: BLE001 (Python itself ends so)
        traceback.print_exc()
        sys.exit(1)
