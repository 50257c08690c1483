"""One run of measuring: interpreters found once, scripts written, snippets measured in turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from plugins.audit import quote
from plugins.bench.errors import InterpreterError
from plugins.bench.interpreters import find_interpreter, prepare_place
from plugins.bench.jobs import cut_traceback, make_run_job
from plugins.bench.journal import Journal
from plugins.bench.measure import measure
from plugins.bench.model import Cell, Snippet
from plugins.bench.report import Report
from plugins.bench.script import compile_script
from plugins.bench.standard import fits
from plugins.bench.store import write_whole
from plugins.bench.work import Failure, Outcome, Outputs, Place, Work


@dataclass(slots=True)
class Session:
    """What a run knows of interpreters, and whom it tells."""

    folder: Path
    """For scripts and journals; absolute."""
    machine: str
    mode: str
    report: Report
    found: dict[str, Path | InterpreterError] = field(default_factory=dict)
    """Interpreters that were looked for."""

    def measure(
        self,
        snippet: Snippet,
        wanted: Mapping[str, tuple[Cell, ...]],
        outputs: Outputs,
        variables: Mapping[str, Mapping[str, str]],
    ) -> tuple[Outcome, Journal | None]:
        """Measure what is wanted of a snippet.

        Args:
            snippet: Whose cells they are.
            wanted: Cells by interpreter, or by environment of one as "3.13#2".
            outputs: Digests of what functions returned before.
            variables: More variables of each environment's processes.

        Returns:
            The outcome, and the journal to finish when that is stored; None if nothing could run.
        """
        places, failures = [], []
        for name, cells in wanted.items():
            self.report.say_softly(f"{snippet.name}: preparing {name} …")
            place = self._prepare(snippet, name, variables.get(name, {}))
            if isinstance(place, Place):
                places.append(place)
            else:
                failures += [Failure(name, cell.label, *place) for cell in cells]
        if not places:
            return Outcome({}, tuple(failures)), None
        ready = {place.interpreter: wanted[place.interpreter] for place in places}
        work = Work(snippet, tuple(places), ready, self.mode, self.machine, outputs)
        with self.report.follow(snippet.name) as watch:
            outcome, journal = measure(work, make_run_job(snippet), self.folder, watch)
        return Outcome(outcome.measurements, (*failures, *outcome.failures)), journal

    def _prepare(
        self, snippet: Snippet, name: str, variables: Mapping[str, str]
    ) -> Place | tuple[str, str]:
        """Prepare an environment; or tell why it cannot be: a reason, and what uv said."""
        interpreter = name.partition("#")[0]
        if interpreter not in self.found:
            try:
                self.found[interpreter] = find_interpreter(interpreter, may_install=True)
            except InterpreterError as error:
                self.found[interpreter] = error
        python = self.found[interpreter]
        if isinstance(python, InterpreterError):
            return str(python), ""
        script = self.folder / "scripts" / name.replace("#", "-") / f"{snippet.name}.py"
        write_whole(script, compile_script(snippet))
        try:
            place = prepare_place(interpreter, python, script, variables)
        except InterpreterError as error:
            return str(error), ""
        if isinstance(place, Place):
            version = str(place.about["python_version"])
            if not fits(version, snippet.requires_python):
                wanted = f"requires-python = {quote(snippet.requires_python)}"
                return f"Python {version} does not fit {wanted}", ""
            return replace(place, interpreter=name)
        return "what it depends on cannot be had", cut_traceback(place.said)
