"""Runs the jobs of a workflow in order and their steps one by one, until one fails."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import monotonic
from typing import Any, Final

from rich.console import Console

from tools.rehearse.errors import RehearsalError
from tools.rehearse.expressions import Contexts, fill, fill_value, holds, to_text
from tools.rehearse.machine import Machine, Stage
from tools.rehearse.model import Job, Step, Workflow, order_jobs
from tools.rehearse.outputs import read_pairs
from tools.rehearse.standins import STANDINS

_BASH: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
_SHOWN: Final = 40
"""Lines of what a failed step printed, counted from its end."""


@dataclass(frozen=True, slots=True)
class Play:
    """A job that is being run."""

    place: str
    """File and key."""
    machine: Machine
    contexts: dict[str, Any]
    """What expressions may name; grows by what steps hand on."""
    variables: dict[str, str]
    """What each of its steps has; the same."""


def run_workflow(workflow: Workflow, file: str, stage: Stage, console: Console) -> None:
    """Run all jobs; print a line for each step, with its time.

    Args:
        workflow: What the file says.
        file: Its name.
        stage: Where to.
        console: Where the lines go.

    Raises:
        RehearsalError: A step failed, or needs what a rehearsal cannot give.
    """
    done: dict[str, Any] = {}
    for key in order_jobs(workflow.jobs):
        job = workflow.jobs[key]
        needs = {name: done[name] for name in job.needed}
        contexts = {"github": _describe(workflow), "inputs": workflow.inputs, "needs": needs}
        done[key] = {"result": "skipped", "outputs": {}}
        is_left_out = any(need["result"] == "skipped" for need in needs.values())
        if is_left_out or not holds(job.condition, contexts):
            console.print(f" skipped  {file} {key}")
            continue
        legs = list_legs(job, contexts)
        for number, leg in enumerate(legs if stage.every_leg else legs[:1]):
            machine = Machine(stage, stage.folder / Path(file).stem / f"{key}-{number}")
            strategy = {"job-index": number, "job-total": len(legs)}
            own = {**contexts, "matrix": leg, "strategy": strategy}
            play = _begin(workflow, job, Play(f"{file} {key}", machine, own, {}))
            done[key] = {"result": "success", "outputs": _run_job(job, play, console)}


def list_legs(job: Job, contexts: Contexts) -> list[dict[str, Any]]:
    """List the combinations of a job's matrix, the last name varying first; one without any."""
    matrix = job.strategy.matrix if job.strategy else {}
    values = [fill_value(v, contexts) if isinstance(v, str) else v for v in matrix.values()]
    return [dict(zip(matrix, leg, strict=True)) for leg in product(*values)]


def _describe(workflow: Workflow) -> dict[str, str]:
    """Describe the run: as one of a fork, for the first event that the workflow is for."""
    return {
        "actor": "someone",
        "event_name": next(iter(workflow.on)),
        "ref": "refs/heads/main",
        "ref_name": "main",
        "repository": "someone/repo",
        "repository_owner": "someone",
        "run_attempt": "1",
        "run_id": "1",
        "server_url": "https://rehearsal.invalid",
        "workflow": workflow.name,
    }


def _begin(workflow: Workflow, job: Job, play: Play) -> Play:
    machine = play.machine
    machine.make_folders()
    runner = {"os": "Linux", "temp": str(machine.temp)}
    play.contexts.update(steps={}, runner=runner, github={**play.contexts["github"], "token": ""})
    env = _fill_all({**workflow.env, **job.env}, play.contexts)
    play.contexts["env"] = env
    given = {name: value for name, value in play.contexts["github"].items() if name != "token"}
    play.variables.update(machine.list_variables(given) | env)
    return play


def _fill_all(values: Mapping[str, object], contexts: Contexts) -> dict[str, str]:
    return {name: fill(to_text(value), contexts) for name, value in values.items()}


def _run_job(job: Job, play: Play, console: Console) -> dict[str, str]:
    for number, step in enumerate(job.steps):
        began = monotonic()
        is_taken = holds(step.condition, play.contexts)
        outputs = _take(step, number, play) if is_taken else {}
        took = f"{monotonic() - began:6.1f} s" if is_taken else " skipped"
        console.print(f"{took}  {_locate(step, play)}")
        if step.id:
            outcome = "success" if is_taken else "skipped"
            play.contexts["steps"][step.id] = {"outcome": outcome, "outputs": outputs}
    return _fill_all(job.outputs, play.contexts)


def _locate(step: Step, play: Play) -> str:
    return f"{play.place}:{step.line} {fill(step.name, play.contexts)}"


def _take(step: Step, number: int, play: Play) -> dict[str, str]:
    try:
        if step.run:
            return _run_script(step, number, play)
        if step.action in STANDINS:
            inputs = _fill_all(step.inputs, play.contexts)
            return STANDINS[step.action](play.machine, inputs)
    except RehearsalError as error:
        raise RehearsalError(f"{_locate(step, play)}: {error}") from error
    hint = f"A rehearsal knows {', '.join(STANDINS)}; add to them in tools/rehearse/standins.py."
    raise RehearsalError(f'{_locate(step, play)}: nothing stands in for "{step.action}". {hint}')


def _run_script(step: Step, number: int, play: Play) -> dict[str, str]:
    """Run a script with files for what it hands on, and what it prints in a file, too."""
    machine = play.machine
    files = {name: machine.root / f"{number}.{name}" for name in ("output", "env", "path")}
    log, script = machine.root / f"{number}.log", machine.root / f"{number}.sh"
    script.write_text(step.run)
    own = {f"GITHUB_{name.upper()}": str(path) for name, path in files.items()}
    own["GITHUB_STEP_SUMMARY"] = str(machine.root / f"{number}.md")
    place = machine.workspace / fill(step.working_directory, play.contexts)
    if not place.is_dir():
        raise RehearsalError(f"{place} is no folder to run in. Look at the steps before.")
    with log.open("wb") as stream:
        code = subprocess.run(  # noqa: S603
            [*_BASH, str(script)],
            cwd=place,
            env={**play.variables, **own, **_fill_all(step.env, play.contexts)},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    if code:
        end = "\n".join(log.read_text("utf-8", "replace").split("\n")[-_SHOWN:])
        raise RehearsalError(
            f"it ended with {code}. It ran in {place}, and printed ({log}):\n{end}"
        )
    _hand_on(play, files)
    return read_pairs(files["output"])


def _hand_on(play: Play, files: Mapping[str, Path]) -> None:
    """Give the steps that follow what this one asks for."""
    play.variables.update(read_pairs(files["env"]))
    if files["path"].is_file():
        added = files["path"].read_text("utf-8").split()
        play.variables["PATH"] = ":".join([*reversed(added), play.variables["PATH"]])
