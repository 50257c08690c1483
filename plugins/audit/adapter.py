"""Where audit meets Pelican: it listens, looks at what was read, and ends a bad build."""

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import wraps
from itertools import chain
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

import pelican
from pelican import ArticlesGenerator, PagesGenerator, Pelican
from pelican.contents import Article, Content, Page
from pelican.log import DEFAULT_LOG_HANDLER, LimitFilter
from pelican.plugins import _utils as pelican_plugins
from pelican.plugins import signals
from pelican.settings import DEFAULT_CONFIG
from rich.console import Console

from plugins.audit.collector import Collector, is_problem
from plugins.audit.configuration import (
    blame_settings,
    check_configuration,
    check_plugins,
    find_settings_modules,
    find_site,
)
from plugins.audit.generators import (
    check_articles,
    check_others,
    check_pages,
    forget_what_is_not_written,
    keep_back_rivals,
)
from plugins.audit.messages import is_about_reading, translate
from plugins.audit.options import Options, read_options
from plugins.audit.output import StandIn, check_output
from plugins.audit.problem import Problem, report, report_all
from plugins.audit.report import has_failed, render_report, sort_problems
from plugins.audit.tracing import Sources
from plugins.audit.website import check_website, list_sources
from plugins.audit.written import Written

_AUTORELOAD: CodeType = pelican.autoreload.__code__


class Audit:
    """The audit of the builds of one process, which has one log and one exit code."""

    def __init__(self) -> None:
        self.collector = Collector(_find_logging_source, self.conclude)
        self.settings: dict[str, Any] | None = None
        self.site = find_site({})
        self.settings_problems: list[Problem] = []
        self.options = Options()
        self.written = Written()
        self.static_files: list[Any] = []
        self.texts: tuple[str, ...] = ()
        self.stand_in: StandIn | None = None
        self.has_concluded = False
        self.has_failed = False

    def listen(self) -> None:
        """Hear every problem from now on, and leave saying it to the report."""
        root = logging.getLogger()
        if self.collector not in root.handlers:
            root.addHandler(self.collector)
            DEFAULT_LOG_HANDLER.addFilter(_is_left_to_log)

    def start(self, sender: Pelican) -> None:
        """Look at the settings; every plugin is registered by now."""
        _hear_everything()
        self.settings = sender.settings
        self.site = find_site(sender.settings)
        self._check_settings(sender.settings)
        self.options = read_options(sender.settings)
        signals.finalized.connect(self.finish)  # after what others do at the end
        output = self.stand_in.output if self.stand_in else Path(sender.output_path)
        if problem := check_output(output, _list_precious(sender)):
            report(problem)
            self.conclude()
            raise SystemExit(1)

    def start_run(self, _sender: Pelican) -> None:
        """Forget the run before, where Pelican builds again in one process."""
        if self.has_concluded:
            self.collector.clear()
        self.written = Written()
        self.has_concluded = False

    def check_contents(self, generators: Iterable[Any]) -> None:
        """Look at all that was read, and keep back what would stop the writing of the rest."""
        articles = next(g for g in generators if isinstance(g, ArticlesGenerator))
        pages = next(g for g in generators if isinstance(g, PagesGenerator))
        forget_what_is_not_written(articles.context, self.site)
        self.static_files = articles.context["staticfiles"]
        self.texts = tuple(self.site.show(path) for path in articles.context["generated_content"])
        report_all(
            chain(
                check_articles(articles, Article, self.site),
                check_pages(pages, Page, self.site),
                check_others(generators, self.site),
                keep_back_rivals(articles, pages, self.site),
            )
        )

    def note_written(self, path: str, context: dict[str, Any], **_: object) -> None:
        """Look whether a page or feed takes the place of another."""
        content = context.get("article") or context.get("page")
        place = os.path.relpath(path, context["OUTPUT_PATH"])
        if problem := self.written.note(place, content and self.site.show(content.source_path)):
            report(problem)

    def finish(self, sender: Pelican) -> None:
        """Report, and end the process if the build has failed.

        Raises:
            SystemExit: It has. Not under `pelican --autoreload`, which lives on.
        """
        for file in self.static_files:
            if problem := self.written.note(file.save_as, self.site.show(file.source_path)):
                report(problem)
        has_failed_already = has_failed(self._list_problems(), strict=False)
        found = check_website(Path(sender.output_path), self.list_sources())
        # What no text says is mostly what comes of another error.
        report_all(problem for problem in found if problem.line or not has_failed_already)
        self.conclude()
        if self.has_failed and not any(f.f_code is _AUTORELOAD for f in _walk_stack()):
            raise SystemExit(1)

    def list_sources(self) -> Sources:
        """List what the site of the last build is made of."""
        return list_sources(self.settings or {}, self.site, self.written.sources, self.texts)

    def conclude(self) -> None:
        """Judge the build by all its problems, and print the report of them."""
        if self.settings is None:  # Pelican gave up before it could tell
            self.site = find_site({})
            self._check_settings({})
            missing = check_plugins(find_settings_modules())
            self.settings_problems += map(self.site.place, missing)
        problems = self._list_problems()
        self.has_concluded = True
        self.has_failed = has_failed(problems, strict=self.options.strict)
        if problems:
            Console(stderr=True, highlight=False, soft_wrap=True).print(render_report(problems))

    def _list_problems(self) -> list[Problem]:
        found = [*self.settings_problems, *self.collector.problems]
        explained = {problem.file for problem in found}
        heard = [(event, translate(event, self.site)) for event in self.collector.events]
        told = [p for e, p in heard if p and not (is_about_reading(e) and p.file in explained)]
        if self.settings is None:
            told = list(blame_settings(told, self.site, explained=bool(self.settings_problems)))
        name_output = self.stand_in.name_output if self.stand_in else None
        return sort_problems(map(name_output, [*found, *told]) if name_output else [*found, *told])

    def _check_settings(self, settings: dict[str, Any]) -> None:
        faults = check_configuration(settings, DEFAULT_CONFIG, Path(pelican.__file__).parent)
        self.settings_problems = [self.site.place(problem) for _, problem in faults]
        # The build has failed by now. A sound value in the place of each wrong one lets it go
        # on and find the rest: an unknown time zone alone would keep every post unread.
        for name, _ in faults:
            if name in DEFAULT_CONFIG:
                settings[name] = deepcopy(DEFAULT_CONFIG[name])
            else:
                settings.pop(name, None)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(AUDIT.start)
    signals.get_generators.connect(AUDIT.start_run)
    signals.all_generators_finalized.connect(AUDIT.check_contents)
    signals.content_written.connect(AUDIT.note_written)
    signals.feed_written.connect(AUDIT.note_written)


