"""Serves a site as Pages would, and follows every link in it."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Final
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

import uvicorn
from selectolax.lexbor import LexborHTMLParser
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

_ATTRIBUTES: Final = ("href", "src", "poster")
_IN_STYLE: Final = re.compile(r"""url\(\s*["']?([^"')]+)""")
_ELSEWHERE: Final = ("data:", "mailto:")


@dataclass(frozen=True, slots=True)
class File:
    """What came for an address."""

    status: int
    links: tuple[str, ...]
    """In order, as they are written; of pages and style sheets."""
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Crawl:
    """What following all links found."""

    pages: int
    links: int
    broken: tuple[str, ...]
    """What leads nowhere, as `PAGE -> TARGET (WHY)`."""


@contextmanager
def serve(folder: Path, path: str) -> Iterator[str]:
    """Serve a folder on loopback, with its `404.html` for what it does not have.

    Args:
        folder: The site; it may come later.
        path: Where its home page is, without a final slash; may be empty.

    Yields:
        URL of the home page, with a final slash.
    """
    files = StaticFiles(directory=folder, html=True, check_dir=False)
    app = Starlette(routes=[Mount(path, files)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}{path}/"
        finally:
            while thread.is_alive() and not server.started:
                sleep(0.01)  # one that is told too early to end does not
            server.should_exit = True
            thread.join()


def crawl(site: Path, siteurl: str, page_url: str) -> Crawl:
    """Follow every link of every page and style sheet of a site, but those to other sites.

    Args:
        site: The folder that is served, for its list of pages.
        siteurl: What its links begin with, without a final slash.
        page_url: Where it is served, with one.
    """
    base = f"{siteurl}/"
    fetch = _make_fetch(base, page_url)
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    waiting = [base + page.removesuffix("index.html") for page in pages]
    known = {*waiting}
    links, broken = 0, []
    while waiting:
        url = waiting.pop()
        for target in fetch(url).links:
            links += 1
            whole, fragment = _resolve(target, url, base)
            if why := _judge(whole, unquote(fragment), base, fetch):
                broken.append(f"{url} -> {target} ({why})")
            elif whole.startswith(base) and whole not in known:
                known.add(whole)
                waiting.append(whole)
    return Crawl(len(pages), links, tuple(sorted(broken)))


def _resolve(target: str, url: str, base: str) -> tuple[str, str]:
    """Resolve a link of a page into an address, without a query, and an anchor."""
    # The 404 page may stand anywhere, so what is relative there is found from nowhere.
    is_anywhere = url == f"{base}404.html" and not target.startswith("#")
    whole, fragment = urldefrag(urljoin(f"{base}no/such/page/" if is_anywhere else url, target))
    return whole.partition("?")[0], fragment


def _judge(url: str, fragment: str, base: str, fetch: Callable[[str], File]) -> str:
    """Say what is wrong with an address; empty if nothing is."""
    if not f"{url}/".startswith(base):
        parts = urlsplit(url)
        is_elsewhere = parts.scheme == "https" and parts.netloc != urlsplit(base).netloc
        return "" if is_elsewhere or url.startswith(_ELSEWHERE) else "outside the site"
    file = fetch(url)
    if file.status != 200:  # noqa: PLR2004
        return f"status {file.status}"
    return "no such anchor" if fragment and fragment not in file.ids | {"top"} else ""


def _make_fetch(base: str, page_url: str) -> Callable[[str], File]:
    @cache
    def fetch(url: str) -> File:
        try:
            with urlopen(page_url + url[len(base) :], timeout=30) as response:  # noqa: S310
                return _read(response.status, response.headers.get_content_type(), response.read())
        except HTTPError as error:
            return File(error.code, (), frozenset())

    return fetch


def _read(status: int, kind: str, content: bytes) -> File:
    if kind == "text/css":
        return File(status, tuple(_IN_STYLE.findall(content.decode())), frozenset())
    if kind != "text/html":
        return File(status, (), frozenset())
    nodes = LexborHTMLParser(content).css("*")
    links = [v for node in nodes for name in _ATTRIBUTES if (v := node.attributes.get(name))]
    ids = [v for node in nodes if (v := node.attributes.get("id"))]
    return File(status, tuple(links), frozenset(ids))
