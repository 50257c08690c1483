"""The block of script metadata in which a notebook says what it needs: PEP 723."""

import re
import tomllib
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement

from plugins.notebooks.model import Fault, Metadata

TESTED: Final = "0.25.2"
"""The version of marimo that this plugin was tested with."""
_BLOCK: Final = re.compile(
    r"^# /// script[ \t]*\n(?P<body>(?:#(?: [^\n]*)?\n)+?)# ///[ \t]*$", re.MULTILINE
)
_EXAMPLE: Final = f'Write dependencies = ["marimo=={TESTED}"], and what else it imports.'


def read_metadata(source: str) -> Metadata | Fault:
    """Read the metadata of a notebook."""
    blocks = list(_BLOCK.finditer(source))
    if len(blocks) != 1:
        message = "it has no block of script metadata" if not blocks else "it has two such blocks"
        hint = 'Begin it with "# /// script", as PEP 723 tells; `marimo edit --sandbox` does.'
        return Fault(1, message, hint)
    line = source.count("\n", 0, blocks[0].start()) + 1
    toml = re.sub(r"^# ?", "", blocks[0]["body"], flags=re.MULTILINE)
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        return Fault(line, f"its script metadata is no TOML: {error}", "Mend it.")
    dependencies, requires = table.get("dependencies", []), table.get("requires-python", "")
    if not isinstance(requires, str) or not isinstance(dependencies, list):
        message = "dependencies is no list, or requires-python no text"
        return Fault(
            line, message, f'{_EXAMPLE} requires-python = ">=3.11" is how that is written.'
        )
    if fault := _check_dependencies(dependencies):
        return Fault(line, fault, _EXAMPLE)
    return Metadata(toml, tuple(dependencies), requires)


def _check_dependencies(dependencies: list[object]) -> str:
    """Tell what is wrong with them: without the same marimo, a reader sees something else."""
    try:
        found = [Requirement(str(one)) for one in dependencies]
    except InvalidRequirement as error:
        return f"its dependencies cannot be read: {str(error).splitlines()[0]}"
    marimo = [one for one in found if one.name == "marimo"]
    if not marimo:
        return "marimo is not among its dependencies"
    pins = [one.operator for one in marimo[0].specifier if not one.version.endswith(".*")]
    return "" if pins == ["=="] else f'"{marimo[0]}" names no single version of marimo'
