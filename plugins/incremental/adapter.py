"""Where serving meets Pelican: `pelican --listen` serves with our server, not with its own."""

from pathlib import Path
from typing import TYPE_CHECKING

import pelican

if TYPE_CHECKING:
    from multiprocessing.queues import Queue


def register() -> None:
    """Put our server in the place of Pelican's, which one slow reader keeps from all others."""
    pelican.listen = listen


def listen(
    server: str, port: int, output: str, excqueue: "Queue[str | None] | None" = None
) -> None:
    """Serve the output until Ctrl-C. Pelican gives the arguments by place and calls it by name.

    Args:
        server: Address to listen on.
        port: Port to listen on.
        output: Folder of the built site.
        excqueue: Under `--autoreload` this is a process of its own, and what it puts here
            ends the other.

    Raises:
        SystemExit: It cannot listen there; said already.
    """
    # Every build loads this module, and few of them listen.
    from plugins.incremental.show import show_output  # noqa: PLC0415

    code = show_output(server, port, Path(output), is_being_built=excqueue is not None)
    if excqueue is not None:
        excqueue.put(None)
    elif code:
        raise SystemExit(code)
