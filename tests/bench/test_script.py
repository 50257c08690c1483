"""The standalone script of a snippet: metadata, code as it stands, harness."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.bench.digest import make_digest
from plugins.bench.harness import alone, printing, published, table, worker
from plugins.bench.script import compile_script
from tests.bench.fences import BODY, make_snippet

GOLDEN = Path(__file__).parent.parent / "cases" / "script.py.txt"
REFERENCE = r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$"
SNIPPET = make_snippet('threads = [1, 2]\nbaseline = "time_x"', name="golden")
HARNESS_DIGESTS = {1: "7285bdf902e1604c", 2: "75b42742cc0a6950"}
UPDATE = "read the difference, then write the file anew: UPDATE=1 pytest tests/bench/test_script.py"


def read_metadata(script: str) -> dict:  # type: ignore[type-arg]
    """Read the metadata as the reference implementation of PEP 723 does."""
    (found,) = [m for m in re.finditer(REFERENCE, script) if m["type"] == "script"]
    rows = found["content"].splitlines(keepends=True)
    return tomllib.loads("".join(row[2:] if row.startswith("# ") else row[1:] for row in rows))


def test_the_script_is_as_the_golden_file_has_it() -> None:
    script = compile_script(SNIPPET)
    if os.environ.get("UPDATE"):
        GOLDEN.write_text(script, "utf-8")
    assert script == GOLDEN.read_text("utf-8"), UPDATE


def test_a_changed_harness_has_a_new_version() -> None:
    modules = (worker, table, alone, published, printing)
    sources = [Path(module.__file__).read_text("utf-8") for module in modules]
    digest = make_digest(replace(SNIPPET, code="\n".join(sources)), 0)
    assert HARNESS_DIGESTS.get(alone.HARNESS) == digest, (
        f"The harness has digest {digest}. "
        "It has changed: if that could change a number, raise HARNESS; "
        "then write version and digest into HARNESS_DIGESTS, and the golden file anew."
    )


METADATA = {
    "none": ("", ""),
    "empty": ("dependencies = []", ""),
    "one": ('dependencies = ["numpy>=2"]  # why', ""),
    "several lines": ('dependencies = [\n  "numpy>=2", # why\n\n  "attrs",\n]', ""),
    "Python": ('requires-python = ">=3.13"', ""),
    "dotted table before": ('tool.uv.index-url = "https://x.org"\ndependencies = ["a"]', ""),
    "table": ("", "[tool.uv]\nexclude-newer = 2026-01-01T00:00:00Z"),
    "table of tables": ("", "[[tool.uv.index]]\nurl = 'https://x.org'"),
    "comments": ("# why\n\n# more", "# end"),
    "spaces in a text": ('dependencies = ["a"]', '[tool.uv]\nx = """a  \n\nb"""'),
    "pyperf": ('dependencies = ["PyPerf == 2.9"]', ""),
    "pyperf of another name": ('dependencies = ["pyperf-more"]', ""),
}


@pytest.mark.parametrize("name", METADATA)
def test_its_metadata_is_valid_and_says_the_same_and_pyperf(name: str) -> None:
    top, below = METADATA[name]
    snippet = make_snippet(below, top=top)
    said, found = tomllib.loads(snippet.metadata), read_metadata(compile_script(snippet))
    assert found["tool"] == said["tool"]
    assert found["requires-python"] == said.get("requires-python", ">=3.11")
    names = [re.split(r"[^\w-]", text)[0].lower() for text in found["dependencies"]]
    assert names.count("pyperf") == 1
    assert [d for d in found["dependencies"] if d != "pyperf>=2.9"] == said.get("dependencies", [])


CODES = {
    "usual": BODY,
    "future": f'"""About."""\nfrom __future__ import annotations\n{BODY}',
    "comments": f"# /// other\n# x\n# ///\n{BODY}# end",
    "tabs": "def time_x():\n\treturn 1\n\n\n\n",
    "letters": f'x = "é\u2028\\n"\n{BODY}',
}


@pytest.mark.parametrize("name", CODES)
def test_the_code_is_in_it_unchanged_and_first(name: str) -> None:
    snippet = make_snippet(code=CODES[name])
    script = compile_script(snippet)
    compile(script, "a.py", "exec", dont_inherit=True)
    assert script.partition("# ///\n\n")[2].startswith(CODES[name].strip("\n"))
    assert script == compile_script(replace(snippet))


def test_no_function_of_the_code_is_replaced() -> None:
    script = compile_script(make_snippet(code=f"_measured_python = 1\n{BODY}"))
    names = [node.name for node in ast.parse(script).body if isinstance(node, ast.FunctionDef)]
    assert names == ["time_x", "_measured_python_"]


def test_what_a_function_leaves_in_its_folder_is_gone(tmp_path: Path) -> None:
    """As under `invoke bench`: a server that is killed removes nothing itself."""
    note = tmp_path / "note"
    body = f"""import os

def time_x():
    open("left", "w").close()
    os.mkdir("folder")
    with open({str(note)!r}, "w") as file:
        file.write(os.getcwd())
    os.kill(os.getpid(), 9)
"""
    path = tmp_path / "a.py"
    path.write_text(compile_script(make_snippet("", body)), "utf-8")
    subprocess.run([sys.executable, path, "--quick"], cwd=tmp_path, check=False, timeout=60)
    assert not Path(note.read_text()).exists()
    assert sorted(tmp_path.iterdir()) == [path, note]


def test_names_of_the_code_do_not_disturb_the_harness(tmp_path: Path) -> None:
    names = "time json sys main work threading globals SystemExit _measured_python Benchmark check"
    builtins = "range max min map len str print open type getattr callable sorted iter next int"
    taken = "".join(f"{name} = 'mine'\n" for name in f"{names} {builtins}".split())
    code = f"from time import time_ns\nnumbers = [*range(9)]\n{taken}def time_x(): sum(numbers)\n"
    path = tmp_path / "a.py"
    path.write_text(compile_script(make_snippet(code=code)), "utf-8")
    command = [sys.executable, str(path), "--quick", "--rounds", "1"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^time_x +\d.* ns", done.stdout, re.MULTILINE), done.stdout
    assert "time_ns" not in done.stdout
