"""What runs in a page, here by itself: news of rows, troubles and progress."""

import asyncio
import builtins
import gc
import json
import re
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest

from plugins.bench.browser import write_runner
from plugins.bench.harness import page, page_words

PLAN = {"name": "a", "params": {}, "baseline": None, "unit": {}, "compare_output": True}
News = list[dict[str, Any]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., News]:
    """Run code as a page does, with what it is made of, but for shorter times."""
    name, text = write_runner()
    quick = text.replace("TARGET = 0.2 ", "TARGET = 0.002 ")
    assert quick != text
    names: dict[str, Any] = {}
    exec(compile(quick, name, "exec"), names)

    def run(code: str, **changes: Any) -> News:
        news: News = []
        plan = json.dumps({**PLAN, **changes})
        with monkeypatch.context() as patch:
            patch.setitem(__import__("sys").modules, "__main__", None)  # put back at the end
            asyncio.run(names["run_page"](code, plan, lambda text: news.append(json.loads(text))))
        return news

    return run


def list_rows(news: News) -> News:
    return [one for one in news if one["kind"] == "rows"][-1]["rows"]


def list_troubles(news: News) -> News:
    return [one for one in news if one["kind"] == "trouble"]


TWO = """
def time_short():
    return sum(range(1_000)) * 0

def time_long():
    return sum(range(10_000)) * 0
"""


def test_rows_have_a_number_and_a_ratio_to_the_baseline(run: Callable[..., News]) -> None:
    news = run(TWO)
    short, long = list_rows(news)
    assert list_troubles(news) == []
    assert (short["cell"], short["is_baseline"], short["ratio"]) == ("time_short", True, "")
    assert short["number"].endswith("\N{NO-BREAK SPACE}µs")
    assert "× slower (" in long["ratio"]
    assert 3 < long["value"] / short["value"] < 30


def test_the_first_row_comes_before_all_is_measured(run: Callable[..., News]) -> None:
    kinds = [(one["kind"], len(one.get("rows", ()))) for one in run(TWO)]
    counts = [one["rows"][0]["count"] for one in run(TWO) if one["kind"] == "rows"]
    assert counts == [1, 1, 1, 2, 3, 4, 5]
    assert kinds[:4] == [("progress", 0), ("rows", 1), ("progress", 0), ("rows", 2)]
    assert sum(kind == "progress" for kind, _ in kinds) == 2 * page.ROUNDS


def test_progress_goes_from_nothing_to_nearly_all(run: Callable[..., News]) -> None:
    shares = [one["share"] for one in run(TWO) if one["kind"] == "progress"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 0.9)


def test_axes_make_cells_by_their_points_and_the_baseline_leads(run: Callable[..., News]) -> None:
    code = "def time_a(n, s): sum(range(n * 50))\ndef time_b(n, s): sum(range(n * 50))\n"
    params = {"n": [1, 2000], "s": [True]}
    rows = list_rows(run(code, params=params, baseline="time_b"))
    assert [row["cell"] for row in rows] == [
        "time_b[n=1, s=true]",
        "time_a[n=1, s=true]",
        "time_b[n=2000, s=true]",
        "time_a[n=2000, s=true]",
    ]
    assert rows[-1]["axes"] == "n 2,000, s true"


def test_what_is_async_is_awaited(run: Callable[..., News]) -> None:
    code = "import asyncio\nasync def setup(): pass\nasync def time_a(): await asyncio.sleep(0)\n"
    news = run(code)
    assert [(row["cell"], row["awaits"]) for row in list_rows(news)] == [("time_a", True)]


def test_numbers_of_their_own_are_shown_as_they_are(run: Callable[..., News]) -> None:
    code = "def track_a(): return 1500\ndef track_b(): return 1500\ndef track_c(): return 0.25\n"
    rows = list_rows(run(code, unit={"track_a": "B", "track_b": "B", "track_c": "s"}))
    assert [(row["number"], row["ratio"]) for row in rows] == [
        ("1,500", ""),
        ("1,500", "the same"),
        ("0.25", ""),
    ]
    assert [row["is_baseline"] for row in rows] == [True, False, False]


