"""A rehearsal takes a workflow as GitHub would, or says what it cannot."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from tests.conftest import REPO, only_long
from tools.rehearse.__main__ import main
from tools.rehearse.errors import RehearsalError
from tools.rehearse.expressions import evaluate, fill, holds
from tools.rehearse.machine import Stage
from tools.rehearse.model import order_jobs, read_workflow
from tools.rehearse.outputs import read_pairs
from tools.rehearse.run import list_legs, run_workflow
from tools.rehearse.standins import STANDINS

WORKFLOWS = sorted((REPO / ".github" / "workflows").glob("*.yml"))
CONTEXTS = {
    "github": {"ref_name": "main", "run_id": 7},
    "matrix": {"python": "3.13"},
    "steps": {"one-a": {"outcome": "success", "outputs": {"code": "0", "list": '["a", "b"]'}}},
    "strategy": {"job-index": 0},
}
HEAD = """\
name: T
on: {push: {branches: [main]}}
permissions: {}
defaults: {run: {shell: bash}}
jobs:
"""


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'it''s'", "it's"),
        ("true && null", None),
        ("github.ref_name", "main"),
        ("steps.one-a.outputs.code == '0'", True),
        ("steps.one-a.outputs.unset", ""),
        ("strategy.job-index", 0),
        ("github.ref_name == 'MAIN'", True),
        ("github.ref_name != 'main' || matrix.python", "3.13"),
        ("!cancelled() && steps.one-a.outcome == 'success'", True),
        ("!(success() && failure())", True),
        ("!failure() == true", True),
        ("false && false || true", True),
        ("false && (false || true)", False),
        ("fromJSON(steps.one-a.outputs.list)", ["a", "b"]),
    ],
)
def test_an_expression_has_the_value_that_it_has_there(source: str, value: Any) -> None:
    assert evaluate(source, CONTEXTS) == value


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("github.reff", 'there is no "reff"'),
        ("secrets.KEY", 'there is no "secrets"'),
        ("hashFiles('a')", 'no function "hashFiles"'),
        ("'a' 'b'", "expected its end after 4"),
        ("(true", "expected ')'"),
        ("a ? b", 'there is no "a"'),
    ],
)
def test_an_expression_that_it_does_not_know_is_told(source: str, told: str) -> None:
    with pytest.raises(RehearsalError) as error:
        evaluate(source, CONTEXTS)
    assert told in str(error.value)


def test_values_stand_in_a_text_as_texts() -> None:
    assert fill("${{ github.run_id }}-${{ null }}${{ true }}", CONTEXTS) == "7-true"


@pytest.mark.parametrize(
    ("condition", "held"),
    [("", True), ("${{ failure() }}", False), ("matrix.python == '3.13'", True), ("''", False)],
)
def test_a_condition_holds_with_and_without_braces(condition: str, held: bool) -> None:
    assert holds(condition, CONTEXTS) is held


def test_outputs_are_read_over_lines(tmp_path: Path) -> None:
    file = tmp_path / "output"
    file.write_text("a=1=2\n\nb<<end\nx\n\ny=z\nend\na<<q\nq\n")
    assert read_pairs(file) == {"a": "", "b": "x\n\ny=z"}


@pytest.mark.parametrize("text", ["no sign\n", "a<<end\nx\n"])
def test_outputs_that_github_would_refuse_are_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "output").write_text(text)
    with pytest.raises(RehearsalError):
        read_pairs(tmp_path / "output")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_each_workflow_of_ours_can_be_read_with_the_lines_of_its_steps(path: Path) -> None:
    text = path.read_text()
    jobs = read_workflow(text, path.name).jobs
    lines = text.split("\n")
    steps = [step for job in jobs.values() for step in job.steps]
    assert [lines[step.line - 1].strip() for step in steps] == [f"- name: {s.name}" for s in steps]
    assert {step.action for step in steps if step.uses} <= {*STANDINS}


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ("      - name: A\n        run: a\n        continue-on-error: true\n", "continue-on-error"),
        ("      - run: a\n", "1 steps, but 0 that begin with a name"),
    ],
    ids=["key", "nameless"],
)
def test_what_it_would_not_heed_is_told(steps: str, told: str) -> None:
    with pytest.raises(RehearsalError) as error:
        read_workflow(make_text(steps), "t.yml")
    assert told in str(error.value)


def make_text(steps: str, job: str = "one", more: str = "") -> str:
    about = "runs-on: x\n    timeout-minutes: 1\n    permissions: {}"
    return f"{HEAD}  {job}:\n    {about}\n{more}    steps:\n{steps}"


def test_jobs_come_after_what_they_need() -> None:
    step = "      - name: A\n        run: a\n"
    last = make_text(step, "last", "    needs: [first]\n")
    jobs = read_workflow(last + make_text(step, "first").removeprefix(HEAD), "t.yml").jobs
    assert order_jobs(jobs) == ["first", "last"]
    with pytest.raises(RehearsalError, match="last needs first"):
        order_jobs({"last": jobs["last"]})


def test_a_matrix_has_a_leg_for_each_combination() -> None:
    matrix = "    strategy: {matrix: {a: [1, 2], b: \"${{ fromJSON('[3]') }}\"}}\n"
    text = make_text("      - name: A\n        run: a\n", more=matrix)
    legs = list_legs(read_workflow(text, "t.yml").jobs["one"], {})
    assert legs == [{"a": 1, "b": 3}, {"a": 2, "b": 3}]


def rehearse(text: str, folder: Path) -> str:
    """Rehearse a workflow for a repository with a file, `a.txt`; return what is printed."""
    origin = folder / "origin"
    origin.mkdir()
    (origin / "a.txt").write_text("a\n")
    git = ["git", "-C", str(origin), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in ("init -q", "add .", "commit -qm a"):
        subprocess.run([*git, *command.split()], check=True)
    (origin / "b.txt").touch()  # not committed
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    stage = Stage(origin, folder / "into", "https://a.example/b", "http://l/b/", version, False)
    said = io.StringIO()
    workflow = read_workflow(text, "t.yml")
    run_workflow(workflow, "t.yml", stage, Console(file=said, width=200, markup=False))
    return said.getvalue()


BUILD = make_text(
    """\
      - name: Check out
        uses: actions/checkout@0 # v1
      - name: Where
        id: pages
        uses: actions/configure-pages@0
      - name: Build
        id: build
        env: {URL: "${{ steps.pages.outputs.base_url }}"}
        run: |
          test ! -e b.txt
          mkdir -p out/.well-known
          echo "$URL $MORE" >out/index.html
          cp a.txt out/.well-known
          echo "digest=$(cksum <a.txt)" >>"$GITHUB_OUTPUT"
          echo "MORE=more" >>"$GITHUB_ENV"
      - name: Never
        if: ${{ steps.build.outputs.digest == '' }}
        run: exit 1
      - name: More
        working-directory: out
        run: echo "$MORE $CI" >more.html
      - name: Upload
        uses: actions/upload-pages-artifact@0
        with: {path: out, include-hidden-files: true}
