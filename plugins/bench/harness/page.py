"""What a page does: runs a benchmark in the reader's browser, and tells what it finds.

There is one process, one thread and an event loop that runs already, so calls are awaited here;
what is called, timed, described and explained is as everywhere.
"""

import ast
import json
import linecache
import math
import sys
import time
import types

from plugins.bench.harness.table import find_baseline, write_cell
from plugins.bench.harness.worker import (
    CLEAR,
    LONGEST,
    MOST,
    SHORT,
    check_timer,
    describe,
    do_nothing,
    do_nothing_later,
    explain,
    is_async,
    takes,
    time_awaited,
    time_calls,
)

TARGET = 0.2  # seconds for one value: the clock steps by up to 1 ms there
ROUNDS = 5  # values for each cell, taken in turn
PAIRS = 5  # of a function that takes next to nothing, and of nothing
KINDS = ("time_", "track_")  # no one tells how much memory Python holds there

# What an error means, by what it says, in a Python that has one thread and no system around it.
MEANINGS = (
    ("start new thread", "A browser's Python has one thread."),
    ("support processes", "A browser's Python cannot start processes."),
    ("ProcessPoolExecutor", "A browser's Python cannot start processes."),
    ("multiprocessing", "A browser's Python cannot start processes."),
    ("_posixsubprocess", "A browser's Python cannot start processes."),
    ("nterpreter", "A browser's Python has no subinterpreters."),
    ("TLS not supported", "A browser's Python has no network."),
    ("MemoryError", "There is no more memory: a browser gives Python less than a machine has."),
    ("index-sized", "A browser's Python has 32 bits: no sequence is longer than 2,147,483,647."),
    ("ModuleNotFoundError", "Of packages, only Python's standard library is here."),
)


async def run_page(code, plan, post):
    """Run a benchmark, and tell of it in JSON as it goes.

    Args:
        code: As the page shows it, or the reader has changed it.
        plan: What its author says of it, as JSON: name, params, baseline, unit, compare_output.
        post: Called with each news: an object with "kind", one of "progress", "rows", "trouble".
    """
    settings = json.loads(plan)

    def tell(kind, **news):
        post(json.dumps({"kind": kind, **news}))

    try:
        trials = load(code, settings)
    except BaseException as error:  # sys.exit() too
        tell("trouble", **tell_error(error))
        return
    outputs = {}
    await measure(trials, settings, outputs, tell)
    if settings["compare_output"]:
        for text in list_differences(outputs):
            tell("trouble", error=text)


async def measure(trials, settings, outputs, tell):
    """Take the values of trials, round by round; one that fails is left out from then on."""
    values, failed = {}, set()

    def tell_rows():
        tell("rows", rows=list(write_rows(settings, values)))

    for number in range(ROUNDS):
        order = [trial for trial in rotate(trials, number) if trial not in failed]
        for place, trial in enumerate(order):
            share = (number + place / len(order)) / ROUNDS
            tell("progress", share=share, awaits=is_async(trial.function))
            try:
                if number == 0:
                    await trial.prepare(outputs)
                values.setdefault(trial.cell, []).append(await trial.take())
            except BaseException as error:
                tell("trouble", cell=trial.name, **tell_error(error))
                values.pop(trial.cell, None)
                failed.add(trial)
            if number == 0:  # a first look, as soon as it can be had
                tell_rows()
        tell_rows()


