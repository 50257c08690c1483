"""Measures one snippet under several interpreters, in rounds.

First each function is called once under each interpreter: what it returns is compared, and how
often it is called for one value is chosen, alike for all interpreters. Then one process of each
cell makes a round, so that whatever drifts meanwhile hits all cells alike.
"""

import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.bench.checks import check_functions, find_failures, make_job, make_plan, tell_time
from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.harness.alone import HARNESS, rotate
from plugins.bench.journal import Journal, Key, open_journal
from plugins.bench.model import Cell, Measurement, Run
from plugins.bench.work import (
    START_SECONDS,
    Failure,
    Outcome,
    Place,
    Result,
    RunJob,
    Step,
    Watch,
    Work,
)


def measure(work: Work, run_job: RunJob, folder: Path, watch: Watch) -> tuple[Outcome, Journal]:
    """Measure what is wanted, or what an interrupted run left to do.

    Args:
        work: What is wanted.
        run_job: Runs one process.
        folder: Where the journal is kept until everything is stored.
        watch: Is told before each process.

    Returns:
        The outcome, and the journal, which the caller finishes when the outcome is stored.

    Raises:
        StoreError: The journal cannot be written.
    """
    keys = [
        (place.interpreter, cell.label)
        for cell in work.snippet.cells
        for place in work.places
        if cell in work.wanted[place.interpreter]
    ]
    journal = _open(work, keys, folder)
    if journal.plan is None:
        checks = check_functions(work, run_job, watch)
        journal.failures = dict(find_failures(work, checks))
        journal.plan = make_plan(work, keys, checks)
    journal.drop_broken_round(set(keys))
    journal.start()
    _run_rounds(work, keys, journal, run_job, watch)
    return _conclude(work, keys, journal), journal


def _open(work: Work, keys: list[Key], folder: Path) -> Journal:
    head = {
        "snippet": work.snippet.name,
        "machine": work.machine,
        "mode": work.mode,
        "digest": make_digest(work.snippet),
        # What may have made a cell fail is part of it, so that it is tried again when that changes.
        "limits": [work.snippet.timeout, work.snippet.memory_mb, work.snippet.compare_output],
        "interpreters": {place.interpreter: dict(place.about) for place in work.places},
    }
    path = folder / f"{work.snippet.name}.jsonl"
    journal = open_journal(path, head)
    known = {(interpreter, label) for interpreter, label in (journal.plan or {}).get("keys", ())}
    return journal if known >= set(keys) else Journal(path, head)


def _run_rounds(
    work: Work,
    keys: list[Key],
    journal: Journal,
    run_job: RunJob,
    watch: Watch,
) -> None:
    """Run what the journal lacks: a process of each cell in each round."""
    plan = journal.plan or {}
    places = {place.interpreter: place for place in work.places}
    cells = {cell.label: cell for cell in work.snippet.cells}
    keys = [key for key in keys if key not in journal.failures]
    costs = {key: _estimate(cells[key[1]], plan) for key in keys}
    total, done = plan["rounds"] * sum(costs.values()), 0.0
    for number in range(plan["rounds"]):
        for key in rotate(keys, number):
            done += costs[key]
            if key in journal.failures or number in journal.runs.get(key, {}):
                continue
            interpreter, label = key
            watch(Step(f"round {number + 1} of {plan['rounds']}", done - costs[key], total))
            about: dict[str, Any] = {"date": tell_time(), "load": round(os.getloadavg()[0], 2)}
            job = make_job("measure", cells[label], **plan["counts"][label])
            start = time.monotonic()
            result = run_job(places[interpreter], job)
            about["duration"] = round(time.monotonic() - start, 3)
            if "error" in result:
                journal.add_failure(key, result)
            else:
                journal.add_run(key, number, {**result, **about})
    watch(Step("measured", total, total))


def _estimate(cell: Cell, plan: Mapping[str, Any]) -> float:
    """Seconds that a process of a cell takes, about."""
    counts = plan["counts"][cell.label]
    return START_SECONDS + float(
        (counts["values"] + counts["warmups"]) * plan["seconds"][cell.label]
    )


def _conclude(work: Work, keys: list[Key], journal: Journal) -> Outcome:
    plan = journal.plan or {}
    measurements = {
        place.interpreter: tuple(
            _make_measurement(work, place, cell, plan, journal.runs[place.interpreter, cell.label])
            for cell in work.wanted[place.interpreter]
            if (place.interpreter, cell.label) not in journal.failures
        )
        for place in work.places
    }
    failures = tuple(
        Failure(*key, failure["error"], failure.get("traceback", ""))
        for key, failure in journal.failures.items()
        if key in keys  # it may have been another cell's that is not wanted now
    )
    return Outcome(measurements, failures)


def _make_measurement(
    work: Work,
    place: Place,
    cell: Cell,
    plan: Mapping[str, Any],
    runs: Mapping[int, Result],
) -> Measurement:
    return Measurement(
        cell=cell,
        unit=work.snippet.find_function(cell.function).unit,
        runs=tuple(_make_run(number, runs[number]) for number in sorted(runs)),
        loops=plan["counts"][cell.label]["loops"],
        session=plan["session"],
        mode=work.mode,
        digest=make_digest(work.snippet),
        text_digest=make_text_digest(work.snippet),
        harness=HARNESS,
        environment=place.about,
        output=plan["outputs"][cell.label].get(place.interpreter, ""),
    )


def _make_run(number: int, result: Result) -> Run:
    return Run(
        values=tuple(result["values"]),
        warmups=tuple((loops, value) for loops, value in result["warmups"]),
        round=number,
        date=result["date"],
        gil_before=result["gil_before"],
        gil_after=result["gil_after"],
        load=result["load"],
        duration=result["duration"],
    )