""",
    more='    outputs: {digest: "${{ steps.build.outputs.digest }}"}\n',
)
DEPLOY = make_text(
    """\
      - name: Deploy
        id: deploy
        uses: actions/deploy-pages@0
      - name: Check
        env:
          URL: ${{ steps.deploy.outputs.page_url }}
          DIGEST: ${{ needs.one.outputs.digest }}
        run: test "$URL" = http://l/b/ && test -n "$DIGEST" && test ! -e a.txt
""",
    "two",
    "    needs: one\n",
).removeprefix(HEAD)


def test_what_one_job_builds_another_deploys(tmp_path: Path) -> None:
    said = rehearse(BUILD + DEPLOY, tmp_path)
    site = tmp_path / "into" / "site"
    assert (site / "index.html").read_text() == "https://a.example/b \n"
    assert (site / "more.html").read_text() == "more true\n"
    assert (site / ".well-known" / "a.txt").is_file()
    assert " skipped  t.yml one:27 Never" in said


def test_nothing_follows_a_step_that_fails(tmp_path: Path) -> None:
    """The gate: what fails before the upload is never deployed."""
    text = BUILD.replace('echo "$MORE $CI"', "echo oh no; exit 3;") + DEPLOY
    with pytest.raises(RehearsalError) as error:
        rehearse(text, tmp_path)
    assert "t.yml one:30 More: it ended with 3" in str(error.value)
    assert "oh no" in str(error.value)
    assert not (tmp_path / "into" / "artifacts").exists()
    assert not (tmp_path / "into" / "site").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    step = "      - name: Odd\n        working-directory: out\n        run: pwd\n"
    with pytest.raises(RehearsalError, match="one-0/workspace/out is no folder to run in"):
        rehearse(make_text(step), tmp_path)


def test_an_action_that_nothing_stands_in_for_is_told(tmp_path: Path) -> None:
    text = make_text("      - name: Odd\n        uses: some/action@0\n")
    with pytest.raises(RehearsalError) as error:
        rehearse(text, tmp_path)
    assert 't.yml one:11 Odd: nothing stands in for "some/action"' in str(error.value)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["bench.yml"], "tests/bench/test_workflow.py rehearses"),
        (["page.yml"], "there are bench.yml, ci.yml, nightly.yml, pages.yml"),
        (["--siteurl", "http://a.example"], "is no https URL"),
        (["--into", "."], "is there already"),
    ],
    ids=["hours", "unknown", "http", "there"],
)
def test_what_cannot_be_rehearsed_is_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--into", str(tmp_path / "into"), *arguments]) == 1
    assert told in capsys.readouterr().out


@only_long
def test_the_site_is_published_under_a_path(capsys: pytest.CaptureFixture[str]) -> None:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert main(["pages.yml", "--python", version]) == 0, capsys.readouterr().out
