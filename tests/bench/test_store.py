"""What is written is there whole and can be read; what cannot be read stays as it was."""

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyperf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench import store
from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement, Run
from plugins.bench.records import write_file
from plugins.bench.store import list_machines, load, make_path, save, write_whole
from tests.bench.stored import DATE, ENVIRONMENT, make_measurement, make_run

ALL = tuple(make_measurement(name) for name in ("time_a", "time_b", "peakmem_a", "track_a"))
CELLS = {item.cell.label: item.cell for item in ALL}
MACHINE = "linux-2"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_path(tmp_path, "tuples", MACHINE, "3.13t")


def list_files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def place(*measurements: Measurement) -> tuple[Measurement, ...]:
    """Tell of measurements what they are told of when they are loaded."""
    about = {**ENVIRONMENT, "machine": MACHINE}
    return tuple(replace(item, environment=about) for item in measurements)


def test_what_is_saved_is_loaded(path: Path) -> None:
    save(path, ALL)
    assert load(path, CELLS) == place(*ALL)
    assert list_files(path.parents[2]) == {"tuples/linux-2/3.13t.json"}


def test_what_is_loaded_is_saved_alike(path: Path) -> None:
    save(path, ALL)
    first = path.read_bytes()
    save(path, load(path, CELLS))
    assert path.read_bytes() == first


def test_what_is_not_there_has_nothing(path: Path) -> None:
    assert load(path, CELLS) == ()


def test_what_is_not_asked_for_is_left_out(path: Path) -> None:
    save(path, ALL)
    assert load(path, {"time_b": Cell("time_b")}) == place(ALL[1])


def test_runs_come_by_round(path: Path) -> None:
    runs = (make_run(2), make_run(0), make_run(1))
    save(path, [make_measurement(runs=runs)])
    assert [run.round for run in load(path, CELLS)[0].runs] == [0, 1, 2]


def test_a_cell_is_on_lines_of_its_own(path: Path) -> None:
    """Whoever reviews new numbers sees which they are."""
    save(path, ALL)
    before = path.read_text().split("\n")
    save(path, (ALL[0], replace(ALL[1], runs=(make_run(0, 0.3), make_run(1))), *ALL[2:]))
    after = path.read_text().split("\n")
    changed = [number for number, line in enumerate(after) if line != before[number]]
    assert (len(after), len(changed)) == (len(before), 1)
    assert '"values":[0.3]' in after[changed[0]]


def test_a_cell_alone_has_its_name_with_it() -> None:
    file = json.loads(write_file(ALL[:1]))
    assert file["benchmarks"][0]["metadata"] == {"name": "time_a"}


def test_a_cell_measured_later_changes_no_line_of_others(path: Path) -> None:
    save(path, ALL)
    before = path.read_text().split("\n")
    later = "2026-11-25 00:00:00"
    save(path, (ALL[0], replace(ALL[1], session=later), *ALL[2:]))
    after = path.read_text()
    runs = [line for line in before if "values" in line]
    assert [line for line in after.split("\n") if "values" in line] == runs
    assert after.count(f'"session":"{DATE}"') == 3


def test_the_text_is_this() -> None:
    about = {key: ENVIRONMENT[key] for key in ("cpu_count", "python_version")}
    runs = (make_run(0, 1 / 3, warmups=()),)
    item = make_measurement("track_a", runs=runs, environment=about, harness=1)
    second = replace(item, cell=Cell("track_b", (("size", 10),), 2), loops=1)
    assert write_file([item, second]) == TEXT.replace("DIGEST", item.digest).replace(
        "TEXT", item.text_digest
    )


TEXT = """{"benchmarks": [
{"metadata": {"loops":8,"name":"track_a"},
 "runs": [
{"metadata":{"date":"2026-11-24 14:25:03","duration":1.5,"gil_after":false,"gil_before":false,\
"load_avg_1min":0.5,"round":0},"values":[0.3333333]}]},
{"metadata": {"loops":1,"name":"track_b[size=10, threads=2]"},
 "runs": [
{"metadata":{"date":"2026-11-24 14:25:03","duration":1.5,"gil_after":false,"gil_before":false,\
"load_avg_1min":0.5,"round":0},"values":[0.3333333]}]}
],
"metadata": {"cpu_count":2,"digest":"DIGEST","harness":1,"mode":"default",\
"python_version":"3.13.15","session":"2026-11-24 14:25:03","text_digest":"TEXT",\
"track_unit":"requests/s","unit":"integer"},
"version": "1.0"}
"""

