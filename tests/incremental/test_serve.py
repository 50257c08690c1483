"""`invoke serve`, as its author sees it: a URL, a change, and an end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.request import urlopen

import pytest

from plugins.incremental.server import listen
from tests.conftest import Site


@contextmanager
def serving(
    site: Site, *arguments: str, **environment: str
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Run the task; give the process, its URL, and what it printed up to it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "invoke", "serve", *arguments],
        cwd=site.root,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        printed = ""
        while not (url := re.search(r"http://\S+/", printed)):
            line = process.stdout.readline()
            assert line, printed
            printed += line
        try:
            yield process, url[0], printed
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=20)


@contextmanager
def taken_port() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_a_change_is_built_and_told(site: Site) -> None:
    """The page that waits hears of the new build, good or bad; what is served is new."""
    with taken_port() as port, serving(site, "--port", str(port)) as (process, url, printed):
        assert f"Port {port} is taken" in printed
        assert "All is well." in urlopen(f"{url}posts/sound/").read().decode()
        with urlopen(f"{url}-/events", timeout=30) as events:
            first = read_event(events)
            assert first["report"] == ""
            site.write("content/posts/sound.md", "Title: Sound\nDate: 2026-11-01\n\nBetter.\n")
            assert read_event(events)["build"] != first["build"]
            assert "Better." in urlopen(f"{url}posts/sound/").read().decode()
            site.write("content/posts/bad.md", "Title: Bad\nDate: never\n")
            assert "content/posts/bad.md:2: error" in read_event(events)["report"]
    assert process.returncode == 0


def read_event(events: IO[bytes]) -> dict[str, Any]:
    line = events.readline().decode()
    events.readline()
    return json.loads(line.removeprefix("data: "))


def test_no_free_port_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert listen("127.0.0.1", 70000) is None
    assert listen("127.0.0.1", -1) is None
    assert listen("203.0.113.1", 8000) is None
    assert "Name another port or address" in capsys.readouterr().err


def test_broken_settings_are_explained(site: Site) -> None:
    """Here no plugin is loaded that could tell."""
    site.set("X = (")
    with serving(site, "--port", "8777") as (_, _, printed):
        assert "pelicanconf.py:" in printed
        assert "was never closed" in printed


def test_the_end_leaves_nothing_behind(site: Site, tmp_path: Path) -> None:
    """However it is told to end."""
    with serving(site, "--port", "8787", TMPDIR=str(tmp_path)) as (process, _, _):
        assert list(tmp_path.glob("measured-python-*"))
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    assert not list(tmp_path.glob("measured-python-*"))


def test_a_port_that_is_no_number(site: Site) -> None:
    result = site.invoke("serve", "--port", "http")
    assert result.code == 1
    assert result.report == '"http" is no port: write a number from 1 to 65535.\n'
