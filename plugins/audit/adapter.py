"""Where audit meets Pelican: it listens, looks at what was read, and ends a bad build."""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
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

from plugins.audit import contents
from plugins.audit.collector import Collector, is_problem
from plugins.audit.configuration import check_configuration, find_settings_modules, locate_plugins
from plugins.audit.messages import Site, is_about_reading, translate
from plugins.audit.options import Options, read_options
from plugins.audit.problem import Problem, report
from plugins.audit.report import has_failed, render_report, sort_problems

# Where Pelican keeps its articles and pages, by what becomes of them.
_ARTICLES = "articles translations hidden_articles hidden_translations drafts drafts_translations"
_AUTORELOAD: CodeType = pelican.autoreload.__code__
_PAGES = "pages translations hidden_pages hidden_translations draft_pages draft_translations"


class Audit:
    """The audit of the builds of one process, which has one log and one exit code."""

    def __init__(self) -> None:
        self.collector = Collector(_find_logging_source, self.conclude)
        self.settings: dict[str, Any] | None = None
        self.settings_problems: list[Problem] = []
        self.options = Options()
        self.has_concluded = False

    def listen(self) -> None:
        """Hear every problem from now on, and leave saying it to the report."""
        LimitFilter.LOGS_DEDUP_MIN_LEVEL = logging.DEBUG  # what is said twice is wrong twice
        root = logging.getLogger()
        if self.collector not in root.handlers:
            root.addHandler(self.collector)
            DEFAULT_LOG_HANDLER.addFilter(_is_left_to_log)

    def start(self, sender: Pelican) -> None:
        """Look at the settings; every plugin is registered by now."""
        _hear_quiet_builds_too()
        self.settings = sender.settings
        self._check_settings(sender.settings)
        self.options = read_options(sender.settings)
        signals.finalized.connect(self.finish)  # after what others do at the end

    def start_run(self, _sender: Pelican) -> None:
        """Forget the run before, where Pelican builds again in one process."""
        if self.has_concluded:
            self.collector.clear()
        self.has_concluded = False

    def check_contents(self, generators: Iterable[Any]) -> None:
        """Look at all that was read, and keep back what would stop the writing of the rest."""
        articles = next(g for g in generators if isinstance(g, ArticlesGenerator))
        pages = next(g for g in generators if isinstance(g, PagesGenerator))
        site = self.site
        _forget_lost_files(articles.context, site)
        for problem in chain(
            _check_articles(articles, site),
            contents.check_sources(_find_sources(pages, "PAGE"), Page, pages.settings, site),
            _check_places(articles, pages, site),
        ):
            report(problem)

    def finish(self, _sender: Pelican) -> None:
        """Report, and end the process if the build has failed.

        Raises:
            SystemExit: It has. Not under `pelican --autoreload`, which lives on.
        """
        self.conclude()
        if self.has_failed and not any(f.f_code is _AUTORELOAD for f in _walk_stack()):
            raise SystemExit(1)

    def conclude(self) -> None:
        """Print the report of all problems."""
        self.has_concluded = True
        if problems := self.problems:
            Console(stderr=True, highlight=False, soft_wrap=True).print(render_report(problems))

    @property
    def problems(self) -> list[Problem]:
        """All problems so far, sorted."""
        if self.settings is None and not self.settings_problems:
            self._check_settings({})  # Pelican gave up before it could tell them
        site = self.site
        found = [*self.settings_problems, *self.collector.problems]
        explained = {problem.file for problem in found}
        heard = [(event, translate(event, site)) for event in self.collector.events]
        told = [p for e, p in heard if p and not (is_about_reading(e) and p.file in explained)]
        if self.settings is None:
            told = list(self._blame_settings(told))
        return sort_problems([*found, *told])

    def _blame_settings(self, told: Iterable[Problem]) -> Iterator[Problem]:
        """Place what befell Pelican as it read the settings, if nothing explains it yet."""
        modules = find_settings_modules()
        for problem in told:
            if problem.file:
                yield problem
            elif modules and not self.settings_problems:
                yield self.site.place(replace(problem, file=str(modules[0].__file__)))

    @property
    def has_failed(self) -> bool:
        """Whether the problems so far fail the build."""
        return has_failed(self.problems, strict=self.options.strict)

    @property
    def site(self) -> Site:
        """Where the site is, as far as is known by now."""
        return Site(
            root=str(Path.cwd()),
            content=str(Path((self.settings or {}).get("PATH", "")).absolute()),
            plugins=dict(locate_plugins(find_settings_modules())),
        )

    def _check_settings(self, settings: dict[str, Any]) -> None:
        faults = check_configuration(settings, DEFAULT_CONFIG, Path(pelican.__file__).parent)
        self.settings_problems = [self.site.place(problem) for _, problem in faults]
        # The build has failed by now. A sound value in the place of each wrong one lets it go
        # on and find the rest: an unknown time zone alone would keep every post unread.
        for name, _ in faults:
            if name in DEFAULT_CONFIG:
                settings[name] = DEFAULT_CONFIG[name]
            else:
                settings.pop(name, None)


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(AUDIT.start)
    signals.get_generators.connect(AUDIT.start_run)
    signals.all_generators_finalized.connect(AUDIT.check_contents)