values = st.floats(1e-300, 9e17)
digests = st.text("0123456789abcdef", min_size=16, max_size=16)
texts = st.text("aZ9 ./-é", min_size=1, max_size=20)
axes = st.lists(
    st.tuples(st.text("abc_1", min_size=1, max_size=4), st.booleans() | st.integers() | texts),
    max_size=3,
)
cells = st.builds(
    Cell,
    st.sampled_from(["time_a", "time_é", "time_हिन्दी", "time_x1"]),
    axes.map(tuple),
    st.none() | st.integers(1, 256),
)
runs = st.builds(
    Run,
    st.lists(values, min_size=1, max_size=4).map(tuple),
    st.lists(st.tuples(st.integers(1, 2**48), values), max_size=3).map(tuple),
    st.integers(0, 9999),
    st.just(DATE),
    st.booleans(),
    st.booleans(),
    st.floats(0, 1e5),
)
measurements = st.builds(
    Measurement,
    cells,
    st.just("second"),
    st.lists(runs, min_size=1, max_size=4, unique_by=lambda run: run.round).map(tuple),
    st.integers(1, 2**48),
    st.just(DATE),
    st.sampled_from(["quick", "default", "rigorous"]),
    digests,
    digests,
    st.integers(1, 1_000_000),
    texts.map(lambda text: {**ENVIRONMENT, "cpu_model_name": text}),
    digests | st.just(""),
)


def round_runs(item: Measurement) -> list[Any]:
    """Spell runs with seven digits, by round."""
    return [
        (run.round, [f"{value:.6e}" for value in (*run.values, *(w[1] for w in run.warmups))])
        for run in sorted(item.runs, key=lambda run: run.round)
    ]


