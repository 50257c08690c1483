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
from typing import Final
from urllib.parse import unquote

from plugins.audit.failures import describe, explain_failure, hint_at, locate
from plugins.audit.posts import is_markdown
from plugins.audit.problem import Problem, Severity, quote
from plugins.audit.site import Site

_ABOUT_READING = ("Could not process", "Skipping %s: could not find", "Unknown status")
_INDICATORS = ("filename", "static", "attach", "tag", "category", "author", "index")


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
        try:
            return self.template % self.args if self.args else self.template
        except (TypeError, ValueError):  # a plugin's message with a "%" of its own
            return self.template


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


def _explain_unread(event: Event, site: Site) -> Problem | None:
    path, error = str(event.args[0]), event.error
    if error is None:
        return _quote_pelican(event, site)
    problem = explain_failure("this could not be read", error, site, site.show(path))
    if isinstance(error, UnicodeDecodeError):
        hint = "Save the file as UTF-8 in your editor."
        return replace(problem, rule="encoding", message="this is not UTF-8", hint=hint)
    if is_markdown(path) or not isinstance(error, ValueError):
        return problem
    # The only value that a reader of another kind refuses.
    line = site.find_field(path, "date", "modified")
    return Problem(problem.file, line, "date", str(error), "Write it as in 2026-11-22 14:05.")


def _explain_missing(event: Event, site: Site) -> Problem:
    path, key = map(str, event.args)
    hint = f'Say it in the metadata, as in "{key.capitalize()}: …".'
    return Problem(site.show(path), 1, key, f"the {key} is missing", hint)


def _explain_status(event: Event, site: Site) -> Problem:
    status, path, known = event.args
    message = f"status = {quote(str(status))} is not known"
    line = site.find_field(path, "status")
    return Problem(site.show(path), line, "status", message, f"Known are {known}.")


def _explain_outside(event: Event, site: Site) -> Problem:
    path, target = event.args
    message = f"{quote(str(target))} would be written outside the output folder"
    hint = 'Mend its "Save_as:" or "Slug:".'
    return Problem(site.show(path), None, "url", message, hint)


def _explain_link(event: Event, site: Site) -> Problem:
    target, source = str(event.args[0]), event.source
    if source is None:
        return _quote_pelican(event, site)
    line = site.find(source, f"}}{target}") or site.find(source, f"|{target}")
    message = f"the link to {quote(target)} leads nowhere"
    hint = _suggest_target(target, source, site)
    return Problem(site.show(source), line, "link", message, hint)


def _suggest_target(target: str, source: str, site: Site) -> str:
    base = Path(site.content) if target.startswith("/") else Path(site.content, source).parent
    path = base / unquote(target.lstrip("/").partition("#")[0])
    if not path.resolve().is_relative_to(Path(site.content).resolve()):
        return "It lies outside the content folder: move it in, or link to it by its address."
    if path.is_file():
        return (
            "That file is there, but is not published: it is a draft, scheduled, or could not be"
            " read. Link to a source by {filename}, to any other file by {static}."
        )
    files = [f.name for f in path.parent.iterdir() if f.is_file()] if path.parent.is_dir() else []
    if close := get_close_matches(path.name, files, n=1):
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


def _explain_alt(event: Event, site: Site) -> Problem | None:
    image, path = map(str, event.args)
    line = site.find(path, image)
    if "<img" in site.quote_line(path, line):
        return None  # `alt=""` written out says that the image only decorates
    message = f"the image {quote(image)} has no alternative text"
    hint = 'Say what it shows, ![a text](…), or write <img alt=""> if it only decorates.'
    return Problem(site.show(path), line, "alt", message, hint, Severity.WARNING)


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
    found = locate(error, site)
    if found[0] and "plugins/audit/" not in found[0]:
        file, line = found
    message = f"the plugin {quote(name)} cannot be loaded: {describe(error)}"
    is_missing = isinstance(error, ModuleNotFoundError)
    hint = "Install what it needs" if is_missing else "Mend the plugin"
    return Problem(file, line, "plugin", message, f"{hint}, or take it out of PLUGINS.")


def _explain_originals(event: Event, site: Site) -> Problem | None:
    paths = sorted(map(str, event.args[2:]))
    languages = {site.quote_line(path, site.find_field(path, "lang")).lower() for path in paths}
    if len(languages) < len(paths):
        return None  # two of one language: a slug that is taken
    message = f"{', '.join(map(site.show, paths))} are translations of no original"
    hint = 'Say "Translation: true" in all but one.'
    return Problem(site.show(paths[0]), None, "slug", message, hint, Severity.WARNING)


def _explain_uncopied(event: Event, site: Site) -> Problem:
    source, _, error = event.args
    message = f"this could not be copied to the output: {error}"
    hint = hint_at(error) if isinstance(error, OSError) else ""
    return Problem(site.show(source), None, "build", message, hint)


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
    "A problem occurred copying file": _explain_uncopied,
    "Cannot load plugin `%s`": _explain_plugin,
    "Cannot register plugin `%s`": _explain_plugin,
    "Cannot get modification stamp for %s": _leave_out,
    'Unable to generate valid slug for %s "%s".': _leave_out,
    "Duplicate definition of `%s` for %s": _leave_out,
    'There are %s items "%s" with lang': _leave_out,
    "There are %s original": _explain_originals,
    "Detected misconfigur": _leave_out,
}
