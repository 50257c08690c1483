"""The command `invoke bench`: what is to be measured is measured, stored and shown."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from plugins.audit import quote
from plugins.bench import noise_run
from plugins.bench.choose import choose
from plugins.bench.config import NAME_RULE, is_name
from plugins.bench.content.adapter import Site, quiet_pelican, read_site
from plugins.bench.errors import BenchError, StoreError, UsageError
from plugins.bench.means import find_kind
from plugins.bench.merge import merge
from plugins.bench.model import Kind, Snippet
from plugins.bench.names import suggest_machine
from plugins.bench.noise import find_floor
from plugins.bench.offers import find_offers
from plugins.bench.overview import show_merged, show_plan, show_status
from plugins.bench.report import Report
from plugins.bench.request import Request, list_wanted
from plugins.bench.results import (
    compare_measured,
    list_fresh,
    list_outputs,
    load_floors,
    load_standings,
    save_measured,
)
from plugins.bench.session import Session
from plugins.bench.store import check_writable, make_path, save

WORK: Final = Path(".bench")
"""Folder of what is needed while measuring; nothing in it is precious but journals."""
INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells give it."""


def bench(request: Request, settings: str = "pelicanconf.py") -> int:
    """Do what the author asks for.

    Returns:
        Exit code: 0 only if all is well.
    """
    report = Report()
    quiet_pelican()
    try:
        site = read_site(settings)
        report.show_problems(site.problems)
        _check(request)
        chosen = choose(site.snippets, request)
        machine = _name_machine(request, site)
        tasks: Mapping[str, Callable[[Site, Request, Report], int]] = {
            "measure": _measure,
            "merge": _merge,
            "noise": _measure_noise,
            "plan": show_plan,
            "status": partial(show_status, is_one=bool(request.machine)),
        }
        if site.snippets and not chosen:
            report.say(f"Shard {request.shard} has no benchmark; there is nothing to do.")
            return int(bool(site.problems))
        site = replace(site, snippets=chosen)
        code = tasks[request.does](site, replace(request, machine=machine), report)
    except BenchError as error:
        report.complain(str(error))
        return 1
    except KeyboardInterrupt:
        report.complain("stopped. What was measured is kept; the next run goes on from there.")
        return INTERRUPTED
    return code or int(bool(site.problems))


def _check(request: Request) -> None:
    if request.mode == "quick" and (request.force or request.does == "noise"):
        other = "--force" if request.force else "--noise"
        message = "would put a first look in the place of measurements"
        raise UsageError(f"{other} with --quick {message}")
    if request.does == "merge":
        if request != Request(does="merge", folders=request.folders):
            raise UsageError("--merge takes all that fits, and no other option beside it")
        if not request.folders:
            raise UsageError("--merge takes folders, as --merge measured,more")


def _name_machine(request: Request, site: Site) -> str:
    machine = request.machine or site.options.machine or suggest_machine(os.cpu_count() or 1)
    if not is_name(machine):
        raise UsageError(f"the machine {quote(machine)} cannot be a label: use {NAME_RULE}")
    return machine


def _measure(site: Site, request: Request, report: Report) -> int:
    """Measure what is missing or stale; store and show it, one benchmark after another."""
    with _alone():
        session = Session(WORK.absolute(), request.machine, request.mode, report)
        codes = [_try_to_measure(site, snippet, request, session) for snippet in site.snippets]
    if site.problems:
        pass  # they are told, and what they are about may be stale
    elif not site.snippets:
        report.say("There is no benchmark yet: docs/authoring.md tells how to write one.")
    elif all(code is None for code in codes):
        report.say("All is fresh; there is nothing to measure.")
    return max((code or 0 for code in codes), default=0)


def _try_to_measure(site: Site, snippet: Snippet, request: Request, session: Session) -> int | None:
    """Measure a snippet; whatever is wrong with it stops no other."""
    try:
        return _measure_snippet(site, snippet, request, session)
    except StoreError as error:
        session.report.complain(str(error))
        return 1


