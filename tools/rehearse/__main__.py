"""Rehearses workflows: python -m tools.rehearse [WORKFLOW ...] [--into DIR] [--siteurl URL]."""

import shutil
import signal
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import mkdtemp
from typing import Final
from urllib.parse import urlsplit

from rich.console import Console

from tools.rehearse.crawl import crawl, serve
from tools.rehearse.errors import RehearsalError
from tools.rehearse.machine import Stage
from tools.rehearse.model import Workflow, read_workflow
from tools.rehearse.run import run_workflow

_REPOSITORY: Final = Path(__file__).parent.parent.parent
_REFUSED: Final = {
    "bench.yml": "it measures for hours, and proposes what it measured; "
    "tests/bench/test_workflow.py rehearses its steps",
}


def main(arguments: list[str]) -> int:
    """Rehearse what the arguments ask for; return an exit code, 0 only if all went well."""
    # Steps inherit what is ignored, and one who starts this in the background ignores Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    console = Console(highlight=False, markup=False, soft_wrap=True)
    options = _parse(arguments)
    folder = Path(options.into or mkdtemp(prefix="rehearsal-")).absolute()
    try:
        _rehearse(options, folder, console)
    except RehearsalError as error:
        console.print(f"{error}\nThe rehearsal failed; all of it is in {folder}.")
        return 1
    if not options.into:
        shutil.rmtree(folder)
    return 0


def _parse(arguments: list[str]) -> Namespace:
    parser = ArgumentParser("python -m tools.rehearse", description=__doc__)
    parser.add_argument("workflows", nargs="*", metavar="WORKFLOW", default=["pages.yml"])
    parser.add_argument("--into", help="new folder for all of it (default: one that goes again)")
    parser.add_argument("--siteurl", default="https://someone.github.io/repo")
    parser.add_argument("--python", default="", help="version to take for each that is asked for")
    parser.add_argument("--every-leg", action="store_true", help="of a matrix; else the first")
    return parser.parse_args(arguments)


def _rehearse(options: Namespace, folder: Path, console: Console) -> None:
    url = urlsplit(options.siteurl.rstrip("/"))
    if url.scheme != "https" or not url.netloc:
        raise RehearsalError(f'"{options.siteurl}" is no https URL; write https://HOST/PATH.')
    if options.into and folder.exists():
        raise RehearsalError(f"{folder} is there already; name a folder that is not.")
    with serve(folder / "site", url.path) as page_url:
        stage = Stage(
            repository=_REPOSITORY,
            folder=folder,
            siteurl=url.geturl(),
            page_url=page_url,
            python=options.python,
            every_leg=options.every_leg,
        )
        for name in options.workflows:
            run_workflow(_read(name), name, stage, console)
        if stage.site.is_dir():
            _crawl(stage, console)


def _read(name: str) -> Workflow:
    if name in _REFUSED:
        raise RehearsalError(f"{name} is not rehearsed: {_REFUSED[name]}.")
    folder = _REPOSITORY / ".github" / "workflows"
    if not (folder / name).is_file():
        found = ", ".join(sorted(path.name for path in folder.glob("*.yml")))
        raise RehearsalError(f'There is no workflow "{name}"; there are {found}.')
    return read_workflow((folder / name).read_text("utf-8"), name)


def _crawl(stage: Stage, console: Console) -> None:
    found = crawl(stage.site, stage.siteurl, stage.page_url)
    console.print(f"{stage.siteurl}/: {found.pages} pages, {found.links} links")
    if found.broken:
        listed = "\n".join(found.broken)
        raise RehearsalError(f"{len(found.broken)} links lead nowhere:\n{listed}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