def test_setup_takes_the_parameters_or_none(run: Callable[..., News]) -> None:
    code = "seen = []\ndef setup(n): seen.append(n)\ndef track_a(n): return seen[-1]\n"
    assert [row["value"] for row in list_rows(run(code, params={"n": [3, 4]}))] == [3, 4]
    code = "seen = []\ndef setup(): seen.append(7)\ndef track_a(n): return seen[-1]\n"
    assert [row["value"] for row in list_rows(run(code, params={"n": [3]}))] == [7]


def test_only_what_the_code_defines_is_measured(run: Callable[..., News]) -> None:
    code = "from time import time_ns\ntrack_x = 1\ndef track_a(): return 1\ndef peakmem_b(): pass\n"
    assert [row["cell"] for row in list_rows(run(code))] == ["track_a"]


@pytest.mark.filterwarnings("ignore:coroutine", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("code", "error", "shown"),
    [
        ("def time_a(:", "SyntaxError: invalid syntax", 'File "a.py", line 1'),
        ("\n1 / 0", "ZeroDivisionError: division by zero", 'File "a.py", line 2, in <module>'),
        ("raise SystemExit('bye')", "SystemExit: bye", "line 1"),
        ("x = 1", "LookupError: there is no function time_* or track_*", ""),
        ("def time_a():\n    return missing", "NameError: name", "line 2, in time_a\n    return m"),
        ("async def time_a(): yield 1", "TypeError: it returned an iterator", ""),
        ("def time_a(): yield 1", "TypeError: it returned an iterator", ""),
        ("def time_a(): pass", "ValueError: it is faster than the timer", ""),
        (
            "def track_a(): return 'x'",
            "ValueError: it must return a number above 0, and returned 'x'",
            "",
        ),
        ("def time_a(): raise KeyboardInterrupt", "KeyboardInterrupt", "line 1, in time_a"),
        ("async def f(): pass\ndef time_a(): return f()", "TypeError: it returned a cor", ""),
        ("import numpy_that_is_not", "ModuleNotFoundError", "line 1"),
    ],
)
def test_an_error_tells_where_it_is(
    run: Callable[..., News], code: str, error: str, shown: str
) -> None:
    (trouble,) = list_troubles(run(code))
    assert trouble["error"].startswith(error)
    assert shown in trouble["traceback"]
    assert "page-" not in trouble["traceback"]


def test_an_error_costs_its_own_cell_only(run: Callable[..., News]) -> None:
    code = f"{TWO}\ndef time_wrong(): 1 / 0\n"
    news = run(code)
    assert [one["cell"] for one in list_troubles(news)] == ["time_wrong"]
    assert [row["cell"] for row in list_rows(news)] == ["time_short", "time_long"]


def test_an_error_in_a_later_round_takes_its_row_away(run: Callable[..., News]) -> None:
    code = "left = [1, 1]\ndef track_a(): return left.pop()\ndef track_b(): return 1\n"
    news = run(code)
    assert len(list_troubles(news)) == 1
    assert [row["cell"] for row in list_rows(news)] == ["track_b"]


def test_different_answers_are_told(run: Callable[..., News]) -> None:
    code = TWO.replace("* 0", "", 1)
    (trouble,) = list_troubles(run(code))
    expected = "The functions return different values: time_short 499500, time_long 0"
    assert trouble["error"] == expected
    assert list_troubles(run(code, compare_output=False)) == []


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (RuntimeError("can't start new thread"), "one thread"),
        (OSError(138, "emscripten does not support processes."), "processes"),
        (ModuleNotFoundError("No module named '_multiprocessing'"), "processes"),
        (ModuleNotFoundError("No module named '_interpreters'"), "subinterpreters"),
        (ModuleNotFoundError("No module named 'numpy'"), "standard library"),
        (ImportError("cannot import name 'InterpreterPoolExecutor'"), "subinterpreters"),
        (MemoryError(), "no more memory"),
        (ValueError("x"), ""),
    ],
)
def test_what_a_browser_lacks_is_explained(error: Exception, meaning: str) -> None:
    found = page_words.tell_error(error)["meaning"]
    assert (meaning in found) if meaning else not found


def test_an_error_tells_whether_the_next_benchmark_needs_another_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert page_words.tell_error(MemoryError())["spoils"]
    assert not page_words.tell_error(ValueError())["spoils"]
    monkeypatch.setattr(page_words.time, "perf_counter", lambda: 0)
    assert page_words.tell_error(ValueError())["spoils"]


