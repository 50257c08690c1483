"""Shows the site while it is written: builds, serves, watches, and builds again."""

import asyncio
import shutil
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pelican
from rich.console import Console

from plugins.incremental.live import make_live_app
from plugins.incremental.server import listen, make_server, name_url, say, tell_place
from plugins.incremental.state import Preview
from plugins.incremental.watch import Changes

_PORTS_TO_TRY: Final = 20
# As `invoke build` does it, which explains broken settings too; in a process of its own.
_BUILD: Final = (
    "import sys; from plugins.audit.cli import build; "
    "sys.exit(build('pelicanconf.py', sys.argv[1]))"
)

_console = Console(highlight=False, soft_wrap=True)


def serve(bind: str, port: int) -> int:
    """Serve the site on `http://BIND:PORT/`, or on the next free port, until Ctrl-C.

    Returns:
        Exit code: 1 if it cannot listen there at all.
    """
    listener = listen(bind, port, _PORTS_TO_TRY)
    if listener is None:
        return 1
    with (
        listener,
        TemporaryDirectory(prefix="measured-python-") as folder,
        suppress(KeyboardInterrupt),
    ):
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end like Ctrl-C's
        asyncio.run(_serve(listener, bind, Path(folder)))
    say("Ended.")
    return 0


def preview(bind: str, port: int) -> int:
    """Serve what was built as `pelican --listen` does, on the port or the next free one.

    Returns:
        Exit code: 1 if it cannot listen there at all.
    """
    listener = listen(bind, port, _PORTS_TO_TRY)
    if listener is None:
        return 1
    free = listener.getsockname()[1]
    listener.close()
    pelican.main(["--listen", "--bind", bind, "--port", str(free)])
    return 0


async def _serve(listener: socket.socket, bind: str, folder: Path) -> None:
    nothing = folder / "0"
    nothing.mkdir()
    preview, changes = Preview(nothing), Changes(Path.cwd())
    url = name_url(listener, bind)
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(changes.collect()),
            group.create_task(_keep_building(preview, changes, folder, url)),
        ]
        await make_server(make_live_app(preview, bind)).serve([listener])
        for task in tasks:
            task.cancel()


async def _keep_building(preview: Preview, changes: Changes, folder: Path, url: str) -> None:
    await _build(preview, folder)
    tell_place(url)
    while changed := await changes.take():
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        _console.print(f"{changed[0]}{more}: building …", markup=False)
        await _build(preview, folder)


async def _build(preview: Preview, root: Path) -> None:
    # A folder of its own for each build: none is served half written.
    before, folder = preview.build.folder, root / str(preview.build.number + 1)
    began = time.perf_counter()
    code, report = await _run_pelican(folder)
    took = time.perf_counter() - began
    if report:
        _console.print(report, markup=False)
    _console.print(f"Built in {took:.1f} s{', with the problems above' if code else ''}.")
    preview.show(folder if (folder / "index.html").is_file() else before, report)
    for old in set(root.iterdir()) - {preview.build.folder, before}:
        shutil.rmtree(old)


async def _run_pelican(output: Path) -> tuple[int, str]:
    """Build in a process of its own, which sees the plugins as they are now.

    Returns:
        Exit code, and the report on its standard error.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", _BUILD, str(output)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, errors = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    return process.returncode or 0, errors.decode("utf-8", "replace").strip()
