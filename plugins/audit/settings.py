"""The checks of a site's settings: their names, their types, and what two of them promise."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from types import NoneType
from typing import Any, Final, TypeAlias

from plugins.audit.posts import is_timezone
from plugins.audit.problem import Problem, quote

Fault: TypeAlias = tuple[str, Problem]
"""The name of a setting, and what is wrong with it."""

_PATH: Final = (str, Path)
_SWITCHABLE_PATH: Final = (str, Path, NoneType, bool)  # Pelican skips what is empty or false

_PATTERNS: Final = frozenset({"FILENAME_METADATA", "PATH_METADATA", "INTRASITE_LINK_REGEX"})

_LISTS_OF_STRINGS: Final = frozenset(
    {
        *("ARTICLE_PATHS", "ARTICLE_EXCLUDES", "PAGE_PATHS", "PAGE_EXCLUDES"),
        *("STATIC_PATHS", "STATIC_EXCLUDES", "THEME_STATIC_PATHS", "THEME_TEMPLATES_OVERRIDES"),
        *("DIRECT_TEMPLATES", "PLUGIN_PATHS", "IGNORE_FILES", "FORMATTED_FIELDS"),
        *("BENCH_INTERPRETERS", "BENCH_MACHINES", "SERIES_PATHS", "SERIES_EXCLUDES"),
        *("TEMPLATE_EXTENSIONS", "OUTPUT_RETENTION", "LOCALE", "FEED_FORMATS", "SECURITY_CONTACT"),
    }
)

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "ARTICLE_ORDER_BY": (str, Callable, NoneType),  # type: ignore[dict-item]
    "ARTICLE_TRANSLATION_ID": (str, list, tuple, set, NoneType, bool),
    "AUDIT_MIN_POSTS": (int,),
    "AUDIT_STRICT": (bool,),
    "AUTHOR": (str,),
    "BENCH_INTERPRETERS": (list, tuple),
    "BENCH_MACHINE": (str,),
    "BENCH_MACHINES": (list, tuple),
    "BENCH_PATH": (str,),
    "BENCH_SAMPLES_PATH": (str,),
    "CSS_FILE": (str, NoneType),
    "DEFAULT_DATE": (str, tuple, NoneType),
    "DEFAULT_DATE_FORMAT": (str, tuple),
    "DEFAULT_METADATA": (dict, list, tuple),
    "DEFAULT_PAGINATION": (int, bool),
    "EXCERPT_MARKER": (str,),
    "EXCERPT_WORDS": (int,),
    "FEED_DOMAIN": (str,),
    "FEED_FORMATS": (list, tuple),
    "FEED_MAX_ITEMS": (int, NoneType),
    "FEED_STYLE_SHEET": (str,),
    "LOCALE": (str, list, tuple),
    "PAGE_ORDER_BY": (str, Callable, NoneType),  # type: ignore[dict-item]
    "PAGE_TRANSLATION_ID": (str, list, tuple, set, NoneType, bool),
    "PELICAN_CLASS": (str, type),
    "PLUGINS": (list, tuple, NoneType),
    "PYODIDE": (bool,),
    "PYGMENTS_RST_OPTIONS": (dict, NoneType),
    "SECURITY_CONTACT": (str, list, tuple, NoneType),
    "SERIES_EXCLUDES": (list, tuple),
    "SERIES_PATHS": (list, tuple),
    "SERIES_REGEX_SUBSTITUTIONS": (list, tuple),
    "SITESUBTITLE": (str,),
    "SUMMARY_MAX_LENGTH": (int, NoneType),
    "SUMMARY_MAX_PARAGRAPHS": (int, NoneType),
    "TEMPLATE_PAGES": (dict, NoneType),
    "TIMEZONE": (str,),
}
"""Where Pelican takes more than the type of its default, or has no default."""

_LEAST: Final[Mapping[str, Any]] = {"EXCERPT_WORDS": 1}

_PLACES: Final = frozenset(
    f"SERIES_{name}"
    for name in ("URL", "SAVE_AS", "LANG_URL", "LANG_SAVE_AS", "FEED_ATOM", "LANG_FEED_ATOM")
)

_PATH_ENDINGS: Final = ("_URL", "_SAVE_AS", "_ATOM", "_RSS")
_ALWAYS_WRITTEN: Final = ("ARTICLE_", "PAGE_", "DRAFT_", "STATIC_")

_NAMES: Final = {
    bool: "True or False",
    dict: "a dict",
    float: "a number",
    int: "a whole number",
    list: "a list",
    str: "a string",
    tuple: "a tuple",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the author gave it."""

    name: str
    value: Any
    file: str | None
    """The settings file that says it; None if it came from the command line."""
    line: int | None
    """Where it is said; None if no assignment is found."""

    def fault(self, rule: str, message: str, hint: str, line: int | None = None) -> Fault:
        """Make a problem of this setting, at `line` if its place is known better."""
        return self.name, Problem(self.file, line or self.line, rule, message, hint)