def test_a_long_error_is_cut() -> None:
    def fall(depth: int) -> None:
        if depth % 2:
            fall(depth - 1)  # by another line each time, or Python would count them
        elif depth:
            fall(depth - 1)
        raise ValueError("x" * 100_000 + "\n" * 100)

    with pytest.raises(ValueError, match="x") as caught:
        fall(100)
    found = page_words.tell_error(caught.value)
    assert found["error"].endswith("x … (100,012 characters)")
    assert len(found["error"]) < 350
    lines = found["traceback"].splitlines()
    assert len(lines) == 31
    assert re.fullmatch(r"… \d+ lines are left out …", lines[10])
    assert max(map(len, lines)) < 550


def test_a_group_of_errors_tells_those_in_it() -> None:
    inner = ExceptionGroup("inner", [RuntimeError("can't start new thread")])
    found = page_words.tell_error(ExceptionGroup("outer", [ValueError("a"), inner]))
    assert found["error"].endswith("; ValueError: a; RuntimeError: can't start new thread")
    assert "one thread" in found["meaning"]


CHANGES = """
import asyncio, builtins, gc, sys
gc.disable()
gc.set_threshold(1)
sys.setrecursionlimit(5_000)
sys.setprofile(lambda *_: None)
builtins.hex = None
builtins.extra = 1
sys.stdout = None
async def wait(): await asyncio.sleep(1_000)
async def track_a():
    asyncio.get_running_loop().set_task_factory(lambda *_, **__: None)
    return 1
"""


def test_what_a_benchmark_changes_is_brought_back(run: Callable[..., News]) -> None:
    before = gc.get_threshold(), sys.getrecursionlimit(), sys.stdout
    assert [row["number"] for row in list_rows(run(CHANGES))] == ["1"]
    assert (gc.get_threshold(), sys.getrecursionlimit(), sys.stdout) == before
    assert gc.isenabled()
    assert sys.getprofile() is None
    assert not hasattr(builtins, "extra")
    assert hex(15) == "0xf"


def test_tasks_that_are_left_behind_are_ended(run: Callable[..., News]) -> None:
    code = (
        "import asyncio\nseen = []\n"
        "async def wait():\n"
        "    try: await asyncio.sleep(1_000)\n"
        "    finally: print('ended')\n"
        "async def track_a():\n"
        "    asyncio.ensure_future(wait())\n"
        "    await asyncio.sleep(0)\n"
        "    return 1\n"
    )
    assert list_troubles(run(code)) == []


def test_a_clock_of_its_own_is_refused(run: Callable[..., News]) -> None:
    original = time.perf_counter
    for code in (
        "import time\ntime.perf_counter = lambda: 1\ndef track_a(): return 1\n",
        "import time\ndef track_a():\n    time.perf_counter = lambda: 1\n    return 1\n",
    ):
        try:
            (trouble,) = list_troubles(run(code))
        finally:
            time.perf_counter = original
        assert "time.perf_counter is another one than Python's" in trouble["error"]
        assert trouble["spoils"]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (12.345, "12.3 s"),
        (0.9996, "1.00 s"),
        (0.9994, "999 ms"),
        (1.5e-6, "1.50 µs"),
        (2e-12, "0.00 ns"),
    ],
)
def test_times_have_three_digits(seconds: float, expected: str) -> None:
    assert page_words.write_seconds(seconds).replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("own", "others", "expected"),
    [
        ([2, 2.2, 2.4], [1, 1, 1], "2.20× slower (2.00–2.40)"),
        ([1, 1, 1], [2, 2.5, 4], "2.50× faster (2.00–4.00)"),
        ([1, 1.1], [1, 1], "no clear difference (1.00–1.10)"),
        ([0.9, 1.1], [1, 1], "no clear difference (0.90–1.10)"),
        ([3], [1], "3.00× slower"),
        ([1, 1], [1, 1], "the same"),
    ],
)
def test_a_ratio_is_that_of_its_rounds(
    own: list[float], others: list[float], expected: str
) -> None:
    assert page_words.write_ratio(own, others, "time") == expected
    assert page_words.write_ratio([4.0], [2.0], "track") == "2.00× higher"
