"""How packages and versions of Python are written in the metadata of scripts.

Syntax: PEP 508 and PEP 440, but for what stands in a URL, a marker or a version itself.
"""

import re
from typing import Final

_VERSION: Final = r"(?:[<>=!~]=|[<>]|===) ?[\w.*+!-]+"
_VERSIONS: Final = re.compile(rf"{_VERSION}(?: ?, ?{_VERSION})*", re.ASCII)
_REQUIREMENT: Final = re.compile(
    r"[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])? ?(?:\[[\w ,.-]*\] ?)?"
    rf"(?:@ ?\S+|\(?{_VERSIONS.pattern}\)?)?(?: ?;.+)?",
    re.ASCII,
)


def is_requirement(value: object) -> bool:
    """Tell whether it names a package, as "numpy>=2"."""
    return isinstance(value, str) and _fits(_REQUIREMENT, value)


def is_version(value: object) -> bool:
    """Tell whether it says which versions of Python will do, as ">=3.13"."""
    return isinstance(value, str) and _fits(_VERSIONS, value)


def _fits(pattern: re.Pattern[str], value: str) -> bool:
    return value.isprintable() and bool(pattern.fullmatch(" ".join(value.split())))
