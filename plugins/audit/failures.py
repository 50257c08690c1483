"""Exceptions, as problems at the place in the site that they came from."""

import errno
from pathlib import Path
from traceback import walk_tb
from typing import Final

from plugins.audit.problem import Problem
from plugins.audit.site import Site

DEBUG_HINT: Final = "Run `pelican --debug` to see the traceback."


def explain_failure(
    what: str, error: BaseException, site: Site, file: str | None = None
) -> Problem:
    """Make a problem of an exception.

    Args:
        what: What could not be done.
        error: Why.
        site: Where it happened.
        file: The source at fault, if it is known; else the innermost place in the site that
            the exception came through, or the source that was being written.
    """
    found = locate(error, site)
    where = f" (at {found[0]}:{found[1]})" if file and found[0] else ""
    place, line = (file or found[0] or _find_content(error, site)), (None if file else found[1])
    return Problem(place, line, "build", f"{what}: {describe(error)}{where}", hint_at(error))


def hint_at(error: BaseException) -> str:
    """Say what to do about an exception."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Make room there, and build again."
    return "Mend that line." if _is_about_syntax(error) else DEBUG_HINT


def describe(error: BaseException) -> str:
    """Say an exception in one line."""
    text = error.msg if isinstance(error, SyntaxError) else " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def locate(error: BaseException, site: Site) -> tuple[str | None, int | None]:
    """Find the line of the site that an exception speaks of, or was raised through last."""
    if _is_about_syntax(error):
        return site.show(error.filename), error.lineno  # type: ignore[attr-defined]
    frames = [(Path(f.f_code.co_filename), line) for f, line in walk_tb(error.__traceback__)]
    own = [(path, line) for path, line in frames if _is_of_site(path, site)]
    return (site.show(own[-1][0]), own[-1][1]) if own else (None, None)


def _is_about_syntax(error: BaseException) -> bool:
    """Tell whether it is Python's, or Jinja's, complaint of a file that it cannot parse."""
    return isinstance(getattr(error, "filename", None), str) and hasattr(error, "lineno")


def _is_of_site(path: Path, site: Site) -> bool:
    return path.is_relative_to(site.root) and "site-packages" not in path.parts


def _find_content(error: BaseException, site: Site) -> str | None:
    """Find the source of the article or page that Pelican was at."""
    for frame in reversed([frame for frame, _ in walk_tb(error.__traceback__)]):
        for value in (frame.f_locals.get(name) for name in ("article", "draft", "page", "self")):
            if isinstance(path := getattr(value, "source_path", None), str):
                return site.show(path)
    return None
