"""Looks at the pages of an output folder as a browser or crawler would."""

from collections.abc import Iterator
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
    find_ids = cache(lambda file: {element["id"] for element in read(file).select("[id]")})
    for page in list_pages(output):
        for _, target in list_links(page):
            url = urlsplit(urljoin(url_of(page, output, base), target))
            whole = url.geturl()
            if not whole.startswith(base):
                if not target.startswith(("https://", "data:")):
                    broken.append(f"{page} -> {target} (leaves the site)")
                continue
            path = output / unquote(url._replace(fragment="", query="").geturl()[len(base) :])
            file = path / "index.html" if path.is_dir() else path
            if not file.is_file():
                broken.append(f"{page} -> {target}")
            elif url.fragment and unquote(url.fragment) not in find_ids(file):
                broken.append(f"{page} -> {target} (no such anchor)")
    return broken
