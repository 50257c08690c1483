"""What a build takes for the present moment."""

from datetime import UTC, datetime
from typing import Final

VARIABLE: Final = "SOURCE_DATE_EPOCH"
"""Environment variable with that moment (https://reproducible-builds.org/specs/source-date-epoch/)."""


def read_moment(text: str) -> datetime:
    """Read seconds since the beginning of 1970, as that variable has them.

    Raises:
        ValueError: It is no such number, or is after the year 9999.
    """
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("it should be a whole number of seconds since 1970")
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (OverflowError, OSError, ValueError):
        raise ValueError("it lies after the year 9999; it should be in seconds") from None
