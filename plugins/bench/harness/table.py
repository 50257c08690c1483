"""What the table of a script is made of: names, baselines and ratios of cells."""

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


def find_ratio(runs, others):
    """Find a ratio and its 95 % interval, of processes compared round by round.

    None for one process, which has no interval.
    """
    import math
    import statistics

    pairs = zip(list_means(runs), list_means(others), strict=True)
    steps = [math.log(mean / other) for mean, other in pairs]
    if len(steps) == 1:
        return None
    middle = statistics.fmean(steps)
    t = T_95[min(len(steps) - 1, len(T_95)) - 1]
    half = t * statistics.stdev(steps) / len(steps) ** 0.5
    # Of numbers that have nothing in common, it may be too wide for a float.
    return tuple(math.exp(max(-700, min(700, middle + step))) for step in (0, -half, half))


def write_ratio(cell, runs, others):
    """Write a ratio with its interval; what is less is turned round."""
    found = find_ratio(runs, others)
    if found is None:
        return ""
    is_told = not found[1] <= 1 <= found[2]
    return write_difference(*found, find_words(cell)) if is_told else "no difference found"


def find_words(cell):
    """Find the words for fewer and more of what a cell's numbers are."""
    return ("faster", "slower") if cell[0].startswith("time_") else ("less", "more")


def write_difference(ratio, low, high, words):
    """Write a ratio as what is more: "1.94x slower (1.90-1.98)"."""
    word = words[ratio > 1]
    if ratio < 1:
        ratio, low, high = 1 / ratio, 1 / high, 1 / low
    return f"{ratio:.2f}x {word} ({low:.2f}-{high:.2f})"
