"""What other machines measured is stored as far as it is sound, and the rest is named."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from plugins.bench import noise_run, store
from plugins.bench.config import NAME_RULE
from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.harness.alone import HARNESS
from plugins.bench.merge import merge
from plugins.bench.model import Cell, Measurement
from plugins.bench.offers import find_offers
from plugins.bench.overview import show_merged
from plugins.bench.records import write_file
from plugins.bench.report import Report
from plugins.bench.store import load_all, save
from tests.bench.stored import ENVIRONMENT, make_measurement, make_run, make_snippet

SNIPPET = make_snippet(interpreters=("3.13t", "3.13"))
NOISE = noise_run.make_snippet(("3.13t", "3.13"))
KNOWN = {snippet.name: snippet for snippet in (SNIPPET, NOISE)}
PLACE = "tuples/linux-2/3.13t.json"
NOISE_PLACE = "_noise/linux-2/3.13t.json"
LATER, EARLIER = "2026-11-25 00:00:00", "2026-11-23 00:00:00"
OTHER = "fedcba9876543210"
ALONE = "measured was functions: 1 in one environment each"
CODE_CHANGED = "code changed: it is of other code than the site has now"


@dataclass
class Folders:
    """A store, and a folder of what was measured elsewhere."""

    root: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def store(self) -> Path:
        return self.root / "store"

    def offer(self, *items: Measurement, at: str = PLACE) -> Path:
        save(self.root / "there" / at, items)
        return self.root / "there" / at

    def keep(self, *items: Measurement, at: str = PLACE) -> Path:
        save(self.store / at, items)
        return self.store / at

    def merge(self, *folders: str) -> tuple[int, list[str], list[str]]:
        """Merge folders: the exit code, what is said, and what is refused."""
        found = [
            item
            for folder in folders or ("there",)
            for item in find_offers(self.root / folder, KNOWN)
        ]
        code = show_merged(list(merge(self.store, found)), Report())
        said, refused = (
            text.replace(f"{self.root}/", "").splitlines() for text in self.capsys.readouterr()
        )
        return code, said, [line.removeprefix("error: ") for line in refused]

    def list_stored(self, at: str = PLACE) -> list[tuple[str, str]]:
        return [(name, item.session) for name, item in load_all(self.store / at).items()]

    def list_files(self) -> set[str]:
        files = (path for path in self.store.rglob("*") if path.is_file())
        return {str(path.relative_to(self.store)) for path in files}


@pytest.fixture
def folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folders:
    (tmp_path / "there").mkdir()
    return Folders(tmp_path, capsys)


def make_noise(**changes: object) -> list[Measurement]:
    digests = {"digest": make_digest(NOISE), "text_digest": make_text_digest(NOISE)}
    return [
        make_measurement(cell=cell, **{**digests, **changes})
        for cell in noise_run.list_cells(NOISE)
    ]


def test_what_is_fresh_is_stored_at_any_depth(folders: Folders) -> None:
    with_gil = {**ENVIRONMENT, "free_threading": False}
    folders.offer(make_measurement("time_a"), at=f"measured-1/{PLACE}")
    folders.offer(make_measurement("time_b"), make_measurement("track_a"), at=f"a/b/{PLACE}")
    folders.offer(make_measurement("time_a", environment=with_gil), at="tuples/linux-2/3.13.json")
    folders.offer(*make_noise(), at=NOISE_PLACE)
    code, said, refused = folders.merge()
    assert (code, refused) == (0, [])
    assert said == [
        "there/_noise/linux-2/3.13t.json: 18 cells merged",
        "there/a/b/tuples/linux-2/3.13t.json: 2 cells merged",
        "there/measured-1/tuples/linux-2/3.13t.json: 1 cell merged",
        "there/tuples/linux-2/3.13.json: 1 cell merged",
        "22 cells merged from 4 files; 0 refused",
    ]
    assert [name for name, _ in folders.list_stored()] == ["time_a", "time_b", "track_a"]
    assert folders.list_files() == {PLACE, NOISE_PLACE, "tuples/linux-2/3.13.json"}
    assert folders.merge("store")[1][-1] == "0 cells merged from 0 files; 0 refused"


def test_what_is_there_already_is_not_written_again(folders: Folders) -> None:
    path = folders.keep(make_measurement("time_a"))
    before = path.stat()
    folders.offer(make_measurement("time_a"))
    assert folders.merge() == (
        0,
        [f"there/{PLACE}: 1 cell already there", "0 cells merged from 0 files; 0 refused"],
        [],
    )
    assert path.stat().st_ino == before.st_ino


KEPT = "kept what is stored of time_a: this was not measured later"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param({}, {"session": LATER}, "1 cell merged", id="later"),
        pytest.param({}, {"session": EARLIER}, KEPT, id="earlier"),
        pytest.param({}, {"loops": 16}, KEPT, id="as-old"),
        pytest.param(
            {},
            {"runs": (make_run(0, date=LATER), make_run(1))},
            "1 cell merged",
            id="resumed-later",
        ),
        pytest.param({"mode": "quick"}, {"session": EARLIER}, "1 cell merged", id="was-quick"),
        pytest.param(
            {"digest": OTHER, "text_digest": OTHER},
            {"session": EARLIER},
            "1 cell merged",
            id="was-stale",
        ),
    ],
)
def test_what_is_stored_fresh_gives_way_to_what_is_later(
    folders: Folders, old: dict[str, object], new: dict[str, object], says: str
) -> None:
    folders.keep(make_measurement("time_a", **old), make_measurement("time_b"))
    folders.offer(make_measurement("time_a", **new))
    code, said, refused = folders.merge()
    assert (code, said[0], refused) == (0, f"there/{PLACE}: {says}", [])
    expected = make_measurement("time_a", **(new if says.endswith("merged") else old))
    first, second = load_all(folders.store / PLACE).values()
    assert (first.session, first.loops, first.runs, first.mode) == (
        expected.session,
        expected.loops,
        expected.runs,
        expected.mode,
    )
    assert second.cell == Cell("time_b")


def test_of_two_files_the_later_stays_in_any_order(folders: Folders) -> None:
    for name, sessions in {"x": (EARLIER, LATER), "y": (LATER, EARLIER)}.items():
        folders.offer(make_measurement("time_a", session=sessions[0]), at=f"{name}/1/{PLACE}")
        folders.offer(make_measurement("time_a", session=sessions[1]), at=f"{name}/2/{PLACE}")
    folders.merge("there/x")
    assert folders.list_stored() == [("time_a", LATER)]
    assert "1 cell already there" in folders.merge("there/y")[1][0]
    assert folders.list_stored() == [("time_a", LATER)]


OLD = {
    "digest": make_digest(SNIPPET, HARNESS + 1),
    "text_digest": make_text_digest(SNIPPET, HARNESS + 1),
    "harness": HARNESS + 1,
}


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        pytest.param(
            make_measurement("time_a", digest=OTHER, text_digest=OTHER),
            f"time_a: {CODE_CHANGED}",
            id="code",
        ),
        pytest.param(
            make_measurement("time_a", **OLD),
            "time_a: harness changed: it was measured in another way than now",
            id="harness",
        ),
        pytest.param(
            make_measurement("time_a", mode="quick"),
            "time_a: only quick: a first look is not published",
            id="quick",
        ),
        pytest.param(
            make_measurement("track_a", unit="apples"),
            f"track_a: {CODE_CHANGED}",
            id="unit",
        ),
        pytest.param(
            make_measurement(cell=Cell("time_a", (("size", 10),))),
            "time_a[size=10]: tuples has no such cell",
            id="cell",
        ),
    ],
)
def test_a_cell_that_does_not_fit_is_named_and_the_others_are_taken(
    folders: Folders, item: Measurement, fault: str
) -> None:
    folders.offer(item, make_measurement("time_b"))
    code, said, refused = folders.merge()
    assert (code, refused) == (1, [f"there/{PLACE}: {fault}"])
    assert said[-1] == "1 cell merged from 1 file; 1 refused"
    assert [name for name, _ in folders.list_stored()] == ["time_b"]


def test_one_digest_of_two_is_enough(folders: Folders) -> None:
    folders.offer(
        make_measurement("time_a", digest=OTHER), make_measurement("time_b", text_digest=OTHER)
    )
    assert folders.merge()[0] == 0


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("tuple/linux-2/3.13t.json", 'there is no benchmark "tuple". Did you mean "tuples"?'),
        ("x/linux-2/3.13t.json", 'there is no benchmark "x". There are tuples.'),
        (
            "tuples/My Laptop/3.13t.json",
            f'the machine "My Laptop" cannot be a label: use {NAME_RULE}',
        ),
        ("tuples/linux-2/3.14.json", 'tuples does not run on "3.14", but on 3.13t, 3.13'),
        ("tuples/linux-2/notes.json", 'tuples does not run on "notes", but on 3.13t, 3.13'),
        ("_noise/linux-2/3.14.json", '_noise does not run on "3.14", but on 3.13t, 3.13'),
    ],
)
def test_a_file_that_belongs_nowhere_is_named(folders: Folders, place: str, fault: str) -> None:
    path = folders.offer(make_measurement("time_a"))
    (folders.root / "there" / place).parent.mkdir(parents=True, exist_ok=True)
    path.rename(folders.root / "there" / place)
    code, said, refused = folders.merge()
    assert (code, refused) == (1, [f"there/{place}: {fault}"])
    assert said == ["0 cells merged from 0 files; 1 refused"]
    assert folders.list_files() == set()


GOOD = write_file([make_measurement("time_a")])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        pytest.param("", "no file of measurements: ", id="empty"),
        pytest.param(GOOD[:-20], "no file of measurements: ", id="torn"),
        pytest.param("[]", "no file of measurements: ", id="other"),
        pytest.param(GOOD.replace('"loops":8', '"loops":0'), "benchmark 0 (", id="loops"),
        pytest.param(GOOD.replace("3.13.15", "3.12.1"), "time_a is of Python 3.12.1", id="version"),
        pytest.param(GOOD.replace("time_a", "<b>"), "benchmark 0 (", id="markup"),
        pytest.param(" " * (store.MAX_BYTES + 1), "it is larger than 16,000,000 bytes", id="large"),
    ],
)
def test_what_is_damaged_is_refused_with_the_fault(folders: Folders, text: str, fault: str) -> None:
    folders.offer(make_measurement("time_a")).write_text(text)
    kept = folders.keep(make_measurement("time_b"))
    before = kept.read_bytes()
    code, _, refused = folders.merge()
    assert code == 1
    assert len(refused) == 1
    assert refused[0].startswith(f"there/{PLACE}: {fault}")
    assert "Bring it back" not in refused[0]
    assert kept.read_bytes() == before


def link_file(folders: Folders) -> None:
    (folders.root / "there" / PLACE).parent.mkdir(parents=True)
    (folders.root / "there" / PLACE).symlink_to(folders.root / "secret" / PLACE)


def link_machine(folders: Folders) -> None:
    (folders.root / "there" / "tuples").mkdir()
    (folders.root / "there/tuples/linux-2").symlink_to(folders.root / "secret/tuples/linux-2")


def link_snippet(folders: Folders) -> None:
    (folders.root / "there" / "tuples").symlink_to(folders.root / "secret/tuples")


@pytest.mark.parametrize(
    ("make_link", "at"),
    [(link_file, PLACE), (link_machine, "tuples/linux-2"), (link_snippet, "tuples")],
)
def test_no_link_is_followed(
    folders: Folders, make_link: Callable[[Folders], None], at: str
) -> None:
    save(folders.root / "secret" / PLACE, [make_measurement("time_a")])
    make_link(folders)
    code, _, refused = folders.merge()
    assert (code, refused) == (1, [f"there/{at}: it is a link, and none is followed"])
    assert folders.list_files() == set()


def test_a_folder_above_that_is_a_link_is_passed_by(folders: Folders) -> None:
    save(folders.root / "secret" / PLACE, [make_measurement("time_a")])
    (folders.root / "there" / "measured").symlink_to(folders.root / "secret")
    code, _, refused = folders.merge()
    assert code == 1
    assert "it has nothing to merge" in refused[0]


def test_what_is_no_plain_file_is_refused(folders: Folders) -> None:
    path = folders.root / "there" / PLACE
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert folders.merge()[2] == [f"there/{PLACE}: it is no plain file."]


@pytest.mark.parametrize(
    ("folder", "found"),
    [("there", "has nothing to merge"), ("nowhere", "is no folder"), ("file", "is no folder")],
)
def test_a_folder_with_nothing_is_an_error_and_stops_no_other(
    folders: Folders, folder: str, found: str
) -> None:
    (folders.root / "file").write_text("")
    (folders.root / "there" / "notes.json").write_text("{}")
    save(folders.root / "more" / PLACE, [make_measurement("time_a")])
    code, said, refused = folders.merge(folder, "more")
    layout = "SNIPPET/MACHINE/INTERPRETER.json"
    assert refused == [f"{folder}: it {found}; name one with files {layout} below it"]
    assert (code, said[-1]) == (1, "1 cell merged from 1 file; 1 refused")


def test_a_file_above_its_folders_is_none(folders: Folders) -> None:
    """A folder of one snippet does not tell of which."""
    folders.offer(make_measurement("time_a"))
    assert "it has nothing to merge" in folders.merge("there/tuples")[2][0]


def test_a_name_of_strangers_moves_no_cursor(folders: Folders) -> None:
    path = folders.offer(make_measurement("time_a"))
    odd = folders.root / "there" / "x\x1b[2J\n/tuple/linux-2"
    odd.mkdir(parents=True)
    path.rename(odd / "3.13t.json")
    _, _, refused = folders.merge()
    assert refused[0].startswith(r"there/x\x1b[2J\n/tuple/linux-2/3.13t.json: there is no")


def test_a_stored_file_that_is_damaged_stays_as_it_is(folders: Folders) -> None:
    folders.offer(make_measurement("time_a"))
    path = folders.keep(make_measurement("time_b"))
    path.write_text("[]")
    code, _, refused = folders.merge()
    assert code == 1
    assert refused[0].startswith(f"there/{PLACE}: not stored: store/{PLACE}: no file of")
    assert refused[0].endswith("delete it and measure again.")
    assert path.read_text() == "[]"


def test_a_full_disk_costs_one_file(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        monkeypatch.undo()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folders.offer(*make_noise(), at=NOISE_PLACE)
    folders.offer(make_measurement("time_a"))
    monkeypatch.setattr(os, "fsync", fail)
    code, said, refused = folders.merge()
    assert (code, said[-1]) == (1, "1 cell merged from 1 file; 1 refused")
    assert "cannot be written: No space left on device" in refused[0]
    assert folders.list_files() == {PLACE}


def test_a_noise_floor_is_that_of_one_run(folders: Folders) -> None:
    """A later run that found less does not mix with an earlier one."""
    folders.keep(*make_noise(), at=NOISE_PLACE)
    folders.offer(*make_noise(session=LATER)[:4], at=NOISE_PLACE)
    assert folders.merge()[0] == 0
    assert {session for _, session in folders.list_stored(NOISE_PLACE)} == {LATER}
    assert len(folders.list_stored(NOISE_PLACE)) == 4
    folders.offer(*make_noise(), at=NOISE_PLACE)
    assert "kept what is stored of time_arithmetic[environment=1], " in folders.merge()[1][0]
    assert len(folders.list_stored(NOISE_PLACE)) == 4


@pytest.mark.parametrize(
    ("items", "faults"),
    [
        pytest.param(
            [*make_noise()[:3], replace(make_noise()[3], digest=OTHER, text_digest=OTHER)],
            [
                f"time_arithmetic[environment=4]: {CODE_CHANGED}",
                "nothing of it is taken: a noise floor is that of one run, whole",
            ],
            id="one-is-stale",
        ),
        pytest.param(
            make_noise()[:1],
            ["a noise floor takes a function in two environments or more; " + ALONE],
            id="one-environment",
        ),
        pytest.param(
            [make_measurement("time_a")],
            ["time_a: _noise has no such cell"],
            id="other-functions",
        ),
    ],
)
def test_a_noise_run_that_is_none_is_refused_whole(
    folders: Folders, items: list[Measurement], faults: list[str]
) -> None:
    folders.offer(*items, at=NOISE_PLACE)
    code, said, refused = folders.merge()
    assert (code, refused) == (1, [f"there/{NOISE_PLACE}: {fault}" for fault in faults])
    assert said == [f"0 cells merged from 0 files; {len(faults)} refused"]
    assert folders.list_files() == set()
