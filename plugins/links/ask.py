"""Asks other sites for the pages that we link to: one at a time from each, and not in a hurry."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Final
from urllib.parse import urljoin, urlsplit

from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import BaseHTTPResponse

from plugins.links.judge import Answer, is_permanent

_SITES_AT_ONCE: Final = 8
_MOST_HOPS: Final = 10
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_CONNECTION: Final = re.compile(r"^\w+\(.*?\): ")
_NOT_FOR_HEAD: Final = 400
"""From this status on the question is put again as browsers do: some answer HEAD wrongly."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask."""

    name: str = "measured-python-links"
    """Who we say that we are."""
    pause_s: float = 1.0
    """Between two questions to one site."""
    timeout_s: float = 20.0
    """For each question."""
    tries: int = 3
    """How often to ask again where a site is busy or not there; it may say when."""
    backoff_s: float = 1.0
    """Before the second try; twice as long before each further one."""


def ask_all(
    urls: Iterable[str], manners: Manners, tell: Callable[[str, Answer], None], stop: Event
) -> None:
    """Ask for all URLs, each site's one after another.

    Args:
        urls: Absolute, without fragments.
        manners: How to ask.
        tell: Is told of each answer as it comes, from any thread.
        stop: Set, it ends the asking after what is being asked.
    """
    by_site: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_site[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(_SITES_AT_ONCE) as pool:
        asked = [
            pool.submit(_ask_site, of_site, manners, tell, stop) for of_site in by_site.values()
        ]
        try:
            for future in asked:
                future.result()
        except BaseException:
            stop.set()
            raise


def _ask_site(
    urls: Sequence[str], manners: Manners, tell: Callable[[str, Answer], None], stop: Event
) -> None:
    again = Retry(
        total=manners.tries,
        connect=1,
        redirect=0,
        backoff_factor=manners.backoff_s,
        status_forcelist=(429, 500, 502, 503, 504),
        raise_on_status=False,
        raise_on_redirect=False,
    )
    timeout = Timeout(manners.timeout_s)
    with PoolManager(headers={"User-Agent": manners.name}, retries=again, timeout=timeout) as pool:
        for number, url in enumerate(urls):
            if stop.is_set() or (number and stop.wait(manners.pause_s)):
                return
            answer = _ask(pool, url)
            tell(url, answer)
            if answer.is_down:
                for other in urls[number + 1 :]:
                    tell(other, answer)
                return


def _ask(pool: PoolManager, url: str) -> Answer:
    try:
        answer = _follow(pool, "HEAD", url)
        return _follow(pool, "GET", url) if answer.status >= _NOT_FOR_HEAD else answer
    except HTTPError as error:
        cause = getattr(error, "reason", None) or error
        is_down = isinstance(cause, NewConnectionError | ConnectTimeoutError)
        return Answer(0, error=_shorten(cause), is_down=is_down)
    except (ValueError, UnicodeError) as error:  # no address at all
        return Answer(0, error=_shorten(error))


def _follow(pool: PoolManager, method: str, url: str) -> Answer:
    """Follow redirects by ourselves, to know whether the first is meant for ever."""
    here, is_for_ever = url, False
    for hop in range(_MOST_HOPS):
        response = pool.request(method, here, redirect=False, preload_content=False)
        status, goal = response.status, response.headers.get("Location")
        _drop(response)
        if status not in _REDIRECTS or not goal:
            return Answer(status, moved_to=here if is_for_ever else "")
        is_for_ever |= hop == 0 and is_permanent(status)
        here = urljoin(here, goal)
    return Answer(0, error="it leads in circles")


def _drop(response: BaseHTTPResponse) -> None:
    """Read no more than has come: nothing of it is needed."""
    response.close()
    response.release_conn()


def _shorten(error: object) -> str:
    """Say an error of urllib3 without the connection that it names first."""
    return _CONNECTION.sub("", " ".join(str(error).split()))
