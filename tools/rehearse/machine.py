"""Where a job is rehearsed: folders and variables like those that GitHub gives it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# How this machine reaches registries; nothing else of the one who rehearses comes in.
_PASSED: Final = re.compile(
    r"(?i)(\w+_)?proxy|pip_.*|npm_config_.*|uv_.*|.*_cert(s|_dir|_file)?|.*_ca_.*"
)
_SETTINGS: Final = {
    "PIP_CONFIG_FILE": Path(".config/pip/pip.conf"),
    "NPM_CONFIG_USERCONFIG": Path(".npmrc"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """What the jobs of a rehearsal share."""

    repository: Path
    """What is cloned."""
    folder: Path
    """Where all of it is written."""
    siteurl: str
    """Where the site would be, without a final slash."""
    page_url: str
    """Where it is served for now, with one."""
    python: str
    """Version to take for each that is asked for; empty for those."""
    every_leg: bool
    """Whether to run all combinations of a matrix, not only the first."""

    @property
    def artifacts(self) -> Path:
        """Folder with a folder for each artifact."""
        return self.folder / "artifacts"

    @property
    def site(self) -> Path:
        """What is served."""
        return self.folder / "site"


@dataclass(frozen=True, slots=True)
class Machine:
    """The folders of one job."""

    stage: Stage
    root: Path

    @property
    def workspace(self) -> Path:
        """Where it checks out, and where its steps run."""
        return self.root / "workspace"

    @property
    def temp(self) -> Path:
        """What it forgets."""
        return self.root / "temp"

    @property
    def bin(self) -> Path:
        """Programs that were set up."""
        return self.root / "bin"

    def make_folders(self) -> None:
        """Make them, and a home."""
        for name in ("workspace", "temp", "bin", "home"):
            (self.root / name).mkdir(parents=True)

    def list_variables(self, contexts: dict[str, str]) -> dict[str, str]:
        """List the variables that every step has.

        Args:
            contexts: What the context `github` has, in texts.
        """
        passed = {name: value for name, value in os.environ.items() if _PASSED.fullmatch(name)}
        own = {name: str(Path.home() / path) for name, path in _SETTINGS.items()}
        found = {name: path for name, path in own.items() if Path(path).is_file()}
        given = {f"GITHUB_{name.upper()}": value for name, value in contexts.items()}
        return {
            **found,
            **passed,
            **given,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "HOME": str(self.root / "home"),
            "LANG": "C.UTF-8",
            "PATH": os.pathsep.join([str(self.bin), *self._list_places()]),
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.temp),
        }

    def _list_places(self) -> list[str]:
        """List the folders with programs, but for those of the repository that is rehearsed."""
        places = os.environ["PATH"].split(os.pathsep)
        return [at for at in places if not Path(at).is_relative_to(self.stage.repository)]