def _measure_snippet(
    site: Site, snippet: Snippet, request: Request, session: Session
) -> int | None:
    """Measure a snippet: the exit code, or None if there was nothing to do."""
    standings = load_standings(site.store, snippet, request.machine)
    wanted = list_wanted(standings, request)
    if not wanted:
        return None
    report = session.report
    check_writable(site.store)
    outputs = {} if request.force else list_outputs(standings)
    outcome, journal = session.measure(snippet, wanted, outputs, {})
    save_measured(site.store, snippet, request.machine, standings, outcome.measurements)
    if journal:
        journal.finish()
    standings = load_standings(site.store, snippet, request.machine)
    measured = list_fresh(standings)
    report.say(f"{snippet.name} ({snippet.file}:{snippet.line})")
    if measured:
        floors = load_floors(site.store, request.machine, measured)
        comparisons = compare_measured(snippet, measured, floors)
        report.show_results(measured, comparisons)
        timed = [c for c in comparisons if find_kind(c.cell) is Kind.TIME]
        if any(comparison.floor is None for comparison in timed):
            report.say("The noise floor of this machine is not known: invoke bench --noise")
    report.show_failures(outcome.failures)
    return int(bool(outcome.failures))


def _measure_noise(site: Site, request: Request, report: Report) -> int:
    """Make the A/A run of this machine, for each interpreter that the site uses."""
    snippet = _make_noise(site, request)
    with _alone():
        session = Session(WORK.absolute(), request.machine, request.mode, report)
        environments = [
            e for name in snippet.interpreters for e in noise_run.list_environments(name)
        ]
        variables = {name: noise_run.make_variables(name) for name in environments}
        cells = dict.fromkeys(environments, snippet.cells)
        outcome, journal = session.measure(snippet, cells, {}, variables)
        for interpreter, measurements in noise_run.gather(outcome).items():
            try:
                floor = find_floor(measurements)
            except ValueError:
                continue  # what failed is told below
            save(make_path(site.store, noise_run.NAME, request.machine, interpreter), measurements)
            more = "" if floor else " (environments differ by no more than processes do by chance)"
            report.say(f"{interpreter}: noise floor {floor:.1%} on {request.machine}{more}")
        if journal:
            journal.finish()
    report.show_failures(outcome.failures)
    return int(bool(outcome.failures))


def _make_noise(site: Site, request: Request) -> Snippet:
    names = dict.fromkeys(name for snippet in site.snippets for name in snippet.interpreters)
    return noise_run.make_snippet(tuple(filter(request.wants, names or site.options.interpreters)))


def _merge(site: Site, request: Request, report: Report) -> int:
    """Store what was measured elsewhere; tell what is refused."""
    known = {s.name: s for s in (*site.snippets, _make_noise(site, request))}
    folders = [Path(folder) for folder in dict.fromkeys(request.folders)]
    found = [item for folder in folders for item in find_offers(folder, known)]
    with _alone():
        results = list(merge(site.store, found))
    return show_merged(results, report)


@contextmanager
def _alone() -> Iterator[None]:
    """Keep a second run out of this checkout: two would disturb each other's numbers."""
    lock = FileLock(WORK / "lock")
    try:
        WORK.mkdir(exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        message = "another `invoke bench` is measuring in this checkout"
        raise UsageError(f"{message}; wait for it, or stop it") from None
    except OSError as error:
        raise StoreError(f"{WORK}/ cannot be used: {error.strerror}. Make room for it.") from error
    with lock, _ended_like_ctrl_c():
        yield


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Let other requests to end do what Ctrl-C does: no process is left behind."""
    signals = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")]
    if threading.current_thread() is not threading.main_thread():
        signals = []
    before = {number: signal.signal(number, _interrupt) for number in signals if number}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
