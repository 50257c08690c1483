"""What is measured so far of one snippet, process by process, until all of it can be stored.

A line is added for each process, so whatever stops a run costs at most the round it was in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Final, TypeAlias

import msgspec
from msgspec import Meta, Struct

from plugins.bench.errors import StoreError
from plugins.bench.schema import Count, Date, Digest, Value, Warmup
from plugins.bench.store import write_whole

Key: TypeAlias = tuple[str, str]
"""Interpreter, and label of a cell."""


# What lines hold: a file that was damaged, or is another's, must not bring wrong numbers in.
class _Counts(Struct):
    loops: Count
    values: Count
    warmups: Annotated[int, Meta(ge=0)]


class _Plan(Struct):
    session: Date
    rounds: Annotated[int, Meta(ge=1, le=400)]
    counts: dict[str, _Counts]
    seconds: dict[str, Annotated[float, Meta(ge=0)]]
    outputs: dict[str, dict[str, Digest]]
    keys: list[Key]


class _Result(Struct):
    values: Annotated[list[Value], Meta(min_length=1)]
    warmups: list[Warmup]
    gil_before: bool
    gil_after: bool
    date: Date
    load: Annotated[float, Meta(ge=0)]
    duration: Annotated[float, Meta(ge=0)]


class _Run(Struct, forbid_unknown_fields=True):
    key: Key
    round: Annotated[int, Meta(ge=0)]
    result: _Result


class _Failure(Struct):
    error: str
    traceback: str = ""


class _GivenUp(Struct, forbid_unknown_fields=True):
    key: Key
    failure: _Failure


_RETRY: Final = "Make room, and run it again: it goes on from there."


@dataclass(slots=True)
class Journal:
    """The file, and what it says."""

    path: Path
    head: Mapping[str, Any]
    """What all the lines are about: nothing of another head is taken over."""
    plan: Mapping[str, Any] | None = None
    """What was found out before the first round; None if that is still to do."""
    runs: dict[Key, dict[int, Mapping[str, Any]]] = field(default_factory=dict)
    """What each process gave, by its round."""
    failures: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    """Why a cell was given up."""

    def add_run(self, key: Key, number: int, result: Mapping[str, Any]) -> None:
        """Note what a process gave."""
        self.runs.setdefault(key, {})[number] = result
        self._append({"key": key, "round": number, "result": result})

    def add_failure(self, key: Key, failure: Mapping[str, Any]) -> None:
        """Note that a cell is given up."""
        self.failures[key] = failure
        self._append({"key": key, "failure": failure})

    def start(self) -> None:
        """Write the file anew, with what is known: a torn last line goes.

        Raises:
            StoreError: It cannot be written.
        """
        lines: list[object] = [self.head, {"plan": self.plan}]
        lines += [{"key": key, "failure": failure} for key, failure in self.failures.items()]
        lines += [
            {"key": key, "round": number, "result": result}
            for key, rounds in self.runs.items()
            for number, result in rounds.items()
        ]
        write_whole(self.path, "".join(json.dumps(line) + "\n" for line in lines))

    def drop_broken_round(self, keys: set[Key]) -> None:
        """Drop each round that some cells lack, as the last one: theirs would be of another time.

        Args:
            keys: Cells that are measured; one that was given up lacks nothing.
        """
        going = [self.runs.setdefault(key, {}) for key in keys if key not in self.failures]
        whole = set.intersection(*map(set, going)) if going else set()
        for rounds in going:
            for number in rounds.keys() - whole:
                del rounds[number]

    def finish(self) -> None:
        """Remove the file: all of it is stored.

        Raises:
            StoreError: It cannot be removed.
        """
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            message = f"{self.path} cannot be removed: {error.strerror}. All of it is stored"
            raise StoreError(f"{message}: remove it.") from error

    def _append(self, line: object) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            message = f"{self.path} cannot be written: {error.strerror}. {_RETRY}"
            raise StoreError(message) from error


def open_journal(path: Path, head: Mapping[str, Any]) -> Journal:
    """Open the journal of a run, with what an earlier one of the same head left.

    What is not as it was written is left out, and is measured again.

    Args:
        path: Of the file, which may not be there.
        head: Values of JSON.

    Raises:
        StoreError: It is there and cannot be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        lines = []
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}. Remove it.") from error
    records: list[Any] = [*map(_read_line, lines), None, None]
    first, second, *rest = records
    plan: Any = second.get("plan") if isinstance(second, dict) else None
    if first != json.loads(json.dumps(head)) or not _is_of(plan, _Plan):
        return Journal(path, head)
    journal = Journal(path, head, plan)
    keys = set(map(tuple, plan["keys"]))
    for record in rest:
        if isinstance(record, dict):
            _take(journal, keys, record)
    return journal if _is_planned(journal, plan) else Journal(path, head)


def _read_line(line: bytes) -> Any:  # noqa: ANN401 - JSON
    """Read a line; a torn one is None."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _take(journal: Journal, keys: set[Key], record: Mapping[str, Any]) -> None:
    """Take over what a line says, if it is of the plan."""
    is_failure, is_run = _is_of(record, _GivenUp), _is_of(record, _Run)
    if not (is_failure or is_run) or (key := tuple(record["key"])) not in keys:
        return
    if is_failure:
        journal.failures[key] = record["failure"]
    elif record["round"] < (journal.plan or {})["rounds"]:
        journal.runs.setdefault(key, {})[record["round"]] = record["result"]


def _is_planned(journal: Journal, plan: Mapping[str, Any]) -> bool:
    """Tell whether the plan has all that measuring its cells takes."""
    labels = {
        label for interpreter, label in plan["keys"] if (interpreter, label) not in journal.failures
    }
    return all(labels <= plan[name].keys() for name in ("counts", "seconds", "outputs"))


def _is_of(record: object, schema: type[Struct]) -> bool:
    try:
        msgspec.convert(record, schema)
    except msgspec.ValidationError:
        return False
    return True
