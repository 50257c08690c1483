"""Interpreters as uv finds them, and one script run as a reader runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from uv import find_uv_bin

from plugins.bench.errors import InterpreterError
from plugins.bench.interpreters import (
    Place,
    describe,
    find_interpreter,
    find_version,
    prepare_place,
)
from plugins.bench.parse import Fence, Source, parse_snippets
from plugins.bench.processes import Ended
from plugins.bench.schema import Environment
from plugins.bench.script import compile_script
from tests.bench.here import HERE

CODE = """\
# /// script
# dependencies = [{dependency}]
# [tool.bench]
# name = "sums"
# ///
def time_builtin():
    return sum(range(1000))
def time_loop():
    total = 0
    for number in range(1000):
        total += number
    return total
"""


@pytest.fixture(autouse=True)
def _no_downloads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_PYTHON_DOWNLOADS", "never")


def write_script(folder: Path, dependency: str = "") -> Path:
    source = Source("post.md", Path.read_text, (HERE,))  # type: ignore[arg-type]
    (snippet,), _ = parse_snippets([Fence(CODE.format(dependency=dependency), 1)], source)
    path = folder / "sums.py"
    path.write_text(compile_script(snippet))
    return path


def skip_without_network(said: str) -> None:
    if "error sending request" in said or "Failed to fetch" in said or "Network" in said:
        pytest.skip("uv cannot reach a package index")


def test_an_interpreter_is_found_by_its_name() -> None:
    python = find_interpreter(HERE, may_install=False)
    code = "import sys; print(sys.version_info.minor)"
    out = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout
    assert f"3.{out.strip()}" == HERE.removesuffix("t")
    assert (find_version(HERE) or "").startswith(HERE.removesuffix("t"))


def test_a_missing_one_is_named_with_what_installs_it() -> None:
    with pytest.raises(
        InterpreterError, match=r"Python 3\.99 is not here.*uv python install 3\.99"
    ):
        find_interpreter("3.99", may_install=True)
    assert find_version("3.99") is None


def test_an_interpreter_tells_what_is_allowed_and_no_more() -> None:
    about = describe(HERE, Path(sys.executable))
    assert set(about) <= set(Environment.__struct_fields__)
    told = json.dumps(dict(about))
    node, home = os.uname().nodename, str(Path.home())
    assert home not in told
    assert sys.prefix not in told
    assert len(node) < 4 or node not in told


@pytest.mark.parametrize("name", ["3.99", HERE.removesuffix("t") + ("" if "t" in HERE else "t")])
def test_another_interpreter_than_was_asked_for_is_refused(name: str) -> None:
    with pytest.raises(InterpreterError, match=f"came where {name} was asked for"):
        describe(name, Path(sys.executable))


def test_what_is_no_interpreter_is_refused() -> None:
    with pytest.raises(InterpreterError, match="does not tell of itself"):
        describe(HERE, Path("/bin/true"))


def test_a_dependency_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    script = write_script(tmp_path, '"no-such-package-anywhere-at-all"')
    place = prepare_place(HERE, Path(sys.executable), script, {})
    assert isinstance(place, Ended)
    skip_without_network(place.said)
    assert "no-such-package-anywhere-at-all" in place.said


def test_a_script_alone_in_a_folder_measures_and_prints_a_table(tmp_path: Path) -> None:
    """As a reader runs it, with uv; and the command finds the environment that uv made."""
    script = write_script(tmp_path)
    command = [find_uv_bin(), "run", "--quiet", "--python", sys.executable, script.name]
    done = subprocess.run(
        [*command, "--quick", "--rounds", "2", "--output", "out.json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    skip_without_network(done.stderr)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"Python {HERE.removesuffix('t')}.")
    assert [line.split()[0] for line in lines[3:]] == ["time_builtin", "time_loop"]
    assert "slower" in lines[4] or "no difference" in lines[4]
    stored = json.loads((tmp_path / "out.json").read_text())
    assert [len(benchmark["runs"]) for benchmark in stored["benchmarks"]] == [2, 2]
    place = prepare_place(HERE, Path(sys.executable), script, {})
    assert isinstance(place, Place)
    assert place.about["free_threading"] is HERE.endswith("t")
