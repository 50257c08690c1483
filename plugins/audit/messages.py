"""Pelican's log messages, understood.

Pelican tells of most faults only in its log, and goes on. Each message that an author can
cause is turned here into a problem with a place and a remedy; one that is not in the table
becomes a problem too, in Pelican's own words.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from traceback import walk_tb
from typing import Final

from plugins.audit.posts import is_markdown
from plugins.audit.problem import Problem, Severity, quote
from plugins.audit.source import find_line

_ABOUT_READING = ("Could not process", "Skipping %s: could not find", "Unknown status")
_INDICATORS = ("filename", "static", "attach", "tag", "category", "author", "index")
_DEBUG_HINT = "Run `pelican --debug` to see the traceback."


@dataclass(frozen=True, slots=True)
class Event:
    """One log record of Pelican's."""

    template: str
    """The message before its arguments are filled in."""
    args: tuple[object, ...]
    level: int
    error: BaseException | None
    """The exception being handled when it was logged."""
    source: str | None
    """Path of the content that logged it, if one did."""

    @property
    def message(self) -> str:
        """The message as Pelican would print it."""
        return self.template % self.args if self.args else self.template


@dataclass(frozen=True, slots=True)
class Site:
    """What a message may need to know of the site to be understood."""

    root: str
    """Folder that paths are shown relative to."""
    content: str
    """Folder of the sources."""
    plugins: Mapping[str, tuple[str, int]]
    """Settings file and line that name each plugin."""

    def show(self, path: object) -> str:
        """Show a path relative to the root if it lies there, absolute if not."""
        absolute = Path(self.content, str(path)).absolute()
        return str(
            absolute.relative_to(self.root) if absolute.is_relative_to(self.root) else absolute
        )

    def place(self, problem: Problem) -> Problem:
        """Show the file of a problem as all paths are shown."""
        return replace(problem, file=self.show(problem.file)) if problem.file else problem

    def find(self, path: object, needle: str) -> int | None:
        """Find the line of a source that has the text; None if it cannot be found."""
        try:
            text = Path(self.content, str(path)).read_text("utf-8-sig")
        except (OSError, ValueError):
            return None
        return find_line(text, needle)


def translate(event: Event, site: Site) -> Problem | None:
    """Turn a log record into a problem; None if another rule reports the same better."""
    if event.level >= logging.CRITICAL and event.error:
        return explain_failure("the build stopped", event.error, site)
    for template, translator in _TRANSLATORS.items():
        if event.template.startswith(template):
            return translator(event, site)
    return _quote_pelican(event, site)


def is_about_reading(event: Event) -> bool:
    """Tell whether Pelican only says that it could not use a source, not what to do about it."""
    return event.template.startswith(_ABOUT_READING)


def explain_failure(
    what: str, error: BaseException, site: Site, file: str | None = None
) -> Problem:
    """Make a problem of an exception, at the innermost place in the site that it came through."""
    found = _locate(error, site)
    place, line = (file, None) if file else found
    where = f" (at {found[0]}:{found[1]})" if file and found[0] else ""
    hint = "Mend that line." if _is_about_syntax(error) else _DEBUG_HINT
    return Problem(place, line, "build", f"{what}: {_describe(error)}{where}", hint)


def _is_about_syntax(error: BaseException) -> bool:
    """Tell whether it is Python's, or Jinja's, complaint of a file that it cannot parse."""
    return isinstance(getattr(error, "filename", None), str) and hasattr(error, "lineno")


def _describe(error: BaseException) -> str:
    text = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"


def _locate(error: BaseException, site: Site) -> tuple[str | None, int | None]:
    """Find the line of the site that an exception speaks of, or was raised through."""
    if _is_about_syntax(error):
        return site.show(error.filename), error.lineno  # type: ignore[attr-defined]
    frames = [(f.f_code.co_filename, number) for f, number in walk_tb(error.__traceback__)]
    own = [
        (f, n) for f, n in frames if Path(f).is_relative_to(site.root) and "site-packages" not in f
    ]
    return (site.show(own[-1][0]), own[-1][1]) if own else (None, None)


def _explain_unread(event: Event, site: Site) -> Problem | None:
    path = str(event.args[0])
    if event.error is None:
        return _quote_pelican(event, site)
    problem = explain_failure("this could not be read", event.error, site, site.show(path))
    if is_markdown(path) or not isinstance(event.error, ValueError):
        return problem
    line = site.find(path, "date")  # the only value that a reader of another kind refuses
    return Problem(problem.file, line, "date", str(event.error), "Write it as in 2026-11-22 14:05.")


def _explain_missing(event: Event, site: Site) -> Problem:
    path, key = map(str, event.args)
    hint = f'Say it in the metadata, as in "{key.capitalize()}: …".'
    return Problem(site.show(path), 1, key, f"the {key} is missing", hint)


def _explain_status(event: Event, site: Site) -> Problem:
    status, path, known = event.args
    message = f"status = {quote(str(status))} is not known"
    return Problem(
        site.show(path), site.find(path, str(status)), "status", message, f"Known are {known}."
    )


