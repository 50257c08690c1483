"""Checks the links to other sites: builds, lists, asks, and reports with file and line."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Lock
from typing import Final

from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn

from plugins.audit import Problem, Severity, quote
from plugins.audit.adapter import AUDIT
from plugins.audit.cli import INTERRUPTED, build
from plugins.audit.links import Fault, list_external
from plugins.audit.report import has_failed, render_report, sort_problems
from plugins.audit.tracing import Sources, trace_all
from plugins.audit.website import read_pages
from plugins.links.ask import Manners, ask_all
from plugins.links.judge import Answer, Verdict, explain, judge
from plugins.links.memory import GOOD_FOR, Remembered, is_good, load, save

MEMORY: Final = Path(".links.json")
_LONGEST: Final = 300
"""Characters of a URL that are shown."""
_HINTS: Final = {
    Verdict.BROKEN: "Link to where it is now, or to a copy in an archive; or delete the link.",
    Verdict.MOVED: "Link there, as long as the site says so.",
    Verdict.UNKNOWN: "It may not answer programs: open it in a browser.",
}


@dataclass(frozen=True, slots=True)
class Found:
    """The links to other sites."""

    places: Mapping[str, Sequence[tuple[str, str]]]
    """By URL, the pages that link there, and how each writes it."""
    sources: Sources


def check_links(settings: str, *, fresh: bool = False, manners: Manners | None = None) -> int:
    """Ask for everything that the public site links to elsewhere.

    Args:
        settings: Path of the settings file.
        fresh: Whether to ask for what was sound lately, too.
        manners: How to ask.

    Returns:
        Exit code: 0 only if no link is broken.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    with TemporaryDirectory(prefix="links-") as folder:
        if code := build(settings, folder):
            return code
        found = _find(Path(folder))
    known = {} if fresh else load(MEMORY)
    asked = sorted(url for url in found.places if not is_good(known.get(url)))
    console.print(
        f"{len(found.places)} links to other sites, {len(asked)} of them to be asked for."
    )
    try:
        _ask(asked, known, manners or Manners(), console)
    except KeyboardInterrupt:
        console.print("Interrupted. What was answered is kept: the next run goes on from here.")
        return INTERRUPTED
    if asked and all(known[url].answer.is_down for url in asked):
        console.print("Not one site could be reached. Is this machine on the internet? Try again.")
        return 1
    problems = sort_problems(_list_problems(found, known))
    if problems:
        console.print(render_report(problems))
    days = GOOD_FOR.days
    console.print(f"Sound links are asked for again after {days} days, or with --fresh.")
    return int(has_failed(problems, strict=False))


def _find(output: Path) -> Found:
    sources = AUDIT.list_sources()
    pages = read_pages(output, sources.by_place)
    places: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for url, place, target in list_external(pages, sources.base):
        places[url].append((place, target))
    return Found(places, sources)


def _ask(
    urls: Sequence[str], known: dict[str, Remembered], manners: Manners, console: Console
) -> None:
    columns = (TextColumn("{task.description}"), MofNCompleteColumn())
    lock, stop = Lock(), Event()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Asked", total=len(urls))

        def tell(url: str, answer: Answer) -> None:
            with lock:
                known[url] = Remembered(answer, datetime.now(UTC))
                save(MEMORY, known)
            progress.advance(task)

        ask_all(urls, manners, tell, stop)


def _list_problems(found: Found, known: Mapping[str, Remembered]) -> Iterator[Problem]:
    for url, places in found.places.items():
        verdict = judge(known[url].answer)
        if verdict is Verdict.SOUND:
            continue
        message = f"the link to {quote(url, _LONGEST)}: {explain(known[url].answer)}"
        severity = Severity.ERROR if verdict is Verdict.BROKEN else Severity.WARNING
        faults = [
            Fault(place, "external", target, url, message, partial(str, _HINTS[verdict]))
            for place, target in places
        ]
        for problem in trace_all(faults, found.sources):
            yield Problem(problem.file, problem.line, "external", message, problem.hint, severity)
