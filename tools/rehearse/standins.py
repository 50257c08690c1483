"""What stands in for the actions that workflows use: a plain table of small functions."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import urlsplit

from tools.rehearse.errors import RehearsalError
from tools.rehearse.machine import Machine

Inputs = Mapping[str, str]
Outputs = dict[str, str]

_HIDDEN: Final = shutil.ignore_patterns(".*")


def _check_out(machine: Machine, _: Inputs) -> Outputs:
    """Clone what is committed, one commit deep as GitHub does; nothing can be pushed back."""
    source = machine.stage.repository.as_uri()
    _git(machine, "clone", "--quiet", "--depth=1", source, ".")
    _git(machine, "remote", "set-url", "origin", "https://rehearsal.invalid/")
    return {}


def _git(machine: Machine, *arguments: str) -> None:
    command = ["git", "-C", str(machine.workspace), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise RehearsalError(f"{' '.join(command)} failed: {ended.stderr.strip()}")


def _set_up_python(machine: Machine, inputs: Inputs) -> Outputs:
    """Put an interpreter first that is on PATH already."""
    version = machine.stage.python or inputs.get("python-version", "3")
    ask = [f"python{version}", "-c", "import sys; print(sys.executable)"]
    try:
        said = subprocess.run(ask, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        hint = "Put one there, or name another that is: --python 3.13"
        raise RehearsalError(f"No python{version} on PATH starts. {hint}") from error
    for name in ("python3", "python"):
        program = machine.bin / name
        program.write_text(f'#!/bin/sh\nexec "{said.stdout.strip()}" "$@"\n')
        program.chmod(0o755)
    return {}


def _configure_pages(machine: Machine, _: Inputs) -> Outputs:
    url = urlsplit(machine.stage.siteurl)
    origin = f"{url.scheme}://{url.netloc}"
    return {"base_url": url.geturl(), "origin": origin, "host": url.netloc, "base_path": url.path}


def _upload(machine: Machine, inputs: Inputs) -> Outputs:
    """Keep a folder. As GitHub does, without what is hidden, unless that is asked for."""
    name = inputs.get("name", "artifact")
    source = machine.workspace / inputs.get("path", "_site")
    if not source.is_dir():
        raise RehearsalError(f"{source} is no folder to upload. Look at the steps before.")
    hidden = inputs.get("include-hidden-files") == "true"
    target = machine.stage.artifacts / name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=None if hidden else _HIDDEN)
    return {}


def _upload_pages(machine: Machine, inputs: Inputs) -> Outputs:
    return _upload(machine, {"name": "github-pages", **inputs})


def _download(machine: Machine, inputs: Inputs) -> Outputs:
    """Get one artifact by its name, or each that fits a pattern, in a folder of its own."""
    target = machine.workspace / inputs.get("path", ".")
    name = inputs.get("name")
    for source in machine.stage.artifacts.glob(name or inputs.get("pattern", "*")):
        place = target if name else target / source.name
        shutil.copytree(source, place, dirs_exist_ok=True)
    return {}


def _deploy_pages(machine: Machine, inputs: Inputs) -> Outputs:
    """Put what was uploaded where it is served."""
    source = machine.stage.artifacts / inputs.get("artifact_name", "github-pages")
    if not source.is_dir():
        hint = "Upload it in a job before."
        raise RehearsalError(f"There is no artifact {source.name} to deploy. {hint}")
    shutil.copytree(source, machine.stage.site)
    return {"page_url": machine.stage.page_url}


STANDINS: Final[Mapping[str, Callable[[Machine, Inputs], Outputs]]] = {
    "actions/checkout": _check_out,
    "actions/setup-python": _set_up_python,
    "actions/configure-pages": _configure_pages,
    "actions/upload-pages-artifact": _upload_pages,
    "actions/deploy-pages": _deploy_pages,
    "actions/upload-artifact": _upload,
    "actions/download-artifact": _download,
}
