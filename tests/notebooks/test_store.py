"""A stored run is taken whole or refused whole, and written whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from plugins.notebooks import store
from plugins.notebooks.model import Run, State
from plugins.notebooks.store import StoreError, judge, load, make_path, save
from tests.notebooks.samples import NOTEBOOK, OUTPUTS, parse, write_run

RUN = Run(parse().digest, "3.13.15", "0.25.2", "2026-11-27", OUTPUTS)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    path = make_path(tmp_path, "twice")
    assert load(path) is None
    save(path, RUN)
    assert load(path) == RUN
    assert [file.name for file in path.parent.iterdir()] == ["twice.json"]


def test_an_output_is_a_line(tmp_path: Path) -> None:
    """So that a change can be read."""
    save(tmp_path / "twice.json", RUN)
    assert len((tmp_path / "twice.json").read_text().splitlines()) == len(OUTPUTS) + 8


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"digest": "x"}, "digest"),
        ({"python": "<b>"}, "python"),
        ({"marimo": 1}, "marimo"),
        ({"date": "today"}, "date"),
        ({"more": 1}, "more"),
        ({"outputs": "x"}, "outputs"),
        ({"outputs": ["<p onclick='x'>A</p>"]}, "output 1"),
        ({"outputs": ["", "<script>x</script>"]}, "output 2"),
        ({"outputs": ["<p>A"]}, "output 1"),
        ({"outputs": ['<img src="https://example.org/a" alt="A">']}, "output 1"),
        ({"outputs": ['<p id="a">A</p>']}, "output 1"),
        ({"outputs": ['<p id="twice:a">A</p>', '<p id="twice:a">A</p>']}, 'the id "a" twice'),
        ({"outputs": ["x" * 1_000_001]}, "outputs"),
        ({"outputs": [""] * 501}, "outputs"),
    ],
)
def test_what_is_forged_is_refused(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    write_run(tmp_path / "twice.json", parse(), **changes)
    with pytest.raises(StoreError, match=words):
        load(tmp_path / "twice.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_run_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "twice.json").write_bytes(content)
    with pytest.raises(StoreError, match="no stored run"):
        load(tmp_path / "twice.json")


def test_a_link_and_a_large_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path / "twice.json", RUN)
    (tmp_path / "link.json").symlink_to("twice.json")
    with pytest.raises(StoreError, match="no plain file"):
        load(tmp_path / "link.json")
    monkeypatch.setattr(store, "MAX_BYTES", 10)
    with pytest.raises(StoreError, match="larger than 10 bytes"):
        load(tmp_path / "twice.json")


def test_what_cannot_be_written_leaves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "twice.json"
    save(path, RUN)
    before = path.read_bytes()

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.raises(StoreError, match="No space left"):
        save(path, RUN)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["twice.json"]


def test_a_run_is_fresh_for_the_code_that_it_is_of() -> None:
    assert judge(parse(), None) is State.MISSING
    assert judge(parse(), RUN) is State.FRESH
    assert judge(parse(NOTEBOOK.replace("(4)", "(5)")), RUN) is State.CHANGED
    assert judge(parse(), replace(RUN, outputs=OUTPUTS[1:])) is State.CHANGED
