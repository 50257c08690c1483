"""What a stored file may hold: the part of pyperf's format, version 1.0, that `store` writes."""

from typing import Annotated

from msgspec import Meta, Struct

_Text = Annotated[str, Meta(max_length=200, pattern=r"^[^<>&\x00-\x1f\x7f-\x9f]*\Z")]
_Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]
_Date = Annotated[str, Meta(pattern=r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\Z")]
_Name = Annotated[
    str,
    Meta(
        max_length=300,
        pattern=r"^(time|peakmem|track)_\w+(\[[^\[\]<>&\"'\x00-\x1f\x7f-\x9f]+\])?\Z",
    ),
]
_Value = Annotated[float, Meta(gt=0, lt=1e18)]
_Count = Annotated[int, Meta(ge=1, le=2**48)]
_Warmup = tuple[_Count, _Value]


class RunMetadata(Struct, forbid_unknown_fields=True):
    """About one process."""

    date: _Date
    round: Annotated[int, Meta(ge=0, lt=10_000)]
    gil_before: bool
    gil_after: bool
    load_avg_1min: Annotated[float, Meta(ge=0, lt=1e6)]


class RunRecord(Struct, forbid_unknown_fields=True):
    """What one process gave."""

    metadata: RunMetadata
    values: Annotated[list[_Value], Meta(min_length=1, max_length=100)]
    warmups: Annotated[list[_Warmup], Meta(max_length=100)] = []


class BenchmarkRecord(Struct, forbid_unknown_fields=True):
    """All processes of one cell."""

    metadata: dict[str, str | int | float | bool]
    runs: Annotated[list[RunRecord], Meta(min_length=1, max_length=400)]


class FileRecord(Struct, forbid_unknown_fields=True):
    """A whole file; what all its benchmarks are told of alike is told once."""

    benchmarks: Annotated[list[BenchmarkRecord], Meta(min_length=1, max_length=2000)]
    metadata: dict[str, str | int | float | bool]
    version: Annotated[str, Meta(pattern=r"^1\.0\Z")]


class Environment(Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True):
    """What is told of an interpreter and the machine it runs on: this, and nothing more."""

    python_version: _Text
    python_implementation: _Text
    python_compiler: _Text
    python_build: _Text
    """How it was built: "release", or the options that matter for speed."""
    free_threading: bool
    """Whether it was built so that the GIL can be off: `Py_GIL_DISABLED`."""
    platform: _Text
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
    loops: _Count
    session: _Date
    mode: Annotated[str, Meta(pattern=r"^(quick|default|rigorous)\Z")]
    digest: _Digest
    text_digest: _Digest
    harness: Annotated[int, Meta(ge=1, le=1_000_000)]
    output: Annotated[str, Meta(pattern=r"^([0-9a-f]{16})?\Z")] = ""
