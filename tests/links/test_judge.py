"""What answers say of links, and how long they are believed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugins.links.judge import Answer, Verdict, explain, judge
from plugins.links.memory import Remembered, is_good, load, save

NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (Answer(200), Verdict.SOUND, "200"),
        (Answer(204), Verdict.SOUND, "204"),
        (Answer(200, "https://x.org/new"), Verdict.MOVED, "moved to https://x.org/new"),
        (Answer(404, "https://x.org/new"), Verdict.BROKEN, "moved"),
        (Answer(404), Verdict.BROKEN, "it is not there (404)"),
        (Answer(410), Verdict.BROKEN, "taken away"),
        (Answer(500), Verdict.BROKEN, "500"),
        (Answer(403), Verdict.UNKNOWN, "403"),
        (Answer(429), Verdict.UNKNOWN, "429"),
        (Answer(0, error="no such host"), Verdict.BROKEN, "no such host"),
        (Answer(0), Verdict.BROKEN, "no answer"),
    ],
)
def test_an_answer_is_judged(answer: Answer, verdict: Verdict, words: str) -> None:
    assert judge(answer) is verdict
    assert words in explain(answer)


@pytest.mark.parametrize(
    ("answer", "days", "good"),
    [
        (Answer(200), 1, True),
        (Answer(200, "https://x.org/"), 6, True),
        (Answer(200), 8, False),
        (Answer(404), 0, False),
        (Answer(403), 0, False),
    ],
)
def test_only_what_was_sound_lately_is_not_asked_again(
    answer: Answer, days: int, good: bool
) -> None:
    assert is_good(Remembered(answer, NOW - timedelta(days=days)), NOW) is good
    assert not is_good(None, NOW)


def test_what_is_remembered_is_found_again(tmp_path: Path) -> None:
    remembered = {"https://x.org/": Remembered(Answer(200, "https://x.org/new"), NOW)}
    save(tmp_path / "m.json", remembered)
    assert load(tmp_path / "m.json") == remembered
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"a": 1}', '{"a": {"at": "no"}}'])
def test_a_damaged_memory_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(text)
    assert load(tmp_path / "m.json") == {}
