"""What other sites answered before, so that they are not asked each time."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import msgspec

from plugins.links.judge import Answer, Verdict, judge

GOOD_FOR: Final = timedelta(days=7)
"""How long a sound answer is believed. What is not sound is asked again each time."""


class Remembered(msgspec.Struct, frozen=True):
    """An answer, and when it came."""

    answer: Answer
    at: datetime


def load(path: Path) -> dict[str, Remembered]:
    """Load what is remembered; of a file that is damaged, nothing."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Remembered])
    except (OSError, msgspec.MsgspecError):
        return {}


def save(path: Path, remembered: Mapping[str, Remembered]) -> None:
    """Save it, at once or not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(remembered, order="sorted")))
    beside.replace(path)


def is_good(remembered: Remembered | None, now: datetime | None = None) -> bool:
    """Tell whether a site need not be asked again."""
    if remembered is None or judge(remembered.answer) not in (Verdict.SOUND, Verdict.MOVED):
        return False
    return (now or datetime.now(UTC)) - remembered.at < GOOD_FOR
