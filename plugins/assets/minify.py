"""Style sheets and scripts without what only their authors read."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from rcssmin import cssmin
from rjsmin import jsmin

MINIFIERS: Final[Mapping[str, Callable[[str], str]]] = {".css": cssmin, ".js": jsmin}
"""By the end of a file's name. Both only take out white space and comments."""


def minify_folder(folder: Path) -> None:
    """Minify, in place, each file below a folder for which there is a way."""
    for path in sorted(folder.rglob("*")):
        if minify := MINIFIERS.get(path.suffix):
            path.write_text(minify(path.read_text("utf-8")), "utf-8")
