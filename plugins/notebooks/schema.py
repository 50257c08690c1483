"""What a stored file may hold: data of strangers, taken whole or refused whole."""

from typing import Annotated

from msgspec import Meta, Struct

MOST_CELLS = 500
MOST_SIGNS = 1_000_000
"""Of one output."""

_Version = Annotated[str, Meta(max_length=40, pattern=r"^[0-9][0-9A-Za-z.+-]*\Z")]


class RunRecord(Struct, forbid_unknown_fields=True, frozen=True):
    """A run of a notebook."""

    digest: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
    python: _Version
    marimo: _Version
    date: Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
    outputs: Annotated[
        tuple[Annotated[str, Meta(max_length=MOST_SIGNS)], ...], Meta(max_length=MOST_CELLS)
    ]


class Result(Struct, forbid_unknown_fields=True, frozen=True):
    """What a runner tells."""

    python: _Version
    marimo: _Version
    outputs: tuple[str, ...]
    printed: str = ""
    """What the notebook printed, which no page shows."""
    error: str = ""
    """The traceback of what a cell raised; then there are no outputs."""
    line: int | None = None
    """In the notebook, where that happened."""
