"""Serves the files of a built site as its public host will, and nothing else of the machine."""

import os
import stat
from pathlib import Path
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

from plugins.incremental.media import name_type

_METHODS: Final = ("GET", "HEAD")
_TOLD: Final = ("Cache-Control", "Content-Type", "ETag", "Last-Modified")
_WELL_KNOWN: Final = ".well-known"  # RFC 8615
_AT_ONCE: Final = 2**20
"""Bytes up to which a file is read at once: hundreds of slow readers keep none of them open."""


def is_public(path: str) -> bool:
    """Tell whether a decoded path of a URL may name something that is published.

    Names that begin with a dot are hidden files, or lead upwards; a browser sends neither of
    itself. To it a backslash is a slash, and to a file system perhaps.
    """
    names = [name for name in path.split("/") if name]
    if names[:1] == [_WELL_KNOWN]:
        del names[0]
    return "\\" not in path and not any(name.startswith(".") for name in names)


class Pages(StaticFiles):
    """The files of a folder: a folder's is its index, and a missing one's is 404.html.

    Symbolic links are followed only where they lead to files of the folder.

    Args:
        folder: The built site. It need not be there yet, and may be replaced.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder

    async def check_config(self) -> None:
        """Leave it to each request whether there is something to serve."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer a request.

        Args:
            path: The decoded path, relative and without double slashes.
            scope: The request.
        """
        if scope["method"] not in _METHODS:
            raise HTTPException(405, headers={"Allow": ", ".join(_METHODS)})
        return await run_in_threadpool(self._answer, path, scope)

    def file_response(
        self,
        full_path: PathLike,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer with a file, or that the browser has it already."""
        response = FileResponse(
            full_path,
            status_code,
            headers={"Cache-Control": "no-cache"},
            media_type=name_type(os.fspath(full_path)),
            stat_result=stat_result,
        )
        if status_code == 200 and self.is_not_modified(response.headers, Headers(scope=scope)):  # noqa: PLR2004
            return NotModifiedResponse(response.headers)
        return _read(response) if stat_result.st_size <= _AT_ONCE else response

    def say_missing(self) -> Response:
        """Answer that there is no such page, where the site has no page for that."""
        text = "There is no such page, and no 404.html.\n"
        if not (self._folder / "index.html").is_file():
            text = f"There is no site in {self._folder} yet. Build it: invoke build\n"
        return PlainTextResponse(text, 404)

    def _answer(self, path: str, scope: Scope) -> Response:
        index = str(Path(path, "index.html"))
        has_slash = scope["path"].endswith("/")
        if is_public(scope["path"]):
            if found := self._find(index if has_slash else path):
                return self.file_response(*found, scope)
            if not has_slash and self._find(index):
                return RedirectResponse(_add_slash(path, scope))
        if found := self._find("404.html"):
            return self.file_response(*found, scope, 404)
        return self.say_missing()

    def _find(self, path: str) -> tuple[str, os.stat_result] | None:
        try:
            full_path, found = self.lookup_path(path)
        except (OSError, ValueError):  # too long, a circle of links, a character of no file's name
            return None
        return (full_path, found) if found and stat.S_ISREG(found.st_mode) else None


def _read(file: FileResponse) -> Response:
    told = {name: file.headers[name] for name in _TOLD}
    return Response(Path(file.path).read_bytes(), file.status_code, headers=told)


def _add_slash(path: str, scope: Scope) -> str:
    """Write the URL of a folder without a host: it cannot lead to another."""
    query = scope["query_string"].decode("latin-1")
    return f"/{quote(path.replace(os.sep, '/'))}/{'?' if query else ''}{query}"
