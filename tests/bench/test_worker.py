"""What one process does, called as the script calls it."""

import asyncio
import functools
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from plugins.bench.harness.worker import describe, is_async, read_peak, work

SEEN: list[Any] = []


def check(snippet: dict[str, Any], function: str = "time_x", seconds: float = 0.002) -> Any:
    job = {"do": "check", "function": function, "params": [], "threads": None}
    return work(snippet, {**job, "min_seconds": seconds})


def measure(
    snippet: dict[str, Any],
    function: str = "time_x",
    params: Any = (),
    threads: int | None = None,
    **counts: int,
) -> Any:
    counts = {"loops": 2, "values": 3, "warmups": 1, **counts}
    job = {"do": "measure", "function": function, "params": list(params), "threads": threads}
    return work(snippet, {**job, **counts})


def test_loops_take_long_enough_and_little_longer() -> None:
    result = check({"time_x": lambda: time.sleep(0.0003)}, seconds=0.02)
    assert 0.0003 <= result["seconds"] < 0.01
    assert 0.02 <= result["loops"] * result["seconds"] <= 0.02 + result["seconds"]


def test_a_pause_of_the_machine_is_no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = iter([0.0, 0.0, 0.005])
    monkeypatch.setattr(
        "plugins.bench.harness.worker.time_calls",
        lambda _function, _arguments, loops: loops * 2e-6 + next(pauses, 0.0),
    )
    result = check({"time_x": lambda: None})
    assert result["loops"] == pytest.approx(1000, abs=1)
    assert result["seconds"] == pytest.approx(2e-6)


def test_a_value_is_seconds_for_one_call() -> None:
    result = measure({"time_x": lambda: time.sleep(0.002)}, loops=5)
    assert len(result["values"]) == 3
    assert 0.002 <= min(result["values"]) < 0.01
    assert [loops for loops, _ in result["warmups"]] == [5]


def test_setup_runs_before_each_value_and_before_each_warmup() -> None:
    calls = []
    snippet = {"setup": lambda: calls.append("setup"), "time_x": lambda: calls.append("x")}
    measure(snippet, loops=2, values=2, warmups=1)
    assert calls == ["setup", "x", "x"] * 3


def test_setup_takes_all_parameters_or_none() -> None:
    calls = []
    snippet = {"setup": lambda a, b: calls.append((a, b)), "time_x": lambda _a, _b: None}
    measure(snippet, params=[1, "two"], values=1, warmups=0)
    assert calls == [(1, "two")]


@pytest.mark.parametrize(
    "setup",
    [lambda *given: SEEN.append(given), functools.partial(lambda x, y: SEEN.append((x, y)))],
    ids=["any", "partial"],
)
def test_a_setup_that_is_no_plain_function_takes_them_too(setup: Any) -> None:
    SEEN.clear()
    snippet = {"setup": setup, "time_x": lambda _a, _b: None}
    assert "error" not in measure(snippet, params=[1, 2], values=1, warmups=0)
    assert SEEN == [(1, 2)]


def test_parameters_come_in_order() -> None:
    calls = []
    measure({"time_x": lambda *given: calls.append(given)}, params=[3, "a", True], warmups=0)
    assert set(calls) == {(3, "a", True)}


def test_async_functions_are_awaited_in_one_loop() -> None:
    loops = []

    async def setup() -> None:
        loops.append(asyncio.get_running_loop())

    async def time_x() -> None:
        loops.append(asyncio.get_running_loop())
        await asyncio.sleep(0.001)

    result = measure({"setup": setup, "time_x": time_x})
    assert len(set(loops)) == 1
    assert 0.001 <= min(result["values"]) < 0.02


def test_threads_call_at_once_and_the_last_one_ends_it() -> None:
    together = threading.Barrier(3)

    def time_x() -> None:
        together.wait(5)
        time.sleep(0.002)

    result = measure({"time_x": time_x}, threads=3, loops=2)
    assert 0.002 <= min(result["values"]) < 0.05


def test_threads_share_no_parameter() -> None:
    seen = set()
    snippet = {"time_x": lambda size: seen.add((threading.get_ident(), id(size)))}
    measure(snippet, params=[10**20], threads=2, values=1, warmups=0)
    assert len({number for _, number in seen}) == 2


def test_starting_threads_is_not_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    start = threading.Thread.start

    def start_late(thread: threading.Thread) -> None:
        time.sleep(0.05)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_late)
    result = measure({"time_x": lambda: None}, threads=2, warmups=0)
    assert min(result["values"]) < 0.05


def test_what_a_thread_raises_is_the_result() -> None:
    def time_x() -> None:
        raise KeyError("inside")

    assert measure({"time_x": time_x}, threads=2)["error"] == "KeyError: 'inside'"


def test_a_track_function_gives_its_own_number() -> None:
    assert measure({"track_x": lambda: 12.5}, "track_x")["values"] == [12.5]


