"""One of two sites is whole and there, whatever fails."""

import errno
import shutil
from pathlib import Path

import pytest

from plugins.publishing import swap as swapping
from plugins.publishing.place import Place, check_place, find_place
from plugins.publishing.swap import carry_over, clear, exchange, recover, swap


def write(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(text)


def read(folder: Path) -> str:
    return (folder / "index.html").read_text()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An old site, and a new one beside it."""
    place = Place("output", tmp_path / "output")
    write(place.target, "old")
    write(place.next, "new")
    return place


def list_names(place: Place) -> list[str]:
    return sorted(path.name for path in place.target.parent.iterdir())


def test_two_folders_change_places_in_one_step(place: Place) -> None:
    assert exchange(place.next, place.target)
    assert (read(place.target), read(place.next)) == ("new", "old")


def test_what_is_not_there_is_no_reason_for_two_renames(place: Place) -> None:
    with pytest.raises(FileNotFoundError):
        exchange(place.old, place.target)
    assert read(place.target) == "old"


def test_a_first_site_only_needs_its_name(tmp_path: Path) -> None:
    place = Place("output", tmp_path / "output")
    write(place.next, "new")
    swap(place)
    assert list_names(place) == ["output"]


def test_the_folder_keeps_its_mode(place: Place) -> None:
    place.target.chmod(0o775)
    swap(place)
    assert place.target.stat().st_mode & 0o777 == 0o775


@pytest.fixture
def without_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system with another call than any of those known."""
    monkeypatch.setattr(swapping, "_CALLS", {})


@pytest.mark.usefixtures("without_exchange")
def test_two_renames_do_it_elsewhere(place: Place) -> None:
    swap(place)
    assert (read(place.target), read(place.old)) == ("new", "old")


@pytest.mark.usefixtures("without_exchange")
def test_a_second_rename_that_fails_undoes_the_first(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == place.next:
            raise PermissionError
        return original(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(PermissionError):
        swap(place)
    assert read(place.target) == "old"
    assert not place.old.exists()


def test_what_was_killed_between_two_renames_is_put_back(place: Place) -> None:
    place.target.rename(place.old)
    assert recover(place)
    assert read(place.target) == "old"
    assert list_names(place) == ["output"]


def test_what_was_killed_after_them_is_cleared(place: Place) -> None:
    place.target.rename(place.old)
    place.next.rename(place.target)
    assert not recover(place)
    assert read(place.target) == "new"
    assert list_names(place) == ["output"]


def test_what_is_read_only_is_cleared(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also by others than root, who need not ask."""
    monkeypatch.setattr("os.access", lambda path, _: bool(Path(path).stat().st_mode & 0o200))
    remove = shutil.rmtree

    def rmtree(path: Path) -> None:
        folders = [path, *(inner for inner in path.rglob("*") if inner.is_dir())]
        assert all(folder.stat().st_mode & 0o200 for folder in folders)
        remove(path)

    monkeypatch.setattr("shutil.rmtree", rmtree)
    (place.next / "posts").mkdir()
    (place.next / "posts" / "a.html").touch()
    (place.next / "posts").chmod(0o500)
    place.next.chmod(0o500)
    clear(place)
    assert list_names(place) == ["output"]


def test_only_what_the_names_say_is_kept_and_the_new_site_comes_first(place: Place) -> None:
    write(place.target / "kept", "old")
    write(place.next / "kept", "new")
    for name in ("kept/more.txt", "CNAME", "dropped"):
        (place.target / name).write_text("old")
    (place.target / "link").symlink_to("CNAME")
    carry_over(["kept", "CNAME", "link", "absent"], place.target, place.next)
    found = {str(p.relative_to(place.next)) for p in place.next.rglob("*") if not p.is_dir()}
    assert found == {"index.html", "kept/index.html", "kept/more.txt", "CNAME", "link"}
    assert read(place.next / "kept") == "new"
    assert (place.next / "link").is_symlink()


def test_nothing_is_kept_of_a_site_that_was_not_there(place: Place) -> None:
    carry_over(["CNAME"], place.target / "absent", place.next)
    assert [path.name for path in place.next.iterdir()] == ["index.html"]


def deny(monkeypatch: pytest.MonkeyPatch, denied: Path) -> None:
    """Deny what only root may do here, should the test be root's."""
    monkeypatch.setattr("os.access", lambda path, _: Path(path) != denied)


def complain(output: Path) -> str:
    problem = check_place(find_place(str(output)))
    assert problem
    assert problem.rule == "output"
    assert problem.hint
    return problem.message


def test_a_read_only_output_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    deny(monkeypatch, place.target)
    assert complain(place.target) == f'the output, "{place.target}", is read-only'


def test_a_folder_that_takes_nothing_new_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deny(monkeypatch, tmp_path)
    assert f'lies in "{tmp_path}"' in complain(tmp_path / "no" / "output")


def test_a_mount_point_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path == place.target)
    assert "is a mount point" in complain(place.target)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        pytest.param(lambda path: path.symlink_to(path.name), "leads to itself", id="loop"),
        pytest.param(lambda path: path.touch(), "is not a folder", id="file"),
        pytest.param(lambda path: (path / ".git").mkdir(parents=True), "emptied", id="repository"),
        pytest.param(lambda path: path.symlink_to("/"), "emptied", id="link-to-all"),
    ],
)
def test_what_is_no_output_is_refused(make: object, words: str, tmp_path: Path) -> None:
    assert callable(make)
    make(tmp_path / "output")
    assert words in complain(tmp_path / "output")


def test_what_a_link_leads_to_is_exchanged(place: Place, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("output")
    assert find_place(str(tmp_path / "link")).target == place.target
    assert check_place(find_place(str(tmp_path / "link"))) is None


def test_a_busy_folder_is_an_error_and_stays(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a mount point is, of the same file system."""

    class Library:
        renameat2 = renamex_np = staticmethod(lambda *_: -1)

    monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: Library)
    monkeypatch.setattr("ctypes.get_errno", lambda: errno.EBUSY)
    with pytest.raises(OSError, match="busy"):
        swap(place)
    assert read(place.target) == "old"
