"""The settings files of a site: what they say where, and which names mean anything."""

import re
import sys
import tokenize
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from plugins.audit.assignments import find_helpers, locate_settings, locate_string
from plugins.audit.extensions import check_markdown
from plugins.audit.problem import Problem
from plugins.audit.settings import (
    Fault,
    Setting,
    check_folder,
    check_settings,
    check_timezone,
)
from plugins.audit.site import Site

# Names that Pelican's source does not spell out.
_COMPOSED = frozenset(
    f"{kind}_REGEX_SUBSTITUTIONS" for kind in ("AUTHOR", "CATEGORY", "SLUG", "TAG")
)
_AUDIT = "plugins.audit"
_NAME = re.compile(r"\b[A-Z][A-Z0-9_]+[A-Z0-9]\b")


def find_settings_modules() -> tuple[ModuleType, ...]:
    """Find the settings files that Pelican has loaded; one that extends another comes first.

    Pelican does not tell plugins which file it read, but leaves it among the loaded modules.
    """
    return tuple(
        module
        for module in list(sys.modules.values())
        if "PLUGINS" in getattr(module, "__dict__", {}) and getattr(module, "__file__", None)
    )


def check_configuration(
    settings: Mapping[str, Any], defaults: Mapping[str, Any], pelican_folder: Path
) -> list[Fault]:
    """Check the settings of a site.

    Args:
        settings: Pelican's, after it has filled in and mended what it could; empty if it
            gave up before.
        defaults: Pelican's own.
        pelican_folder: Where its modules are, to see which settings they read.
    """
    modules = find_settings_modules()
    given = list(_read_given(settings, modules))
    said = {setting.name: setting for setting in reversed(given)}
    effective = {name: setting.value for name, setting in said.items()} | dict(settings)
    sources = {str(module.__file__): _read_source(module) for module in modules}
    templates = list(Path(str(effective.get("THEME")), "templates").rglob("*.html"))
    known = (
        _find_names(pelican_folder.glob("*.py"))
        | _find_names(_find_plugin_files(modules))
        | _find_names(templates)
        | _name_places(templates)
        | _COMPOSED.union(*map(find_helpers, sources.values()))
    )
    faults = list(check_settings(given, defaults, known if templates else None))
    for name, builtin in (("PATH", None), ("THEME", pelican_folder / "themes")):
        if folder := said.get(name):
            faults.extend(check_folder(folder, builtin))
    for timezone in (setting for setting in given if setting.name == "TIMEZONE"):
        faults.extend(check_timezone(timezone))
    for markdown in (setting for setting in given if setting.name == "MARKDOWN"):
        faults.extend(check_markdown(markdown, sources.get(markdown.file or "", "")))
    return faults


def locate_plugins(modules: Iterable[ModuleType]) -> Iterator[tuple[str, tuple[str, int]]]:
    """Find the settings file and line that name each plugin."""
    for module in modules:
        source = _read_source(module)
        for plugin in _list_plugins(module):
            if isinstance(plugin, str):
                yield plugin, (str(module.__file__), locate_string(source, plugin, 1))


def check_plugins(modules: Sequence[ModuleType]) -> Iterator[Problem]:
    """Check that the settings name audit; without it nothing checks a site."""
    for module in modules[-1:]:  # the one that Pelican was given
        plugins = vars(module)["PLUGINS"]
        if isinstance(plugins, list | tuple) and _AUDIT not in plugins:
            line = locate_settings(_read_source(module)).get("PLUGINS")
            message = f"PLUGINS does not name {_AUDIT}, so nothing has checked the site"
            hint = f'Put "{_AUDIT}" first in PLUGINS.'
            yield Problem(str(module.__file__), line, "plugin", message, hint)


def find_site(settings: Mapping[str, Any]) -> Site:
    """Find where a site is: in the folder that the process works in."""
    return Site(
        root=str(Path.cwd()),
        content=str(Path(str(settings.get("PATH", ""))).absolute()),
        plugins=dict(locate_plugins(find_settings_modules())),
    )


def blame_settings(told: Iterable[Problem], site: Site, *, explained: bool) -> Iterator[Problem]:
    """Place what befell Pelican as it read the settings, if nothing explains it yet."""
    modules = find_settings_modules()
    for problem in told:
        if problem.file or not modules:
            yield problem
        elif not explained:
            yield site.place(replace(problem, file=str(modules[0].__file__)))


def _read_given(settings: Mapping[str, Any], modules: Sequence[ModuleType]) -> Iterator[Setting]:
    """Yield each setting as the author gave it, first in files, then on the command line."""
    said: dict[str, Setting] = {}
    for module in modules:
        lines = locate_settings(_read_source(module))
        for name, value in vars(module).items():
            if name.isupper() and (name not in said or said[name].line is None):
                said[name] = Setting(name, value, module.__file__, lines.get(name))
    yield from said.values()
    for name, value in settings.items():
        if name.isupper() and (name not in said or said[name].value != value):
            yield Setting(name, value, None, None)


def _read_source(module: ModuleType) -> str:
    try:
        with tokenize.open(str(module.__file__)) as file:  # in the encoding that it declares
            return file.read()
    except (OSError, SyntaxError, UnicodeDecodeError):
        return ""


def _list_plugins(module: ModuleType) -> Sequence[object]:
    plugins = vars(module)["PLUGINS"]
    return plugins if isinstance(plugins, list | tuple) else ()


def _find_plugin_files(modules: Iterable[ModuleType]) -> Iterator[Path]:
    """Find the source of each plugin that can be found, whether or not it can be loaded."""
    for plugin in (plugin for module in modules for plugin in _list_plugins(module)):
        name = plugin if isinstance(plugin, str) else getattr(plugin, "__name__", "")
        for candidate in (name, f"pelican.plugins.{name}"):
            try:
                spec = find_spec(candidate)
            except (ImportError, ValueError):
                continue
            if spec and spec.submodule_search_locations:
                yield from Path(spec.submodule_search_locations[0]).rglob("*.py")
            elif spec and spec.origin:
                yield Path(spec.origin)


def _find_names(files: Iterable[Path]) -> frozenset[str]:
    """Find every word in capitals in some files: what they may read as a setting."""
    return frozenset(
        name for file in files for name in _NAME.findall(file.read_text("utf-8", "replace"))
    )


def _name_places(templates: Iterable[Path]) -> frozenset[str]:
    """Name the settings that say where each template goes, should it be a direct one."""
    names = {template.stem.upper() for template in templates}
    return frozenset(f"{name}_{end}" for name in names for end in ("SAVE_AS", "URL"))
