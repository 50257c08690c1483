"""Publishes the site: builds it beside the last good one, and exchanges the two if it is sound."""

import errno
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from filelock import FileLock, Timeout
from pelican import ArticlesGenerator, PagesGenerator
from pelican.plugins import signals
from rich.console import Console

from plugins.audit import Problem, quote
from plugins.audit.adapter import AUDIT
from plugins.audit.cli import INTERRUPTED, build
from plugins.audit.report import render_report
from plugins.publishing.place import Place, check_place, explain_mount, find_place
from plugins.publishing.summary import (
    find_gone,
    render_gone,
    render_summary,
    summarize,
)
from plugins.publishing.swap import carry_over, clear, recover, swap

_ENDS: Final = (signal.SIGINT, signal.SIGTERM)
_HINTS: Final = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "Make room there, and publish again."),
    **dict.fromkeys(
        (errno.EACCES, errno.EPERM, errno.EROFS),
        "Make the folder and all in it writable, or name another: --output DIR",
    ),
}


class Counts:
    """How many posts and pages Pelican has read to publish."""

    def __init__(self) -> None:
        self.posts = self.pages = 0

    def take(self, generators: Sequence[Any]) -> None:
        """Count what the generators have, in all languages."""
        for found in generators:
            if isinstance(found, ArticlesGenerator):
                self.posts = len(found.articles) + len(found.translations)
            elif isinstance(found, PagesGenerator):
                self.pages = len(found.pages) + len(found.translations)


def publish(settings: str, output: str, options: Sequence[str] = ()) -> int:
    """Publish the site; unless all is well, the output stays as it is.

    Args:
        settings: Path of the settings file.
        output: Folder to publish to, or a link to it.
        options: Further arguments of `pelican`.

    Returns:
        Exit code: 0 only if the site is published.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # an end like Ctrl-C's
    place = find_place(output)
    problem = check_place(place)
    code = 1
    if not problem:
        try:
            code = _publish(place, settings, options)
        except OSError as error:
            problem = _explain(place, error)
        except KeyboardInterrupt:
            code = INTERRUPTED
    if problem:
        _print(render_report([problem]), stderr=True)
    if code:
        _print(f"Nothing was published: {output} is as it was.", stderr=True)
    return code


def _publish(place: Place, settings: str, options: Sequence[str]) -> int:
    began = time.perf_counter()
    place.target.parent.mkdir(parents=True, exist_ok=True)
    with _hold(place):
        if recover(place):
            _print(f"A publish before was killed: its last site is back in {place.output}.")
        try:
            counts = Counts()
            signals.all_generators_finalized.connect(counts.take)
            if code := build(settings, place.output, options, beside=str(place.next)):
                return code
            carry_over((AUDIT.settings or {}).get("OUTPUT_RETENTION", ()), place.target, place.next)
            summary = summarize(place.next, counts.posts, counts.pages)
            gone = list(find_gone(place.target, place.next))
            for end in _ENDS:  # from here on too late to stop: all that follows is to be true
                signal.signal(end, signal.SIG_IGN)
            swap(place)
        finally:
            _clear(place)
    if gone:
        _print(render_gone(gone))
    _print(render_summary(summary, place.output, time.perf_counter() - began))
    return 0


def _clear(place: Place) -> None:
    """Remove what is left; if that fails, it is no harm to what is published."""
    try:
        clear(place)
    except OSError as error:
        _print(f"{error.filename} could not be removed ({error.strerror}): delete it.", stderr=True)


@contextmanager
def _hold(place: Place) -> Iterator[None]:
    """Be the only publish of this output; wait for another."""
    place.lock.touch()  # tells why it cannot be made; FileLock would wait until it can
    lock = FileLock(place.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _print(f"Another publish to {place.output} is at work: waiting for its end …")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _explain(place: Place, error: OSError) -> Problem:
    if error.errno == errno.EBUSY:
        return explain_mount(place)
    message = (
        f"the site could not be published to {quote(place.output, 200)}: {error.strerror or error}"
    )
    hint = _HINTS.get(error.errno or 0, "Mend that, or name another folder: --output DIR")
    return Problem(None, None, "output", message, hint)


def _print(text: object, *, stderr: bool = False) -> None:
    Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False).print(text)
