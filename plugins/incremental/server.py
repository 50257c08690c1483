"""The development server: the pages of the last build, and word of the next one."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from plugins.incremental.state import Build, Preview

_SCRIPT: Final = Path(__file__).with_name("reload.js")
_TAG: Final = '<script src="/-/reload.js" data-build="{}" defer></script>'
_NOTHING_YET: Final = """<!doctype html>
<html lang="en"><title>Not built yet</title>
<p>There is no such page, and the site could not be built. See the terminal.</p>"""
_LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]", "::1")
_ANY: Final = ("0.0.0.0", "::", "")  # noqa: S104 - asked for by the author


def name_host(bind: str) -> str:
    """Name the host in a URL for an address that is listened on."""
    if bind in _ANY:
        return "[::1]" if ":" in bind else "127.0.0.1"
    return f"[{bind}]" if ":" in bind else bind


def make_app(preview: Preview, bind: str) -> Starlette:
    """Make the server's application.

    Args:
        preview: What to serve.
        bind: The address that is listened on. A request for another host name is refused,
            as it may come from a page elsewhere, unless every address was asked for.
    """

    async def watch(_: Request) -> Response:
        return StreamingResponse(_tell(preview), media_type="text/event-stream")

    async def script(_: Request) -> Response:
        return FileResponse(_SCRIPT, media_type="text/javascript")

    hosts = ["*"] if bind in _ANY else [*_LOOPBACK, bind, name_host(bind)]
    return Starlette(
        routes=[
            Route("/-/events", watch),
            Route("/-/reload.js", script),
            Mount("/", LivePages(preview)),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)],
    )


class LivePages(StaticFiles):
    """The pages of the last build, each with a script that waits for the next.

    Args:
        preview: What to serve.
    """

    def __init__(self, preview: Preview) -> None:
        super().__init__(directory=preview.build.folder, html=True)
        self._preview = preview

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file of the last build; HTML is never cached."""
        build = self._preview.build
        self.all_directories = [build.folder]
        has_404_page = (build.folder / "404.html").is_file()
        if not has_404_page and not (build.folder / path).is_file():
            return _add_script(_NOTHING_YET, build, 404)
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse) and str(response.path).endswith(".html"):
            page = Path(response.path).read_text("utf-8", "replace")
            return _add_script(page, build, response.status_code)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _add_script(page: str, build: Build, status: int) -> Response:
    head, end, tail = page.rpartition("</body>") if "</body>" in page else (page, "", "")
    whole = head + _TAG.format(build.name) + end + tail
    return HTMLResponse(whole, status, headers={"Cache-Control": "no-store"})


async def _tell(preview: Preview) -> AsyncIterator[str]:
    """Tell of the build that is shown now, and of each later one, as server-sent events."""
    while True:
        build = preview.build
        yield f"data: {json.dumps({'build': build.name, 'report': build.report})}\n\n"
        await preview.wait_beyond(build.number)
