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

from plugins.bench.harness.page_state import note_state, restore_state
from plugins.bench.harness.page_words import find_median, list_differences, tell_error, write_rows
from plugins.bench.harness.table import write_cell
from plugins.bench.harness.worker import (
    CLEAR,
    LONGEST,
    MOST,
    SHORT,
    check_timer,
    describe,
    do_nothing,
    do_nothing_later,
    is_async,
    takes,
    time_awaited,
    time_calls,
)

TARGET = 0.2  # seconds for one value: the clock steps by up to 1 ms there
ROUNDS = 5  # values for each cell, taken in turn
PAIRS = 5  # of a function that takes next to nothing, and of nothing
KINDS = ("time_", "track_")  # no one tells how much memory Python holds there


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

    state = note_state()
    try:
        outputs = {}
        await measure(load(code, settings), settings, outputs, tell)
        if settings["compare_output"]:
            for text in list_differences(outputs):
                tell("trouble", error=text)
    except BaseException as error:  # sys.exit() too
        tell("trouble", **tell_error(error))
    finally:
        await restore_state(state)


async def measure(trials, settings, outputs, tell):
    """Take the values of trials, round by round; one that fails is left out from then on."""
    values, failed = {}, set()
    awaited = {trial.cell for trial in trials if is_async(trial.function)}

    def tell_rows():
        tell("rows", rows=list(write_rows(settings, values, awaited)))

    for number in range(ROUNDS):
        order = [trial for trial in rotate(trials, number) if trial not in failed]
        for place, trial in enumerate(order):
            share = (number + place / len(order)) / ROUNDS
            tell("progress", share=share)
            try:
                if number == 0:
                    await trial.prepare(outputs)
                values.setdefault(trial.cell, []).append(await trial.take())
                check_timer()
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
    exec(compile(code, name, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    check_timer()
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
        if hasattr(value, "__next__") or hasattr(value, "__anext__"):
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
