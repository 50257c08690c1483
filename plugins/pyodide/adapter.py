"""Where Pyodide meets Pelican: a page that needs it asks for it, and then it is published."""

from dataclasses import dataclass
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


@dataclass(slots=True)
class Offer:
    """Gives Pyodide to templates that call it, and knows whether one did.

    No closure, as it stands in the settings, which Pelican pickles with what it caches.
    """

    is_wanted: bool
    was_asked: bool = False
    package: Package | None = None

    def __call__(self) -> Package | None:
        """Get the package; None if it is not wanted or cannot be had."""
        if not self.was_asked:
            self.was_asked = True
            self.package = get_package() if self.is_wanted else None
        return self.package


def offer(pelican: Pelican) -> None:
    """Let templates ask for Pyodide, by calling `pyodide`, and publish it if one has."""
    get = Offer(pelican.settings.get(SETTING, True))
    pelican.settings["JINJA_GLOBALS"] = {**pelican.settings["JINJA_GLOBALS"], "pyodide": get}

    def publish(site: Pelican) -> None:
        if get.package:
            write_package(get.package, Path(site.output_path))

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
