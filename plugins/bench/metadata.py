"""The `# /// script` block of a fence: where it stands, and what its TOML says.

Syntax: PEP 723, whose reference expression this module's is made after.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

OPENING: Final = "# /// script"
CLOSING: Final = "# ///"
_BLOCK: Final = re.compile(
    rf"^{OPENING}[ \t]*\n(?P<toml>(?:^#(?:| [^\n]*)\n)*?)^{CLOSING}[ \t]*$\n?", re.MULTILINE
)
_TABLE: Final = re.compile(r"""^#\s*(?:\[\s*)?["']?tool["']?\s*\.\s*["']?bench\b""", re.MULTILINE)
_POSITION: Final = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a fence."""

    line: int
    """In the fence's code, from 1."""
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Block:
    """The metadata of a snippet."""

    toml: str
    """Its text, without the marks of comments."""
    table: Mapping[str, Any]
    """All of it."""
    line: int
    """Line of its first line of TOML, in the fence's code, from 1."""
    rest: str
    """The code without it."""

    def find_line(self, *keys: str) -> int:
        """Find the line that has the first of the keys that is there, or `[tool.bench]`."""
        for key in keys:
            name = re.escape(key)
            pattern = (
                rf"""^[ \t]*(?:[\w. \t"']*\.[ \t]*)?["']?{name}["']?[ \t]*="""
                rf"""|^[ \t]*\[[^\]\n]*\b{name}["']?[ \t]*\]"""
            )
            if found := re.search(pattern, self.toml, re.MULTILINE):
                return self.line + self.toml[: found.end()].count("\n")
        return self.find_line("bench") if keys != ("bench",) else self.line - 1


def is_snippet(code: str) -> bool:
    """Tell whether code wants to be a benchmark, however wrong its metadata is."""
    return OPENING in code and bool(_TABLE.search(code))


def read_block(code: str) -> Block | Fault:
    """Read the metadata of code that is a snippet."""
    blocks = list(_BLOCK.finditer(code))
    if not blocks:
        line = code[: code.index(OPENING)].count("\n") + 1
        message = f'the "{OPENING}" block is not closed'
        return Fault(line, message, f'End it with a line "{CLOSING}"; each line in it begins "# ".')
    if len(blocks) > 1:
        line = code[: blocks[1].start()].count("\n") + 1
        return Fault(line, f'a second "{OPENING}" block', "Write all metadata into one block.")
    line = code[: blocks[0].start()].count("\n") + 2
    toml = "".join(f"{row[2:]}\n" for row in blocks[0]["toml"].splitlines())
    try:
        table = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        found = _POSITION.search(str(error))
        last = max(toml.count("\n"), 1)
        row = min(int(found[1]), last) if found and found[1] else last
        reason = _POSITION.sub("", str(error))
        hint = "Mend the TOML; strings stand in quotes, lists in brackets."
        return Fault(line + row - 1, f"the metadata is no TOML: {reason}", hint)
    except RecursionError:
        return Fault(line, "the metadata is nested too deeply", "Write it flat.")
    rest = code[: blocks[0].start()] + code[blocks[0].end() :]
    return Block(toml, table, line, rest)
