"""What one process does: the first calls of a function (`check`), or its values (`measure`)."""

import json
import math
import sys
import threading
import time

SHORT = 1e-6  # seconds for a call: as little as calling itself may take
CLEAR = 1.05  # times as long as nothing takes: what a function must take at least
TRIES = 50  # of both, in turn
MOST = 1e18  # that a number may be
LONGEST = 60  # characters of a value that are shown


def work(snippet, job):
    """Do a job; whatever the snippet raises is its result."""
    try:
        check_timer()
        return JOBS[job["do"]](snippet, job)
    except BaseException as error:  # sys.exit() and Ctrl-C too
        return explain(error)


def check_timer():
    """Refuse a timer that the snippet has put in the place of Python's."""
    if type(time.perf_counter) is not type(len):
        raise RuntimeError("time.perf_counter is another one than Python's: leave it alone")


def explain(error):
    """Tell of an exception, without the frames that are of the harness."""
    import traceback

    own = (
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if not frame.f_code.co_qualname.startswith("_measured_python")
    )
    lines = traceback.StackSummary.extract(own).format()
    text = "".join(traceback.format_exception_only(type(error), error)).strip()
    return {"error": text.splitlines()[-1], "traceback": "".join([*lines, text]) if lines else ""}


def check(snippet, job):
    """Call a function for the first time; find how often to call it for one value."""
    with Benchmark(snippet, job) as benchmark:
        benchmark.setup()
        start = time.perf_counter()
        value = benchmark.call()
        seconds = time.perf_counter() - start
        if not job["function"].startswith("time_"):
            return {"loops": 1, "seconds": seconds}
        if hasattr(value, "__await__"):
            raise TypeError("it returned a coroutine that nobody awaits: write async def")
        if hasattr(value, "__next__"):
            raise TypeError("it returned an iterator, and nothing of that ran: consume it")
        loops, seconds = calibrate(benchmark, job["min_seconds"])
        if seconds < SHORT:
            compare_with_nothing(benchmark, loops)
        return {"loops": loops, "seconds": seconds, "output": describe(value)}


def calibrate(benchmark, min_seconds):
    """Find how many calls take long enough, and little longer: doubled, then cut back."""
    loops = 1
    while True:
        seconds = time_once(benchmark, loops)
        if seconds >= min_seconds and loops > 1:  # again, as a pause of the machine is no work
            seconds = min(seconds, *(time_once(benchmark, loops) for _ in range(2)))
        if seconds >= min_seconds:
            return math.ceil(loops * min_seconds / seconds), seconds / loops
        loops *= 2 if seconds > min_seconds / 20 else 8


def time_once(benchmark, loops):
    """Seconds that all the calls take, after a setup."""
    benchmark.setup()
    return benchmark.time(loops)


