"""The steps of bench.yml, with this Python as the only interpreter: two machines and a merge."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from plugins.bench import noise_run
from plugins.bench.store import make_path, save
from tests.bench.here import HERE
from tests.bench.stored import ENVIRONMENT, make_measurement
from tests.conftest import REPO, make_site

JOBS = yaml.safe_load((REPO / ".github" / "workflows" / "bench.yml").read_text())["jobs"]
MACHINE = "machine-a"
INVOKE = f"""\
#!{sys.executable}
import sys
sys.path[:0] = [{str(REPO)!r}]
from invoke.main import program
from plugins.bench import session
from plugins.bench.harness import alone
from tests.bench import here
session.find_interpreter = here.find_interpreter
session.prepare_place = here.prepare_place
alone.ROUNDS["default"] = 2
program.run()
"""
GH = '#!/bin/sh\necho "$@" >>"$RUNNER_TEMP/gh.txt"\n'


@dataclass(frozen=True)
class Checkout:
    """A clone of the site, and what a runner gives its steps."""

    root: Path
    temp: Path

    def run(self, job: str, *names: str, **variables: str) -> str:
        """Run steps of a job by the beginnings of their names; return what they print."""
        said = ""
        for name in names:
            (step,) = [s for s in JOBS[job]["steps"] if s["name"].startswith(name)]
            ended = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.root,
                env={**os.environ, **self.variables, **variables},
                capture_output=True,
                text=True,
                check=False,
            )
            said += ended.stdout + ended.stderr
            assert ended.returncode == 0, said
        return said

    @property
    def variables(self) -> dict[str, str]:
        return {
            "PATH": f"{self.temp}/bin:{os.environ['PATH']}",
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.temp / "output.txt"),
            "GITHUB_REF_NAME": "main",
            "GITHUB_REPOSITORY": "someone/site",
            "GITHUB_RUN_ID": "7",
            "GITHUB_RUN_ATTEMPT": "1",
            "GITHUB_SERVER_URL": "https://git.example",
            "HOME": str(self.temp),
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def measure(self, shard: str) -> None:
        names = ("Find the noise floor", "Measure", "Gather")
        asked = {"ONLY": "", "INTERPRETERS": HERE, "SHARD": shard, "MACHINE": MACHINE}
        self.run("measure", *names, **asked)

    def git(self, *arguments: str) -> str:
        said = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments],
            cwd=self.root,
            env={**os.environ, **self.variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return said.stdout


def write_executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


def clone(origin: Path, folder: Path) -> Checkout:
    made = Checkout(folder / "checkout", folder / "temp")
    write_executable(made.temp / "bin" / "gh", GH)
    subprocess.run(["git", "clone", "-q", str(origin), str(made.root)], check=True)
    write_executable(made.root / ".venv" / "bin" / "invoke", INVOKE)
    return made


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A site with three benchmarks and a known noise floor, in version control."""
    root = tmp_path / "origin"
    root.mkdir()
    site = make_site(root)
    fences = [
        f'```python\n# /// script\n# [tool.bench]\n# name = "{name}"\n# interpreters = ["{HERE}"]\n'
        '# unit = "B"\n# ///\ndef track_a(): return 5\n```\n'
        for name in ("one", "three", "two")
    ]
    site.write("content/posts/p.md", "Title: T\nDate: 2026-11-01\n\n" + "\n".join(fences))
    site.write(".gitignore", ".venv/\n.bench/\n__pycache__/\nmeasured/\n")
    about = {"python_version": f"{HERE}.1", "free_threading": HERE.endswith("t")}
    noise = [
        make_measurement(cell=cell, environment={**ENVIRONMENT, **about})
        for cell in noise_run.list_cells(noise_run.make_snippet((HERE,)))
    ]
    save(make_path(root / "content/measurements", noise_run.NAME, MACHINE, HERE), noise)
    checkout = Checkout(root, tmp_path / "temp")
    checkout.git("init", "-q", "-b", "main")
    checkout.git("add", ".")
    checkout.git("commit", "-q", "-m", "begin")
    return root


def list_files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_two_machines_measure_a_part_each_and_a_third_proposes_the_whole(
    origin: Path, tmp_path: Path
) -> None:
    last = clone(origin, tmp_path / "last")
    measured = last.temp / "measured"
    for number in (1, 2):
        machine = clone(origin, tmp_path / f"machine-{number}")
        machine.measure(f"{number}/2")
        measured.mkdir(exist_ok=True)
        (machine.root / "measured").rename(measured / f"measured-{number}")
    assert list_files(measured) == [
        f"measured-1/one/{MACHINE}/{HERE}.json",
        f"measured-1/two/{MACHINE}/{HERE}.json",
        f"measured-2/three/{MACHINE}/{HERE}.json",
    ]
    stale = (measured / f"measured-1/one/{MACHINE}/{HERE}.json").read_text()
    (measured / "old" / "gone" / MACHINE).mkdir(parents=True)
    (measured / "old" / "gone" / MACHINE / f"{HERE}.json").write_text(stale)
    last.run("merge", "Merge", "Propose")
    assert (last.temp / "output.txt").read_text() == "code=1\n"
    assert last.git("status", "--porcelain") == ""
    text = (last.temp / "text.md").read_text()
    assert "; 1 refused\n\nRefused:\n\n    error: " in text
    assert 'there is no benchmark "gone"' in text
    assert "pr create --base main --head bench-7-1 " in (last.temp / "gh.txt").read_text()
    proposed = clone(origin, tmp_path / "proposed")
    proposed.git("switch", "-q", "bench-7-1")
    status = subprocess.run(
        [proposed.root / ".venv/bin/invoke", "bench", "--status"],
        cwd=proposed.root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (status.returncode, status.stdout.count(" fresh\n")) == (0, 3), status.stderr


def test_a_machine_without_a_part_has_nothing_to_give(origin: Path, tmp_path: Path) -> None:
    machine = clone(origin, tmp_path / "machine")
    shutil.rmtree(machine.root / "content" / "measurements")  # none knows its noise yet
    machine.git("commit", "-qam", "forget")
    machine.measure("4/4")
    assert list_files(machine.root / "measured") == []
    last = clone(origin, tmp_path / "last")
    assert "Nothing is new." in last.run("merge", "Merge", "Propose")
    assert not (last.temp / "gh.txt").exists()