def _explain_outside(event: Event, site: Site) -> Problem:
    path, target = event.args
    message = f"{quote(str(target))} would be written outside the output folder"
    hint = 'Mend its "Save_as:" or "Slug:".'
    return Problem(site.show(path), None, "url", message, hint)


def _explain_link(event: Event, site: Site) -> Problem:
    target = str(event.args[0])
    if event.source is None:
        return _quote_pelican(event, site)
    line = site.find(event.source, f"}}{target}") or site.find(event.source, f"|{target}")
    message = f"the link to {quote(target)} leads nowhere"
    return Problem(
        site.show(event.source), line, "link", message, _suggest_target(target, event.source, site)
    )


def _suggest_target(target: str, source: str, site: Site) -> str:
    base = site.content if target.startswith("/") else Path(site.content, source).parent
    path = Path(base, target.lstrip("/").partition("#")[0])
    if path.is_file():
        return "That file is there, but was not read: mend it, or its place in the settings."
    names = [other.name for other in path.parent.iterdir()] if path.parent.is_dir() else []
    if close := get_close_matches(path.name, names, n=1):
        return f"Did you mean {quote(target.replace(path.name, close[0]))}?"
    return "Write a path from this file's folder, or with / from the content folder."


def _explain_indicator(event: Event, site: Site) -> Problem:
    indicator, link = map(str, event.args)
    line = site.find(event.source, link) if event.source else None
    file = site.show(event.source) if event.source else None
    message = f"{quote(link)} is a link of an unknown kind, {quote(indicator)}"
    hint = f"Known are {', '.join(f'{{{name}}}' for name in _INDICATORS)}."
    if close := get_close_matches(indicator, _INDICATORS, n=1):
        hint = f"Did you mean {{{close[0]}}}? {hint}"
    return Problem(file, line, "link", message, hint)


def _explain_static(event: Event, site: Site) -> Problem:
    target, path = map(str, event.args)
    message = f"{quote(target)} is a static file, not a source"
    hint = "Write {static} in place of {filename}."
    return Problem(
        site.show(path), site.find(path, target), "link", message, hint, Severity.WARNING
    )


def _explain_alt(event: Event, site: Site) -> Problem:
    image, path = map(str, event.args)
    message = f"the image {quote(image)} has no alternative text"
    hint = "Say what it shows: ![a text](image.png)."
    return Problem(site.show(path), site.find(path, image), "alt", message, hint, Severity.WARNING)


def _explain_plugin(event: Event, site: Site) -> Problem:
    name = str(event.args[0])
    error = event.error.__cause__ or event.error if event.error else None
    file, line = site.plugins.get(name, (None, None))
    file = file and site.show(file)
    if error is None:
        return _quote_pelican(event, site)
    if str(error).startswith("Cannot import plugin"):
        hint = "Mend its name in PLUGINS, or add its package to pyproject.toml."
        return Problem(file, line, "plugin", f"there is no plugin {quote(name)}", hint)
    found = _locate(error, site)
    message = f"the plugin {quote(name)} cannot be loaded: {_describe(error)}"
    if found[0] and "plugins/audit/" not in found[0]:
        return Problem(*found, "plugin", message, "Mend the plugin, or take it out of PLUGINS.")
    hint = "Install what it needs, or take it out of PLUGINS."
    return Problem(file, line, "plugin", message, hint)


def _leave_out(_event: Event, _site: Site) -> None:
    """For what another rule reports with file, line and remedy."""


def _quote_pelican(event: Event, site: Site) -> Problem:
    severity = Severity.ERROR if event.level >= logging.ERROR else Severity.WARNING
    file = site.show(event.source) if event.source else None
    message = re.sub(r"\s+", " ", event.message.replace(f"{site.root}/", "")).strip()
    return Problem(file, None, "pelican", message, "", severity)


_TRANSLATORS: Final[Mapping[str, Callable[[Event, Site], Problem | None]]] = {
    "Could not process %s": _explain_unread,
    "Skipping %s: could not find information about '%s'": _explain_missing,
    "Skipping %s: file %r would be written outside": _explain_outside,
    "Unknown status '%s' for file %s": _explain_status,
    "Unable to find '%s', skipping url replacement.": _explain_link,
    "Replacement Indicator %r not recognized": _explain_indicator,
    "{filename} used for linking to static": _explain_static,
    "Empty alt attribute for image %s in %s": _explain_alt,
    "Cannot load plugin `%s`": _explain_plugin,
    "Cannot register plugin `%s`": _explain_plugin,
    "Cannot get modification stamp for %s": _leave_out,
    'Unable to generate valid slug for %s "%s".': _leave_out,
    "Duplicate definition of `%s` for %s": _leave_out,
    "There are %s ": _leave_out,
    "Detected misconfigur": _leave_out,
    "Keyboard interrupt received": _leave_out,
}
