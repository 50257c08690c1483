"""Links between the pages of a site: where each leads, and which lead nowhere."""

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from plugins.audit.pages import Link, Page
from plugins.audit.problem import quote

_NOWHERE: Final = "http://site.invalid"
"""Host of a site that does not say where it will be."""
_WEB: Final = frozenset(("http", "https"))
_RUNS: Final = frozenset(("javascript", "vbscript", "file"))
"""Schemes that lead no reader anywhere."""
_TOP: Final = frozenset(("", "top"))
"""Fragments that are the page itself: HTML, 7.4.6.4."""
_DIRECTIVE: Final = ":~:"
"""Begins what a browser takes for itself in a fragment, as text to mark."""


@dataclass(frozen=True, slots=True)
class Base:
    """Where a site will be."""

    origin: str
    """Scheme and host, without a slash."""
    path: str
    """Begins and ends with a slash."""

    def locate(self, place: str) -> str:
        """Find the URL of what is written at a place in the output."""
        is_index = posixpath.basename(place) == "index.html"
        return self.origin + self.path + (place.removesuffix("index.html") if is_index else place)

    def owns(self, url: SplitResult) -> bool:
        """Tell whether a URL is on the host of the site."""
        return url.scheme in _WEB and _name_host(url) == _name_host(urlsplit(self.origin))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a page."""

    place: str
    """Of the page, in the output."""
    rule: str
    needle: str
    """What to look for in the source."""
    goal: str
    """Where a link should lead, by place and fragment: the same fault has the same goal."""
    message: str
    suggest: Callable[[], str]
    """Says what to do; that takes time."""


def read_base(siteurl: str) -> Base:
    """Read what a site says of its address; empty if it says nothing."""
    url = urlsplit(siteurl)
    origin = f"{url.scheme}://{url.netloc}" if url.netloc else _NOWHERE
    return Base(origin, f"{url.path.rstrip('/')}/")


def find_faults(pages: Mapping[str, Page], files: Collection[str], base: Base) -> Iterator[Fault]:
    """Find what is wrong in pages.

    Args:
        pages: By place, relative to the output.
        files: Places of all that is there.
        base: Where the site will be.
    """
    for place, page in pages.items():
        for link in page.links:
            yield from _check_link(place, link, pages, files, base)
        for name in page.repeated:
            message = f"several elements have the id {quote(name)}"
            hint = "Give each its own: a link leads to the first alone."
            yield Fault(place, "id", name, f"id {name}", message, partial(str, hint))
        for source in page.nameless:
            message = f"the image {quote(source)} has no alternative text"
            hint = 'Say what it shows: alt="…"; or alt="" if it only decorates.'
            yield Fault(place, "alt", source, f"alt {source}", message, partial(str, hint))


def list_external(pages: Mapping[str, Page], base: Base) -> Iterator[tuple[str, str, str]]:
    """List the links to other sites: URL, place of the page, and the link as it stands there."""
    for place, page in pages.items():
        for link in page.links:
            url = _join(base.locate(place), page.base, link.target)
            if url and url.scheme in _WEB and not base.owns(url) and not link.is_picture:
                yield url._replace(fragment="").geturl(), place, link.target


def _name_host(url: SplitResult) -> tuple[str | None, int | None]:
    """Name a host, and its port unless it is the usual one."""
    return url.hostname, url.port if url.port not in {80, 443} else None


def _join(here: str, base: str, target: str) -> SplitResult | None:
    """Find the URL that a link means; None if it means none."""
    try:
        url = urlsplit(urljoin(urljoin(here, base), target))
        host, _ = _name_host(url)
    except ValueError:
        return None
    return url if host or url.scheme not in _WEB else None


def _check_link(
    place: str, link: Link, pages: Mapping[str, Page], files: Collection[str], base: Base
) -> Iterator[Fault]:
    target = link.target
    if target.startswith(("{", "|")):
        return  # Pelican has complained already
    url = _join(base.locate(place), pages[place].base, target)
    if url is None or url.scheme in _RUNS:
        message = f"{quote(target)} is no address that leads anywhere"
        suggest = partial(str, "Write where it should lead.")
        yield Fault(place, "link", target, target, message, suggest)
    elif base.owns(url):
        yield from _check_goal(place, link, url, (pages, files, base))


def _check_goal(
    place: str, link: Link, url: SplitResult, site: tuple[Mapping[str, Page], Collection[str], Base]
) -> Iterator[Fault]:
    pages, files, base = site
    shown = quote(link.target)
    if not f"{url.path}/".startswith(base.path):
        if urlsplit(link.target).netloc:
            return  # to another site on the same host
        message = f"{shown} leads out of the site, which is under {base.path}"
        hint = "Link to sources by {filename}, to files by {static}; or write the whole address."
        yield Fault(place, "link", link.target, url.geturl(), message, partial(str, hint))
        return
    path = unquote(url.path[len(base.path) :])
    goal = _find_file(path, files)
    if goal is None:
        what = "is not there" if link.is_picture else "leads nowhere"
        message = f"the {'image' if link.is_picture else 'link to'} {shown} {what}"
        yield Fault(place, "link", link.target, path, message, partial(_suggest, path, files))
    elif goal in pages and not _has_anchor(pages[goal], url.fragment):
        message = f"the link to {shown} names a part that is not there"
        suggest = partial(_suggest_anchor, unquote(url.fragment), pages[goal])
        yield Fault(place, "anchor", link.target, f"{goal}#{url.fragment}", message, suggest)


def _find_file(path: str, files: Collection[str]) -> str | None:
    """Find what a server answers with: a file, or the page of a folder."""
    path = posixpath.normpath(path) + "/" * path.endswith("/") if path else ""
    if path and not path.endswith("/") and path in files:
        return path
    index = posixpath.join(path, "index.html")
    page = f"{path}.html"  # as GitHub Pages and Pelican's own server have it
    return next((name for name in (index, page) if name in files), None)


def _has_anchor(page: Page, fragment: str) -> bool:
    name = fragment.partition(_DIRECTIVE)[0]
    found = {name, unquote(name)} & page.anchors
    return bool(found) or name.lower() in _TOP


def _suggest(path: str, files: Collection[str]) -> str:
    wanted = path.rstrip("/")
    known = {name.removesuffix("/index.html"): name for name in files}
    if close := get_close_matches(wanted, known, n=1, cutoff=0.7):
        found = known[close[0]].removesuffix("index.html")
        return f'Did you mean "/{found}"? To a source, {{filename}} leads wherever it moves.'
    return "Mend the address. To a source, {filename} leads wherever it moves."


def _suggest_anchor(name: str, page: Page) -> str:
    if close := get_close_matches(name, page.anchors, n=1, cutoff=0.6):
        return f"Did you mean {quote('#' + close[0])}?"
    return "Name the id of a heading: its text in small letters, with hyphens."
