"""Which benchmarks of a site are asked for: by name, by interpreter, by shard."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

from plugins.audit import quote
from plugins.bench.errors import UsageError
from plugins.bench.model import Snippet
from plugins.bench.request import Request

_SHARD: Final = re.compile(r"([0-9]{1,4})/([0-9]{1,4})", re.ASCII)


def choose(snippets: Sequence[Snippet], request: Request) -> tuple[Snippet, ...]:
    """Choose the benchmarks that are asked for; none if there are more shards than those.

    A shard is every N-th of what the names and interpreters leave, so machines that are asked for
    the same otherwise have each benchmark once among them.

    Raises:
        UsageError: What is asked for is not there, or cannot be read.
    """
    number, count = read_shard(request.shard) if request.shard else (1, 1)
    named = _take_named(snippets, request.only)
    _check_interpreters(named, request.on)
    chosen = [snippet for snippet in named if _runs_on(snippet, request.on)]
    # By name, not by place: a post that is renamed moves no benchmark to another machine.
    mine = sorted(snippet.name for snippet in chosen)[number - 1 :: count]
    return tuple(snippet for snippet in chosen if snippet.name in mine)


def read_shard(text: str) -> tuple[int, int]:
    """Read a shard, as "2/3": its number, from 1, and how many there are.

    Raises:
        UsageError: It is none.
    """
    match = _SHARD.fullmatch(text)
    number, count = map(int, match.groups()) if match else (0, 0)
    if not 1 <= number <= count:
        message = f"--shard {quote(text)} is no part of a whole"
        raise UsageError(f"{message}: write I/N, as 1/3, 2/3 and 3/3 on three machines")
    return number, count


def _take_named(snippets: Sequence[Snippet], only: Iterable[str]) -> list[Snippet]:
    """Leave only the benchmarks that are named."""
    names = [snippet.name for snippet in snippets]
    for name in only:
        if name not in names:
            near = get_close_matches(name, names, 1)
            hint = f"Did you mean {near[0]}?" if near else _list(names)
            raise UsageError(f"there is no benchmark {quote(name)}. {hint}")
    return [snippet for snippet in snippets if not only or snippet.name in only]


def _runs_on(snippet: Snippet, on: Sequence[str]) -> bool:
    return not on or any(name in on for name in snippet.interpreters)


def _check_interpreters(snippets: Iterable[Snippet], on: Iterable[str]) -> None:
    names = list(dict.fromkeys(name for snippet in snippets for name in snippet.interpreters))
    for name in on:
        if name not in names:
            raise UsageError(f"no benchmark runs on {quote(name)}. {_list(names)}")


def _list(names: Iterable[str]) -> str:
    return f"There are: {', '.join(names) or 'none'}."
