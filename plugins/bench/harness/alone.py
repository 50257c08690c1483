"""What a script does by itself: start the processes, and print what they found.

`invoke bench` starts the same ones, for several interpreters.
"""

import json
import os
import sys

from plugins.bench.harness.printing import make_printer
from plugins.bench.harness.table import write_cell, write_suite
from plugins.bench.harness.worker import is_async, work

HARNESS = 2  # raised by whatever could change a number
ROUNDS = {"quick": 3, "default": 20, "rigorous": 40}  # processes for each cell
INTERRUPTED = 130  # exit code after Ctrl-C, as shells give it
SLOW = 0.5  # seconds for one value: from here on less is taken
MIN_SECONDS = {"quick": 0.02, "default": 0.1, "rigorous": 0.1}  # for one value


def main(snippet, functions, arguments=None):
    """Do what the command line asks for, and return the exit code.

    Args:
        snippet: Its names and what they are: functions, setup, and all else.
        functions: Names of those to measure, in order.
        arguments: Of the command line; None for those of this process.
    """
    import argparse

    text = "Measures the functions time_*, peakmem_* and track_* above, and prints a table."
    parser = argparse.ArgumentParser(description=text)
    parser.add_argument("--only", metavar="FUNCTION", help="measure this one alone")
    parser.add_argument("--quick", action="store_true", help="a first look: 3 processes a cell")
    parser.add_argument("--rounds", type=int, metavar="N", help="processes for each cell")
    parser.add_argument("--output", metavar="FILE", help="write all values, for pyperf to read")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    parser.add_argument("--result", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.rounds is not None and options.rounds < 1:
        parser.error("--rounds must be 1 or more")
    if options.job is None:
        try:
            return measure_here(snippet, functions, options)
        except KeyboardInterrupt:
            print("Stopped; nothing is measured yet.", file=sys.stderr)
            return INTERRUPTED
        except OSError as error:
            parser.error(str(error))
    process = os.getpid()
    result = work(snippet, json.loads(options.job))
    if os.getpid() != process:  # a child that the benchmark has forked, and that came back
        os._exit(0)
    with open(options.result, "w", encoding="utf-8") as file:
        json.dump(result, file)
    return int("error" in result)


def choose_counts(loops, seconds, mode):
    """Choose what is alike in all processes of a function: loops, values, warm-ups.

    Args:
        loops: Calls in one value.
        seconds: That one value takes where it takes longest.
        mode: "quick", "default" or "rigorous".

    A cell of the usual 0.1 s a value takes some ten seconds; slow ones get fewer values.
    """
    values, warmups = (3, 1) if seconds <= SLOW / 2 else (1, 1) if seconds <= 2 * SLOW else (1, 0)
    return {"loops": loops, "values": 1 if mode == "quick" else values, "warmups": warmups}


def choose_rounds(seconds, mode):
    """Choose how many processes each cell gets; half as many where a value takes so long."""
    return ROUNDS[mode] // (2 if seconds > SLOW and mode == "default" else 1)


def rotate(cells, number):
    """Put cells into the order of a round: each is first now and then."""
    start = number % max(len(cells), 1)
    return cells[start:] + cells[:start]


def measure_here(snippet, functions, options):
    """Measure all cells under this interpreter, and print the table."""
    settings = read_settings(snippet["__file__"])
    print_found = make_printer(snippet["__file__"])
    if options.output:
        open(options.output, "ab").close()  # before hours of measuring
    mode = "quick" if options.quick else "default"
    functions = [name for name in functions if options.only in (None, name)]
    cells = list_cells(snippet, functions, settings)
    if not cells:
        print(f"There is no function {options.only}.", file=sys.stderr)
        return 2
    failed = {}
    counts = check_all(snippet, settings, cells, mode, failed)
    slowest = max((count.pop("slowest") for count in counts.values()), default=0)
    rounds = options.rounds or choose_rounds(slowest, mode)
    jobs = {cell: make_job("measure", cell, **count) for cell, count in counts.items()}
    runs, stopped = run_rounds(snippet, settings, jobs, rounds, failed)
    say("")
    for cell, result in failed.items():
        text = result.get("traceback", "").rstrip().splitlines()[-8:]
        print(f"{write_cell(settings, cell)} failed: {result['error']}", *text, sep="\n  ")
    if runs:
        print_found(settings, runs)
        if options.output:
            write_suite(settings, runs, options.output)
    return stopped or int(bool(failed))


def run_rounds(snippet, settings, jobs, rounds, failed):
    """Run a process of each cell in each round; return the rounds that all have, and a code."""
    runs = {cell: [] for cell in jobs}
    stopped = 0
    try:
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            for cell in rotate([cell for cell in jobs if cell not in failed], number):
                result = spawn(snippet, settings, jobs[cell])
                if "error" in result:
                    failed[cell] = result
                else:
                    runs[cell].append(result)
    except KeyboardInterrupt:
        if not all(runs.values()):
            raise
        stopped = INTERRUPTED
        print("Stopped; of the rounds until here:", file=sys.stderr)
    runs = {cell: found for cell, found in runs.items() if cell not in failed}
    whole = min(map(len, runs.values()), default=0)
    return {cell: found[:whole] for cell, found in runs.items()}, stopped


def check_all(snippet, settings, cells, mode, failed):
    """Call each function for the first time; cells that fail, or differ, are put into `failed`."""
    counts, outputs = {}, {}
    for cell in cells:
        say(f"first call of {write_cell(settings, cell)}")
        job = make_job("check", cell, min_seconds=MIN_SECONDS[mode])
        result = spawn(snippet, settings, job)
        if "output" in result and settings.get("compare_output", True):
            output = outputs.setdefault(cell[1], result["output"])
            if output != result["output"]:
                result = {"error": f"it returned {result['output']}, and another one {output}"}
        if "error" in result:
            failed[cell] = result
        else:
            slowest = result["loops"] * result["seconds"]
            counts[cell] = choose_counts(result["loops"], slowest, mode) | {"slowest": slowest}
    return counts


def read_settings(path):
    """Read the table [tool.bench] of this script."""
    import tomllib

    with open(path, encoding="utf-8") as file:
        lines = iter(file.read().split("\n"))
    next(line for line in lines if line == "# /// script")
    block = iter(lambda: next(lines), "# ///")
    return tomllib.loads("\n".join(line[2:] for line in block))["tool"]["bench"]


def list_cells(snippet, functions, settings):
    """List function, parameters and threads of each cell."""
    points = [()]
    for values in settings.get("params", {}).values():
        points = [(*point, value) for point in points for value in values]
    cells = []
    for name in functions:
        has_threads = not name.startswith("track_") and not is_async(snippet[name])
        threads = settings.get("threads") if has_threads else None
        cells += [(name, point, count) for point in points for count in threads or [None]]
    return cells


def make_job(do, cell, **counts):
    """Say what a process is to do."""
    function, params, threads = cell
    return {"do": do, "function": function, "params": params, "threads": threads, **counts}


def spawn(snippet, settings, job):
    """Let a new process do a job in an empty folder; nothing that it left or started stays."""
    import subprocess
    import tempfile

    timeout = settings.get("timeout", 60)
    new_folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with new_folder as folder, open(folder + "/log", "w+b") as log:
        path = folder + "/result.json"
        os.mkdir(folder + "/empty")
        command = [sys.executable, snippet["__file__"], "--job", json.dumps(job), "--result", path]
        process = subprocess.Popen(
            command,
            cwd=folder + "/empty",
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,
        )
        try:
            process.wait(timeout)
            with open(path, encoding="utf-8") as file:
                return json.load(file)
        except subprocess.TimeoutExpired:
            return {"error": f"it took longer than {timeout} s"}
        except (OSError, ValueError):
            log.seek(0)
            text = log.read().decode("utf-8", "replace")
            return {"error": f"it ended with exit code {process.returncode}", "traceback": text}
        finally:
            kill(process)


def kill(process):
    """Kill what is left of a process and of what it started."""
    import signal

    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError, PermissionError):  # as on Windows
        process.kill()
    process.wait()


def say(text):
    """Show progress, where someone looks on."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
