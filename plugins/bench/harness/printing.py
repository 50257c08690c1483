"""The table that a script prints of what its processes found, and of what is published of it."""

import sys

from plugins.bench.harness.published import (
    judge_ratio,
    judge_size,
    list_published,
    make_key,
    name_python,
    read_published,
    sum_up,
    tell_others,
)
from plugins.bench.harness.table import (
    find_baseline,
    find_ratio,
    find_unit,
    find_words,
    list_means,
    make_benchmark,
    write_cell,
    write_difference,
    write_ratio,
)


def make_printer(path):
    """Make what prints the table of a script, and has read by now what is published in it."""
    data = None
    try:
        data = read_published(path)
    except ValueError:
        print("The published numbers are damaged: none are shown.", file=sys.stderr)
    return lambda settings, runs: print_table(settings, runs, data)


def print_table(settings, runs, data=None):
    """Print mean, spread and ratio of each cell, and what is published of it below.

    Args:
        settings: The table [tool.bench].
        runs: What processes found, by cell.
        data: What is published; None for nothing.
    """
    python = name_python()
    published = list_published(data, python) if data else {}
    rows, verdicts = [("", "mean", "spread", "against the baseline", "")], []
    for cell, found in runs.items():
        benchmark = make_benchmark(settings, cell, found)
        baseline = find_baseline(settings, cell, runs)
        ratio = write_ratio(cell, found, runs[baseline]) if baseline != cell else ""
        mean = write_mean(benchmark, cell, benchmark.mean(), find_unit(settings, cell))
        rows.append((write_cell(settings, cell), mean, write_spread(found), ratio, ""))
        params = zip(settings.get("params", {}), cell[1], strict=True)
        there = published.get(make_key(cell[0], params, cell[2]))
        if there:
            mean = write_mean(benchmark, cell, there["mean"], there["unit"])
            words = compare(cell, runs, baseline, there, verdicts)
            rows.append(("  published", mean, "", *words))
    gil = write_gil([run for found in runs.values() for run in found])
    print(f"Python {sys.version.split()[0]}, GIL {gil}", end="\n\n")
    print_rows(rows)
    if data:
        lines = sum_up(data, python, verdicts) if published else tell_others(data, settings)
        print("", *lines, sep="\n")


def print_rows(rows):
    """Print rows in columns: names, two of numbers, and two of words."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, mean, spread, ratio, verdict in rows:
        numbers = f"{mean.rjust(widths[1])}  {spread.rjust(widths[2])}"
        print(f"{name.ljust(widths[0])}  {numbers}  {ratio.ljust(widths[3])}  {verdict}".rstrip())


def compare(cell, runs, baseline, there, verdicts):
    """Write the published ratio of a cell, and how what was found here compares with it."""
    words = find_words(cell)
    comparison = there["comparison"]
    is_same = comparison and baseline != cell and comparison["baseline"] == baseline[0]
    ratio = write_published(comparison, words) if is_same else ""
    if write_gil(runs[cell]) != there["gil"]:
        verdicts += [None] if is_same else []
        return ratio, f"not compared: the GIL was {there['gil']}"
    if is_same:
        is_as_published, verdict = judge_ratio(find_ratio(runs[cell], runs[baseline]), comparison)
        verdicts.append(is_as_published)
        return ratio, verdict
    means = list_means(runs[cell])
    return ratio, judge_size(sum(means) / len(means), there, words)


def write_published(comparison, words):
    """Write a published ratio as one found here."""
    if comparison["verdict"] == "different":
        numbers = (comparison[name] for name in ("ratio", "low", "high"))
        return write_difference(*numbers, words)
    is_clear = comparison["verdict"] == "within noise"
    return "no difference found" if is_clear else "too noisy to say"


def write_mean(benchmark, cell, mean, unit):
    """Write a mean with its unit."""
    return f"{mean:.4g} {unit}" if cell[0].startswith("track_") else benchmark.format_value(mean)


def write_spread(runs):
    """Write how far the processes lie apart: the standard deviation of their means."""
    if len(runs) == 1:
        return ""
    import statistics

    means = list_means(runs)
    return f"±{statistics.stdev(means) / statistics.fmean(means):.1%}"


def write_gil(runs):
    """Write whether the GIL was on at the end of processes."""
    states = sorted({run["gil_after"] for run in runs})
    return " and ".join("on" if state else "off" for state in states)