@pytest.mark.parametrize(
    "value",
    [0, -1, float("nan"), float("inf"), None, "5", True, 10**400],
    ids=lambda value: repr(value)[:9],
)
def test_a_track_function_must_give_a_number_above_0(value: Any) -> None:
    result = measure({"track_x": lambda: value}, "track_x")
    assert "number above 0" in result["error"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the peak begins with the parent's")
def test_the_peak_is_that_of_the_process() -> None:
    held = bytearray(b"x" * 50_000_000)
    assert read_peak() > len(held)


def test_peak_memory_counts_what_is_returned() -> None:
    before = read_peak()
    result = measure({"peakmem_x": lambda: b"x" * (before + 10_000_000)}, "peakmem_x")
    assert result["values"][0] > before + 10_000_000
    assert result["warmups"] == []


def test_peak_memory_of_threads_counts_what_all_of_them_return() -> None:
    before = read_peak()
    size = before // 3 + 10_000_000
    result = measure({"peakmem_x": lambda: b"x" * size}, "peakmem_x", threads=3)
    assert result["values"][0] > before + 10_000_000


def test_the_gil_is_asked_before_and_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when an extension that is imported late turns it on."""
    states = [False]
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: states[0], raising=False)

    def time_x() -> None:
        states[0] = True

    result = measure({"time_x": time_x})
    assert (result["gil_before"], result["gil_after"]) == (False, True)


def test_where_it_cannot_be_asked_the_gil_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(sys, "_is_gil_enabled", raising=False)
    assert measure({"time_x": lambda: None})["gil_after"] is True


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ZeroDivisionError("by 0"), "ZeroDivisionError: by 0"),
        (SystemExit(3), "SystemExit: 3"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
        (MemoryError(), "MemoryError"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_whatever_is_raised_is_the_result(error: Any, told: Any) -> None:
    def time_x() -> None:
        raise error

    result = check({"time_x": time_x})
    assert result["error"] == told
    assert "time_x" in result["traceback"]


def test_a_call_that_does_nothing_is_refused() -> None:
    assert "faster than the timer can tell" in check({"time_x": lambda: None})["error"]


def test_an_awaited_call_that_does_nothing_is_refused() -> None:
    async def time_x() -> None:
        pass

    assert "faster than the timer can tell" in check({"time_x": time_x})["error"]


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited")
def test_a_coroutine_that_nobody_awaits_is_refused() -> None:
    async def later() -> None:
        pass

    assert "write async def" in check({"time_x": lambda: [later()][0]})["error"]


def test_an_iterator_is_refused_as_nothing_of_it_ran() -> None:
    assert "consume it" in check({"time_x": lambda: (n for n in range(9))})["error"]


def test_another_timer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    timer = time.perf_counter
    monkeypatch.setattr(time, "perf_counter", lambda: 2 * timer())
    assert "leave it alone" in measure({"time_x": lambda: None})["error"]


class Plain:
    pass


class Named:
    def __repr__(self) -> str:
        return "Named()"


LOOP: list[Any] = []
LOOP.append(LOOP)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({3, 1, 2}, {2, 3, 1}),
        ({"a": 1, "b": {2, 1}}, {"b": {1, 2}, "a": 1}),
        (frozenset(map(str, range(50))), frozenset(map(str, reversed(range(50))))),
        (Plain(), Plain()),
        (Named(), Named()),
        ([Plain()], [Plain()]),
        (LOOP, LOOP),
        (lambda: 1, lambda: 1),
        (1, True),
        (1, 1.0),
        (10**5000, 10**5000),
    ],
    ids="set dict frozenset address repr nested cycle function true float huge".split(),
)
def test_equal_values_are_described_alike(one: Any, other: Any) -> None:
    assert describe(one) == describe(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 2),
        ("a", "b"),
        ([1, 2], [2, 1]),
        ([[1], 2], [[1, 2]]),
        (["a", "b"], ["ab"]),
        ({"a": 1}, {"a": 2}),
        ((1,), [1]),
        ("x" * 100, "x" * 101),
        (None, 0),
    ],
    ids=repr,
)
def test_other_values_are_described_otherwise(one: Any, other: Any) -> None:
    assert describe(one) != describe(other)


def test_what_is_nested_too_deeply_is_described() -> None:
    value: Any = []
    for _ in range(5000):
        value = [value]
    assert describe(value).startswith("list ")


def test_a_short_value_is_shown() -> None:
    assert describe(499500) == "499500"
    assert describe("text") == "'text'"
    assert describe(list(range(1000))).startswith("list ")


def test_async_is_told_by_the_function() -> None:
    async def later() -> None:
        pass

    assert is_async(later)
    assert not is_async(lambda: None)
    assert not is_async(print)


def test_the_harness_needs_the_standard_library_alone() -> None:
    """But for pyperf, and that only where a table or a file is made."""
    folder = Path(sys.modules["plugins.bench.harness.worker"].__file__).parent
    for path in folder.glob("*.py"):
        text = path.read_text()
        tops = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
        allowed = (
            "import ast",
            "import asyncio",
            "import builtins",
            "import gc",
            "import json",
            "import linecache",
            "import os",
            "import math",
            "import sys",
            "import threading",
            "import time",
            "import types",
        )
        assert all(line.startswith(("from plugins.bench.harness", *allowed)) for line in tops)
