"""Whatever stops a run, what was measured stays, and nothing that was not measured comes in."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.bench.errors import StoreError
from plugins.bench.journal import Journal, Key, open_journal
from tests.bench.stored import DATE

HEAD = {"snippet": "tuples", "digest": "0123456789abcdef", "interpreters": {"3.13t": {"a": 1}}}
A, B, C = (("3.13t", name) for name in ("time_a", "time_b", "time_c"))
COUNTS = {"loops": 8, "values": 1, "warmups": 1}
PLAN: Mapping[str, Any] = {
    "session": DATE,
    "rounds": 4,
    "counts": {"time_a": COUNTS, "time_b": COUNTS},
    "seconds": {"time_a": 0.1, "time_b": 0},
    "outputs": {"time_a": {"3.13t": "0123456789abcdef"}, "time_b": {}},
    "keys": [[*A], [*B], [*C]],
}
FAILURE = {"error": "ValueError: no\u2028", "traceback": "…"}


def make_result(value: float = 0.25) -> dict[str, Any]:
    warmups = [[8, 0.5]]
    gil = {"gil_before": False, "gil_after": True}
    return {
        "values": [value],
        "warmups": warmups,
        **gil,
        "date": DATE,
        "load": 0.5,
        "duration": 1.5,
    }


def fill(path: Path) -> Journal:
    """Keep a journal of two rounds: of three cells one was given up before, and none after."""
    journal = Journal(path, HEAD, PLAN, failures={C: FAILURE})
    journal.start()
    for number in (0, 1):
        for key in (A, B):
            journal.add_run(key, number, make_result(number + 1))
    return journal


def write(path: Path, *lines: object) -> Journal:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in (HEAD, {"plan": PLAN}, *lines)))
    return open_journal(path, HEAD)


def is_empty(journal: Journal) -> bool:
    return (journal.plan, journal.runs, journal.failures) == (None, {}, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "tuples.jsonl"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    return tmp_path / "tuples.jsonl"


def test_what_is_noted_is_known_again(path: Path) -> None:
    assert open_journal(path, HEAD) == Journal(path, HEAD)
    assert open_journal(path, HEAD) != fill(path)
    assert open_journal(path, HEAD) == fill(path)


def test_a_failure_in_a_round_is_known_again(path: Path) -> None:
    journal = fill(path)
    journal.add_failure(B, FAILURE)
    assert open_journal(path, HEAD) == journal
    assert journal.failures == {B: FAILURE, C: FAILURE}


def test_a_line_is_added_for_each_process(path: Path) -> None:
    fill(path)
    lines = path.read_text().splitlines()
    assert len(lines) == 7
    assert json.loads(lines[-1]) == {"key": [*B], "round": 1, "result": make_result(2)}


def test_killed_at_any_byte_it_has_all_whole_lines(path: Path) -> None:
    """The next start writes it anew, and then it is as if the torn line had never been begun."""
    fill(path)
    content = path.read_bytes()
    for place in range(len(content) + 1):
        path.write_bytes(content[:place])
        journal = open_journal(path, HEAD)
        whole = content[:place].count(b"\n") + content[place:].startswith(b"\n")
        if whole < 3:  # head, plan and failures are written at once
            assert is_empty(journal)
            continue
        assert journal.plan == PLAN
        assert journal.failures == {C: FAILURE}
        assert sum(map(len, journal.runs.values())) == whole - 3
        journal.start()
        assert sorted(path.read_bytes().splitlines()) == sorted(content.splitlines()[:whole])


def test_after_a_torn_line_more_can_be_noted(path: Path) -> None:
    fill(path)
    path.write_bytes(path.read_bytes()[:-20])
    journal = open_journal(path, HEAD)
    journal.start()
    journal.add_run(B, 1, make_result(7))
    again = open_journal(path, HEAD)
    assert again.runs[B] == {0: make_result(1), 1: make_result(7)}
    assert again == journal


@pytest.mark.parametrize(
    "head",
    [
        {**HEAD, "digest": "fedcba9876543210"},
        {**HEAD, "mode": "quick"},
        {"snippet": "tuples"},
        {},
        {**HEAD, "interpreters": {"3.13t": {"a": 2}}},
    ],
)
def test_one_of_another_head_is_ignored(path: Path, head: dict[str, Any]) -> None:
    fill(path)
    assert is_empty(open_journal(path, head))


def test_a_head_is_compared_as_it_is_written(path: Path) -> None:
    """A tuple is a list there."""
    head = {**HEAD, "cells": ("a", "b")}
    Journal(path, head, PLAN, failures={C: FAILURE}).start()
    assert open_journal(path, head).plan == PLAN


GARBAGE = [
    b"\xff\xfe", b"{", b"null", b"[]", b"{}", b"1", b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5000,
    b'"\\ud800"', b'{"key": ["\\ud800", "a"], "failure": {"error": "\\ud800"}}', b"\0" * 100,
    b"NaN",
    b"\x85", "\u2028".encode(),
]  # fmt: skip


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: ascii(garbage[:20]))
@pytest.mark.parametrize("place", range(2, 8))
def test_garbage_among_lines_costs_nothing_else(path: Path, place: int, garbage: bytes) -> None:
    journal = fill(path)
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:place], garbage, *lines[place:]]))
    assert open_journal(path, HEAD) == journal


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: ascii(garbage[:20]))
@pytest.mark.parametrize("place", range(2))
def test_one_without_head_or_plan_is_ignored(path: Path, place: int, garbage: bytes) -> None:
    """Its runs would be of a session that is not known."""
    fill(path)
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join([*lines[:place], garbage, *lines[place + 1 :]]))
    assert is_empty(open_journal(path, HEAD))


RESULT = make_result()
WRONG = {
    "no-key": {"round": 0, "result": RESULT},
    "text-as-key": {"key": "ab", "round": 0, "result": RESULT},
    "long-key": {"key": [*A, "c"], "round": 0, "result": RESULT},
    "short-key": {"key": ["3.13t"], "round": 0, "result": RESULT},
    "number-in-key": {"key": ["3.13t", 1], "round": 0, "result": RESULT},
    "list-in-key": {"key": ["3.13t", []], "round": 0, "result": RESULT},
    "other-key": {"key": ["3.14", "time_a"], "round": 0, "result": RESULT},
    "no-round": {"key": A, "result": RESULT},
    "text-as-round": {"key": A, "round": "0", "result": RESULT},
    "truth-as-round": {"key": A, "round": True, "result": RESULT},
    "fraction-as-round": {"key": A, "round": 0.0, "result": RESULT},
    "below-0": {"key": A, "round": -1, "result": RESULT},
    "beyond-the-plan": {"key": A, "round": 4, "result": RESULT},
    "far-beyond": {"key": A, "round": 10**9, "result": RESULT},
    "beyond-64-bits": {"key": A, "round": 10**30, "result": RESULT},
    "no-result": {"key": A, "round": 0},
    "list-as-result": {"key": A, "round": 0, "result": [1]},
    "null-as-result": {"key": A, "round": 0, "result": None},
    "both": {"key": A, "round": 0, "result": RESULT, "failure": FAILURE},
    **{
        f"without-{key}": {
            "key": A, "round": 0, "result": {k: v for k, v in RESULT.items() if k != key}
        }
        for key in RESULT
    },
    **{
        f"{key}={value!r:.20}": {"key": A, "round": 0, "result": {**RESULT, key: value}}
        for key, value in (
            ("values", []), ("values", None), ("values", 1), ("values", ["1"]), ("values", [True]),
            ("values", [0]), ("values", [-1]), ("values", [float("nan")]), ("values", [1e18]),
            ("values", [float("inf")]), ("values", [10**400]), ("values", {"a": 1}),
            ("warmups", None), ("warmups", [1]), ("warmups", [[1]]), ("warmups", [[0, 1]]),
            ("warmups", [[1.5, 1]]), ("warmups", [[1, 0]]), ("warmups", [[1, 1, 1]]),
            ("gil_before", 0), ("gil_after", "false"), ("date", "now"), ("date", 1),
            ("load", -1), ("load", "1"), ("load", None), ("load", float("nan")),
        )
    },
    "no-failure": {"key": C, "failure": None},
    "text-as-failure": {"key": C, "failure": "error"},
    "failure-without-reason": {"key": C, "failure": {"traceback": ""}},
    "number-as-reason": {"key": C, "failure": {"error": 1}},
    "number-as-traceback": {"key": C, "failure": {"error": "a", "traceback": 1}},
    "failure-of-another": {"key": ["3.14", "time_a"], "failure": FAILURE},
}  # fmt: skip


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG)
def test_a_line_that_is_not_as_it_was_written_is_left_out(here: Path, line: object) -> None:
    journal = write(here, {"key": C, "failure": FAILURE}, line)
    assert (journal.plan, journal.runs, journal.failures) == (PLAN, {}, {C: FAILURE})


OTHER_PLANS = {
    "null": None,
    "list": [],
    "empty": {},
    **{f"without-{key}": {k: v for k, v in PLAN.items() if k != key} for key in PLAN},
    **{
        f"{key}={value!r:.20}": {**PLAN, key: value}
        for key, value in (
            ("session", "now"), ("rounds", 0), ("rounds", -1), ("rounds", 401), ("rounds", 1.0),
            ("rounds", True), ("rounds", "4"), ("counts", {}), ("counts", []), ("seconds", {}),
            ("counts", {"time_a": COUNTS}), ("seconds", {"time_a": 1}), ("outputs", {}),
            ("counts", {"time_a": COUNTS, "time_b": {**COUNTS, "loops": 0}}),
            ("counts", {"time_a": COUNTS, "time_b": {**COUNTS, "values": 0}}),
            ("counts", {"time_a": COUNTS, "time_b": {**COUNTS, "warmups": -1}}),
            ("counts", {"time_a": COUNTS, "time_b": {"loops": 1, "values": 1}}),
            ("seconds", {"time_a": -1, "time_b": 1}), ("seconds", {"time_a": "1", "time_b": 1}),
            ("outputs", {"time_a": {"3.13t": "x"}, "time_b": {}}), ("outputs", {"time_a": {}}),
            ("keys", [A, "ab"]), ("keys", [[*A, ""]]), ("keys", [["3.13t", 1]]), ("keys", None),
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("plan", OTHER_PLANS.values(), ids=OTHER_PLANS)
def test_one_whose_plan_is_none_is_ignored(here: Path, plan: object) -> None:
    """Then all is planned and measured again."""
    lines = (HEAD, {"plan": plan}, {"key": C, "failure": FAILURE}, {"key": A, "round": 0})
    here.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert is_empty(open_journal(here, HEAD))


def test_one_that_lost_a_failure_is_ignored(here: Path) -> None:
    """What was given up at its first call has no place in the plan."""
    assert is_empty(write(here, {"key": A, "round": 0, "result": RESULT}))


@pytest.mark.parametrize("rounds", [1, 400])
def test_a_plan_has_up_to_400_rounds(here: Path, rounds: int) -> None:
    lines = (HEAD, {"plan": {**PLAN, "rounds": rounds}}, {"key": C, "failure": FAILURE})
    here.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    assert open_journal(here, HEAD).plan == {**PLAN, "rounds": rounds}


def test_what_it_cannot_read_it_tells_of(here: Path) -> None:
    here.mkdir()
    with pytest.raises(StoreError, match=r"jsonl cannot be read: Is a directory\. Remove it\.$"):
        open_journal(here, HEAD)


def test_what_it_cannot_write_it_tells_of(here: Path) -> None:
    journal = fill(here)
    here.unlink()
    here.mkdir()
    with pytest.raises(StoreError, match=r"jsonl cannot be written: Is a directory\. Make room"):
        journal.add_run(A, 2, RESULT)
    with pytest.raises(StoreError, match="cannot be written"):
        journal.start()


def test_when_all_is_stored_it_goes(here: Path) -> None:
    journal = fill(here)
    journal.finish()
    assert not here.exists()
    journal.finish()


def test_what_it_cannot_remove_it_tells_of(here: Path) -> None:
    """It would be taken for the beginning of the next run."""
    here.mkdir()
    with pytest.raises(StoreError, match=r"jsonl cannot be removed: .+ stored: remove it\.$"):
        Journal(here, HEAD).finish()


@pytest.mark.parametrize(
    ("rounds", "failed", "left"),
    [
        pytest.param({A: "01", B: "01"}, (), {A: "01", B: "01"}, id="whole"),
        pytest.param({A: "012", B: "01"}, (), {A: "01", B: "01"}, id="last-is-broken"),
        pytest.param({A: "0"}, (), {A: "", B: ""}, id="first-is-broken"),
        pytest.param({}, (), {A: "", B: ""}, id="none"),
        pytest.param({A: "012", B: "02"}, (), {A: "02", B: "02"}, id="one-before-is-broken"),
        pytest.param({A: "12", B: "01"}, (), {A: "1", B: "1"}, id="two-are-broken"),
        pytest.param({A: "012", B: "01"}, (B,), {A: "012", B: "01"}, id="given-up"),
        pytest.param({A: "012"}, (B,), {A: "012"}, id="given-up-at-once"),
        pytest.param({A: "01", B: "0"}, (A, B), {A: "01", B: "0"}, id="all-given-up"),
        pytest.param({A: "01", B: "01", C: "0"}, (), {A: "01", B: "01", C: "0"}, id="others"),
    ],
)
def test_a_round_that_some_lack_is_dropped(
    path: Path, rounds: dict[Key, str], failed: tuple[Key, ...], left: dict[Key, str]
) -> None:
    """Rounds are compared one by one, so their processes must have run side by side."""
    journal = Journal(path, HEAD, PLAN, failures=dict.fromkeys(failed, FAILURE))
    journal.runs = {key: {int(n): RESULT for n in numbers} for key, numbers in rounds.items()}
    journal.drop_broken_round({A, B})
    assert {key: "".join(map(str, runs)) for key, runs in journal.runs.items()} == left


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
odd_lines = st.fixed_dictionaries(
    {"key": st.sampled_from([[*A], [*B], ["3.13t"], 1])},
    optional={
        "round": st.integers(-1, 5) | json_values,
        "result": st.fixed_dictionaries(
            {key: st.just(RESULT[key]) | json_values for key in RESULT}
        ),
        "failure": json_values,
    },
)


@given(st.lists(st.binary(max_size=20) | odd_lines | json_values, max_size=5))
def test_whatever_it_says_a_run_goes_on(
    tmp_path_factory: pytest.TempPathFactory, lines: list[object]
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    first = (HEAD, {"plan": PLAN}, {"key": C, "failure": FAILURE})
    written = [
        line if isinstance(line, bytes) else json.dumps(line).encode() for line in (*first, *lines)
    ]
    path.write_bytes(b"\n".join(written))
    journal = open_journal(path, HEAD)
    journal.drop_broken_round({A, B})
    journal.start()
    runs = [run for rounds in journal.runs.values() for run in rounds.values()]
    assert all(run["values"] == [0.25] or run["values"][0] > 0 for run in runs)
    journal.runs = {key: rounds for key, rounds in journal.runs.items() if rounds}
    assert open_journal(path, HEAD) == journal