def _is_left_to_log(record: logging.LogRecord) -> bool:
    return not is_problem(record) or logging.getLogger("pelican").level == logging.DEBUG


def _hear_quiet_builds_too() -> None:
    """Undo what `pelican --quiet` does to the log, but not on the screen."""
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


def _check_articles(articles: Any, site: Site) -> Iterator[Problem]:  # noqa: ANN401 - Pelican's
    sources = _find_sources(articles, "ARTICLE")
    yield from contents.check_sources(sources, Article, articles.settings, site)
    everything = _gather(articles, _ARTICLES)
    yield from contents.check_names(everything, site)
    published = len(articles.articles) + len(articles.translations)
    yield from contents.check_count(
        published=published,
        others=len(everything) - published,
        unread=len(sources) - len(everything),
        folder=site.show(articles.settings["ARTICLE_PATHS"][0]),
    )


def _check_places(articles: Any, pages: Any, site: Site) -> Iterator[Problem]:  # noqa: ANN401
    names = [("tag", tag) for tag in articles.tags]
    names += [("category", category) for category, _ in articles.categories]
    names += [("author", author) for author, _ in articles.authors]
    fixed = contents.list_fixed_places(articles.settings, names)
    everything = [*_gather(articles, _ARTICLES), *_gather(pages, _PAGES)]
    for path, problem in contents.check_places(everything, fixed, site):
        yield problem
        # Pelican would stop at the second file of that name.
        for owner, attributes in ((articles, _ARTICLES), (pages, _PAGES)):
            for kept in (getattr(owner, attribute) for attribute in attributes.split()):
                kept[:] = [content for content in kept if content.source_path != path]


def _forget_lost_files(context: dict[str, Any], site: Site) -> None:
    """Have Pelican complain of links to files that are not there, rather than write them."""
    lost = contents.find_lost_files(context["static_links"], Path(site.content))
    for path in lost:
        context["static_content"].pop(path, None)
    kept = [f for f in context["staticfiles"] if f.get_relative_source_path() not in lost]
    context["staticfiles"] = kept


def _find_sources(generator: Any, kind: str) -> list[str]:  # noqa: ANN401
    settings = generator.settings
    return sorted(generator.get_files(settings[f"{kind}_PATHS"], settings[f"{kind}_EXCLUDES"]))


def _gather(generator: Any, attributes: str) -> list[Any]:  # noqa: ANN401
    return [
        content for attribute in attributes.split() for content in getattr(generator, attribute)
    ]


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
        except Exception as error:
            raise ImportError(str(error)) from error

    return load_legacy_plugin


AUDIT = Audit()

# Pelican imports all plugins before it registers the first: what befalls the others in
# between is heard only by one that listens from its own import on.
AUDIT.listen()
pelican_plugins.load_legacy_plugin = _spare_other_plugins(pelican_plugins.load_legacy_plugin)
