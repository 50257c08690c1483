"""The last good site, byte for byte, after kills, on full disks and in folders of all kinds."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Result, Site, make_site, only_long

pytestmark = only_long
KILLS = 50
NOW = "1795786800"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site whose post comes in two editions."""
    (tmp_path / "site").mkdir()
    made = make_site(tmp_path / "site")
    write_edition(made, 1)
    return made


def write_edition(site: Site, number: int) -> None:
    site.write(
        "content/posts/a.md",
        f"Title: Edition {number}\nSlug: a\nDate: 2026-11-01\n\nEdition {number}.\n",
    )


def publish(site: Site, output: str = "output") -> Result:
    return site.invoke("publish", "--output", output, SOURCE_DATE_EPOCH=NOW)


def read(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def make_editions(site: Site) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Publish both, the second one last."""
    found = []
    for number in (1, 2):
        write_edition(site, number)
        assert publish(site).code == 0
        found.append(read(site.output))
    assert found[0] != found[1]
    return found[0], found[1]


def start(site: Site, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "invoke", "publish"],
        cwd=site.root,
        env={**os.environ, "SOURCE_DATE_EPOCH": NOW, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def watch(site: Site, process: subprocess.Popen[bytes], seconds: float) -> int:
    """Count the looks, for so long or until it ends, that found no site."""
    misses, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end and process.poll() is None:
        misses += not (site.output / "index.html").exists()
        time.sleep(0.0002)
    return misses


def test_fifty_kills_leave_one_site_or_the_other(site: Site) -> None:
    editions = make_editions(site)
    began = time.perf_counter()
    assert start(site).wait() == 0
    took = time.perf_counter() - began
    seed = random.randrange(2**32)
    moments = random.Random(seed)
    print(f"seed {seed}, a publish takes {took:.2f} s")  # noqa: T201 (to repeat a failure)
    late = new = 0
    for number in range(KILLS):
        write_edition(site, number % 2 + 1)
        before = read(site.output)
        process = start(site)
        # Every other one about when the folders are exchanged.
        earliest = 0.8 if number % 2 else 0.0
        assert watch(site, process, moments.uniform(earliest, 1.05) * took) == 0
        late += process.poll() is not None
        process.kill()
        process.wait()
        after = read(site.output)
        assert after in (before, editions[number % 2]), f"kill {number} of seed {seed}"
        new += after != before
    print(f"{KILLS} kills: {late} came after the end, {new} found the new site")  # noqa: T201
    assert publish(site).code == 0
    assert sorted(path.name for path in site.root.glob(".output-*")) == [".output-lock"]


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM], ids=["ctrl-c", "terminate"])
def test_an_end_on_request_leaves_nothing_behind(end: signal.Signals, site: Site) -> None:
    assert publish(site).code == 0
    before = read(site.output)
    write_edition(site, 2)
    process = start(site)
    while not (site.root / ".output-next").exists():
        time.sleep(0.001)
    process.send_signal(end)
    assert process.wait() == 130
    assert read(site.output) == before
    assert not (site.root / ".output-next").exists()


@contextmanager
def mount(folder: Path, *options: str) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    command = [shutil.which("mount") or "mount", *options, str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"this user cannot mount: {error}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_last_site(site: Site) -> None:
    disk = site.root / "disk"
    publish(site)
    blocks = sum((len(content) + 4095) // 4096 for content in read(site.output).values())
    before = read(site.output)
    write_edition(site, 2)
    for room in range(1, 20):
        size = int(blocks * (1 + room / 20)) * 4096
        with mount(disk, "-t", "tmpfs", "-o", f"size={size}", "tmpfs"):
            shutil.copytree(site.output, disk / "output")
            result = publish(site, "disk/output")
            assert result.code == 1
            assert "No space left on device" in result.report
            assert "Make room there" in result.report
            assert "Traceback" not in result.report
            assert "-next" not in result.report + result.out
            assert read(disk / "output") == before
            assert sorted(path.name for path in disk.iterdir()) == [".output-lock", "output"]


def test_an_output_mounted_read_only_is_refused(site: Site) -> None:
    publish(site)
    before = read(site.output)
    with mount(site.output, "--bind", "-o", "ro", str(site.output)):
        result = publish(site)
        assert result.code == 1
        assert 'the output, "output", is ' in result.report
        assert read(site.output) == before


def test_a_mount_point_cannot_be_exchanged_and_stays(site: Site) -> None:
    publish(site)
    before = read(site.output)
    write_edition(site, 2)
    with mount(site.output, "--bind", str(site.output)):
        result = publish(site)
        assert result.code == 1
        assert 'the output, "output", is a mount point' in result.report
        assert read(site.output) == before
    assert not (site.root / ".output-next").exists()


def test_a_parent_mounted_read_only_is_refused(site: Site) -> None:
    (site.root / "disk").mkdir()
    assert publish(site, "disk/output").code == 0
    before = read(site.root / "disk" / "output")
    with mount(site.root / "disk", "--bind", "-o", "ro", str(site.root / "disk")):
        result = publish(site, "disk/output")
        assert result.code == 1
        assert " [output]" in result.report
        assert read(site.root / "disk" / "output") == before


def test_read_only_folders_are_refused_or_cleared(site: Site) -> None:
    """Root may write to them all the same; others are told at once."""
    publish(site)
    before = read(site.output)
    write_edition(site, 2)
    folders = [path for path in site.output.rglob("*") if path.is_dir()]
    for folder in [*folders, site.output]:
        folder.chmod(0o555)
    result = publish(site)
    if os.geteuid() == 0:
        assert result.code == 0
        assert b"Edition 2" in (site.output / "index.html").read_bytes()
    else:
        assert result.code == 1
        assert "is read-only" in result.report
        assert read(site.output) == before
    assert not (site.root / ".output-next").exists()


def test_two_at_once_publish_one_after_the_other(site: Site) -> None:
    processes = [start(site) for _ in range(3)]
    assert [process.wait() for process in processes] == [0, 0, 0]
    assert (site.output / "index.html").is_file()


@pytest.mark.parametrize("seed", ["1", "77"])
def test_the_same_sources_give_the_same_bytes(seed: str, site: Site, tmp_path: Path) -> None:
    """Elsewhere, in another zone, language and order of hashing."""
    assert publish(site).code == 0
    (tmp_path / "a-longer-name").mkdir()
    other = make_site(tmp_path / "a-longer-name")
    write_edition(other, 1)
    assert start(other, PYTHONHASHSEED=seed, TZ="Asia/Tokyo", LANG="C").wait() == 0
    assert read(other.output) == read(site.output)