def load(code, settings):
    """Run the code of a benchmark; make a trial of each function at each point of its axes."""
    name = f"{settings['name']}.py"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    check_timer()
    exec(compile(code, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    names = list_functions(code)
    points = [()]
    for axis in settings["params"].values():
        points = [(*point, value) for point in points for value in axis]
    names.sort(key=lambda name: name != settings["baseline"])
    cells = [(name, point, None) for point in points for name in names]
    if not cells:
        raise LookupError("there is no function time_* or track_*")
    return [Trial(settings, vars(module), cell) for cell in cells]


def list_functions(code):
    """List the functions to measure: those that the code itself defines."""
    definitions = (node for node in ast.parse(code).body if hasattr(node, "args"))
    names = dict.fromkeys(node.name for node in definitions)
    return [name for name in names if name.startswith(KINDS)]


def rotate(trials, number):
    """Put trials into the order of a round: each is first now and then."""
    start = number % max(len(trials), 1)
    return [*trials[start:], *trials[:start]]


class Trial:
    """A function with its arguments and its setup."""

    def __init__(self, settings, names, cell):
        self.function = names[cell[0]]
        self.before = names.get("setup")
        self.cell, self.name = cell, write_cell(settings, cell)
        self.kind = cell[0].partition("_")[0]
        self.loops = 1

    async def call(self, function, arguments):
        """Call or await a function once."""
        value = function(*arguments)
        return await value if is_async(function) else value

    async def setup(self):
        """Run the setup, which takes all parameters or none."""
        arguments = self.cell[1]
        if self.before is not None:
            await self.call(self.before, arguments if takes(self.before, arguments) else ())

    async def time(self, function=None):
        """Seconds that all the calls take, after a setup; of another function, without."""
        if function is None:
            function = self.function
            await self.setup()
        if is_async(function):
            return await time_awaited(function, self.cell[1], self.loops)
        return time_calls(function, self.cell[1], self.loops)

    async def prepare(self, outputs):
        """Call a function that is timed for the first time; find how often for one value."""
        if self.kind != "time":
            return
        await self.setup()
        start = time.perf_counter()
        value = await self.call(self.function, self.cell[1])
        seconds = time.perf_counter() - start
        if hasattr(value, "__await__"):
            raise TypeError("it returned a coroutine that nobody awaits: write async def")
        if hasattr(value, "__next__"):
            raise TypeError("it returned an iterator, and nothing of that ran: consume it")
        outputs.setdefault(self.cell[1], {})[self.cell[0]] = describe(value)
        while seconds < TARGET:
            self.loops *= 2 if seconds > TARGET / 20 else 8
            seconds = await self.time()
        self.loops = math.ceil(self.loops * min(1, TARGET / seconds))
        if seconds / self.loops < SHORT:
            await self.compare_with_nothing()

    async def compare_with_nothing(self):
        """Refuse what takes no longer than a call that does nothing."""
        nothing = do_nothing_later if is_async(self.function) else do_nothing
        pairs = [(await self.time(), await self.time(nothing)) for _ in range(PAIRS)]
        if find_median([taken / empty for taken, empty in pairs]) < CLEAR:
            raise ValueError("it is faster than the timer can tell: let it do more")

    async def take(self):
        """Take one value: seconds for one call, or the number that the function gives."""
        if self.kind == "time":
            return await self.time() / self.loops
        await self.setup()
        number = await self.call(self.function, self.cell[1])
        is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
        if not is_number or not 0 < number < MOST:
            found = repr(number)[:LONGEST]
            raise ValueError(f"it must return a number above 0, and returned {found}")
        return number


def tell_error(error):
    """Tell of an error: what it says, where, what it means in a browser, and what it spoils.

    What is spoilt is this process, for the benchmarks after this one.
    """
    import traceback

    found = explain(error)
    whole = "".join(traceback.format_exception_only(type(error), error)).strip()
    meanings = (meaning for mark, meaning in MEANINGS if mark in whole)
    return {
        "error": found["error"],
        "traceback": found["traceback"] or whole,
        "meaning": next(meanings, ""),
        "spoils": isinstance(error, MemoryError) or type(time.perf_counter) is not type(len),
    }


def list_differences(outputs):
    """List in words where functions return different values for the same arguments."""
    for point, found in outputs.items():
        if len(set(found.values())) > 1:
            at = f" for {', '.join(map(str, point))}" if point else ""
            texts = ", ".join(f"{name} {output}" for name, output in found.items())
            yield f"The functions return different values{at}: {texts}"


def write_rows(settings, values):
    """Write what a table shows of each cell that has values, in their order."""
    for cell, own in values.items():
        baseline = find_baseline(settings, cell, values)
        middle = find_median(own)
        kind = cell[0].partition("_")[0]
        axes = zip(settings["params"], cell[1], strict=True)
        yield {
            "cell": write_cell(settings, cell),
            "function": cell[0],
            "axes": ", ".join(f"{name} {write_value(value)}" for name, value in axes),
            "kind": kind,
            "value": middle,
            "number": write_seconds(middle) if kind == "time" else write_plain(middle),
            "ratio": write_ratio(own, values[baseline], kind) if baseline != cell else "",
            "is_baseline": baseline == cell and is_compared(settings, cell, values),
        }


def is_compared(settings, cell, values):
    """Tell whether a baseline has others to compare with it."""
    return any(find_baseline(settings, other, values) == cell != other for other in values)


def write_ratio(own, others, kind):
    """Write the ratio to the baseline, round by round: "1.94x slower (1.90-1.98)", finer.

    The ends are the least and the most of all rounds: values of one process are not independent,
    so there is no interval to speak of.
    """
    ratios = sorted(mine / other for mine, other in zip(own, others, strict=False))
    low, middle, high = ratios[0], find_median(ratios), ratios[-1]
    if low == high == 1:
        return "the same"
    if low <= 1 <= high:
        return f"no clear difference ({write_three(low)}\u2013{write_three(high)})"
    word = {"time": ("faster", "slower")}.get(kind, ("lower", "higher"))[middle > 1]
    if middle < 1:
        low, middle, high = 1 / high, 1 / middle, 1 / low
    ends = f" ({write_three(low)}\u2013{write_three(high)})" if low < high else ""
    return f"{write_three(middle)}\u00d7 {word}{ends}"


def find_median(numbers):
    """Find the middle of some numbers, or what lies between the two there."""
    ordered = sorted(numbers)
    last = len(ordered) - 1
    return (ordered[last // 2] + ordered[-(-last // 2)]) / 2


def write_seconds(seconds):
    """Write a time with three digits."""
    scales = ((1, "s"), (1e-3, "ms"), (1e-6, "\u00b5s"), (1e-9, "ns"))
    scale, unit = next((one for one in scales if seconds >= 0.9995 * one[0]), scales[-1])
    return f"{write_three(seconds / scale)}\u00a0{unit}"


def write_three(number):
    """Write a number with three digits, or as many as it has before the point."""
    decimals = sum(number < 10**power - 0.05 / 10 ** (2 - power) for power in (1, 2))
    return f"{number:,.{decimals}f}"


def write_plain(number):
    """Write a number of the author's own, whole or with four digits."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.4g}"


def write_value(value):
    """Write a value of an axis."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else str(value)
