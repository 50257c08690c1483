"""What holds for the repository as a whole."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent
HOSTS = re.compile(r"p[y]pi\.org|pythonh[o]sted|registry\.np[m]js|deb\.d[e]bian")


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=True
    )
    return [REPO / name for name in listing.stdout.split("\0") if (REPO / name).is_file()]


def test_no_file_names_a_registry() -> None:
    texts = {path: path.read_text("utf-8", "ignore") for path in tracked()}
    assert [str(path) for path, text in texts.items() if HOSTS.search(text)] == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_are_pinned_and_hashed(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (REPO / lock).read_text().strip())
    assert entries
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_development_has_the_same_versions() -> None:
    """What both locks name is the same, so one environment holds both."""
    pins = [
        set(re.findall(r"^([\w.-]+==\S+)", (REPO / lock).read_text(), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    ]
    assert pins[0] <= pins[1]


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]
    names = {re.split(r"[<>=]", dependency)[0] for dependency in project["dependencies"]}
    locked = set(
        re.findall(r"^([\w.-]+)==", (REPO / "requirements.lock").read_text(), re.MULTILINE)
    )
    assert names <= locked


@pytest.mark.parametrize("name", ["pelicanconf.py", "publishconf.py"])
def test_settings_are_constants(name: str) -> None:
    """No function, class, loop or condition: only assignments, and the import of the other."""
    allowed = ast.Assign | ast.Import | ast.ImportFrom | ast.Expr
    assert all(isinstance(node, allowed) for node in ast.parse((REPO / name).read_text()).body)


def test_plugins_do_not_import_one_another() -> None:
    """Anything may report to audit; that is all."""
    for path in (REPO / "plugins").rglob("*.py"):
        own = path.relative_to(REPO / "plugins").parts[0]
        text = path.read_text()
        named = re.findall(r"^\s*(?:from|import) plugins\.(\w+)", text, re.MULTILINE)
        assert {*named} <= {own, "audit"}, path


@pytest.mark.parametrize("path", sorted((REPO / "plugins").rglob("*.py")), ids=str)
def test_only_the_edge_knows_pelican(path: Path) -> None:
    knows = re.search(r"^\s*(?:from|import) pelican\b", path.read_text(), re.MULTILINE)
    assert not knows or path.name in ("adapter.py", "cli.py")
