"""Looks at the pages of an output folder as a browser or crawler would."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

LINKS = (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src"), ("source", "src"))


def list_pages(output: Path) -> list[Path]:
    return sorted(output.rglob("*.html"))


def read(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "html.parser")


def url_of(page: Path, output: Path, base: str) -> str:
    path = page.relative_to(output).as_posix()
    return base + (path.removesuffix("index.html"))


def list_links(page: Path) -> Iterator[tuple[str, str]]:
    """Yield element and target of each link and each file that a page asks for."""
    soup = read(page)
    for element, attribute in LINKS:
        for found in soup.select(f"{element}[{attribute}]"):
            yield element, str(found[attribute])


def find_broken(output: Path, base: str) -> list[str]:
    """Find links within the site that lead nowhere, as `PAGE -> TARGET`.

    Args:
        output: The folder.
        base: URL that it is served at, with a final slash.
    """
    broken = []
    for page in list_pages(output):
        here = url_of(page, output, base)
        for _, target in list_links(page):
            if not urljoin(here, target).startswith(base):
                if not target.startswith(("https://", "data:")):
                    broken.append(f"{page} -> {target} (leaves the site)")
            elif wrong := find_broken_in([urljoin(here, target)], output, base):
                broken.append(f"{page} -> {target} {wrong[0]}")
    return broken


def find_broken_in(urls: Iterable[str], output: Path, base: str) -> list[str]:
    """Find the absolute URLs of the site that lead nowhere; those of other sites are passed by."""
    broken = []
    for url in urls:
        if url.startswith(base):
            parts = urlsplit(url)
            path = output / unquote(parts._replace(fragment="", query="").geturl()[len(base) :])
            file = path / "index.html" if path.is_dir() else path
            if not file.is_file():
                broken.append(f"{url} (is not there)")
            elif parts.fragment and unquote(parts.fragment) not in find_ids(file):
                broken.append(f"{url} (no such anchor)")
    return broken


@cache
def find_ids(file: Path) -> frozenset[str]:
    return frozenset(str(element["id"]) for element in read(file).select("[id]"))
