"""The syntax of `{bench:NAME CELL / CELL > N as FORMAT}`: what an author asks for, as records."""

import math
import re
from dataclasses import dataclass
from typing import Final, NoReturn

from plugins.audit import quote
from plugins.bench.config import is_name

OPENING: Final = re.compile(r"\{[ \t]*bench[ \t]*:", re.IGNORECASE)
"""How a request begins."""
INTERPRETER: Final = ""
"""Key of a part that has none: `[3.13t]`."""
RULE: Final = "bench-number"
"""Name of all problems with numbers in prose."""
EXAMPLE: Final = (
    "Write it as {bench:shared-tuple time_shared[3.13t, threads=2] / time_own[3.13t, threads=2]}."
)

_CELL: Final = re.compile(r"(?P<function>[^\W\d]\w*) ?(?:\[(?P<parts>[^\[\]]*)\])? ?")
_SLASH: Final = re.compile(r"/ ?")
_SIGN: Final = re.compile(r"([<>~]) ?")
_NUMBER: Final = re.compile(r"[0-9][0-9_]*(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?", re.IGNORECASE)
_END: Final = re.compile(r"(?P<unit>.*?)(?:(?:^| )as (?P<format>\S+))?")
_LONGEST: Final = 120
"""Characters of a request in a message."""


class RequestError(Exception):
    """A request cannot be answered: its author must mend it.

    The message goes on where the request was named: "names no function".
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Place:
    """A cell as it is written."""

    function: str
    parts: tuple[tuple[str, str], ...] = ()
    """Key and value of each; each key once."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What the sentence around a number rests on."""

    sign: str
    """">", "<" or "~", which is within noise."""
    number: float
    unit: str = ""
    """As it is written; empty for a ratio."""

    @property
    def text(self) -> str:
        """It, as it is said in messages: `> 5 ms`."""
        return f"{self.sign} {self.number:.12g} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Request:
    """What a text asks for."""

    name: str
    """Of the benchmark."""
    first: Place
    second: Place | None = None
    """By which the first is divided."""
    claim: Claim | None = None
    form: str = ""
    """How to write it; empty: as is usual."""


def show(text: str) -> str:
    """Show a request as messages do: in one line, with an end."""
    return quote(" ".join(text.split()), _LONGEST)[1:-1]


def parse_request(text: str) -> Request:
    """Parse a request, with its braces.

    Raises:
        RequestError: It is none.
    """
    name, _, rest = " ".join(text.partition(":")[2].rpartition("}")[0].split()).partition(" ")
    if not is_name(name):
        raise RequestError("does not begin with the name of a benchmark", EXAMPLE)
    if not rest:
        raise RequestError("names no function", EXAMPLE)
    first, rest = _take_place(rest)
    second = None
    if slash := _SLASH.match(rest):
        second, rest = _take_place(rest[slash.end() :])
    sign, number, rest = _take_number(rest)
    end = _END.fullmatch(rest)
    unit, form = (end["unit"], end["format"] or "") if end else (rest, "")
    if unit and not sign:
        _refuse(rest)
    claim = Claim(sign, number, unit) if sign else None
    if claim:
        _check_claim(claim, is_ratio=second is not None)
    return Request(name, first, second, claim, form)


def _take_place(text: str) -> tuple[Place, str]:
    found = _CELL.match(text)
    if found is None:
        _refuse(text)
    parts: dict[str, str] = {}
    said = found["parts"] or ""
    for part in said.split(",") if said.strip() else ():
        key, sign, value = (word.strip() for word in part.rpartition("="))
        if not value or (sign and not key):
            message = f"has {quote(part.strip())} between its brackets, which says nothing"
            raise RequestError(message, EXAMPLE)
        if key in parts:
            message = f"says {key or 'an interpreter'} twice for one cell"
            raise RequestError(message, "Leave out one of them.")
        parts[key] = value
    return Place(found["function"], tuple(parts.items())), text[found.end() :]


def _take_number(text: str) -> tuple[str, float, str]:
    """Take the sign and the number of a claim; the sign is empty if there is none."""
    sign = _SIGN.match(text)
    if sign is None:
        return "", 0.0, text
    rest = text[sign.end() :]
    written = _NUMBER.match(rest)
    try:
        number = float(written[0]) if written else math.nan
    except ValueError:  # 1__0
        number = math.nan
    if written is None or not math.isfinite(number):
        hint = "Write > 2, < 1.5 or ~ 1 for a ratio, > 5 ms for a time."
        raise RequestError(f"has no number after {sign[1]}", hint)
    return sign[1], number, rest[written.end() :].strip()


def _check_claim(claim: Claim, *, is_ratio: bool) -> None:
    if is_ratio and claim.unit:
        message = f"claims {quote(claim.unit)} of a ratio, which has no unit"
        raise RequestError(message, "Write the number alone, as > 2.")
    if claim.sign == "~" and not is_ratio:
        hint = "Write > and <, with a unit."
        raise RequestError("says ~ of one cell, which is for ratios", hint)
    if claim.sign == "~" and claim.number != 1:
        hint = "Write ~ 1, which is within noise, or > and <."
        raise RequestError(f"says {claim.text}, and only ~ 1 can be judged", hint)


def _refuse(text: str) -> NoReturn:
    found = f"has {quote(text)}" if text else "ends"
    raise RequestError(f"{found} where a cell, a claim or a format should stand", EXAMPLE)
