"""What `invoke publish` does with a build that is sound, and with one that is not."""

import errno
import fcntl
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from plugins.audit.adapter import AUDIT
from plugins.publishing import cli
from plugins.publishing.cli import publish

UNLISTED = '<meta name="robots" content="noindex">'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with the last good site in it."""
    ends = {end: signal.getsignal(end) for end in (signal.SIGINT, signal.SIGTERM)}
    (tmp_path / "output" / "posts" / "a").mkdir(parents=True)
    (tmp_path / "output" / "posts" / "a" / "index.html").write_text("old")
    (tmp_path / "output" / "index.html").write_text("old")
    yield tmp_path
    for end, handler in ends.items():
        signal.signal(end, handler)


class Build:
    """Stands for a build: writes a page, and ends as it is told to."""

    def __init__(self, code: int = 0, error: BaseException | None = None) -> None:
        self.code, self.error = code, error

    def __call__(self, _settings: str, _output: str, _options: Any, *, beside: str) -> int:
        Path(beside).mkdir()
        Path(beside, "index.html").write_text("new")
        if self.error:
            raise self.error
        return self.code


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, build: Callable[..., int]) -> int:
    monkeypatch.setattr(cli, "build", build)
    return publish("publishconf.py", str(folder / "output"))


def read(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_text() for path in files}


OLD = {".output-lock": "", "output/index.html": "old", "output/posts/a/index.html": "old"}


def test_a_sound_build_takes_the_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, monkeypatch, Build()) == 0
    assert read(folder) == {".output-lock": "", "output/index.html": "new"}
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith(f"Published to {folder}/output: 0 posts, 0 pages (1 file, 0.0 MB) in ")


@pytest.mark.parametrize(
    ("build", "code", "words"),
    [
        pytest.param(Build(code=1), 1, "", id="failed"),
        pytest.param(Build(code=130), 130, "", id="interrupted-in-pelican"),
        pytest.param(Build(error=KeyboardInterrupt()), 130, "", id="interrupted"),
        pytest.param(
            Build(error=OSError(errno.ENOSPC, "No space left on device")),
            1,
            "No space left on device [output]\n    Make room there",
            id="full",
        ),
        pytest.param(Build(error=OSError(errno.EBUSY, "busy")), 1, "is a mount point", id="mount"),
    ],
)
def test_whatever_ends_a_build_the_last_site_stays(
    build: Build,
    code: int,
    words: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(folder, monkeypatch, build) == code
    assert read(folder) == OLD
    report = capsys.readouterr().err
    assert words in report
    assert report.endswith(f"Nothing was published: {folder}/output is as it was.\n")


def test_what_a_killed_publish_left_is_cleared(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (".output-next", ".output-old"):
        (folder / name / "posts").mkdir(parents=True)
    assert run(folder, monkeypatch, Build()) == 0
    assert sorted(path.name for path in folder.iterdir()) == [".output-lock", "output"]


def test_a_publish_killed_between_two_renames_is_mended_by_the_next(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "output").rename(folder / ".output-old")
    assert run(folder, monkeypatch, Build(code=1)) == 1
    assert read(folder) == OLD
    assert "its last site is back" in capsys.readouterr().out


def test_names_to_retain_are_carried_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "output" / "CNAME").write_text("a.example")
    monkeypatch.setattr(AUDIT, "settings", {"OUTPUT_RETENTION": ["CNAME"]})
    assert run(folder, monkeypatch, Build()) == 0
    assert read(folder / "output") == {"CNAME": "a.example", "index.html": "new"}


def test_pages_that_are_gone_are_named_but_no_drafts(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "output" / "draft.html").write_text(UNLISTED)
    assert run(folder, monkeypatch, Build()) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "1 page of the site before will not be found any more:"
    assert told[1] == "    /posts/a/"
    assert "Aliases:" in told[2]
    assert len(told) == 4


def test_of_many_that_are_gone_ten_are_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(11):
        (folder / "output" / f"{number}.html").write_text("old")
    assert run(folder, monkeypatch, Build()) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("12 pages")
    assert told[11] == "    and 2 more"


def test_a_second_publish_waits_for_the_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = (folder / ".output-lock").open("w")
    fcntl.flock(other, fcntl.LOCK_EX)
    Timer(0.2, other.close).start()

    def build(*arguments: Any, beside: str) -> int:
        assert other.closed
        return Build()(*arguments, beside=beside)

    assert run(folder, monkeypatch, build) == 0
    assert "is at work: waiting" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.skipif(sys.platform not in ("linux", "darwin"), reason="no exchange elsewhere")
def test_there_is_no_moment_without_a_site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is ever taken from a site: the folders change places."""
    renamed: list[Path] = []
    original = Path.rename
    monkeypatch.setattr(Path, "rename", lambda a, b: renamed.append(a) or original(a, b))
    assert run(folder, monkeypatch, Build()) == 0
    assert renamed == []
