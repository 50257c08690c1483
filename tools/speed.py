"""Measures what this site's settings cost beside plain Pelican's, on the same posts."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tools.corpus import write_corpus

_PLAIN: Final = """\
# Pelican as it comes, with the typography that this site has too, and the same feeds but
# those of series and in JSON.
SITENAME = "Plain"
SITEURL = "https://example.org"
TIMEZONE = "UTC"
PLUGINS = []
TYPOGRIFY = True
DEFAULT_PAGINATION = 10
FEED_ALL_ATOM = "feeds/all.atom.xml"
CATEGORY_FEED_ATOM = "feeds/category-{slug}.atom.xml"
TAG_FEED_ATOM = "feeds/tag-{slug}.atom.xml"
FEED_ALL_RSS = "feeds/all.rss.xml"
CATEGORY_FEED_RSS = "feeds/category-{slug}.rss.xml"
TAG_FEED_RSS = "feeds/tag-{slug}.rss.xml"
RSS_FEED_SUMMARY_ONLY = False
TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one build took."""

    cpu_s: float
    """User and system time of the process, in seconds."""
    wall_s: float
    """Time from start to end, in seconds."""
    memory_mib: float
    """Peak resident memory, in MiB."""


class BuildFailedError(RuntimeError):
    """A build that was to be measured did not succeed; its output is the message."""


def compare_speed(posts: int, runs: int, settings: Path) -> None:
    """Measure both builds in turn and print medians and their ratios.

    Args:
        posts: Size of the generated blog.
        runs: Builds of each kind.
        settings: This site's settings file.

    Raises:
        BuildFailedError: A build did not succeed.
    """
    with TemporaryDirectory(prefix="speed-") as name:
        folder = Path(name)
        write_corpus(folder / "content", posts)
        plain = folder / "plain.py"
        plain.write_text(_PLAIN, "utf-8")
        pairs = list(_measure_in_turn((plain, settings), folder, runs))
    costs = [list(kind) for kind in zip(*pairs, strict=True)]
    Console().print(_tabulate(posts, costs[0], costs[1]))


def _measure_in_turn(
    settings: Sequence[Path], folder: Path, runs: int
) -> Iterator[tuple[Cost, ...]]:
    for _ in track(range(runs), "Building in turn", console=Console(stderr=True)):
        yield tuple(_measure(path, folder) for path in settings)


def _measure(settings: Path, folder: Path) -> Cost:
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    command = [
        *(sys.executable, "-m", "pelican", str(folder / "content")),
        *("--settings", str(settings), "--output", str(output)),
    ]
    began = os.times().elapsed
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        messages = process.stdout.read() if process.stdout else ""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildFailedError(f"{settings} did not build:\n{messages}")
    # Linux counts in KiB, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(
        cpu_s=usage.ru_utime + usage.ru_stime,
        wall_s=os.times().elapsed - began,
        memory_mib=usage.ru_maxrss / unit,
    )


def _tabulate(posts: int, plain: Sequence[Cost], ours: Sequence[Cost]) -> Table:
    table = Table(title=f"{posts} posts, medians of {len(plain)} builds each, in turn")
    for column in ("", "plain Pelican", "this site", "ratio"):
        table.add_column(column, justify="right" if column else "left")
    rows = {
        "CPU, s": [c.cpu_s for c in plain] + [c.cpu_s for c in ours],
        "wall, s": [c.wall_s for c in plain] + [c.wall_s for c in ours],
        "peak memory, MiB": [c.memory_mib for c in plain] + [c.memory_mib for c in ours],
    }
    for name, values in rows.items():
        before, after = median(values[: len(plain)]), median(values[len(plain) :])
        table.add_row(name, f"{before:.2f}", f"{after:.2f}", f"{after / before:.2f}")
    return table
