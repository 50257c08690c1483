"""The `# /// script` block of a fence: where it stands, and what its TOML says.

Syntax: PEP 723; but a block ends at the first line that closes it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

OPENING: Final = "# /// script"
CLOSING: Final = "# ///"
MAX_TOML: Final = 20_000
"""Characters of a block: more is no metadata, and takes long to read."""
_MARK: Final = re.compile(r"^[ \t]*#+[ \t]*/{2,}[ \t]*script\b", re.MULTILINE)
_TABLE: Final = re.compile(
    r"""^[ \t]*#[ \t]*\[?[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?bench\b""", re.MULTILINE
)
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

    def find_line(self, key: str = "", *, is_option: bool = True) -> int:
        """Find the line that sets an option, or a key at the top; else that of `[tool.bench]`."""
        rows = [f"#{row}" for row in self.toml.split("\n")]
        table = next((number for number, row in enumerate(rows) if _TABLE.match(row)), -1)
        name = re.escape(key)
        setting = re.compile(
            rf"""\#[ \t]*(?:\[+[^]]*\b{name}["']?[ \t]*]"""
            rf"""|(?:[\w"'-][\w. \t"'-]*\.[ \t]*)?["']?{name}["']?[ \t]*[.=])"""
        )
        for number in range(table if is_option and table > 0 else 0, len(rows)):
            if key and setting.match(rows[number]):
                return self.line + number
        return self.line + table


def is_snippet(code: str) -> bool:
    """Tell whether code wants to be a benchmark, however wrong its metadata is."""
    if not _MARK.search(code):
        return False
    block = read_block(code)
    if isinstance(block, Fault):
        return bool(_TABLE.search(code))
    tool = block.table.get("tool")
    return "bench" in block.table or (isinstance(tool, dict) and "bench" in tool)


@lru_cache(maxsize=64)
def read_block(code: str) -> Block | Fault:
    """Read the metadata of code that is a snippet."""
    lines = code.split("\n")
    blocks = list(_find_blocks(lines))
    whole = [block for block in blocks if block[1] is not None]
    if len(whole) > 1:
        message = f'a second "{OPENING}" block'
        return Fault(whole[1][0] + 1, message, "Write all metadata into one block.")
    if not whole:
        return _explain_broken(code, lines, blocks)
    first, last = whole[0][0], whole[0][1] or 0
    toml = "".join(f"{row[2:]}\n" for row in lines[first + 1 : last])
    table = _read_toml(toml)
    if isinstance(table, Fault):
        return replace(table, line=first + 1 + table.line)
    rest = "\n".join(lines[:first] + lines[last + 1 :])
    return Block(toml, table, first + 2, rest)


def _find_blocks(lines: list[str]) -> Iterator[tuple[int, int | None]]:
    """Find the opening of each block, from 0, and its closing; None: it has none."""
    first = None
    for number, line in enumerate(lines):
        if first is None:
            first = number if line.rstrip(" \t") == OPENING else None
        elif line.rstrip(" \t") == CLOSING:
            yield first, number
            first = None
        elif line != "#" and not line.startswith("# "):
            yield first, None
            first = None
    if first is not None:
        yield first, None


def _explain_broken(code: str, lines: list[str], blocks: list[tuple[int, int | None]]) -> Fault:
    if not blocks:
        mark = _MARK.search(code)
        line = code.count("\n", 0, mark.start()) + 1 if mark else 1
        message = f'the metadata does not begin with the line "{OPENING}"'
        return Fault(line, message, "Write it so, at the margin, with nothing behind it.")
    first = blocks[0][0]
    for number in range(first + 1, len(lines)):
        row = lines[number]
        if row.startswith("#") and row != "#" and not row.startswith("# "):
            message = f'a line of the "{OPENING}" block does not begin "# "'
            return Fault(number + 1, message, f'Begin it so; the last line is "{CLOSING}".')
        if not row.startswith("#"):
            break
    hint = f'End it with a line "{CLOSING}"; each line in it begins "# ".'
    return Fault(first + 1, f'the "{OPENING}" block is not closed', hint)


def _read_toml(toml: str) -> dict[str, Any] | Fault:
    """Read TOML; the line of what is wrong is counted from 1 in it."""
    # Here, and not above: a site without benchmarks shall not wait for it.
    import tomlkit  # noqa: PLC0415
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    if len(toml) > MAX_TOML:
        return Fault(1, f"the metadata is longer than {MAX_TOML:,} characters", "Leave out some.")
    try:
        table = tomllib.loads(toml)
        tomlkit.parse(toml)  # as it is written into the script
    except RecursionError:
        return Fault(1, "the metadata is nested too deeply", "Write it flat.")
    except (ValueError, TOMLKitError) as error:  # ValueError alone: of numbers that are too long
        found = _POSITION.search(str(error))
        last = max(toml.count("\n"), 1)
        row = min(int(found[1]), last) if found and found[1] else last
        message = f"the metadata is no TOML: {_POSITION.sub('', str(error))}"
        return Fault(row, message, "Mend the TOML; strings stand in quotes, lists in brackets.")
    return table
