"""The table that a script prints of what its processes found."""

import sys

# Student's t for intervals of 95 %, by processes from two on; for twelve and more the last.
T_95 = (12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201)


def write_cell(settings, cell):
    """Write the name of a cell."""
    axes = list(zip(settings.get("params", {}), cell[1], strict=True))
    axes += [("threads", cell[2])] if cell[2] else []
    texts = [f"{k}={str(v).lower() if isinstance(v, bool) else v}" for k, v in axes]
    return f"{cell[0]}[{', '.join(texts)}]" if texts else cell[0]


def make_benchmark(settings, cell, runs):
    """Make pyperf's record of a cell."""
    import pyperf

    kind = cell[0].partition("_")[0]
    unit = {"time": "second", "peakmem": "byte", "track": "integer"}[kind]
    about = {"name": write_cell(settings, cell), "unit": unit}
    records = [
        pyperf.Run(
            run["values"],
            warmups=[tuple(warmup) for warmup in run["warmups"]],
            metadata={
                **about,
                "loops": max([1, *(loops for loops, _ in run["warmups"])]),
                "gil": ("off", "on")[run["gil_after"]],
            },
            collect_metadata=False,
        )
        for run in runs
    ]
    return pyperf.Benchmark(records)


def write_suite(settings, runs, path):
    """Write all values into a file that `python -m pyperf` reads."""
    import pyperf

    benchmarks = [make_benchmark(settings, *item) for item in runs.items()]
    pyperf.BenchmarkSuite(benchmarks).dump(path, replace=True)


def print_table(settings, runs):
    """Print mean, spread and ratio of each cell."""
    states = sorted({run["gil_after"] for found in runs.values() for run in found})
    gil = " and ".join("on" if state else "off" for state in states)
    print(f"Python {sys.version.split()[0]}, GIL {gil}", end="\n\n")
    rows = [("", "mean", "spread", "against the baseline")]
    for cell, found in runs.items():
        benchmark = make_benchmark(settings, cell, found)
        baseline = find_baseline(settings, cell, runs)
        ratio = write_ratio(cell, found, runs[baseline]) if baseline != cell else ""
        mean = benchmark.format_value(benchmark.mean())
        if cell[0].startswith("track_"):
            mean = f"{benchmark.mean():.4g} {find_unit(settings, cell)}"
        rows.append((write_cell(settings, cell), mean, write_spread(found), ratio))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, mean, spread, ratio in rows:
        numbers = f"{mean.rjust(widths[1])}  {spread.rjust(widths[2])}"
        print(f"{name.ljust(widths[0])}  {numbers}  {ratio}".rstrip())


def find_unit(settings, cell):
    """Find what the numbers of a cell are in: of times and memory, their kind tells."""
    function = cell[0]
    if not function.startswith("track_"):
        return function.partition("_")[0]
    units = settings.get("unit", "")
    return units.get(function, "") if isinstance(units, dict) else units


def find_baseline(settings, cell, runs):
    """Find the cell that one is compared with: of the baseline, or the first in its unit."""
    _, params, threads = cell
    unit, kind = find_unit(settings, cell), cell[0].partition("_")[0]
    alike = [c for c in runs if c[1:] == cell[1:] and c[0].startswith(f"{kind}_")]
    alike = [c for c in alike if find_unit(settings, c) == unit]
    chosen = (settings.get("baseline"), params, threads)
    return chosen if chosen in alike else alike[0]


def list_means(runs):
    """List the means of processes, whose values are not independent."""
    return [sum(run["values"]) / len(run["values"]) for run in runs]


def write_spread(runs):
    """Write how far the processes lie apart: the standard deviation of their means."""
    if len(runs) == 1:
        return ""
    import statistics

    means = list_means(runs)
    return f"±{statistics.stdev(means) / statistics.fmean(means):.1%}"


def write_ratio(cell, runs, others):
    """Write a ratio with its 95 % interval, of processes compared round by round."""
    import math
    import statistics

    pairs = zip(list_means(runs), list_means(others), strict=True)
    steps = [math.log(mean / other) for mean, other in pairs]
    middle = statistics.fmean(steps)
    if len(steps) == 1:
        return ""
    t = T_95[min(len(steps) - 1, len(T_95)) - 1]
    half = t * statistics.stdev(steps) / len(steps) ** 0.5
    if abs(middle) <= half:
        return "no difference found"
    words = {"time": ("faster", "slower"), "peakmem": ("less", "more"), "track": ("less", "more")}
    word = words[cell[0].partition("_")[0]][middle > 0]
    low, ratio, high = (math.exp(abs(middle) + step) for step in (-half, 0, half))
    return f"{ratio:.2f}x {word} ({low:.2f}-{high:.2f})"
