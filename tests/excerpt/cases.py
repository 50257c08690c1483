"""The golden cases of excerpts."""

import re
from dataclasses import dataclass
from pathlib import Path

PATH = Path(__file__).parent.parent / "cases" / "excerpts.txt"
_CASE = re.compile(
    r"^=== (?P<title>[^\n]+), (?P<words>\d+)\n(?P<fragment>.*?)\n"
    r"-> (?P<length>cut|whole)\n(?P<html>.*?)\n*(?=^===|\Z)",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Case:
    """One text and its excerpt."""

    title: str
    words: int
    fragment: str
    html: str
    truncated: bool


def read_cases() -> list[Case]:
    found = list(_CASE.finditer(PATH.read_text("utf-8")))
    return [
        Case(c["title"], int(c["words"]), c["fragment"], c["html"], c["length"] == "cut")
        for c in found
    ]
