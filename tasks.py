"""What the author does with the site; `invoke --list` tells the same in short."""

import sys

from invoke import Context, Exit, task

from plugins.audit.cli import build as build_site


def _leave(code: int) -> None:
    if code:
        raise Exit(code=code)


@task(help={"output": "folder to write to (default: output)"})
def build(_: Context, output: str = "output") -> None:
    """Build the development site, drafts included."""
    _leave(build_site("pelicanconf.py", output))
