"""Fence -> snippet: reads metadata, config and functions, and tells all that is wrong."""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from plugins.audit import Problem, quote
from plugins.bench.config import (
    MAX_CELLS,
    MAX_LABEL,
    Config,
    check_config,
    is_interpreter,
    read_config,
    suggest,
)
from plugins.bench.functions import Found, check_functions, find_functions, parse_code
from plugins.bench.metadata import OPENING, Block, Fault, is_snippet, read_block
from plugins.bench.model import UNITS, Function, Kind, Snippet

_RULE: Final = "bench"

ReadFile = Callable[[str], str]
"""Gives the text of a file that `file = …` names; OSError or ValueError says why it cannot."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of Python in a post."""

    code: str
    """Without the marks of lists and quotations around it."""
    line: int
    """Line of the fence's opening in the source, from 1; its code begins on the next."""


@dataclass(frozen=True, slots=True)
class Source:
    """A post that has fences."""

    file: str
    """As it is shown: relative to the folder of the site."""
    read_file: ReadFile
    interpreters: tuple[str, ...]
    """Those of the site, for snippets that name none."""
    lang: str = ""
    """Language of the post."""


def parse_snippets(
    fences: Iterable[Fence], source: Source
) -> tuple[tuple[Snippet, ...], tuple[Problem, ...]]:
    """Read the benchmarks among the fences of one post.

    Returns:
        Those that can be measured, in source order, and what is wrong with all of them. A
        snippet may be among both: code that is no Python fails where it is measured, too.
    """
    snippets: list[Snippet] = []
    problems: list[Problem] = []
    for fence in fences:
        if is_snippet(fence.code):
            snippet, faults = _parse_fence(fence, source)
            snippets += [snippet] if snippet else []
            problems += [
                Problem(source.file, fence.line + fault.line, _RULE, fault.message, fault.hint)
                for fault in faults
            ]
    return tuple(snippets), tuple(problems)


def check_names(snippets: Iterable[Snippet]) -> Iterator[Problem]:
    """Tell of names that are used twice on the site, but for the same snippet in a translation."""
    first: dict[str, Snippet] = {}
    seen: dict[tuple[str, str], Snippet] = {}
    for snippet in snippets:
        other = first.setdefault(snippet.name, snippet)
        if snippet.is_same(other):
            other = seen.setdefault((snippet.name, snippet.lang), snippet)
        if other is not snippet:
            message = f"the benchmark {quote(snippet.name)} is already in {other.file}:{other.line}"
            hint = "Name one of them otherwise: what was measured is stored by name."
            yield Problem(snippet.file, snippet.line, _RULE, message, hint)


def _parse_fence(fence: Fence, source: Source) -> tuple[Snippet | None, list[Fault]]:
    block = read_block(fence.code)
    if isinstance(block, Fault):
        return None, [block]
    config = read_config(block)
    faults = list(check_config(block))
    if "file" in config.wrong:
        return None, faults
    try:
        code = _read_code(fence, block, config, source.read_file)
    except _NoCodeError as error:
        return None, [*faults, error.fault]
    tree = parse_code(code)
    found = find_functions(code, tree)
    if isinstance(tree, SyntaxError):
        in_code = [] if found and _may_be_newer(tree, config, source) else [_explain(tree)]
    else:
        axes = None if "params" in config.wrong else [name for name, _ in config.params]
        in_code = list(check_functions(tree, axes, has_threads=bool(config.threads)))
        faults += _check_names_of_functions(block, config, found)
    is_sound = not faults and found and (isinstance(tree, SyntaxError) or not in_code)
    faults += [_place(fault, block, config) for fault in in_code]
    if not is_sound:
        return None, faults
    snippet = _make_snippet(fence, source, block, config, found)
    if config.file:
        snippet = replace(snippet, code=code, has_file=True)
    too_many = list(_check_count(block, snippet))
    return None if too_many else snippet, [*faults, *too_many]


def _check_count(block: Block, snippet: Snippet) -> Iterator[Fault]:
    # Counted without making them: a few axes can have more cells than there is memory.
    points = math.prod(len(values) for _, values in snippet.params)
    threads = max(len(snippet.threads), 1)
    count = points * sum(threads if item.has_threads else 1 for item in snippet.functions)
    if count > MAX_CELLS:
        message = f"{count:,} cells are more than the {MAX_CELLS:,} that one benchmark may have"
        yield Fault(block.find_line("params"), message, "Leave out some values.")
    elif max(len(cell.label) for cell in snippet.cells) > MAX_LABEL:
        message = f"names of cells are longer than {MAX_LABEL} characters"
        yield Fault(block.find_line("params"), message, "Shorten names of functions or values.")


