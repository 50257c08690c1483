"""What is shown without measuring: the plan, the status of every cell, what was merged."""

from collections.abc import Iterable, Iterator, Sequence

from plugins.audit import quote
from plugins.bench.content.adapter import Site
from plugins.bench.errors import StoreError
from plugins.bench.estimate import estimate_seconds
from plugins.bench.interpreters import find_version
from plugins.bench.merge import Merged
from plugins.bench.model import Snippet
from plugins.bench.report import Report
from plugins.bench.request import Request, list_wanted
from plugins.bench.results import load_standings
from plugins.bench.status import Standing, State
from plugins.bench.store import list_machines
from plugins.bench.units import write_duration


def show_plan(site: Site, request: Request, report: Report) -> int:
    """Show what would be measured and how long it would take; nothing is."""
    rows, is_sound = [], not site.problems
    for snippet in site.snippets:
        standings = _load_or_refuse(site, snippet, request.machine, report)
        wanted = list_wanted(standings, request)
        rows += [
            (snippet, standing, estimate_seconds(standing, request.mode))
            for standing in standings
            if standing.cell in wanted.get(standing.interpreter, ())
            and standing.state is not State.REFUSED
        ]
        is_sound = is_sound and all(item.state is not State.REFUSED for item in standings)
        asked = [item for item in standings if request.wants(item.interpreter)]
        report.show_builds(snippet, _find_other_builds(asked))
    names = dict.fromkeys(standing.interpreter for _, standing, _ in rows)
    missing = [name for name in names if not find_version(name)]
    if rows:
        report.show_plan(rows)
        total = write_duration(sum(seconds for _, _, seconds in rows))
        report.say(f"{len(rows)} cells to measure on {request.machine}, about {total}")
    elif is_sound:
        report.say("All is fresh.")
    for name in missing:
        report.complain(f"Python {name} is not here. Install it: uv python install {name}")
    return int(bool(missing) or not is_sound)


def _find_other_builds(standings: Iterable[Standing]) -> Iterator[tuple[str, str, str]]:
    """Find interpreters whose version is another one than was measured: name, old and new."""
    measured = {
        (standing.interpreter, str(standing.measurement.environment["python_version"]))
        for standing in standings
        if standing.measurement
    }
    for name, old in sorted(measured):
        new = find_version(name)
        if new and new != old:
            yield name, old, new


def show_status(site: Site, request: Request, report: Report, *, is_one: bool) -> int:
    """Print a line for each cell: fresh, or the reason why not."""
    states = []
    for snippet in site.snippets:
        machines = [request.machine] if is_one else list_machines(site.store, snippet.name)
        for name in machines or [request.machine]:
            more = (f"machine={name}",) if len(machines) > 1 else ()
            found = _load_or_refuse(site, snippet, name, report)
            for standing in (item for item in found if request.wants(item.interpreter)):
                states.append(standing.state)
                cell = standing.cell.write_place(standing.interpreter, *more)
                report.say(f"{snippet.name} {cell} {standing.state}")
    return int(any(state is not State.FRESH for state in states))


def _load_or_refuse(
    site: Site, snippet: Snippet, machine: str, report: Report
) -> Iterable[Standing]:
    try:
        return load_standings(site.store, snippet, machine)
    except StoreError as error:
        report.complain(str(error))
        cells = [(name, cell) for cell in snippet.cells for name in snippet.interpreters]
        return [Standing(name, cell, State.REFUSED, None) for name, cell in cells]


def show_merged(results: Sequence[Merged], report: Report) -> int:
    """Tell what became of each file that was to be merged: the exit code."""
    for result in results:
        path = quote(str(result.path), 400)[1:-1]
        if result.taken:
            report.say(f"{path}: {_count(len(result.taken), 'cell')} merged")
        if result.kept:
            kept = ", ".join(result.kept)
            report.say(f"{path}: kept what is stored of {kept}: this was not measured later")
        if result.same:
            report.say(f"{path}: {_count(len(result.same), 'cell')} already there")
        for refusal in result.refused:
            report.complain(str(refusal))
    cells = sum(len(result.taken) for result in results)
    files = sum(bool(result.taken) for result in results)
    refused = sum(len(result.refused) for result in results)
    merged = f"{_count(cells, 'cell')} merged from {_count(files, 'file')}"
    report.say(f"{merged}; {refused} refused")
    return int(bool(refused))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
