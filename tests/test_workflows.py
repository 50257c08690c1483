"""Workflows run what they name, no matter what they are asked for, and may do no more."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tools.rehearse.crawl import serve

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


def test_the_job_that_publishes_runs_nothing_of_ours() -> None:
    """And those that run what is ours, and packages, may publish nothing."""
    jobs = WORKFLOWS["pages.yml"]["jobs"]
    assert [step["uses"].split("@")[0] for step in jobs["deploy"]["steps"]] == [
        "actions/deploy-pages"
    ]
    may = {
        key: [k for k, v in job["permissions"].items() if v == "write"] for key, job in jobs.items()
    }
    assert may == {"build": [], "deploy": ["pages", "id-token"], "smoke": []}


def test_nothing_is_kept_for_deploying_before_it_is_checked_and_built() -> None:
    names = [step["name"] for step in WORKFLOWS["pages.yml"]["jobs"]["build"]["steps"]]
    assert names.index("Check") < names.index("Build") < names.index("Keep it for the next job")
    assert WORKFLOWS["pages.yml"]["jobs"]["deploy"]["needs"] == "build"


def test_a_check_cannot_be_passed_over() -> None:
    steps = WORKFLOWS["pages.yml"]["jobs"]["build"]["steps"]
    assert [step["name"] for step in steps if {"if", "continue-on-error"} & {*step}] == []


BUILT = {"index.html": "home", "404.html": "lost", "posts/a/index.html": "a", "f/all.xml": "<a/>"}


def see_whether_it_is_there(folder: Path, served: dict[str, str]) -> tuple[int, str]:
    """Run the last job of publishing for a site; return its exit code and what it prints."""
    for name, text in served.items():
        (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / name).write_text(text)
    digests = [
        f"{hashlib.sha256(text.encode()).hexdigest()}  {path}" for path, text in BUILT.items()
    ]
    (step,) = WORKFLOWS["pages.yml"]["jobs"]["smoke"]["steps"]
    with serve(folder / "site", "/repo") as url:
        about = {"URL": url, "DIGESTS": "\n".join(digests), "TRIES": "2", "PAUSE_S": "0"}
        ended = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", step["run"]],
            env={**os.environ, **about, "GITHUB_RUN_ID": "1", "RUNNER_TEMP": str(folder)},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    return ended.returncode, ended.stdout


@pytest.mark.skipif(not shutil.which("curl"), reason="there is no curl here, as there is there")
@pytest.mark.parametrize(
    ("served", "code", "told"),
    [
        pytest.param({}, 0, "/repo/no-such-page/: 404, text/html", id="sound"),
        pytest.param({"index.html": "old"}, 1, "/repo/: found 200, text/html", id="old"),
        pytest.param({"posts/a/index.html": ""}, 1, "/repo/posts/a/: found 200", id="empty"),
        pytest.param({"404.html": "other"}, 1, "no-such-page/: found 404", id="other-404"),
        pytest.param({"f/all.xml": "<b/>"}, 1, "/repo/f/all.xml: found 200, ", id="feed"),
    ],
)
def test_what_is_served_must_be_what_was_built(
    tmp_path: Path, served: dict[str, str], code: int, told: str
) -> None:
    found, said = see_whether_it_is_there(tmp_path, {**BUILT, **served})
    assert found == code
    assert told in said


@pytest.mark.parametrize(
    "command",
    [
        "zizmor --offline --quiet --persona auditor .github",
        "check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml",
        "check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml",
    ],
)
def test_what_knows_of_workflows_finds_no_fault(command: str) -> None:
    program, *arguments = command.split()
    found = shutil.which(program, path=Path(sys.executable).parent)
    if not found and not os.environ.get("CI"):
        pytest.skip(f"there is no {program}; make setup")
    assert found, f"{program} is missing, and CI requires it"
    root = FOLDER.parent.parent
    files = [str(path) for a in arguments for path in (sorted(root.glob(a)) if "*" in a else [a])]
    ended = subprocess.run([found, *files], cwd=root, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
