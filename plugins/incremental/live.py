"""The pages of the last build, each of which hears of the next one."""

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.staticfiles import PathLike
from starlette.types import Receive, Scope, Send

from plugins.incremental.pages import Pages
from plugins.incremental.server import make_app
from plugins.incremental.state import Build, Preview

_SCRIPT: Final = Path(__file__).with_name("reload.js")
_TAG: Final = '<script src="/-/reload.js" data-build="{}" defer></script>'
_NOTHING_YET: Final = """<!doctype html>
<html lang="en"><title>Not built yet</title>
<p>There is no such page, and the site could not be built. See the terminal.</p>"""


def make_live_app(preview: Preview, bind: str) -> Starlette:
    """Make the application of the live preview, which listens on the address `bind`."""

    async def pages(scope: Scope, receive: Receive, send: Send) -> None:
        await LivePages(preview.build)(scope, receive, send)

    async def watch(_: Request) -> Response:
        return StreamingResponse(_tell(preview), media_type="text/event-stream")

    async def script(_: Request) -> Response:
        return FileResponse(_SCRIPT, media_type="text/javascript")

    routes = [Route("/-/events", watch), Route("/-/reload.js", script)]
    return make_app(pages, bind, routes)


class LivePages(Pages):
    """The pages of a build, each with a script that waits for the next.

    Args:
        build: What to serve.
    """

    def __init__(self, build: Build) -> None:
        super().__init__(build.folder)
        self._build = build

    def file_response(
        self,
        full_path: PathLike,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a file; HTML is never cached."""
        path = Path(full_path)
        if path.suffix == ".html":
            return _add_script(path.read_text("utf-8", "replace"), self._build, status_code)
        return super().file_response(full_path, stat_result, scope, status_code)

    def say_missing(self) -> Response:
        """Answer with a page that waits for a build."""
        return _add_script(_NOTHING_YET, self._build, 404)


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
