"""The checks of a site's settings: their names, their types, and what two of them promise."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import NoneType
from typing import Any, Final, TypeAlias

from markdown import Markdown

from plugins.audit.assignments import locate_string
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
        *("TEMPLATE_EXTENSIONS", "OUTPUT_RETENTION", "LOCALE"),
    }
)

_MARKDOWN_KEYS: Final = frozenset(
    {"extensions", "extension_configs", "output_format", "tab_length"}
)

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "ARTICLE_ORDER_BY": (str, Callable, NoneType),  # type: ignore[dict-item]
    "ARTICLE_TRANSLATION_ID": (str, list, tuple, set, NoneType, bool),
    "AUDIT_STRICT": (bool,),
    "AUTHOR": (str,),
    "CSS_FILE": (str, NoneType),
    "DEFAULT_DATE": (str, tuple, NoneType),
    "DEFAULT_DATE_FORMAT": (str, tuple),
    "DEFAULT_METADATA": (dict, list, tuple),
    "DEFAULT_PAGINATION": (int, bool),
    "EXCERPT_MARKER": (str,),
    "EXCERPT_WORDS": (int,),
    "FEED_DOMAIN": (str,),
    "FEED_MAX_ITEMS": (int, NoneType),
    "LOCALE": (str, list, tuple),
    "PAGE_ORDER_BY": (str, Callable, NoneType),  # type: ignore[dict-item]
    "PAGE_TRANSLATION_ID": (str, list, tuple, set, NoneType, bool),
    "PELICAN_CLASS": (str, type),
    "PLUGINS": (list, tuple, NoneType),
    "PYGMENTS_RST_OPTIONS": (dict, NoneType),
    "SITESUBTITLE": (str,),
    "SUMMARY_MAX_LENGTH": (int, NoneType),
    "SUMMARY_MAX_PARAGRAPHS": (int, NoneType),
    "TEMPLATE_PAGES": (dict, NoneType),
    "TIMEZONE": (str,),
}
"""Where Pelican takes more than the type of its default, or has no default."""

_LEAST: Final[Mapping[str, Any]] = {"EXCERPT_WORDS": 1}

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
    names = {*defaults, *_TYPES, *(known or ())}
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


def check_markdown(setting: Setting, source: str) -> Iterator[Fault]:
    """Check that Markdown can be set up as `MARKDOWN` says, each extension by itself.

    Args:
        setting: The setting `MARKDOWN`.
        source: Text of the settings file, to find the extension in.
    """
    if not isinstance(setting.value, dict):
        return  # its type is reported already
    options = dict(setting.value)
    for key in options.keys() - _MARKDOWN_KEYS:
        hint = f"Known are {', '.join(sorted(_MARKDOWN_KEYS))}."
        yield setting.fault("markdown", f"nothing reads {quote(key)} in MARKDOWN", hint)
    extensions, configs = options.pop("extensions", []), options.get("extension_configs", {})
    if not isinstance(extensions, list) or not isinstance(configs, dict):
        message = "MARKDOWN should have a list as extensions and a dict as extension_configs"
        yield setting.fault("markdown", message, "Write them so.")
        return
    for extension in dict.fromkeys([*extensions, *configs]):
        if fault := _try_markdown({**options, "extensions": [extension]}):
            name = extension if isinstance(extension, str) else repr(extension)
            line = locate_string(source, name, setting.line or 1) if source else None
            message = f"Markdown extension {quote(name)} cannot be used: {fault}"
            hint = "Check its name and options in MARKDOWN, or add its package to pyproject.toml."
            yield setting.fault("markdown", message, hint, line)


def _try_markdown(options: dict[str, Any]) -> str:
    extensions = {e for e in options["extensions"] if isinstance(e, str)}
    configs = options.get("extension_configs") or {}
    mine = {name: config for name, config in configs.items() if name in extensions}
    try:
        Markdown(**{**options, "extension_configs": mine})
    except Exception as error:  # noqa: BLE001 - whatever an extension raises is what is wrong with it
        return f"{type(error).__name__}: {error}"
    return ""


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


def _check_pattern(setting: Setting) -> Iterator[Fault]:
    try:
        re.compile(setting.value)
    except re.error as error:
        message = f"{setting.name} is not a regular expression: {error}"
        yield setting.fault("setting", message, "Mend it, or leave it to Pelican's default.")


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
