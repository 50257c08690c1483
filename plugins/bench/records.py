"""Text of stored files, written and read: the part of pyperf's format that `schema` tells of.

What is read is data of strangers: it is taken whole and checked, or refused whole.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from plugins.audit import quote
from plugins.bench.errors import StoreError
from plugins.bench.model import UNITS, Cell, Kind, Measurement, Run
from plugins.bench.schema import BenchmarkRecord, Environment, FileRecord, Metadata

MACHINE: Final = "machine"
"""What an environment is told of by the folder that a file lies in."""
_VERSION: Final = "1.0"
_LONGEST: Final = 200
"""Characters of what is wrong with a file."""
_PATTERN: Final = re.compile(r"matching regex '.*'(?= - at )", re.DOTALL)
"""Nothing that an author would read."""
_DIGITS: Final = 7
"""Significant ones of a value: what lies beyond is noise on any machine."""
_ENVIRONMENT_KEYS: Final = frozenset(Environment.__struct_fields__)


def write_file(measurements: Iterable[Measurement]) -> str:
    """Write measurements as text of pyperf's format: a line for each process."""
    records = [(_write_metadata(item), item) for item in measurements]
    common = dict(records[0][0])
    for about, _ in records:
        common = {key: value for key, value in common.items() if about.get(key) == value}
    common.pop("name", None)
    blocks = [_write_benchmark(about, common, item) for about, item in records]
    return (
        '{"benchmarks": [\n' + ",\n".join(blocks) + "\n],\n"
        f'"metadata": {_write(common)},\n"version": "{_VERSION}"}}\n'
    )


def _write_benchmark(
    about: Mapping[str, Any], common: Mapping[str, Any], measurement: Measurement
) -> str:
    own = {key: value for key, value in about.items() if key not in common}
    runs = ",\n".join(_write_run(run) for run in measurement.runs)
    return f'{{"metadata": {_write(own)},\n "runs": [\n{runs}]}}'


def _write_run(run: Run) -> str:
    metadata = {
        "date": run.date,
        **({"duration": run.duration} if run.duration else {}),
        "gil_after": run.gil_after,
        "gil_before": run.gil_before,
        "load_avg_1min": run.load,
        "round": run.round,
    }
    record: dict[str, Any] = {"metadata": metadata, "values": [*map(_round, run.values)]}
    if run.warmups:
        record["warmups"] = [[loops, _round(value)] for loops, value in run.warmups]
    return _write(record)


def _write_metadata(item: Measurement) -> dict[str, Any]:
    is_known = item.unit in UNITS.values()
    return {
        **{key: value for key, value in item.environment.items() if key != MACHINE},
        "name": item.cell.label,
        "unit": item.unit if is_known else "integer",
        **({} if is_known else {"track_unit": item.unit}),
        "loops": item.loops,
        "session": item.session,
        "mode": item.mode,
        "digest": item.digest,
        "text_digest": item.text_digest,
        "harness": item.harness,
        **({"output": item.output} if item.output else {}),
    }


def _write(record: object) -> str:
    return msgspec.json.encode(record, order="deterministic").decode("utf-8")


def _round(value: float) -> float:
    return value if isinstance(value, int) else float(f"{value:.{_DIGITS}g}")


def read_file(
    content: bytes, interpreter: str, cells: Mapping[str, Cell] | None = None
) -> Iterator[Measurement]:
    """Read measurements of cells, which are given by their labels; others are only checked.

    Without cells, all are read. A label does not tell of what kind its parameters are, so each
    then has a cell with the label for its function, and nothing else.

    Raises:
        StoreError: The text is not what `write_file` writes of this interpreter; says what is
            wrong, and nothing of the file.
    """
    for about, benchmark in _parse(content, interpreter):
        cell = Cell(about.name) if cells is None else cells.get(about.name)
        if cell:
            yield _make_measurement(cell, about, benchmark)


def _parse(content: bytes, interpreter: str) -> Iterator[tuple[Metadata, BenchmarkRecord]]:
    try:
        file = msgspec.json.decode(content, type=FileRecord)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StoreError(f"no file of measurements: {_cut(error)}") from error
    seen: set[str] = set()
    for number, benchmark in enumerate(file.benchmarks):
        told = {**file.metadata, **benchmark.metadata}
        try:
            about = msgspec.convert(told, Metadata)
        except msgspec.ValidationError as error:
            place = f"benchmark {number} ({quote(told.get('name', 'without a name'))})"
            raise StoreError(f"{place}: {_cut(error)}") from error
        _check(about, benchmark, interpreter, seen)
        yield about, benchmark


def _cut(error: Exception) -> str:
    """Return what is wrong, which may name a key of the file: printable, and not too long."""
    return quote(_PATTERN.sub("of another form", str(error)), _LONGEST)[1:-1]


def _check(about: Metadata, benchmark: BenchmarkRecord, interpreter: str, seen: set[str]) -> None:
    """Refuse what is well formed and yet cannot have been measured."""
    rounds = [run.metadata.round for run in benchmark.runs]
    dates = {about.session, *(run.metadata.date for run in benchmark.runs)}
    version = f"{interpreter.removesuffix('t')}."
    unit = about.track_unit or about.unit
    faults = {
        "stands there twice": about.name in seen,
        "has a date that is none": not all(map(_is_date, dates)),
        "has two processes in one round": len(set(rounds)) != len(rounds),
        f"is of Python {about.python_version}": not about.python_version.startswith(version)
        or about.free_threading != interpreter.endswith("t"),
        f"has the unit {unit}": UNITS.get(Kind(about.name.partition("_")[0]), unit) != unit,
    }
    seen.add(about.name)
    for fault in (fault for fault, is_so in faults.items() if is_so):
        raise StoreError(f"{about.name} {fault}")


def _is_date(text: str) -> bool:
    """Tell whether there is such a day and time."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _make_measurement(cell: Cell, about: Metadata, benchmark: BenchmarkRecord) -> Measurement:
    told = msgspec.structs.asdict(about)
    return Measurement(
        cell=cell,
        unit=about.track_unit or about.unit,
        runs=tuple(_make_runs(benchmark)),
        loops=about.loops,
        session=about.session,
        mode=about.mode,
        digest=about.digest,
        text_digest=about.text_digest,
        harness=about.harness,
        environment={k: v for k, v in told.items() if k in _ENVIRONMENT_KEYS and v != ""},
        output=about.output,
    )


def _make_runs(benchmark: BenchmarkRecord) -> Iterator[Run]:
    for run in sorted(benchmark.runs, key=lambda run: run.metadata.round):
        about = run.metadata
        yield Run(
            values=tuple(run.values),
            warmups=tuple(run.warmups),
            round=about.round,
            date=about.date,
            gil_before=about.gil_before,
            gil_after=about.gil_after,
            load=about.load_avg_1min,
            duration=about.duration,
        )
