"""First calls: what functions return is compared, and how often they are called is chosen."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from plugins.bench.harness.alone import MIN_SECONDS, choose_counts, choose_rounds
from plugins.bench.journal import Key
from plugins.bench.work import (
    Params,
    Point,
    Result,
    RunJob,
    Step,
    Watch,
    Work,
    digest_output,
    get_point,
)

Checks: TypeAlias = Mapping[Point, Mapping[str, Result]]
"""What came of first calls, by point and interpreter."""


def check_functions(work: Work, run_job: RunJob, watch: Watch) -> Checks:
    """Call each function for the first time, at each point, under each interpreter."""
    wanted = {cell for cells in work.wanted.values() for cell in cells}
    points = dict.fromkeys(get_point(cell) for cell in work.snippet.cells if cell in wanted)
    checks: dict[Point, dict[str, Result]] = {point: {} for point in points}
    for number, (name, params) in enumerate(points):
        for place in work.places:
            watch(Step(f"first call of {name}, {place.interpreter}", number, len(points)))
            job = {"do": "check", "function": name, "params": params, "threads": None}
            result = run_job(place, {**job, "min_seconds": MIN_SECONDS[work.mode]})
            checks[name, params][place.interpreter] = result
    return checks


def find_failures(work: Work, checks: Checks) -> Iterator[tuple[Key, Result]]:
    """Find the cells that cannot be measured, as a function fails or others return otherwise."""
    different = _compare_outputs(work, checks) if work.snippet.compare_output else {}
    for interpreter, cells in work.wanted.items():
        for cell in cells:
            result = checks[get_point(cell)][interpreter]
            params = get_point(cell)[1]
            if "error" in result:
                yield (interpreter, cell.label), result
            elif "output" in result and params in different:
                yield (interpreter, cell.label), {"error": different[params]}


def _compare_outputs(work: Work, checks: Checks) -> Mapping[Params, str]:
    """Tell for which parameters the timed functions return different values, and which."""
    shown: dict[Params, dict[str, list[str]]] = {}
    for (name, params), digest in work.outputs.items():
        if (name, params) not in checks:
            shown.setdefault(params, {}).setdefault(digest, []).append(f"{name} (stored)")
    for (name, params), results in checks.items():
        for interpreter, result in results.items():
            if "output" in result:
                digest = digest_output(result["output"])
                who = f"{name} {result['output']} on {interpreter}"
                shown.setdefault(params, {}).setdefault(digest, []).append(who)
    hint = "let them return the same, or say compare_output = false"
    return {
        params: f"different values: {'; '.join(who[0] for who in found.values())}; {hint}"
        for params, found in shown.items()
        if len(found) > 1
    }


def make_plan(work: Work, keys: list[Key], checks: Checks) -> Mapping[str, Any]:
    """Choose what is alike in all processes: JSON, as the journal keeps it."""
    counts, seconds, outputs = {}, {}, {}
    for cell in work.snippet.cells:
        results = checks.get(get_point(cell), {})
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
