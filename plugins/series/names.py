"""Names of series: which mean the same, and which of them was meant."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

MOST_NAMED: Final = 8
"""How many things a message names of many."""


def fold(name: str) -> str:
    """Reduce a name to what tells it from others: neither case, spacing nor punctuation.

    A sharp stays, for C# is not C. Punctuation, space and control characters are those of
    Unicode's general categories P, Z and C.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in text if c == "#" or unicodedata.category(c)[0] not in "PZC")


def choose_name(uses: Iterable[str]) -> str:
    """Choose the likely intended one of several spellings.

    Args:
        uses: The spelling of each use, the one that wins a tie first; not empty.
    """
    return Counter(uses).most_common(1)[0][0]


def suggest_name(name: str, known: Iterable[str]) -> str:
    """Say which names there are, and which of them was probably meant.

    Args:
        name: One that is none of them.
        known: In the order to name them; may be empty.
    """
    known = list(known)
    if not known:
        return 'There is no series yet: a post begins one by "Series: …".'
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    listed = ", ".join(f'"{other}"' for other in known[:MOST_NAMED]) + more
    same = [other for other in known if fold(other) == fold(name)]
    close = same or get_close_matches(name.casefold(), known, n=1)
    return f'Did you mean "{close[0]}"? Known: {listed}.' if close else f"Known: {listed}."