class _NoCodeError(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def _read_code(fence: Fence, block: Block, config: Config, read_file: ReadFile) -> str:
    """Return the code, with the lines of the place where it stands."""
    if not config.file:
        return fence.code
    line = block.find_line("file")
    if any(row.strip() and not row.lstrip().startswith("#") for row in block.rest.split("\n")):
        hint = "Leave out one of them."
        raise _NoCodeError(Fault(line, "there is code here, and a file is named too", hint))
    try:
        code = read_file(config.file)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        hint = "Name a file of UTF-8 beside the post, or in a folder under it."
        message = f"file = {quote(config.file)} cannot be read: {reason}"
        raise _NoCodeError(Fault(line, message, hint)) from error
    if OPENING in code:
        message = f"{quote(config.file)} has a {quote(OPENING)} block of its own"
        raise _NoCodeError(Fault(line, message, "Keep the metadata here alone."))
    return code


def _may_be_newer(error: SyntaxError, config: Config, source: Source) -> bool:
    """Tell whether code may be of a Python that is newer than this one."""
    names = filter(is_interpreter, config.interpreters or source.interpreters)
    versions = [int(name.removeprefix("3.").removesuffix("t")) for name in names]
    return error.lineno is not None and max(versions, default=0) > sys.version_info.minor


def _explain(error: SyntaxError) -> Fault:
    return Fault(error.lineno or 1, f"the code is no Python: {error.msg}", "Mend it.")


def _place(fault: Fault, block: Block, config: Config) -> Fault:
    """Put what is wrong with a file to the line that names it."""
    if not config.file:
        return fault
    message = f"{config.file}:{fault.line}: {fault.message}"
    return Fault(block.find_line("file"), message, fault.hint)


def _check_names_of_functions(
    block: Block, config: Config, found: Sequence[Found]
) -> Iterator[Fault]:
    names = [function.name for function in found]
    if config.baseline is not None and config.baseline not in names:
        message = f"baseline = {quote(config.baseline)} is no function of the benchmark"
        yield Fault(block.find_line("baseline"), message, suggest(config.baseline, names))
    tracked = [function.name for function in found if function.kind is Kind.TRACK]
    if config.threads and len(tracked) == len(names) > 0:
        message = "threads call time_* and peakmem_*, and there is no such function"
        yield Fault(block.find_line("threads"), message, "Leave them out.")
    if "unit" in config.wrong:
        return
    named = config.unit if isinstance(config.unit, Mapping) else dict.fromkeys(tracked)
    for name in named:
        if name not in tracked:
            message = f"unit has {quote(name)}, which is no track_* function of the benchmark"
            yield Fault(block.find_line("unit"), message, suggest(name, tracked))
    if config.unit and not tracked:
        message = "unit is for the numbers of track_*, and there is no such function"
        yield Fault(block.find_line("unit"), message, "Leave it out: others have seconds or bytes.")
    if lacking := [name for name in tracked if config.unit == "" or name not in named]:
        message = f"{lacking[0]} has no unit"
        yield Fault(block.find_line("unit"), message, 'Write unit = "requests/s", or what it is.')


def _make_snippet(
    fence: Fence, source: Source, block: Block, config: Config, found: Iterable[Found]
) -> Snippet:
    units = config.unit if isinstance(config.unit, Mapping) else {}
    functions = [
        Function(
            item.name,
            item.kind,
            UNITS.get(item.kind) or units.get(item.name) or str(config.unit),
            item.is_async,
        )
        for item in found
    ]
    return Snippet(
        name=config.name,
        file=source.file,
        line=fence.line,
        lang=source.lang,
        metadata=block.toml,
        code=block.rest,
        functions=tuple(functions),
        params=config.params,
        threads=config.threads,
        interpreters=config.interpreters or source.interpreters,
        baseline=config.baseline,
        timeout=float(config.timeout),
        memory_mb=config.memory_mb,
        compare_output=config.compare_output,
        chart=config.chart,
        browser=config.browser,
        dependencies=tuple(block.table.get("dependencies", [])),
        requires_python=block.table.get("requires-python", ""),
    )
