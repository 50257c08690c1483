"""The comparison is made on posts that are the same each time, and says what failed."""

from pathlib import Path

import pytest

from tools.corpus import WORDS, make_post, write_corpus
from tools.speed import BuildFailedError, compare_speed


def test_posts_are_the_same_each_time_and_differ_from_each_other() -> None:
    assert make_post(3) == make_post(3)
    assert make_post(3) != make_post(4)


def test_a_post_is_as_long_as_it_says() -> None:
    prose = [line for line in make_post(7).split("\n\n") if line[:1].isupper() and line[-1] == "."]
    assert WORDS * 0.9 < len(" ".join(prose).split()) < WORDS * 1.1
    assert make_post(7).count("```python") == 3


def test_corpus_has_as_many_posts_as_asked(tmp_path: Path) -> None:
    write_corpus(tmp_path, 5)
    assert len(list(tmp_path.rglob("*.md"))) == 5


def test_both_builds_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    compare_speed(3, 1, Path("publishconf.py").absolute())
    table = capsys.readouterr().out
    assert all(row in table for row in ("CPU, s", "wall, s", "peak memory, MiB"))


def test_a_build_that_fails_is_not_measured(tmp_path: Path) -> None:
    settings = tmp_path / "broken.py"
    settings.write_text("X = (")
    with pytest.raises(BuildFailedError, match=r"broken\.py did not build"):
        compare_speed(1, 1, settings)
