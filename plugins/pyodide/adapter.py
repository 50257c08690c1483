"""Where Pyodide meets Pelican: a page that needs it asks for it, and then it is published."""

from functools import cache
from pathlib import Path
from typing import Final

from pelican import Pelican
from pelican.plugins import signals

from plugins.audit import Problem, Severity, report
from plugins.pyodide.files import Package, list_files, read_package
from plugins.pyodide.npm import NpmError, install

SETTING: Final = "PYODIDE"
ROOT: Final = Path(__file__).resolve().parents[2]
"""Folder of package.json."""


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(offer)


def offer(pelican: Pelican) -> None:
    """Let templates ask for Pyodide, by calling `pyodide`, and publish it if one has."""
    get = cache(lambda: get_package() if pelican.settings.get(SETTING, True) else None)
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], "pyodide": get}

    def publish(site: Pelican) -> None:
        if get.cache_info().currsize and (package := get()):
            write_package(package, Path(site.output_path))

    signals.finalized.connect(publish, weak=False, sender=pelican)


def get_package() -> Package | None:
    """Get the package, by npm if need be; None if it cannot be had, which is reported."""
    try:
        install(ROOT)
        return read_package(ROOT / "node_modules" / "pyodide")
    except (NpmError, OSError, ValueError, KeyError) as error:
        message = f"benchmarks cannot run in the browser, as Pyodide is not here: {error}"
        hint = f"Build again when npm can load it; or write {SETTING} = False, to do without."
        report(Problem("package.json", None, "pyodide", message, hint, Severity.WARNING))
        return None


def write_package(package: Package, output: Path) -> None:
    """Write what is published of the package."""
    folder = output / package.path
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in list_files(package):
        (folder / name).write_bytes(content)
