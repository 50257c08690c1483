"""Links between the pages of a site: where each leads, and which lead nowhere."""

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Final
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from plugins.audit.pages import Link, Page
from plugins.audit.problem import quote

_NOWHERE: Final = "http://site.invalid"
"""Host of a site that does not say where it will be."""
_WEB: Final = frozenset(("http", "https"))
_RUNS: Final = frozenset(("javascript", "vbscript", "file"))
"""Schemes that lead no reader anywhere."""
_WHOLE: Final = ("/", "http://", "https://")
"""How links begin that mean the same on every page."""
_STAY: Final = "Link to sources by {filename}, to files by {static}; or write the whole address."
_ONE_EACH: Final = "Give each its own: a link leads to the first alone."
_SAY: Final = 'Say what it shows: alt="…"; or alt="" if it only decorates.'
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


@dataclass(frozen=True, slots=True)
class Website:
    """What there is to link to."""

    pages: Mapping[str, Page]
    """By place, relative to the output."""
    files: Collection[str]
    """Places of all that is there."""
    base: Base

    def check(self, link: Link, here: str) -> Fault | None:
        """Find what is wrong with a link of a page at a URL; the fault has no place yet."""
        target = link.target
        if target.startswith(("{", "|")):
            return None  # Pelican has complained already
        url = _join(here, target)
        if url is None or url.scheme in _RUNS:
            message = f"{quote(target)} is no address that leads anywhere"
            return Fault("", "link", target, target, message, lambda: "Write where it should lead.")
        return self._check_goal(link, url) if self.base.owns(url) else None

    def _check_goal(self, link: Link, url: SplitResult) -> Fault | None:
        target = link.target
        if not f"{url.path}/".startswith(self.base.path):
            if urlsplit(target).netloc:
                return None  # to another site on the same host
            message = f"{quote(target)} leads out of the site, which is under {self.base.path}"
            return Fault("", "link", target, url.geturl(), message, lambda: _STAY)
        path = unquote(url.path[len(self.base.path) :])
        goal = _find_file(path, self.files)
        if goal is None:
            kind, end = (
                ("image", "is not there") if link.is_picture else ("link to", "leads nowhere")
            )
            message = f"the {kind} {quote(target)} {end}"
            return Fault("", "link", target, path, message, lambda: _suggest(path, self.files))
        if goal not in self.pages or _has_anchor(page := self.pages[goal], url.fragment):
            return None
        message = f"the link to {quote(target)} names a part that is not there"
        name = unquote(url.fragment)
        goal = f"{goal}#{url.fragment}"
        return Fault("", "anchor", target, goal, message, lambda: _suggest_anchor(name, page))


def find_faults(website: Website) -> Iterator[Fault]:
    """Find what is wrong in all pages."""
    check = cache(website.check)
    for place, page in website.pages.items():
        here = urljoin(website.base.locate(place), page.base)
        for link in page.links:
            # Most pages have the same links, and most of these mean the same from everywhere.
            is_whole = link.target.startswith(_WHOLE)
            if fault := check(link, website.base.origin if is_whole else here):
                yield replace(fault, place=place)
        for name in page.repeated:
            message = f"several elements have the id {quote(name)}"
            yield Fault(place, "id", name, f"id {name}", message, lambda: _ONE_EACH)
        for source in page.nameless:
            message = f"the image {quote(source)} has no alternative text"
            yield Fault(place, "alt", source, f"alt {source}", message, lambda: _SAY)


def list_external(pages: Mapping[str, Page], base: Base) -> Iterator[tuple[str, str, str]]:
    """List the links to other sites: URL, place of the page, and the link as it stands there."""
    for place, page in pages.items():
        for link in page.links:
            url = _join(urljoin(base.locate(place), page.base), link.target)
            if url and url.scheme in _WEB and not base.owns(url) and not link.is_picture:
                yield url._replace(fragment="").geturl(), place, link.target


def _name_host(url: SplitResult) -> tuple[str | None, int | None]:
    """Name a host, and its port unless it is the usual one."""
    return url.hostname, url.port if url.port not in {80, 443} else None


def _join(here: str, target: str) -> SplitResult | None:
    """Find the URL that a link means; None if it means none."""
    try:
        url = urlsplit(urljoin(here, target))
        host, _ = _name_host(url)
    except ValueError:
        return None
    return url if host or url.scheme not in _WEB else None


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
