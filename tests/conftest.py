"""A small site in a temporary folder, built the way its author would build it."""

import locale
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

from tests.bench.samples import write_measurements
from tests.spare import run_module

# Without a deadline: a busy machine is no fault of an example.
settings.register_profile("usual", max_examples=40, deadline=None)
settings.register_profile("long", max_examples=20_000, deadline=None)

IS_LONG = bool(os.environ.get("LONG"))
settings.load_profile("long" if IS_LONG else "usual")
only_long = pytest.mark.skipif(not IS_LONG, reason="takes long: invoke test --long")

REPO = Path(__file__).parent.parent
SAMPLE = Path(__file__).parent / "site"


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    out: str
    report: str


@dataclass(frozen=True)
class Site:
    """A site with this repository's settings, plugins and theme, and content of its own."""

    root: Path

    @property
    def output(self) -> Path:
        return self.root / "output"

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file of the site, with its folders."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    def set(self, line: str, was: str = "") -> None:
        """Add a line to the settings, or put it in the place of one that is there."""
        path = self.root / "pelicanconf.py"
        text = path.read_text()
        assert was in text
        path.write_text(text.replace(was, line, 1) if was else f"{text}\n{line}\n")

    def find_line(self, path: str, needle: str) -> int:
        """Find the line, from 1, of a file of the site that has the text."""
        lines = (self.root / path).read_text().split("\n")
        return next(number for number, line in enumerate(lines, 1) if needle in line)

    def run(self, *command: str, **environment: str) -> Result:
        """Run a Python module in the folder of the site, as `python -m` does."""
        everything = {**os.environ, "COLUMNS": "100", **environment}
        everything.pop("PYTHONDONTWRITEBYTECODE", None)  # compiling is most of importing
        with TemporaryDirectory() as folder:
            streams = (Path(folder, "out"), Path(folder, "report"))
            code = run_module(command, self.root, everything, streams)
            return Result(code, *(path.read_text("utf-8") for path in streams))

    def pelican(self, *options: str, **environment: str) -> Result:
        return self.run("pelican", "content", "-o", "output", *options, **environment)

    def invoke(self, *arguments: str, **environment: str) -> Result:
        return self.run("invoke", *arguments, **environment)

    def read(self, path: str) -> str:
        """Read a file of the output."""
        return (self.output / path).read_text("utf-8")

    def list_output(self) -> dict[str, bytes]:
        """Read all of the output."""
        files = (path for path in sorted(self.output.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.output)): path.read_bytes() for path in files}


def make_site(root: Path) -> Site:
    for name in ("plugins", "theme", "tools"):
        (root / name).symlink_to(REPO / name)
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py"):
        shutil.copy(REPO / name, root / name)
    shutil.copytree(REPO / "content" / "extra", root / "content" / "extra")
    site = Site(root)
    site.write("content/pages/about.md", "Title: About\nSlug: about\n\nText.\n")
    return site


def copy_sample(root: Path) -> Site:
    made = make_site(root)
    shutil.copytree(SAMPLE / "content", made.root / "content", dirs_exist_ok=True)
    for name in ("pages/style-guide.md", "images/interval.svg"):
        shutil.copy(REPO / "content" / name, made.root / "content" / name)
    write_measurements(made.root / "content")
    return made


@pytest.fixture(autouse=True)
def _keep_locale() -> Iterator[None]:
    """Leave to the next test what Pelican's settings change: how files are read by default."""
    was = locale.setlocale(locale.LC_ALL)
    yield
    locale.setlocale(locale.LC_ALL, was)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with one sound post and a page."""
    made = make_site(tmp_path)
    made.write("content/posts/sound.md", "Title: Sound\nDate: 2026-11-01\n\nAll is well.\n")
    return made


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small blog beside the tests, built once for writing."""
    made = copy_sample(tmp_path_factory.mktemp("sample"))
    result = made.pelican("-e", "DEFAULT_PAGINATION=2")
    assert result.code == 0, result.report
    return made


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same, published under a base path."""
    made = copy_sample(tmp_path_factory.mktemp("public"))
    result = made.invoke("publish", "--siteurl", "https://example.org/repo/")
    assert result.code == 0, result.report
    return made
