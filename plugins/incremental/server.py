"""The server behind `invoke serve`, `invoke preview` and `pelican --listen`."""

import errno
import socket
from collections.abc import Sequence
from typing import Final

import uvicorn
from rich.console import Console
from rich.markup import escape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from plugins.incremental.guard import Guard, list_hosts, name_host

_TO_END: Final = 1
"""Seconds that answers have to come to their end after Ctrl-C; a slow reader takes longer."""


def make_app(pages: ASGIApp, bind: str, routes: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the server's application.

    Args:
        pages: What answers to all paths but those of `routes`.
        bind: The address that is listened on. A request for another host name is refused,
            as it may come from a page elsewhere, unless every address was asked for.
        routes: Paths with answers of their own.
    """
    return Starlette(
        routes=[*routes, Mount("/", pages)],
        middleware=[Middleware(Guard, hosts=list_hosts(bind))],
    )


def make_server(app: ASGIApp) -> uvicorn.Server:
    """Make a server that keeps to HTTP, says nothing, and ends soon when told to."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_level="critical",
        server_header=False,
        timeout_graceful_shutdown=_TO_END,
    )
    return uvicorn.Server(config)


def listen(bind: str, port: int, tries: int = 1) -> socket.socket | None:
    """Listen on the port or the first free one after it; if there is none, say so.

    Args:
        bind: Address to listen on.
        port: Port to try first.
        tries: How many ports to try.

    Returns:
        The listening socket, or None.
    """
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    reason = "a port is a number from 1 to 65535"
    for candidate in range(port, min(port + tries, 2**16)) if port > 0 else ():
        try:
            listener = socket.create_server((bind, candidate), family=family)
        except OSError as error:
            reason = (error.strerror or str(error)).partition(" (while")[0]  # the address again
            if error.errno != errno.EADDRINUSE:
                break
            continue
        if candidate != port:
            say(f"Port {port} is taken; {candidate} is used in its place.")
        return listener
    say(f"Cannot listen on {escape(bind)}, port {port}: {reason}.", is_error=True)
    say("Name another port or address, as in: --port 9000 --bind 127.0.0.1", is_error=True)
    return None


def name_url(listener: socket.socket, bind: str) -> str:
    """Name the URL of a server that listens on the address `bind`."""
    return f"http://{name_host(bind)}:{listener.getsockname()[1]}/"


def tell_place(url: str) -> None:
    """Tell the author where to look."""
    say(f"The site is at [bold]{url}[/bold]   (Ctrl-C ends this)")


def say(text: str, *, is_error: bool = False) -> None:
    """Print a line to the terminal, in Rich's markup."""
    Console(stderr=is_error, highlight=False, soft_wrap=True).print(text)
