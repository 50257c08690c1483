"""Files of Pyodide's package: what of it a page needs, and nothing else."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_CODE: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
_INDEX: Final = "pyodide-lock.json"
_NOTICE: Final = "NOTICE.txt"
_LICENCES: Final = ("MPL-2.0.txt", "PSF-2.0.txt")
_SOURCE_MAP: Final = re.compile(rb"\n//# sourceMappingURL=\S+\s*\Z")


@dataclass(frozen=True, slots=True)
class Package:
    """Pyodide as npm has unpacked it."""

    folder: Path
    version: str

    @property
    def path(self) -> str:
        """Where it is published, from the root of the site: as long as it is the same there."""
        return f"pyodide/{self.version}"

    @property
    def bytes(self) -> int:
        """Size of what a page loads, uncompressed."""
        return sum((self.folder / name).stat().st_size for name in _CODE)


def read_package(folder: Path) -> Package:
    """Read what package npm has unpacked.

    Raises:
        OSError: There is none, or a part is missing.
        ValueError: It is not what it should be.
    """
    about = json.loads((folder / "package.json").read_text("utf-8"))
    package = Package(folder, str(about["version"]))
    if not (folder / _INDEX).is_file() or not package.bytes:
        raise ValueError("it is incomplete")
    return package


def list_files(package: Package) -> Iterator[tuple[str, bytes]]:
    """List the names and contents of what is published."""
    for name in _CODE:
        content = (package.folder / name).read_bytes()
        # There is no map, and developers' tools would ask for it.
        yield name, _SOURCE_MAP.sub(b"\n", content) if name.endswith(".mjs") else content
    # Of the packages that it could load, none is published.
    index = json.loads((package.folder / _INDEX).read_text("utf-8"))
    yield _INDEX, json.dumps({"info": index["info"], "packages": {}}).encode("utf-8")
    here = Path(__file__).parent / "notices"
    yield (
        _NOTICE,
        (here / _NOTICE).read_text("utf-8").format(version=package.version).encode("utf-8"),
    )
    for name in _LICENCES:
        yield name, (here / name).read_bytes()
