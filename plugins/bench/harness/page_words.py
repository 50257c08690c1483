"""What a page says of a benchmark: rows with numbers and ratios, and errors with their meaning."""

import time

from plugins.bench.harness.table import find_baseline, write_cell
from plugins.bench.harness.worker import explain

MOST_OF_ERROR, MOST_OF_LINE = 300, 500  # characters that are shown
SHOWN = (10, 20)  # lines of a traceback, at its beginning and at its end

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
    ("stack switching", "This browser cannot wait inside a function that is not async."),
    ("running event loop", "Here the event loop is the browser's, and runs already."),
    ("ModuleNotFoundError", "Of packages, only Python's standard library is here."),
)


def tell_error(error):
    """Tell of an error: what it says, where, what it means in a browser, and what it spoils.

    What is spoilt is this process, for the benchmarks after this one.
    """
    import traceback

    found = explain(error)
    whole = "".join(traceback.format_exception_only(type(error), error)).strip()
    parts = [f"{type(part).__name__}: {part}" for part in list_parts(error)]
    meanings = (meaning for mark, meaning in MEANINGS for text in (whole, *parts) if mark in text)
    shown = found["traceback"] or (whole if "\n" in whole else "")  # as of what is no Python
    return {
        "error": cut("; ".join([found["error"], *parts]), MOST_OF_ERROR),
        "traceback": cut_lines(shown),
        "meaning": next(meanings, ""),
        "spoils": isinstance(error, MemoryError) or type(time.perf_counter) is not type(len),
    }


def list_parts(error):
    """List the errors in a group of them, as of tasks, and those in groups therein."""
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        inside = list(list_parts(part))
        yield from inside or [part]


def cut(text, most):
    """Cut a text that is too long, and say how long it was."""
    return text if len(text) <= most else f"{text[:most]} … ({len(text):,} characters)"


def cut_lines(text):
    """Cut a traceback: its first lines and its last say most."""
    lines = [cut(line, MOST_OF_LINE) for line in text.splitlines()]
    if len(lines) > sum(SHOWN):
        left_out = f"… {len(lines) - sum(SHOWN):,} lines are left out …"
        lines = [*lines[: SHOWN[0]], left_out, *lines[-SHOWN[1] :]]
    return "\n".join(lines)


def list_differences(outputs):
    """List in words where functions return different values for the same arguments."""
    for point, found in outputs.items():
        if len(set(found.values())) > 1:
            at = f" for {', '.join(map(str, point))}" if point else ""
            texts = ", ".join(f"{name} {output}" for name, output in found.items())
            yield f"The functions return different values{at}: {texts}"


def write_rows(settings, values, awaited):
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
            "count": len(own),
            "number": write_seconds(middle) if kind == "time" else write_plain(middle),
            "ratio": write_ratio(own, values[baseline], kind) if baseline != cell else "",
            "baseline": write_cell(settings, baseline),
            "awaits": cell in awaited,
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
