"""Files of code and settings: what is read, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from plugins.bench.content.adapter import MAX_FILE, read_code
from plugins.bench.options import check_options, read_options


def test_code_is_read_from_beside_the_post(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"\xef\xbb\xbfx = 1\r\n")
    assert read_code(tmp_path, tmp_path, "a.py") == "x = 1\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../a.py", "outside the content folder"),
        ("/etc/passwd", "outside the content folder"),
        ("link.py", "outside the content folder"),
        ("absent.py", "No such file"),
        ("folder", "no file"),
        ("loop.py", "itself|symbolic links|no file"),
        ("large.py", "larger than"),
        ("latin.py", "codec"),
        ("a\0b", "null"),
        ("a" * 5000, "too long"),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, words: str, tmp_path: Path) -> None:
    root = tmp_path / "content"
    (root / "folder").mkdir(parents=True)
    (root / "link.py").symlink_to("/etc/passwd")
    (root / "loop.py").symlink_to("loop.py")
    (root / "large.py").write_bytes(b" " * (MAX_FILE + 1))
    (root / "latin.py").write_bytes(b"x = '\xe9'")
    with pytest.raises((OSError, ValueError), match=words):
        read_code(root, root, name)


SETTINGS = {
    "none": ({}, []),
    "right": ({"BENCH_INTERPRETERS": ["3.14t"], "BENCH_MACHINE": "my-laptop"}, []),
    "unknown": ({"BENCH_INTERPRETERS": ["pypy", "3.13"]}, ['has "pypy", which is no']),
    "twice": ({"BENCH_INTERPRETERS": ["3.13", "3.13"]}, ['has "3.13" twice']),
    "empty": ({"BENCH_INTERPRETERS": []}, ["has no interpreter"]),
    "no list, which audit tells": ({"BENCH_INTERPRETERS": "3.13", "BENCH_PATH": None}, []),
    "no samples": ({"BENCH_SAMPLES_PATH": ""}, ['BENCH_SAMPLES_PATH = "" is no folder']),
    "samples": ({"BENCH_SAMPLES_PATH": "../a"}, ['BENCH_SAMPLES_PATH = "../a" is no folder']),
    "machine": ({"BENCH_MACHINE": "My laptop"}, ['BENCH_MACHINE = "My laptop" is not']),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_checked(name: str) -> None:
    settings: dict[str, Any] = SETTINGS[name][0]  # type: ignore[assignment]
    problems = list(check_options(read_options(settings)))
    assert len(problems) == len(SETTINGS[name][1])
    for problem, words in zip(problems, SETTINGS[name][1], strict=True):
        assert words in problem.message
        assert problem.hint
