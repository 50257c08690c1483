"""Words of tables and charts: names of what is measured, of cells and of groups."""

from collections.abc import Collection, Iterable
from typing import Final

from plugins.bench.board import Row
from plugins.bench.compare import BUILD
from plugins.bench.model import THREADS, Kind, Measurement, ParamValue
from plugins.bench.page.groups import Group, Quantity
from plugins.bench.status import State

STATES: Final = {
    State.MISSING: "not measured yet",
    State.CODE_CHANGED: "not measured since its code changed",
    State.HARNESS_CHANGED: "not measured since the way of measuring changed",
    State.REFUSED: "not known: the stored file is refused",
    State.QUICK: "a first look only",
}


def write_subject(quantity: Quantity) -> str:
    """Write what the numbers are, as the caption of their table."""
    has_threads = any((row.cell.threads or 1) > 1 for row in quantity.rows)
    match quantity.kind:
        case Kind.TIME if has_threads:
            return "Time until every thread has made its call; shorter is better"
        case Kind.TIME:
            return "Time for one call; shorter is better"
        case Kind.PEAKMEM:
            return "Peak memory of the whole process, interpreter included; less is better"
        case _:
            return f"What the function returned, in {quantity.unit}"


def write_group(group: Group, varying: Collection[str]) -> str:
    """Write what the rows of a group have in common, as "Python 3.13t, GIL off, 2 threads"."""
    name = group.interpreter
    parts = [] if name is None else [write_interpreter(name, group.rows)]
    parts += [write_axis(*axis) for axis in group.axes if axis[0] in varying]
    return ", ".join(parts)


def write_interpreter(name: str, rows: Iterable[Row]) -> str:
    """Write under what rows were measured, as "Python 3.13t, GIL off"."""
    return ", ".join(filter(None, (f"Python {name}", write_gil(name, rows))))


def write_axis(name: str, value: ParamValue) -> str:
    """Write a point on an axis for a reader: "2 threads", "size 1,000", "sorted true"."""
    if name == THREADS:
        return "1 thread" if value == 1 else f"{value} threads"
    return f"{name} {write_value(value)}"


def write_value(value: ParamValue) -> str:
    """Write a value of an axis."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else str(value)


def write_gil(interpreter: str, rows: Iterable[Row]) -> str:
    """Write the state of the GIL where it could be off; empty where nothing is known."""
    states = {
        (run.gil_before, run.gil_after)
        for row in rows
        if row.measurement
        for run in row.measurement.runs
    }
    if not interpreter.endswith("t") or not states:
        return ""
    if states == {(False, False)}:
        return "GIL off"
    return "GIL on" if states == {(True, True)} else "GIL turned on by an import"


def write_build(measurement: Measurement) -> str:
    """Write how an interpreter was built."""
    return ", ".join(filter(None, (str(measurement.environment.get(key, "")) for key in BUILD)))
