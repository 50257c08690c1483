"""What is measured so far of one snippet, process by process, until all of it can be stored.

A line is added for each process, so whatever stops a run costs at most the round it was in.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from plugins.bench.errors import StoreError
from plugins.bench.store import write_whole

Key: TypeAlias = tuple[str, str]
"""Interpreter, and label of a cell."""

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
        """Drop the last round if some cells lack it: theirs would be of another time."""
        going = [self.runs.get(key, {}) for key in keys if key not in self.failures]
        last = max((max(rounds, default=-1) for rounds in going), default=-1)
        if any(last not in rounds for rounds in going):
            for rounds in self.runs.values():
                rounds.pop(last, None)

    def finish(self) -> None:
        """Remove the file: all of it is stored."""
        self.path.unlink(missing_ok=True)

    def _append(self, line: object) -> None:
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            message = f"{self.path} cannot be written: {error.strerror}. {_RETRY}"
            raise StoreError(message) from error


def open_journal(path: Path, head: Mapping[str, Any]) -> Journal:
    """Open the journal of a run, with what an earlier one of the same head left.

    Args:
        path: Of the file, which may not be there.
        head: Values of JSON.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        lines = []
    records = [record for line in lines if (record := _read_line(line))]
    journal = Journal(path, head)
    if not records or records[0] != json.loads(json.dumps(head)):
        return journal
    for record in records[1:]:
        if "plan" in record:
            journal.plan = record["plan"]
            continue
        interpreter, label = record["key"]
        if "failure" in record:
            journal.failures[interpreter, label] = record["failure"]
        else:
            rounds = journal.runs.setdefault((interpreter, label), {})
            rounds[record["round"]] = record["result"]
    return journal


def _read_line(line: str) -> Mapping[str, Any] | None:
    """Read a line; a torn one is None."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
