"""What the author does with the site; `invoke --list` tells the same in short."""

import json
import os
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from invoke import Context, Exit, task

from plugins.audit.cli import build as build_site
from plugins.publishing.cli import publish as publish_site

OUTPUT = "output"

os.chdir(Path(__file__).parent)  # invoke finds this file from any folder below


def _leave(code: int) -> None:
    if code:
        raise Exit(code=code)


def _run_module(c: Context, command: str, **environment: str) -> bool:
    """Run a module of this environment; tell whether it succeeded."""
    command = f"{shlex.quote(sys.executable)} -m {command}"
    return bool(c.run(command, pty=sys.stdout.isatty(), env=environment, warn=True))


def _prepare_browser() -> Path | None:
    from tools.browser import prepare_browser  # noqa: PLC0415

    try:
        return prepare_browser()
    except FileNotFoundError as error:
        raise Exit(str(error), code=1) from None


def _read_port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise Exit(f'"{text}" is no port: write a number from 1 to 65535.', code=1)
    return int(text)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


@task(help={"output": "folder to write to"})
def build(_: Context, output: str = OUTPUT) -> None:
    """Build the site as its author sees it, drafts included."""
    _leave(build_site("pelicanconf.py", output))


@task(help={"port": "port to listen on; if it is taken, the next free one", "bind": "address"})
def serve(_: Context, port: str = "8000", bind: str = "127.0.0.1") -> None:
    """Show the site, drafts included, and reload it on every change."""
    from plugins.incremental.cli import serve as serve_site  # noqa: PLC0415

    _leave(serve_site(bind, _read_port(port)))


@task(help={"port": "port to listen on; if it is taken, the next free one", "bind": "address"})
def preview(_: Context, port: str = "8000", bind: str = "127.0.0.1") -> None:
    """Show what `build` or `publish` wrote."""
    from plugins.incremental.cli import preview as preview_site  # noqa: PLC0415

    if not Path(OUTPUT, "index.html").is_file():
        raise Exit(f"There is nothing in {OUTPUT}/ yet: invoke build", code=1)
    _leave(preview_site(bind, _read_port(port)))


@task(
    help={
        "siteurl": "where the site will be, without a final slash (default: as in publishconf.py)",
        "output": "folder to write to",
    }
)
def publish(_: Context, siteurl: str = "", output: str = OUTPUT) -> None:
    """Build the public site; the last one stays until this is sound, without even a warning."""
    options = ["-e", f"SITEURL={json.dumps(siteurl.rstrip('/'))}"] if siteurl else []
    _leave(publish_site("publishconf.py", output, options))


@task(
    help={
        "title": "title of the post",
        "slug": "last part of its address (default: made of the title)",
        "category": "its category",
        "tags": "its tags, separated by commas",
        "series": "the series that it is a part of",
        "summary": "one or two sentences for lists and feeds",
    },
)
def new(
    c: Context,
    title: str,
    slug: str = "",
    category: str = "",
    tags: str = "",
    series: str = "",
    summary: str = "",
) -> None:
    """Begin a post: invoke new "Title". Nothing is ever overwritten."""
    if title in {"-h", "--help"}:  # invoke takes what follows a task for its title
        _leave(int(not _run_module(c, "invoke --help new")))
        return
    from pelicanconf import TIMEZONE  # noqa: PLC0415
    from tools.new import POSTS, NewPostError, create_post  # noqa: PLC0415

    fields = {"slug": slug, "category": category, "tags": tags, "series": series}
    try:
        path = create_post(POSTS, title, ZoneInfo(TIMEZONE), **fields, summary=summary)
    except NewPostError as error:
        raise Exit(str(error), code=1) from None
    print(f"{path} is begun, as a draft; `invoke serve` shows it.")  # noqa: T201


@task(
    help={
        "plan": "show what would be measured and how long it would take, and measure nothing",
        "status": "print a line for each cell, and succeed only if all are fresh",
        "noise": "measure the noise floor of this machine",
        "only": "names of benchmarks, separated by commas (default: all)",
        "on": "only these interpreters, separated by commas, as 3.13,3.13t (default: all)",
        "shard": "one part of the benchmarks, as 2/3 on the second of three machines",
        "merge": "folders, separated by commas, with files SNIPPET/MACHINE/INTERPRETER.json: "
        "store what of them was measured of the benchmarks as they stand, and name the rest",
        "machine": "label of the machine (default: made of its processor)",
        "quick": "a first look: few processes, never published",
        "rigorous": "twice the processes, for what is to be measured",
        "force": "measure what is fresh, too",
    }
)
def bench(
    _: Context,
    shard: str = "",  # first, or invoke would give it -h
    plan: bool = False,
    status: bool = False,
    noise: bool = False,
    only: str = "",
    machine: str = "",
    quick: bool = False,
    rigorous: bool = False,
    force: bool = False,
    on: str = "",
    merge: str | None = None,
) -> None:
    """Measure the benchmarks in posts that are new or changed, and store the numbers."""
    from plugins.bench.cli import bench  # noqa: PLC0415
    from plugins.bench.request import Request  # noqa: PLC0415

    kinds = {"plan": plan, "status": status, "noise": noise, "merge": merge is not None}
    modes = {"quick": quick, "rigorous": rigorous}
    for group in (kinds, modes):
        if sum(group.values()) > 1:
            raise Exit(f"Only one of --{', --'.join(n for n, on in group.items() if on)}.", code=1)
    _leave(
        bench(
            Request(
                does=next((name for name, on in kinds.items() if on), "measure"),
                only=_split(only),
                on=_split(on),
                shard=shard.strip(),
                folders=_split(merge or ""),
                machine=machine,
                mode=next((name for name, on in modes.items() if on), "default"),
                force=force,
            )
        )
    )