def _is_left_to_log(record: logging.LogRecord) -> bool:
    return not is_problem(record) or logging.getLogger("pelican").level == logging.DEBUG


def _hear_everything() -> None:
    """Undo what Pelican's command line has done to the log, but not on the screen.

    It drops what is said twice, or more than four times, and with `--quiet` all but the worst.
    """
    LimitFilter.LOGS_DEDUP_MIN_LEVEL = logging.DEBUG
    DEFAULT_LOG_HANDLER.setLevel(logging.getLogger().level)
    for name in (None, "pelican", "plugins"):
        logger = logging.getLogger(name)
        logger.setLevel(min(logger.level or logging.WARNING, logging.WARNING))


def _walk_stack() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - inspect.stack() reads every file
    while frame:
        yield frame
        frame = frame.f_back


def _find_logging_source() -> str | None:
    # Pelican's messages about a link do not say whose it is; the content is on the stack.
    callers = (frame.f_locals.get("self") for frame in _walk_stack())
    content = next((caller for caller in callers if isinstance(caller, Content)), None)
    return str(content.source_path) if content else None


def _list_precious(sender: Pelican) -> list[Path]:
    """List the folders that emptying the output must not touch."""
    named = (sender.settings.get(name) for name in ("PATH", "THEME"))
    return [Path.cwd(), Path.home(), *(Path(str(name)) for name in named if name)]


def _spare_other_plugins(
    load: Callable[[str, list[str]], ModuleType],
) -> Callable[[str, list[str]], ModuleType]:
    """Have Pelican go on after a plugin that raises, as it does after one that is not there."""

    @wraps(load)
    def load_legacy_plugin(plugin: str, plugin_paths: list[str]) -> ModuleType:
        try:
            return load(plugin, plugin_paths)
        except ImportError:
            raise
        except (Exception, SystemExit) as error:
            raise ImportError(str(error)) from error

    return load_legacy_plugin


AUDIT = Audit()

# Pelican imports all plugins before it registers the first: what befalls the others in
# between is heard only by one that listens from its own import on.
AUDIT.listen()
pelican_plugins.load_legacy_plugin = _spare_other_plugins(pelican_plugins.load_legacy_plugin)
