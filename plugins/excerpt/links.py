"""Links of an excerpt, which stands on other pages than its post."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urljoin

_TAG: Final = re.compile(r'<[a-zA-Z][^\s/>]*(?: [^\s/>][^\s/>=]*="[^"]*")+>')
_LINK: Final = re.compile(r'( (?:(?:xlink:)?href|src|poster|data|cite)=")([^"]*)')
_SOURCES: Final = re.compile(r'( srcset=")([^"]*)')
# A URL, which may have commas but not at its end, and what is said of it: HTML, 4.8.4.2.1.
_SOURCE: Final = re.compile(r"([^\s,](?:\S*[^\s,])?)((?:\s+[^,]*)?)")
# Pelican resolves what begins with a brace or a bar, a slash means the same on all pages,
# and so does what names a scheme.
_RELATIVE: Final = re.compile(r"(?![{|/]|[a-zA-Z][a-zA-Z0-9+.-]*:)")


def move_links(fragment: str, siteurl: str, page: Callable[[], str]) -> str:
    """Let what is relative to a post's own page lead to the same place from everywhere.

    Args:
        fragment: HTML of an excerpt.
        siteurl: URL of the site, absolute, or seen from the page that shows the excerpt; without
            a final slash.
        page: Tells the URL of the post's page within the site, which takes time to find.
    """

    def move(url: str) -> str:
        return siteurl + urljoin(f"/{page()}", url) if _RELATIVE.match(url) else url

    def move_in_tag(tag: re.Match[str]) -> str:
        moved = _LINK.sub(lambda found: found[1] + move(found[2]), tag[0])
        return _SOURCES.sub(lambda found: found[1] + move_sources(found[2]), moved)

    def move_sources(sources: str) -> str:
        return _SOURCE.sub(lambda found: move(found[1]) + found[2], sources)

    return _TAG.sub(move_in_tag, fragment)