def check_settings(
    settings: Collection[Setting], defaults: Mapping[str, Any], known: Collection[str] | None
) -> Iterator[Fault]:
    """Check names and types of settings.

    Args:
        settings: What the author gave.
        defaults: Pelican's default for each setting that has one.
        known: Names that something on the site reads, beside those with a default; None if
            that could not be found out.
    """
    names = {*defaults, *_TYPES, *_PLACES, *(known or ())}
    for setting in settings:
        if setting.name in names:
            yield from _check_type(setting, defaults)
        elif known is not None and not setting.name.startswith("_"):
            yield _complain_of_name(setting, names)


def check_folder(setting: Setting, builtin: Path | None = None) -> Iterator[Fault]:
    """Check that a setting names a folder, seen from its file, or one of those in `builtin`."""
    if not isinstance(setting.value, str | Path):
        return  # its type is reported already
    folders = [Path(setting.file or "").parent, *([builtin] if builtin else [])]
    if not any((folder / setting.value).is_dir() for folder in folders):
        message = f"{setting.name} = {quote(str(setting.value))} is not a folder"
        yield setting.fault("setting", message, "Write a path from the folder of this file.")


def check_timezone(setting: Setting) -> Iterator[Fault]:
    """Check that `TIMEZONE` names a time zone."""
    if isinstance(setting.value, str) and not is_timezone(setting.value):
        message = f"TIMEZONE = {quote(setting.value)} is not known"
        hint = 'Use a name of the IANA database, as in TIMEZONE = "Europe/Vienna".'
        yield setting.fault("timezone", message, hint)


def _check_type(setting: Setting, defaults: Mapping[str, Any]) -> Iterator[Fault]:
    types = _expected_types(setting.name, defaults)
    is_bool = isinstance(setting.value, bool)
    if not types or (is_bool and bool in types):
        return
    if is_bool or not isinstance(setting.value, types):
        expected = " or ".join(_NAMES[t] for t in types if t in _NAMES) or "something else"
        shown = quote(repr(setting.value))[1:-1]
        message = f"{setting.name} = {shown} should be {expected}"
        default = defaults.get(setting.name)
        hint = f"Pelican's default is {setting.name} = {default!r}." if default is not None else ""
        yield setting.fault("setting", message, hint)
    elif setting.name in _LEAST and setting.value < _LEAST[setting.name]:
        message = f"{setting.name} = {setting.value!r} is too small"
        yield setting.fault("setting", message, f"Write at least {_LEAST[setting.name]}.")
    elif setting.name in _LISTS_OF_STRINGS and isinstance(setting.value, list | tuple):
        strange = [item for item in setting.value if not isinstance(item, str | Path)]
        if strange:
            message = f"{setting.name} has {quote(repr(strange[0]))}, which should be a string"
            yield setting.fault("setting", message, "Write names or paths, each in quotes.")
    elif setting.name == "EXCERPT_MARKER" and re.search("--|[<>]", str(setting.value)):
        message = f"EXCERPT_MARKER = {quote(setting.value)} cannot stand in a comment"
        hint = 'Write what is between "<!--" and "-->", as in EXCERPT_MARKER = "more".'
        yield setting.fault("setting", message, hint)
    elif setting.name in _PATTERNS:
        yield from _check_pattern(setting)
    elif setting.name in _PLACES and setting.value:
        yield from _check_place(setting)


def _check_pattern(setting: Setting) -> Iterator[Fault]:
    try:
        re.compile(setting.value)
    except re.error as error:
        message = f"{setting.name} is not a regular expression: {error}"
        yield setting.fault("setting", message, "Mend it, or leave it to Pelican's default.")


def _check_place(setting: Setting) -> Iterator[Fault]:
    """Check that a pattern gives each series a place of its own."""
    wanted = {"slug", "lang"} if "_LANG_" in setting.name else {"slug"}
    try:
        named = {
            name for _, name, _, _ in Formatter().parse(str(setting.value)) if name is not None
        }
    except ValueError:
        named = set()
    if not wanted <= named <= {"slug", "lang"}:
        shown = " and ".join(f"{{{name}}}" for name in sorted(wanted))
        message = f"{setting.name} = {quote(str(setting.value))} should have {shown} in it"
        yield setting.fault("setting", message, "Write them in, or None to switch it off.")


def _expected_types(name: str, defaults: Mapping[str, Any]) -> tuple[type, ...]:
    default = defaults.get(name)
    if name in _TYPES:
        return _TYPES[name]
    if isinstance(default, str) or (default is None and name.endswith(_PATH_ENDINGS)):
        can_be_off = "FEED_" in name or name.endswith(_PATH_ENDINGS)
        return _SWITCHABLE_PATH if can_be_off and not name.startswith(_ALWAYS_WRITTEN) else _PATH
    if isinstance(default, list | tuple):
        return (list, tuple)
    return () if default is None else (type(default),)


def _complain_of_name(setting: Setting, known: Collection[str]) -> Fault:
    close = get_close_matches(setting.name, known, n=1, cutoff=0.75)
    hint = (
        f"Did you mean {close[0]}?"
        if close
        else "Delete it, or mend its name: neither Pelican nor a plugin nor the theme reads it."
    )
    return setting.fault("setting", f"nothing reads the setting {setting.name}", hint)
