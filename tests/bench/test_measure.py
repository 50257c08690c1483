"""Measuring with processes that are made up, so that all the rest is seen."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from plugins.bench.errors import StoreError
from plugins.bench.journal import Journal
from plugins.bench.measure import measure
from plugins.bench.model import Snippet
from plugins.bench.parse import Fence, Source, parse_snippets
from plugins.bench.work import Outcome, Place, Step, Work, digest_output

CODE = """\
# /// script
# [tool.bench]
# name = "sample"
# interpreters = ["3.13", "3.13t"]
# params = {size = [1, 2]}
# ///
def time_a(size): pass
def time_b(size): pass
"""


class Stopped(Exception):  # noqa: N818 - as a kill, not an error
    """The run ends here, as by a kill."""


class Fake:
    """Runs jobs by giving numbers; notes them; fails, or stops, where it is told to."""

    def __init__(self) -> None:
        self.jobs: list[tuple[str, str, Any]] = []
        self.outputs: dict[tuple[str, str], str] = {}
        self.failing: dict[tuple[str, str, str], str] = {}
        self.loops = {"3.13": 64, "3.13t": 16}
        self.seconds = 0.001
        self.slowdown = 1.0  # for each thread more
        self.stop_after = -1

    def __call__(self, place: Place, job: Mapping[str, Any]) -> Mapping[str, Any]:
        if len(self.jobs) == self.stop_after:
            raise Stopped
        does, function, interpreter = job["do"], job["function"], place.interpreter
        self.jobs.append((does, f"{function}[{next(iter(job['params']))}]", interpreter))
        if reason := self.failing.get((does, function, interpreter)):
            return {"error": reason, "traceback": "its end"}
        if does == "check":
            output = self.outputs.get((function, interpreter), "7")
            loops = self.loops[interpreter]
            seconds = self.seconds * self.slowdown ** ((job["threads"] or 1) - 1)
            return {"loops": loops, "seconds": seconds, "output": output}
        values = [float(len(self.jobs))] * job["values"]
        warmups = [[job["loops"], 1.0]] * job["warmups"]
        return {"values": values, "warmups": warmups, "gil_before": True, "gil_after": False}

    @property
    def measured(self) -> list[tuple[str, str]]:
        return [job[1:] for job in self.jobs if job[0] == "measure"]


def make_snippet(code: str = CODE) -> Snippet:
    source = Source("post.md", Path.read_text, ("3.13",))  # type: ignore[arg-type]
    (snippet,), problems = parse_snippets([Fence(code, 1)], source)
    assert not problems
    return snippet


def make_work(snippet: Snippet, **changes: Any) -> Work:
    about = {"python_version": "3.13.1"}
    places = [Place(i, Path("python"), Path("s.py"), about, {}) for i in snippet.interpreters]
    wanted = dict.fromkeys(snippet.interpreters, snippet.cells)
    return replace(
        Work(snippet, tuple(places), wanted, "default", "here", {}),
        **changes,
    )


def run(
    work: Work, fake: Fake, folder: Path, steps: list[Step] | None = None
) -> tuple[Outcome, Journal]:
    return measure(work, fake, folder, (steps if steps is not None else []).append)


def collect(outcome: Outcome) -> set[tuple[str, str, int]]:
    return {
        (interpreter, measurement.cell.label, len(measurement.runs))
        for interpreter, measurements in outcome.measurements.items()
        for measurement in measurements
    }


def collect_reasons(outcome: Outcome) -> dict[tuple[str, str], str]:
    return {(f.interpreter, f.label): f.reason for f in outcome.failures}


def test_each_cell_is_measured_in_twenty_processes(tmp_path: Path) -> None:
    outcome, _ = run(make_work(make_snippet()), Fake(), tmp_path)
    labels = {f"time_{name}[size={size}]" for name in "ab" for size in (1, 2)}
    assert collect(outcome) == {(i, x, 20) for i in ("3.13", "3.13t") for x in labels}
    assert not outcome.failures


@pytest.mark.parametrize(("mode", "rounds"), [("quick", 3), ("default", 20), ("rigorous", 40)])
def test_the_mode_chooses_the_rounds(mode: str, rounds: int, tmp_path: Path) -> None:
    outcome, _ = run(make_work(make_snippet(), mode=mode), Fake(), tmp_path)
    assert {count for *_, count in collect(outcome)} == {rounds}
    assert {m.mode for ms in outcome.measurements.values() for m in ms} == {mode}


def test_a_round_has_each_cell_once_in_turn(tmp_path: Path) -> None:
    fake = Fake()
    run(make_work(make_snippet()), fake, tmp_path)
    rounds = [fake.measured[start : start + 8] for start in range(0, 160, 8)]
    assert all(len(set(cells)) == 8 for cells in rounds)
    assert len({cells[0] for cells in rounds}) == 8


def test_the_interpreters_of_a_cell_follow_one_another(tmp_path: Path) -> None:
    fake = Fake()
    run(make_work(make_snippet()), fake, tmp_path)
    assert [i for _, i in fake.measured[:4]] == ["3.13", "3.13t"] * 2


def test_loops_are_alike_under_all_interpreters_and_the_most(tmp_path: Path) -> None:
    outcome, _ = run(make_work(make_snippet()), Fake(), tmp_path)
    assert {m.loops for ms in outcome.measurements.values() for m in ms} == {64}


@pytest.mark.parametrize(
    ("seconds", "values", "warmups", "rounds"),
    [(0.1, 3, 1, 20), (0.4, 1, 1, 20), (0.9, 1, 1, 10), (5, 1, 0, 10)],
)
def test_slow_functions_get_fewer_values(
    seconds: float, values: int, warmups: int, rounds: int, tmp_path: Path
) -> None:
    fake = Fake()
    fake.loops, fake.seconds = {"3.13": 1, "3.13t": 1}, seconds
    outcome, _ = run(make_work(make_snippet()), fake, tmp_path)
    first = outcome.measurements["3.13"][0]
    assert (len(first.runs[0].values), len(first.runs[0].warmups)) == (values, warmups)
    assert len(first.runs) == rounds


def test_threads_that_hold_each_other_up_cost_values_of_their_own_cells(tmp_path: Path) -> None:
    fake = Fake()
    fake.slowdown = 8
    snippet = make_snippet(CODE.replace("# params", "# threads = [1, 2]\n# params"))
    outcome, _ = run(make_work(snippet), fake, tmp_path)
    values = {(m.cell.threads, len(m.runs[0].values)) for m in outcome.measurements["3.13"]}
    assert values == {(1, 3), (2, 1)}


def test_the_slowest_cell_chooses_the_rounds(tmp_path: Path) -> None:
    fake = Fake()
    fake.slowdown = 20
    snippet = make_snippet(CODE.replace("# params", "# threads = [1, 2]\n# params"))
    outcome, _ = run(make_work(snippet), fake, tmp_path)
    assert {count for *_, count in collect(outcome)} == {10}


def test_all_functions_may_fail(tmp_path: Path) -> None:
    fake = Fake()
    for place in ("3.13", "3.13t"):
        fake.failing |= {("check", name, place): "NameError" for name in ("time_a", "time_b")}
    outcome, _ = run(make_work(make_snippet()), fake, tmp_path)
    assert (collect(outcome), len(outcome.failures), fake.measured) == (set(), 8, [])


def test_a_function_that_fails_costs_its_cells_under_that_interpreter(tmp_path: Path) -> None:
    fake = Fake()
    fake.failing["check", "time_b", "3.13t"] = "ZeroDivisionError: by 0"
    outcome, _ = run(make_work(make_snippet()), fake, tmp_path)
    assert collect_reasons(outcome) == dict.fromkeys(
        [("3.13t", "time_b[size=1]"), ("3.13t", "time_b[size=2]")], "ZeroDivisionError: by 0"
    )
    assert {f.traceback for f in outcome.failures} == {"its end"}
    assert len(collect(outcome)) == 6


def test_a_cell_that_fails_later_is_given_up_and_the_others_go_on(tmp_path: Path) -> None:
    fake = Fake()
    fake.failing["measure", "time_b", "3.13"] = "MemoryError"
    outcome, _ = run(make_work(make_snippet()), fake, tmp_path)
    assert set(collect_reasons(outcome)) == {("3.13", "time_b[size=1]"), ("3.13", "time_b[size=2]")}
    assert fake.measured.count(("time_b[1]", "3.13")) == 1
    assert {count for *_, count in collect(outcome)} == {20}


def test_different_values_stop_the_measurement(tmp_path: Path) -> None:
    fake = Fake()
    fake.outputs["time_b", "3.13t"] = "8"
    outcome, _ = run(make_work(make_snippet()), fake, tmp_path)
    assert not collect(outcome)
    assert not fake.measured
    (reason,) = set(collect_reasons(outcome).values())
    assert "time_a 7 on 3.13" in reason
    assert "time_b 8 on 3.13t" in reason
    assert "compare_output = false" in reason


def test_a_failure_may_have_no_traceback(tmp_path: Path) -> None:
    fake = Fake()
    fake.outputs["time_b", "3.13t"] = "8"
    outcome, _ = run(make_work(make_snippet()), fake, tmp_path)
    assert {failure.traceback for failure in outcome.failures} == {""}


def test_different_values_may_be_allowed(tmp_path: Path) -> None:
    fake = Fake()
    fake.outputs["time_b", "3.13t"] = "8"
    snippet = make_snippet(CODE.replace("# params", "# compare_output = false\n# params"))
    outcome, _ = run(make_work(snippet), fake, tmp_path)
    assert len(collect(outcome)) == 8
    assert {m.output for ms in outcome.measurements.values() for m in ms} == {""}


def test_values_are_compared_with_those_of_cells_that_are_stored(tmp_path: Path) -> None:
    snippet = make_snippet()
    wanted = dict.fromkeys(snippet.interpreters, snippet.cells[2:])
    outputs = {
        ("3.13", ("time_a", (1,))): digest_output("8"),
        ("3.13", ("time_a", (2,))): digest_output("7"),
    }
    outcome, _ = run(make_work(snippet, wanted=wanted, outputs=outputs), Fake(), tmp_path)
    assert {label for _, label in collect_reasons(outcome)} == {"time_b[size=1]"}
    assert {label for _, label, _ in collect(outcome)} == {"time_b[size=2]"}


def test_values_of_the_same_function_are_compared_as_it_is_now(tmp_path: Path) -> None:
    """What it returned before may have been of another code."""
    outputs = {("3.13", ("time_a", (1,))): digest_output("8")}
    outcome, _ = run(make_work(make_snippet(), outputs=outputs), Fake(), tmp_path)
    assert not outcome.failures


def test_values_are_compared_with_those_of_an_interpreter_that_was_there_before(
    tmp_path: Path,
) -> None:
    """Another interpreter is added later; what the first one returned is stored."""
    work = make_work(make_snippet())
    outputs = {("3.13", ("time_a", (1,))): digest_output("8")}
    added = replace(
        work, places=work.places[1:], wanted={"3.13t": work.snippet.cells}, outputs=outputs
    )
    outcome, _ = run(added, Fake(), tmp_path)
    assert {f.label for f in outcome.failures} == {"time_a[size=1]", "time_b[size=1]"}
    assert "time_a as stored on 3.13" in outcome.failures[0].reason


@pytest.mark.parametrize(
    "changes", [{"timeout": 9.0}, {"memory_mb": 99}, {"compare_output": False}], ids=str
)
def test_what_failed_is_tried_again_when_what_limits_it_changes(
    changes: Mapping[str, Any], tmp_path: Path
) -> None:
    first, second, snippet = Fake(), Fake(), make_snippet()
    first.failing["measure", "time_b", "3.13"] = "it took too long"
    first.stop_after = 60
    with pytest.raises(Stopped):
        run(make_work(snippet), first, tmp_path)
    outcome, _ = run(make_work(replace(snippet, **changes)), second, tmp_path)
    assert not outcome.failures


def test_a_measurement_has_the_digest_of_what_was_returned(tmp_path: Path) -> None:
    outcome, _ = run(make_work(make_snippet()), Fake(), tmp_path)
    outputs = {m.output for ms in outcome.measurements.values() for m in ms}
    assert outputs == {digest_output("7")}


def test_only_what_is_wanted_is_measured(tmp_path: Path) -> None:
    snippet, fake = make_snippet(), Fake()
    wanted = {"3.13": snippet.cells[:1], "3.13t": ()}
    outcome, _ = run(make_work(snippet, wanted=wanted), fake, tmp_path)
    assert collect(outcome) == {("3.13", "time_a[size=1]", 20)}
    assert set(fake.measured) == {("time_a[1]", "3.13")}


@pytest.mark.parametrize("stop_after", [0, 1, 7, 8, 9, 15, 16, 17, 30, 100, 167])
def test_a_run_that_was_stopped_goes_on_where_it_was(stop_after: int, tmp_path: Path) -> None:
    work, first, second = make_work(make_snippet()), Fake(), Fake()
    first.stop_after = stop_after
    with pytest.raises(Stopped):
        run(work, first, tmp_path)
    outcome, _ = run(work, second, tmp_path)
    assert {count for *_, count in collect(outcome)} == {20}
    whole = max(len(first.measured) // 8, 0)
    assert len(second.measured) == 160 - 8 * whole
    assert bool(whole) == ("check" not in {job[0] for job in second.jobs}) or whole == 0


def test_a_round_that_was_torn_is_measured_anew(tmp_path: Path) -> None:
    work, first, second = make_work(make_snippet()), Fake(), Fake()
    first.stop_after = 8 + 8 * 2 + 3
    with pytest.raises(Stopped):
        run(work, first, tmp_path)
    outcome, _ = run(work, second, tmp_path)
    assert len(second.measured) == 8 * 18
    rounds = [run.round for m in outcome.measurements["3.13"] for run in m.runs]
    assert sorted(rounds) == sorted(list(range(20)) * 4)


def test_a_cell_that_failed_stays_failed_when_a_run_goes_on(tmp_path: Path) -> None:
    work, first, second = make_work(make_snippet()), Fake(), Fake()
    first.failing["measure", "time_b", "3.13"] = "MemoryError"
    first.stop_after = 60
    with pytest.raises(Stopped):
        run(work, first, tmp_path)
    outcome, _ = run(work, second, tmp_path)
    assert set(collect_reasons(outcome)) == {("3.13", "time_b[size=1]"), ("3.13", "time_b[size=2]")}
    assert ("time_b[1]", "3.13") not in second.measured


def test_a_cell_that_failed_and_is_not_wanted_now_is_not_told(tmp_path: Path) -> None:
    snippet, first = make_snippet(), Fake()
    first.failing["measure", "time_b", "3.13"] = "MemoryError"
    first.stop_after = 60
    with pytest.raises(Stopped):
        run(make_work(snippet), first, tmp_path)
    wanted = dict.fromkeys(snippet.interpreters, snippet.cells[:2])
    outcome, _ = run(make_work(snippet, wanted=wanted), Fake(), tmp_path)
    assert not outcome.failures


@pytest.mark.parametrize(
    "changes",
    [{"mode": "rigorous"}, {"machine": "there"}, {"snippet": make_snippet(f"{CODE}\nX = 1\n")}],
    ids=["mode", "machine", "code"],
)
def test_what_is_left_of_another_run_is_not_used(
    changes: Mapping[str, Any], tmp_path: Path
) -> None:
    first, second = Fake(), Fake()
    first.stop_after = 100
    with pytest.raises(Stopped):
        run(make_work(make_snippet()), first, tmp_path)
    run(make_work(**{"snippet": make_snippet(), **changes}), second, tmp_path)
    assert "check" in {job[0] for job in second.jobs}


def test_what_is_left_of_another_build_is_not_used(tmp_path: Path) -> None:
    first, second, work = Fake(), Fake(), make_work(make_snippet())
    first.stop_after = 100
    with pytest.raises(Stopped):
        run(work, first, tmp_path)
    places = [replace(place, about={"python_version": "3.13.2"}) for place in work.places]
    run(replace(work, places=tuple(places)), second, tmp_path)
    assert "check" in {job[0] for job in second.jobs}


def test_the_rounds_of_a_run_have_one_session(tmp_path: Path) -> None:
    outcome, _ = run(make_work(make_snippet()), Fake(), tmp_path)
    assert len({m.session for ms in outcome.measurements.values() for m in ms}) == 1


def test_a_finished_run_leaves_no_journal(tmp_path: Path) -> None:
    _, journal = run(make_work(make_snippet()), Fake(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["sample.jsonl"]
    journal.finish()
    assert not list(tmp_path.iterdir())


def test_a_full_disk_ends_it_with_what_was_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake, work = Fake(), make_work(make_snippet())
    open_path = Path.open

    def open_full(path: Path, mode: str = "r", **options: Any) -> Any:
        if mode == "a" and len(fake.measured) == 20:
            raise OSError(28, "No space left on device")
        return open_path(path, mode, **options)

    monkeypatch.setattr(Path, "open", open_full)
    with pytest.raises(StoreError, match=r"sample\.jsonl.*No space left.*run it again"):
        run(work, fake, tmp_path)
    monkeypatch.undo()
    again = Fake()
    run(work, again, tmp_path)
    assert len(again.measured) == 160 - 16


def test_a_run_has_the_load_of_the_last_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getloadavg", lambda: (0.126, 5.0, 9.0))
    outcome, _ = run(make_work(make_snippet(), mode="quick"), Fake(), tmp_path)
    assert {run.load for run in outcome.measurements["3.13"][0].runs} == {0.13}


def is_rising(numbers: Iterable[float]) -> bool:
    found = list(numbers)
    return found == sorted(found)


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    steps: list[Step] = []
    run(make_work(make_snippet()), Fake(), tmp_path, steps)
    rounds = [step for step in steps if step.text.startswith(("round", "measured"))]
    assert is_rising(step.done for step in rounds)
    assert rounds[-1].done == rounds[-1].total
    assert len({step.total for step in rounds}) == 1


def test_progress_tells_the_round_of_each_process(tmp_path: Path) -> None:
    steps: list[Step] = []
    run(make_work(make_snippet(), mode="quick"), Fake(), tmp_path, steps)
    rounds = [step.text for step in steps if step.text.startswith("round")]
    assert rounds == [f"round {number} of 3" for number in (1, 2, 3) for _ in range(8)]


def test_progress_is_in_seconds_of_starts_warmups_and_values(tmp_path: Path) -> None:
    steps: list[Step] = []
    outcome, _ = run(make_work(make_snippet()), Fake(), tmp_path, steps)
    runs = [run for ms in outcome.measurements.values() for m in ms for run in m.runs]
    calls = sum(len(run.values) + len(run.warmups) for run in runs)
    assert steps[-1].total == pytest.approx(0.1 * len(runs) + 0.064 * calls)
