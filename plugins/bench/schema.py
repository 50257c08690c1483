"""What a stored file may hold: the part of pyperf's format, version 1.0, that `store` writes."""

from typing import Annotated

from msgspec import Meta, Struct

_HIDDEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
"""Characters that are not seen, or that turn others about."""
_SIGNS = r"!-/:-@\[-^`{-\x7f"
"""Of ASCII, all that no name in Python has."""

_TWO = "[0-9]{2}"

_Text = Annotated[str, Meta(max_length=200, pattern=rf"^[^<>&{_HIDDEN}]*\Z")]
_Said = Annotated[_Text, Meta(min_length=1)]
"""What pages tell of every measurement."""
Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
Date = Annotated[str, Meta(pattern=rf"^{_TWO}{_TWO}-{_TWO}-{_TWO} {_TWO}:{_TWO}:{_TWO}\Z")]
_Name = Annotated[
    str,
    Meta(
        max_length=300,
        pattern=rf"^(time|peakmem|track)_[^\s{_SIGNS}{_HIDDEN}]+(\[[^\[\]<>&\"'{_HIDDEN}]+\])?\Z",
    ),
]
Value = Annotated[float, Meta(gt=0, lt=1e18)]
Count = Annotated[int, Meta(ge=1, le=2**48)]
Warmup = tuple[Count, Value]


class RunMetadata(Struct, forbid_unknown_fields=True):
    """About one process."""

    date: Date
    round: Annotated[int, Meta(ge=0, lt=10_000)]
    gil_before: bool
    gil_after: bool
    load_avg_1min: Annotated[float, Meta(ge=0, lt=1e6)]
    duration: Annotated[float, Meta(ge=0, lt=1e6)] = 0.0


class RunRecord(Struct, forbid_unknown_fields=True):
    """What one process gave."""

    metadata: RunMetadata
    values: Annotated[list[Value], Meta(min_length=1, max_length=100)]
    warmups: Annotated[list[Warmup], Meta(max_length=100)] = []


class BenchmarkRecord(Struct, forbid_unknown_fields=True):
    """All processes of one cell."""

    metadata: dict[str, str | int | float | bool]
    runs: Annotated[list[RunRecord], Meta(min_length=1, max_length=400)]


class FileRecord(Struct, forbid_unknown_fields=True):
    """A whole file; what all its benchmarks are told of alike is told once."""

    benchmarks: Annotated[list[BenchmarkRecord], Meta(min_length=1, max_length=2000)]
    metadata: dict[str, str | int | float | bool]
    version: Annotated[str, Meta(pattern=r"^1\.0\Z")]


class Environment(Struct, forbid_unknown_fields=True, frozen=True):
    """What is told of an interpreter and the machine it runs on: this, and nothing more."""

    python_version: _Text
    python_implementation: _Said
    python_compiler: _Text
    python_build: _Text
    """How it was built, as far as it matters for speed: "-O3 PGO"."""
    free_threading: bool
    """Whether it was built so that the GIL can be off: `Py_GIL_DISABLED`."""
    platform: _Said
    cpu_count: Annotated[int, Meta(ge=1, le=100_000)]
    perf_version: _Text
    cpu_model_name: _Text = ""
    cpu_config: _Text = ""
    aslr: _Text = ""
    timer: _Text = ""


class Metadata(Environment, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """About one cell: what the file says of all, and of it."""

    name: _Name
    unit: Annotated[str, Meta(pattern=r"^(second|byte|integer)\Z")]
    track_unit: _Text = ""
    loops: Count
    session: Date
    mode: Annotated[str, Meta(pattern=r"^(quick|default|rigorous)\Z")]
    digest: Digest
    text_digest: Digest
    harness: Annotated[int, Meta(ge=1, le=1_000_000)]
    output: Annotated[str, Meta(pattern=r"^([0-9a-f]{16})?\Z")] = ""