def compare_with_nothing(benchmark, loops):
    """Refuse what takes no longer than a call that does nothing."""
    nothing = benchmark.make_nothing()
    loops = math.ceil(loops / 20)
    # In turn and often: a noisy machine slows both of a pair, or few pairs.
    pairs = [(benchmark.time(loops), nothing.time(loops)) for _ in range(TRIES)]
    if sorted(taken / empty for taken, empty in pairs)[TRIES // 2] < CLEAR:
        taken, empty = (min(times) / loops * 1e9 for times in zip(*pairs, strict=True))
        found = f"{taken:.1f} ns a call, and {empty:.1f} ns for nothing"
        raise ValueError(f"it is faster than the timer can tell: {found}; let it do more")


def measure(snippet, job):
    """Take the values of this process, and the state of the GIL before and after."""
    kind = job["function"].partition("_")[0]
    take = {"time": take_times, "peakmem": take_peak, "track": take_number}[kind]
    gil_before = is_gil_enabled()
    with Benchmark(snippet, job) as benchmark:
        values = take(benchmark, job)
    warmups = values[: job["warmups"]] if kind == "time" else []
    return {
        "warmups": [[job["loops"], value] for value in warmups],
        "values": values[len(warmups) :],
        "gil_before": gil_before,
        "gil_after": is_gil_enabled(),
    }


def take_times(benchmark, job):
    """Seconds for one call, for each value."""
    loops = job["loops"]
    return [time_once(benchmark, loops) / loops for _ in range(job["warmups"] + job["values"])]


def take_peak(benchmark, job):
    """Bytes that the whole process held at most, interpreter and imports included."""
    benchmark.setup()
    kept = []  # what it returns counts while it is kept

    def call(*arguments):
        kept.append(benchmark.function(*arguments))

    if job["threads"] is None:
        kept.append(benchmark.call())
    else:
        time_threads(call, benchmark.params, 1, job["threads"])
    return [read_peak()]


def take_number(benchmark, _job):
    """Return the number that the function gives."""
    benchmark.setup()
    number = benchmark.call()
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
    if not is_number or not 0 < number < MOST:
        raise ValueError(f"it must return a number above 0, and returned {repr(number)[:LONGEST]}")
    return [number]


JOBS = {"check": check, "measure": measure}


class Benchmark:
    """A function with its arguments and its setup, called, awaited, or called by threads."""

    def __init__(self, snippet, job):
        self.function = snippet[job["function"]]
        self.params = json.dumps(job["params"])
        self.arguments = tuple(job["params"])
        self.threads = job.get("threads")
        self.prepare = snippet.get("setup")
        self.runner = None
        if any(map(is_async, (self.function, self.prepare))):
            import asyncio

            self.runner = asyncio.Runner()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self.runner is not None:
            self.runner.close()

    def setup(self):
        """Run the setup of the snippet, which takes all parameters or none."""
        if self.prepare is not None:
            self.call(self.prepare, self.arguments if takes(self.prepare, self.arguments) else ())

    def call(self, function=None, arguments=None):
        """Call a function once, this one if no other is given, and return what it gives."""
        function = function or self.function
        value = function(*(self.arguments if arguments is None else arguments))
        return self.runner.run(value) if is_async(function) else value

    def time(self, loops):
        """Seconds that all the calls take."""
        if self.threads is not None:
            return time_threads(self.function, self.params, loops, self.threads)
        if is_async(self.function):
            return self.runner.run(time_awaited(self.function, self.arguments, loops))
        return time_calls(self.function, self.arguments, loops)

    def make_nothing(self):
        """Make the same of a function that does nothing."""
        twin = object.__new__(Benchmark)
        twin.__dict__.update(self.__dict__)
        twin.function = do_nothing_later if is_async(self.function) else do_nothing
        return twin


def takes(function, arguments):
    """Tell whether a function can be called with arguments."""
    if not arguments:
        return True
    import inspect

    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        return False
    return True


def do_nothing(*arguments):
    """Be called, and no more."""


async def do_nothing_later(*arguments):
    """Be awaited, and no more."""


def is_async(function):
    """Tell whether a function is defined by async def."""
    return bool(getattr(getattr(function, "__code__", None), "co_flags", 0) & 0x80)


def time_calls(function, arguments, loops):
    """Call a function so many times."""
    calls = range(loops)
    start = time.perf_counter()
    for _ in calls:
        function(*arguments)
    return time.perf_counter() - start


async def time_awaited(function, arguments, loops):
    """Await a function so many times, one after another."""
    calls = range(loops)
    start = time.perf_counter()
    for _ in calls:
        await function(*arguments)
    return time.perf_counter() - start


def time_threads(function, params, loops, count):
    """Let threads call a function at once, each so many times; from their start to the last end."""
    begun, errors = [], []
    barrier = threading.Barrier(count, lambda: begun.append(time.perf_counter()))

    def call(function, loops):
        try:
            # Objects of its own: threads that share one without the GIL slow each other down.
            arguments = tuple(json.loads(params))
            barrier.wait()
            for _ in range(loops):
                function(*arguments)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=call, args=(function, loops)) for _ in range(count)]
    try:
        for thread in threads:
            thread.start()
    except RuntimeError:  # no more threads can be had
        barrier.abort()
        raise
    for thread in threads:
        thread.join()
    ended = time.perf_counter()
    if errors:
        raise errors[0]
    return ended - begun[0]


def is_gil_enabled():
    """Tell whether one thread at a time runs; where it cannot be asked, it is so."""
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def read_peak():
    """Bytes that this process has held at most."""
    try:
        # ru_maxrss would begin with what the parent held.
        with open("/proc/self/status", encoding="ascii", errors="replace") as status:
            return next(int(line.split()[1]) * 1024 for line in status if "VmHWM" in line)
    except (OSError, StopIteration):
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def describe(value):
    """Describe a value so that equal ones are described alike in all processes."""
    import hashlib

    if value is None or isinstance(value, (bool, int, float, str, bytes)):
        shown = "".join(spell(value, ()))
        if len(shown) <= LONGEST:
            return shown
    try:
        text = "".join(spell(value, ()))
    except RecursionError:
        text = "deep"  # compared no further
    digest = hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]
    return f"{type(value).__name__} {digest}"


def spell(value, around):
    """Spell a value out; `around` has the ids of what holds it."""
    inside = (*around, id(value))
    if id(value) in around:
        yield "itself"
    elif isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        number = int(value)  # 1, 1.0 and True are equal
        yield str(number) if abs(number) < MOST else hex(number)
    elif isinstance(value, (set, frozenset)):
        yield f"set{sorted(''.join(spell(item, inside)) for item in value)}"
    elif isinstance(value, dict):
        yield f"dict{sorted(''.join(spell(pair, inside)) for pair in value.items())}"
    elif isinstance(value, (list, tuple)):
        yield type(value).__name__
        for item in value:
            yield from ("(", *spell(item, inside), ")")
    else:
        text = repr(value)
        yield type(value).__qualname__ if " at 0x" in text else text  # an address is no value
