"""A workflow as records; what a rehearsal would not heed is refused, not passed over."""

import re
from typing import Any

from msgspec import Struct, ValidationError, convert, field, yaml

from tools.rehearse.errors import RehearsalError

Scalar = str | int | float | bool | None


class Step(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A step of a job: it runs a script, or uses an action."""

    line: int
    """Line of the file, from 1."""
    name: str
    id: str = ""
    condition: str = field(name="if", default="")
    """Expression; empty if the step is always taken."""
    uses: str = ""
    run: str = ""
    inputs: dict[str, Scalar] = field(name="with", default_factory=dict)
    env: dict[str, Scalar] = {}
    working_directory: str = ""
    timeout_minutes: int = 0

    @property
    def action(self) -> str:
        """Name of the action, without its version; empty of a script."""
        return self.uses.partition("@")[0]


class Strategy(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How often a job is run."""

    matrix: dict[str, str | list[Scalar]]
    """Values by name, or an expression that has a list."""
    fail_fast: bool = True


class Job(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """Steps that one machine takes."""

    name: str = ""
    needs: str | list[str] = []
    condition: str = field(name="if", default="")
    runs_on: str
    timeout_minutes: int
    permissions: dict[str, str]
    environment: str | dict[str, str] = ""
    env: dict[str, Scalar] = {}
    outputs: dict[str, str] = {}
    strategy: Strategy | None = None
    steps: list[Step]

    @property
    def needed(self) -> list[str]:
        """Keys of the jobs that must have succeeded."""
        return [self.needs] if isinstance(self.needs, str) else self.needs


class Workflow(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """A file of `.github/workflows`."""

    name: str
    on: dict[str, Any]
    permissions: dict[str, str]
    concurrency: dict[str, Any] = {}
    defaults: dict[str, dict[str, str]]
    env: dict[str, Scalar] = {}
    jobs: dict[str, Job]

    @property
    def inputs(self) -> dict[str, Any]:
        """What a run by hand is asked for, with the values that it has unless told otherwise."""
        asked = (self.on.get("workflow_dispatch") or {}).get("inputs", {})
        return {name: about.get("default") for name, about in asked.items()}


def read_workflow(text: str, file: str) -> Workflow:
    """Read a workflow whose scripts are in bash and whose steps begin with their names.

    Args:
        text: The file.
        file: Its name, for messages.

    Raises:
        RehearsalError: It has what the rehearsal does not know.
    """
    raw = yaml.decode(text)
    raw["on"] = raw.pop(True, None)  # YAML 1.1 takes the word for a truth value
    lines = [n for n, line in enumerate(text.split("\n"), 1) if re.match(r" +- name: ", line)]
    steps = [step for job in raw["jobs"].values() for step in job["steps"]]
    if len(lines) != len(steps):
        found = f"{len(steps)} steps, but {len(lines)} that begin with a name"
        raise RehearsalError(f'{file}: {found}; write "- name: …" as the first line of each.')
    for line, step in zip(lines, steps, strict=True):
        step["line"] = line
    try:
        workflow = convert(raw, Workflow)
    except ValidationError as error:
        hint = "The rehearsal does not know it: do without, or teach tools/rehearse what it does."
        raise RehearsalError(f"{file}: {error}. {hint}") from error
    if workflow.defaults != {"run": {"shell": "bash"}}:
        raise RehearsalError(f'{file}: defaults are {workflow.defaults}; say "shell: bash" alone.')
    return workflow


def order_jobs(jobs: dict[str, Job]) -> list[str]:
    """Order jobs as they can be run: each after all that it needs, else as in the file.

    Raises:
        RehearsalError: A job needs one that there is not, or that needs it.
    """
    ordered: list[str] = []
    while len(ordered) < len(jobs):
        left = [key for key in jobs if key not in ordered]
        ready = [key for key in left if {*jobs[key].needed} <= {*ordered}]
        if not ready:
            needs = "; ".join(f"{key} needs {', '.join(jobs[key].needed)}" for key in left)
            raise RehearsalError(f"No job can be next: {needs}. Mend what they need.")
        ordered.append(ready[0])
    return ordered
