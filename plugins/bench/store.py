"""Stored measurements: one file of pyperf's format for a snippet, machine and interpreter.

What is read is data of strangers: a file is taken whole and checked, or refused whole. What is
written stands there complete, or not at all.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import msgspec

from plugins.audit import quote
from plugins.bench.errors import StoreError
from plugins.bench.model import Cell, Measurement, Run
from plugins.bench.schema import BenchmarkRecord, Environment, FileRecord, Metadata

MAX_BYTES: Final = 16_000_000
"""Of one file: a thousand cells of twenty processes are some 4 MB."""
MACHINE: Final = "machine"
"""What an environment is told of by the folder that a file lies in."""
_VERSION: Final = "1.0"
_DIGITS: Final = 7
"""Significant ones of a value: what lies beyond is noise on any machine."""
_UNITS: Final = ("second", "byte")

_ENVIRONMENT_KEYS: Final = frozenset(Environment.__struct_fields__)


def make_path(folder: Path, name: str, machine: str, interpreter: str) -> Path:
    """Tell where the measurements of a snippet under an interpreter of a machine are."""
    return folder / name / machine / f"{interpreter}.json"


def list_machines(folder: Path, name: str) -> list[str]:
    """List the machines that have measurements of a snippet, in the order of their names."""
    place = folder / name
    if not place.is_dir():
        return []
    return sorted(path.name for path in place.iterdir() if path.is_dir())


def load(path: Path, cells: Mapping[str, Cell]) -> tuple[Measurement, ...]:
    """Read a stored file.

    Args:
        path: Of the file; one that is not there has nothing.
        cells: Cells by their labels. What the file has of others is checked, and left out.

    Returns:
        Measurements in the order of the file.

    Raises:
        StoreError: It is not what `save` writes; says what, and where in it.
    """
    file = _read(path)
    if file is None:
        return ()
    seen: set[str] = set()
    found = []
    for number, benchmark in enumerate(file.benchmarks):
        about = _convert(path, number, {**file.metadata, **benchmark.metadata})
        _check(path, about, benchmark, seen)
        if about.name in cells:
            measurement = _make_measurement(cells[about.name], about, benchmark)
            environment = {**measurement.environment, MACHINE: path.parent.name}
            found.append(replace(measurement, environment=environment))
    return tuple(found)


def save(path: Path, measurements: Iterable[Measurement]) -> None:
    """Write measurements, in the place of what the file had.

    Raises:
        StoreError: It cannot be written; the file is as it was.
    """
    write_whole(path, write_file(measurements))


def write_whole(path: Path, text: str) -> None:
    """Write a file by a temporary sibling, so that it is there whole or as it was.

    Raises:
        StoreError: It cannot be written.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=".", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                temporary.unlink()
        raise StoreError(f"{path} cannot be written: {error.strerror or error}.") from error


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
    is_known = item.unit in _UNITS
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


def _read(path: Path) -> FileRecord | None:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise StoreError(f"{path} is larger than {MAX_BYTES:,} bytes.{_REMEDY}")
    try:
        return msgspec.json.decode(content, type=FileRecord)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise StoreError(f"{path} is no file of measurements: {error}.{_REMEDY}") from error


_REMEDY: Final = " Bring it back from version control, or delete it and measure again."


def _convert(path: Path, number: int, about: Mapping[str, Any]) -> Metadata:
    try:
        return msgspec.convert(about, Metadata)
    except msgspec.ValidationError as error:
        place = f"benchmark {number} ({quote(about.get('name', 'without a name'))})"
        raise StoreError(f"{path}: {place}: {error}.{_REMEDY}") from error


def _check(path: Path, about: Metadata, benchmark: BenchmarkRecord, seen: set[str]) -> None:
    """Refuse what is well formed and yet cannot have been measured."""
    rounds = [run.metadata.round for run in benchmark.runs]
    version = f"{path.stem.removesuffix('t')}."
    faults = {
        "stands there twice": about.name in seen,
        "has two processes in one round": len(set(rounds)) != len(rounds),
        f"is of Python {about.python_version}": not about.python_version.startswith(version)
        or about.free_threading != path.stem.endswith("t"),
    }
    seen.add(about.name)
    for fault in (fault for fault, is_so in faults.items() if is_so):
        raise StoreError(f"{path}: {about.name} {fault}.{_REMEDY}")


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
        )
