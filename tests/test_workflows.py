"""Workflows run what they name, no matter what they are asked for, and may do no more."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parent.parent / ".github" / "workflows"
TEXTS = {path.name: path.read_text() for path in sorted(FOLDER.glob("*.yml"))}
WORKFLOWS: dict[str, Any] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = [
    pytest.param(job, id=f"{name}-{key}")
    for name, workflow in WORKFLOWS.items()
    for key, job in workflow["jobs"].items()
]
STEPS = [
    pytest.param(step, id=f"{name}-{key}-{number}")
    for name, workflow in WORKFLOWS.items()
    for key, job in workflow["jobs"].items()
    for number, step in enumerate(job.get("steps", ()))
]


@pytest.mark.parametrize("name", TEXTS)
def test_actions_are_pinned_to_a_commit_whose_version_is_told(name: str) -> None:
    used = re.findall(r"^[ -]*uses: *(.*)$", TEXTS[name], re.MULTILINE)
    assert used
    pinned = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    assert [text for text in used if not pinned.fullmatch(text)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_permitted_to_all_jobs(name: str) -> None:
    assert WORKFLOWS[name]["permissions"] == {}


@pytest.mark.parametrize("job", JOBS)
def test_a_job_says_what_it_may_and_ends_in_time(job: dict[str, Any]) -> None:
    assert "permissions" in job
    assert job["timeout-minutes"] <= 360


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_sound_bash_and_takes_texts_by_variables_alone(step: dict[str, Any]) -> None:
    if "run" in step:
        subprocess.run(["bash", "-n"], input=step["run"], text=True, check=True)
        assert "${{" not in step["run"]
    elif "/checkout@" in step["uses"]:
        assert step["with"]["persist-credentials"] is False
