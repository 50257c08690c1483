"""First calls: what functions return is compared, and how often they are called is chosen."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from plugins.bench.harness.alone import MIN_SECONDS, choose_counts, choose_rounds
from plugins.bench.journal import Key
from plugins.bench.model import Cell
from plugins.bench.work import (
    Params,
    Result,
    RunJob,
    Step,
    Watch,
    Work,
    digest_output,
    get_point,
)

Checks: TypeAlias = Mapping[Cell, Mapping[str, Result]]
"""What came of first calls, by cell and interpreter."""


def check_functions(work: Work, run_job: RunJob, watch: Watch) -> Checks:
    """Call the function of each cell for the first time, under each interpreter."""
    wanted = {cell for cells in work.wanted.values() for cell in cells}
    cells = [cell for cell in work.snippet.cells if cell in wanted]
    checks: dict[Cell, dict[str, Result]] = {cell: {} for cell in cells}
    for number, cell in enumerate(cells):
        for place in work.places:
            watch(Step(f"first call of {cell.label}, {place.interpreter}", number, len(cells)))
            job = make_job("check", cell, min_seconds=MIN_SECONDS[work.mode])
            checks[cell][place.interpreter] = run_job(place, job)
    return checks


def make_job(does: str, cell: Cell, **more: float) -> Mapping[str, Any]:
    """Say what a process is to do, as the harness reads it."""
    params = [value for _, value in cell.params]
    place = {"function": cell.function, "params": params, "threads": cell.threads}
    return {"do": does, **place, **more}


def find_failures(work: Work, checks: Checks) -> Iterator[tuple[Key, Result]]:
    """Find the cells that cannot be measured, as a function fails or others return otherwise."""
    different = _compare_outputs(work, checks) if work.snippet.compare_output else {}
    for interpreter, cells in work.wanted.items():
        for cell in cells:
            result = checks[cell][interpreter]
            params = get_point(cell)[1]
            if "error" in result:
                yield (interpreter, cell.label), result
            elif "output" in result and params in different:
                yield (interpreter, cell.label), {"error": different[params]}


def _compare_outputs(work: Work, checks: Checks) -> Mapping[Params, str]:
    """Tell for which parameters the timed functions return different values, and which."""
    shown: dict[Params, dict[str, str]] = {}
    checked = {(i, get_point(cell)) for cell, results in checks.items() for i in results}
    for (interpreter, (name, params)), digest in work.outputs.items():
        if (interpreter, (name, params)) not in checked:
            who = f"{name} as stored on {interpreter}"
            shown.setdefault(params, {}).setdefault(digest, who)
    for cell, results in checks.items():
        for interpreter, result in results.items():
            if "output" in result:
                found = shown.setdefault(get_point(cell)[1], {})
                who = f"{cell.function} {result['output']} on {interpreter}"
                found.setdefault(digest_output(result["output"]), who)
    hint = "let them return the same, or say compare_output = false"
    return {
        params: f"different values: {'; '.join(found.values())}; {hint}"
        for params, found in shown.items()
        if len(found) > 1
    }


def make_plan(work: Work, keys: list[Key], checks: Checks) -> Mapping[str, Any]:
    """Choose what is alike in all processes: JSON, as the journal keeps it."""
    counts, seconds, outputs = {}, {}, {}
    for cell in work.snippet.cells:
        results = checks.get(cell, {})
        sound = [result for result in results.values() if "error" not in result]
        if sound:
            loops = max(result["loops"] for result in sound)
            seconds[cell.label] = loops * max(result["seconds"] for result in sound)
            counts[cell.label] = choose_counts(loops, seconds[cell.label], work.mode)
            outputs[cell.label] = {
                interpreter: digest_output(result["output"])
                for interpreter, result in results.items()
                if "output" in result and work.snippet.compare_output
            }
    return {
        "session": tell_time(),
        "rounds": choose_rounds(max(seconds.values(), default=0), work.mode),
        "counts": counts,
        "seconds": seconds,
        "outputs": outputs,
        "keys": keys,
    }


def tell_time() -> str:
    """Tell the time, in UTC and to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
