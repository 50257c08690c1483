"""Shows a site as it was built."""

import asyncio
from contextlib import suppress
from pathlib import Path

from rich.markup import escape

from plugins.incremental.pages import Pages
from plugins.incremental.server import listen, make_app, make_server, name_url, say, tell_place


def show_output(bind: str, port: int, folder: Path, *, is_being_built: bool = False) -> int:
    """Serve a folder on `http://BIND:PORT/` until Ctrl-C.

    Args:
        bind: Address to listen on.
        port: Port to listen on.
        folder: The built site.
        is_being_built: Whether it is no wonder that the folder is still empty.

    Returns:
        Exit code: 1 if it cannot listen there.
    """
    listener = listen(bind, port)
    if listener is None:
        return 1
    with listener, suppress(KeyboardInterrupt):
        if not is_being_built and not (folder / "index.html").is_file():
            say(
                f"There is no site in {escape(str(folder))} yet. Build it: invoke build",
                is_error=True,
            )
        tell_place(name_url(listener, bind))
        asyncio.run(make_server(make_app(Pages(folder), bind)).serve([listener]))
    say("Ended.")
    return 0