@given(st.lists(measurements, min_size=1, max_size=3, unique_by=lambda item: item.cell.label))
def test_any_measurement_comes_back(
    tmp_path_factory: pytest.TempPathFactory, items: list[Measurement]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any" / "machine" / "3.13t.json"
    save(path, items)
    loaded = load(path, {item.cell.label: item.cell for item in items})
    for old, new in zip(items, loaded, strict=True):
        assert round_runs(new) == round_runs(old)
        assert new.environment == {**old.environment, "machine": "machine"}
        assert replace(new, runs=old.runs, environment=old.environment) == old
    first = path.read_bytes()
    save(path, loaded)
    second = path.read_bytes()
    save(path, load(path, {item.cell.label: item.cell for item in items}))
    assert path.read_bytes() == second
    assert len(second) == len(first)


def test_pyperf_reads_it(path: Path) -> None:
    save(path, ALL)
    suite = pyperf.BenchmarkSuite.load(str(path))
    found = {item.get_name(): (item.get_unit(), item.get_values()) for item in suite}
    assert found == {
        "time_a": ("second", (0.25, 0.5) * 2),
        "time_b": ("second", (0.25, 0.5) * 2),
        "peakmem_a": ("byte", (0.25, 0.5) * 2),
        "track_a": ("integer", (0.25, 0.5) * 2),
    }
    (run, _) = suite.get_benchmark("time_a").get_runs()
    assert (run.warmups, run.get_loops()) == (((8, 0.75),), 8)
    assert run.get_metadata()["date"] == DATE


def test_the_commands_of_pyperf_do(path: Path) -> None:
    other = path.with_name("3.14t.json")
    about = {**ENVIRONMENT, "python_version": "3.14.0"}
    save(path, [make_measurement(runs=(make_run(0, 0.5), make_run(1, 0.5)))])
    runs = (make_run(0, 0.25), make_run(1, 0.25))
    save(other, [make_measurement(runs=runs, environment=about)])
    said = ""
    for command, *files in (
        ("show", path),
        ("stats", path),
        ("hist", path),
        ("compare_to", path, other),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "pyperf", command, *files],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        said += done.stdout
    assert "Mean +- std dev: 500 ms +- 0 ms" in said
    assert "500 ms +- 0 ms -> [3.14t] 250 ms +- 0 ms: 2.00x faster" in said


def test_a_machine_is_a_folder_with_its_label(tmp_path: Path) -> None:
    for name in ("b-2", "a-1", ".git", "A", "<b>", "a\x1b[1m"):
        (tmp_path / "tuples" / name).mkdir(parents=True)
    (tmp_path / "tuples" / "file").touch()
    assert list_machines(tmp_path, "tuples") == ["a-1", "b-2"]
    assert list_machines(tmp_path, "none") == []


def test_a_machine_is_where_the_file_lies(path: Path, tmp_path: Path) -> None:
    """Copied to another one, it is of that one; it cannot say otherwise itself."""
    save(path, place(*ALL))
    assert '"machine"' not in path.read_text()
    other = make_path(tmp_path, "tuples", "other", "3.13t")
    write_whole(other, path.read_text())
    assert {item.environment["machine"] for item in load(other, CELLS)} == {"other"}


@pytest.mark.parametrize(
    ("item", "says"),
    [
        pytest.param(make_measurement(runs=(make_run(0, 1e300),)), "< 1e+18", id="too-large"),
        pytest.param(make_measurement(runs=(make_run(0, 0.0),)), "> 0.0", id="zero"),
        pytest.param(make_measurement(runs=(make_run(0, float("nan")),)), "null", id="nan"),
        pytest.param(make_measurement(runs=(make_run(0, 10**30),)), "", id="whole-number"),
        pytest.param(make_measurement(runs=(make_run(0, 10**400),)), "", id="beyond-floats"),
        pytest.param(make_measurement(runs=()), "length >= 1", id="no-run"),
        pytest.param(make_measurement(runs=(make_run(), make_run())), "one round", id="round"),
        pytest.param(make_measurement(session="now"), "session", id="session"),
        pytest.param(make_measurement(unit="byte"), "has the unit byte", id="unit"),
        pytest.param(
            make_measurement(environment={**ENVIRONMENT, "python_version": "3.14.0"}),
            "3.13t.json is not written: time_a is of Python 3.14.0.", id="version",
        ),
        *(
            pytest.param(make_measurement(environment={**ENVIRONMENT, key: "x"}), key, id=key)
            for key in ("hostname", "user", "python_executable", "boot_time", "cwd")
        ),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_not_written(path: Path, item: Measurement, says: str) -> None:
    """So it is not in the place of what is good, and names of hosts and users are nowhere."""
    save(path, ALL)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"3\.13t\.json is not written: ") as caught:
        save(path, [ALL[1], item])
    assert says in str(caught.value)
    assert path.read_bytes() == before
    assert list_files(path.parents[2]) == {"tuples/linux-2/3.13t.json"}


def test_everyone_may_read_it(path: Path) -> None:
    save(path, ALL)
    assert path.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_what_cannot_be_written_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch, number: int, step: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    save(path, ALL)
    before = path.read_bytes()
    monkeypatch.setattr(*((os, step) if step == "fsync" else (Path, step)), fail)
    with pytest.raises(
        StoreError, match=rf"3\.13t\.json cannot be written: {os.strerror(number)}\.$"
    ):
        save(path, ALL[:1])
    assert path.read_bytes() == before
    assert list_files(path.parents[2]) == {"tuples/linux-2/3.13t.json"}


def test_what_is_half_written_is_a_hidden_sibling(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rename from another file system would not be whole or not at all."""
    seen: list[Path] = []
    monkeypatch.setattr(Path, "replace", lambda self, _: seen.append(self))
    save(path, ALL)
    assert [(place.parent, place.name[0]) for place in seen] == [(path.parent, ".")]
    assert list_files(path.parents[2]) == set()


def test_a_stop_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    save(path, ALL)
    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        save(path, ALL[:1])
    assert list_files(path.parents[2]) == {"tuples/linux-2/3.13t.json"}
    assert load(path, CELLS) == place(*ALL)


def test_a_kill_leaves_the_old_file(path: Path) -> None:
    save(path, ALL)
    child = os.fork()
    if not child:
        try:
            Path.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment,method-assign,return-value]
            save(path, ALL[:1])
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert load(path, CELLS) == place(*ALL)


def test_a_folder_is_not_written_over(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be written"):
        save(path, ALL)
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "tuples").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        save(make_path(tmp_path, "tuples", MACHINE, "3.13t"), ALL)


def test_a_link_is_replaced_not_followed(path: Path, tmp_path: Path) -> None:
    """A link in a repository of strangers must not lead to a file of the author's home."""
    precious = tmp_path / "precious"
    precious.write_text("mine")
    path.parent.mkdir(parents=True)
    path.symlink_to(precious)
    save(path, ALL)
    assert precious.read_text() == "mine"
    assert load(path, CELLS) == place(*ALL)


def test_lines_end_alike_everywhere(path: Path) -> None:
    write_whole(path, "é\n")
    assert path.read_bytes() == b"\xc3\xa9\n"


def make_odd(kind: str, path: Path) -> None:
    good = path.with_name("good.json")
    good.write_text(write_file(ALL))
    {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "device": lambda: path.symlink_to("/dev/zero"),
        "link": lambda: path.symlink_to(good),
        "loop": lambda: path.symlink_to(path),
        "dangling": lambda: path.symlink_to("nothing"),
    }[kind]()


@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "link", "loop", "dangling"])
def test_what_is_no_plain_file_is_refused(path: Path, kind: str) -> None:
    path.parent.mkdir(parents=True)
    make_odd(kind, path)
    with pytest.raises(StoreError, match=r"^/\S+/3\.13t\.json is no plain file\. Bring it back"):
        load(path, CELLS)


def test_a_file_that_may_not_be_read_is_told_of(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    save(path, ALL)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(
        StoreError, match=r"^/\S+/3\.13t\.json cannot be read: Permission denied\.$"
    ):
        load(path, CELLS)


def test_a_file_in_the_place_of_a_folder_is_told_of(path: Path) -> None:
    path.parents[1].mkdir(parents=True)
    path.parent.write_text("")
    with pytest.raises(StoreError, match="cannot be read: Not a directory"):
        load(path, CELLS)


@pytest.mark.parametrize("size", [store.MAX_BYTES + 1, 200_000_000, 2**40])
def test_a_long_file_is_refused(path: Path, size: int) -> None:
    save(path, ALL)
    os.truncate(path, size)
    with pytest.raises(StoreError, match=r"is larger than 16,000,000 bytes\. Bring it back"):
        load(path, CELLS)


def test_a_file_of_the_largest_size_is_read(path: Path) -> None:
    save(path, ALL)
    text = path.read_text()
    path.write_text(text + " " * (store.MAX_BYTES - len(text)))
    assert load(path, CELLS) == place(*ALL)
