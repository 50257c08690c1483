"""Keeps pages of other sites out: a request says by which name it was sent, and few are ours.

A page elsewhere can have its own name lead to this machine and read what is served on it (DNS
rebinding); a browser then still sends the page's name as the host.
"""

import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
_ANY: Final = ("0.0.0.0", "::", "")  # noqa: S104 - asked for by the author
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+)(?::\d*)?", re.IGNORECASE)
_LONGEST: Final = 80  # characters of a refused name that are repeated


def name_host(bind: str) -> str:
    """Name the host in a URL for an address that is listened on."""
    if bind in _ANY:
        return "[::1]" if ":" in bind else "127.0.0.1"
    return f"[{bind}]" if ":" in bind else bind


def list_hosts(bind: str) -> tuple[str, ...]:
    """List the names that are answered to; empty for all, as every address was asked for."""
    return () if bind in _ANY else tuple(dict.fromkeys([name_host(bind).lower(), *_LOOPBACK]))


class Guard:
    """Refuses requests by other names; has browsers take files for what they are said to be.

    Args:
        app: What answers the others.
        hosts: Names that are answered to, in lower case; empty for all.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["X-Content-Type-Options"] = "nosniff"
            await send(message)

        is_welcome = scope["type"] != "http" or self._is_ours(_read_host(scope))
        await (self._app if is_welcome else self._refuse)(scope, receive, send_strictly)

    def _is_ours(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        return not self._hosts or (found is not None and found[1].lower() in self._hosts)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        host, (_, port) = _read_host(scope), scope["server"]
        named = f'as "{host[:_LONGEST]}"' if host else "without a name"
        text = (
            f"This server was asked for {named}, and answers only to {', '.join(self._hosts)}.\n"
            f"Open http://{self._hosts[0]}:{port}/ instead; or start it with --bind 0.0.0.0, "
            "and it answers to every name, and to other machines.\n"
        )
        await PlainTextResponse(text, 400)(scope, receive, send)


def _read_host(scope: Scope) -> str:
    return Headers(scope=scope).get("host", "")
