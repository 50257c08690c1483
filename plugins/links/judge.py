"""What the answer of another site says of a link to it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_GONE: Final = frozenset((404, 410))
_FOR_PEOPLE: Final = frozenset((401, 402, 403, 405, 406, 407, 418, 429, 451, 503, 999))
"""What sites answer to programs, while people see the page."""
_FOREVER: Final = frozenset((301, 308))
_REASONS: Final = {404: "it is not there", 410: "it was taken away"}


class Verdict(StrEnum):
    """What is to be done about a link."""

    SOUND = "sound"
    BROKEN = "broken"
    MOVED = "moved"
    """It leads on, for ever: better to link there."""
    UNKNOWN = "unknown"
    """A site that does not talk to programs, or not now: see for yourself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a site answered."""

    status: int
    """Of HTTP; 0 if it did not answer at all."""
    moved_to: str = ""
    """Where the first permanent redirect leads in the end; empty if there is none."""
    error: str = ""
    """Why it did not answer."""
    is_down: bool = False
    """Whether there was nobody to ask: then no page of that site can be had."""


def judge(answer: Answer) -> Verdict:
    """Judge a link by the answer to it."""
    status = answer.status
    if status in _FOR_PEOPLE:
        return Verdict.UNKNOWN
    if not 200 <= status < 300:  # noqa: PLR2004 - as HTTP has them
        return Verdict.BROKEN
    return Verdict.MOVED if answer.moved_to else Verdict.SOUND


def explain(answer: Answer) -> str:
    """Say what was found, in words."""
    if not answer.status:
        return answer.error or "there is no answer"
    if answer.moved_to:
        return f"it has moved to {answer.moved_to}"
    reason = _REASONS.get(answer.status, "")
    return f"{reason} ({answer.status})" if reason else f"the answer is {answer.status}"


def is_permanent(status: int) -> bool:
    """Tell whether a redirect is meant for ever."""
    return status in _FOREVER
