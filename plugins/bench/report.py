"""What the author sees of a run: plan, progress, tables, failures."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from plugins.audit import Problem
from plugins.bench.compare import Comparison, estimate
from plugins.bench.model import Measurement, Snippet
from plugins.bench.status import Standing
from plugins.bench.units import write_duration, write_quantity
from plugins.bench.wording import describe
from plugins.bench.work import Failure, Step

_INDENT: Final = "    "


class Report:
    """Prints to a terminal, or plainly where there is none."""

    def __init__(self, console: Console | None = None) -> None:
        # In a log or a pipe, a table takes the width that it needs.
        width = None if sys.stdout.isatty() else 200
        self.console = console or Console(highlight=False, soft_wrap=True, width=width)
        self.errors = Console(highlight=False, soft_wrap=True, stderr=True)

    def say(self, text: str) -> None:
        """Say something, as it is."""
        self.console.print(escape(text))

    def say_softly(self, text: str) -> None:
        """Say what is going on, to someone who looks on."""
        if self.errors.is_terminal:
            self.errors.print(f"[dim]{escape(text)}[/]")

    def complain(self, text: str) -> None:
        """Tell of an error."""
        self.errors.print(f"[bold red]error[/]: {escape(text)}")

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Tell what is wrong in posts and settings."""
        for problem in problems:
            place = ":".join(str(part) for part in (problem.file, problem.line) if part)
            text = f"{problem.message}. {problem.hint}".strip()
            self.complain(f"{place}: {text}" if place else text)

    def show_plan(self, rows: Sequence[tuple[Snippet, Standing, float]]) -> None:
        """Show the cells that are to be measured, and how long they will take."""
        table = Table(box=None, pad_edge=False)
        for name in ("benchmark", "cell", "because", "about"):
            table.add_column(name, overflow="fold")
        for snippet, standing, seconds in rows:
            cell = standing.cell.write_place(standing.interpreter)
            texts = (snippet.name, cell, standing.state.value, write_duration(seconds))
            table.add_row(*map(escape, texts))
        self.console.print(table)

    def show_builds(self, snippet: Snippet, builds: Iterable[tuple[str, str, str]]) -> None:
        """Tell of interpreters that are newer, or older, than those that were measured."""
        for name, old, new in builds:
            text = f"{name} was measured as {old}, and is {new} here; --force measures anew"
            self.say(f"{snippet.name}: {text}")

    @contextmanager
    def follow(self, name: str) -> Iterator[Callable[[Step], None]]:
        """Show the progress of a snippet: with the time that is left, or, in a log, by quarters."""
        if not self.errors.is_terminal:
            yield self._make_log(name)
            return
        columns = (
            TextColumn("{task.fields[name]}: {task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("elapsed, left"),
            TimeRemainingColumn(elapsed_when_finished=False),
        )
        with Progress(*columns, console=self.errors, transient=True) as progress:
            task = progress.add_task("…", total=None, name=name)

            def watch(step: Step) -> None:
                text = escape(step.text)
                progress.update(task, description=text, completed=step.done, total=step.total)

            yield watch

    def _make_log(self, name: str) -> Callable[[Step], None]:
        said: set[object] = set()

        def watch(step: Step) -> None:
            quarter = int(4 * step.done / step.total) if step.total else 0
            if step.text.startswith("round") and not said & {quarter, step.text}:
                said.update((quarter, step.text))
                self.errors.print(escape(f"{name}: {step.text}"))

        return watch

    def show_results(
        self, measured: Mapping[str, Sequence[Measurement]], comparisons: Iterable[Comparison]
    ) -> None:
        """Show what was measured of a snippet, and what can be told of it."""
        verdicts = {id(comparison.cell): comparison for comparison in comparisons}
        table = Table(box=None, pad_edge=False)
        table.add_column("cell", no_wrap=True)
        table.add_column("mean", justify="right", no_wrap=True)
        table.add_column("GIL", no_wrap=True)
        table.add_column("against the baseline" if verdicts else "", overflow="fold")
        for interpreter, measurements in measured.items():
            for measurement in measurements:
                comparison = verdicts.get(id(measurement))
                table.add_row(*map(escape, _write_row(interpreter, measurement, comparison)))
        self.console.print(table)

    def show_failures(self, failures: Iterable[Failure]) -> None:
        """Tell which cells could not be measured, and why: what failed alike, once."""
        groups: dict[tuple[str, str], list[str]] = {}
        for failure in failures:
            cells = groups.setdefault((failure.reason, failure.traceback), [])
            cells.append(f"{failure.label} on {failure.interpreter}")
        for (reason, traceback), cells in groups.items():
            more = f" and {len(cells) - 1} more" if len(cells) > 1 else ""
            self.complain(f"{cells[0]}{more}: {reason}")
            for line in traceback.splitlines():
                self.errors.print(_INDENT + escape(line))


def _write_row(
    interpreter: str, measurement: Measurement, comparison: Comparison | None
) -> tuple[str, str, str, str]:
    found = estimate(measurement)
    mean = write_quantity(found.mean, found.low, found.high, measurement.unit)
    told = describe(comparison) if comparison else ""
    if comparison and comparison.caveat:
        told += f" ({comparison.caveat})"
    name = measurement.cell.write_place(interpreter)
    if measurement.mode == "quick":
        name += " (quick)"
    return name, mean, _describe_gil(measurement), told


def _describe_gil(measurement: Measurement) -> str:
    """Tell the state of the GIL, also if it was not the same from beginning to end."""
    states = {(run.gil_before, run.gil_after) for run in measurement.runs}
    words = {(True, True): "on", (False, False): "off", (False, True): "turned on"}
    return ", ".join(sorted(words.get(state, "turned off") for state in states))