@task(
    help={
        "status": "run none, print a line for each, and succeed only if all are fresh",
        "only": "names of notebooks, separated by commas (default: all)",
        "force": "run what is fresh, too",
        "timeout": "seconds that each may take",
    }
)
def notebooks(
    _: Context, status: bool = False, only: str = "", force: bool = False, timeout: int = 300
) -> None:
    """Run the notebooks in posts that are new or changed, and store what they show."""
    from plugins.notebooks.cli import run_notebooks  # noqa: PLC0415

    if timeout < 1:
        raise Exit("--timeout takes seconds, 1 or more.", code=1)
    _leave(run_notebooks(_split(only), status=status, force=force, timeout=timeout))


@task(help={"fresh": "ask also for what was sound in the last days"})
def links(_: Context, *, fresh: bool = False) -> None:
    """Ask other sites whether what we link to is still there."""
    from plugins.links.cli import check_links  # noqa: PLC0415

    _leave(check_links("publishconf.py", fresh=fresh))


@task
def check(c: Context) -> None:
    """Check style, types and the public site: what is checked beside the tests."""
    tools = ("ruff format --check .", "ruff check .", "mypy")
    results = [_run_module(c, tool) for tool in tools]
    with TemporaryDirectory(prefix="check-") as output:
        code = build_site("publishconf.py", output)
    _leave(code or int(not all(results)))


@task(help={"select": "only tests whose names fit, as pytest -k", "long": "with the full counts"})
def test(c: Context, select: str = "", *, long: bool = False) -> None:
    """Run the whole suite, browser tests included."""
    from tools.browser import VARIABLE  # noqa: PLC0415

    chromium = _prepare_browser()
    print(f"Browser tests use {chromium}." if chromium else "No Chromium: no browser tests.")  # noqa: T201
    if not chromium and os.environ.get("CI"):
        raise Exit("Under CI a browser is required, and none could be installed.", code=1)
    # The examples of a post share what they define: a file stays with one process.
    command = "pytest --numprocesses 2 --dist loadfile"
    command += f" -k {shlex.quote(select)}" if select else ""
    environment = {VARIABLE: str(chromium or ""), "LONG": "1" if long else ""}
    _leave(int(not _run_module(c, command, **environment)))


@task(
    help={
        "workflow": "files of .github/workflows, separated by commas",
        "into": "new folder for all of it (default: one that goes again)",
        "siteurl": "where the site would be (default: under a path)",
        "python": "version to take for each that is asked for, as 3.13",
    }
)
def rehearse(
    _: Context, workflow: str = "pages.yml", into: str = "", siteurl: str = "", python: str = ""
) -> None:
    """Run a workflow's steps in fresh clones, and follow every link of what it deploys."""
    from tools.rehearse.__main__ import main  # noqa: PLC0415

    options = {"--into": into, "--siteurl": siteurl, "--python": python}
    given = [f"{name}={value}" for name, value in options.items() if value]
    _leave(main([*_split(workflow), *given]))


@task
def identity(_: Context) -> None:
    """Draw the icons and the social image anew, when the wordmark or the colours change."""
    from tools.identity import draw_identity  # noqa: PLC0415

    chromium = _prepare_browser()
    if not chromium:
        raise Exit("This needs a Chromium; `invoke test` says how to get one.", code=1)
    for path in draw_identity(chromium):
        print(f"{path} ({path.stat().st_size / 1000:.1f} kB)")  # noqa: T201


@task(help={"posts": "posts in the generated blog", "runs": "builds of each kind"})
def speed(_: Context, posts: int = 500, runs: int = 3) -> None:
    """Compare this site's build with plain Pelican's, as ratios."""
    from tools.speed import BuildFailedError, compare_speed  # noqa: PLC0415

    if min(posts, runs) < 1:
        raise Exit("There must be at least one post and one run.", code=1)
    try:
        compare_speed(posts, runs, Path("publishconf.py").absolute())
    except BuildFailedError as error:
        raise Exit(str(error), code=1) from None


@task(help={"upgrade": "take newer versions of what is locked already"})
def lock(_: Context, *, upgrade: bool = False) -> None:
    """Resolve requirements.lock and requirements-dev.lock from pyproject.toml."""
    from tools.locks import resolve_locks  # noqa: PLC0415

    _leave(resolve_locks(upgrade=upgrade))
