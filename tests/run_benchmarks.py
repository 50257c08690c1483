"""Calls every function of a post's benchmarks once; for any Python, with nothing else.

Standard input has the name of the post and a list of them as JSON: code, its first line in the
post, and which functions to call with what.
"""

import asyncio
import json
import os
import sys
import types
from collections.abc import Mapping, Sequence
from typing import Any


def run_benchmark(path: str, benchmark: Mapping[str, Any]) -> None:
    code = compile("\n" * (benchmark["line"] - 1) + benchmark["code"], path, "exec")
    main = sys.modules["__main__"] = types.ModuleType("__main__")  # pickle looks there
    exec(code, main.__dict__)
    for name, arguments in benchmark["calls"]:
        call_function(main.__dict__, name, arguments)


def call_function(namespace: Mapping[str, Any], name: str, arguments: Sequence[Any]) -> None:
    setup = namespace.get("setup")
    if setup is not None:
        setup(*arguments[: setup.__code__.co_argcount])
    found = namespace[name](*arguments)
    if asyncio.iscoroutine(found):
        found = asyncio.run(found)
    if name.startswith("track_"):
        assert found > 0, f"{name} returned {found!r}"


if __name__ == "__main__":
    post, benchmarks = json.load(sys.stdin)
    for one in benchmarks:
        run_benchmark(post, one)
    sys.stdout.write(f"ran {len(benchmarks)}\n")
    sys.stdout.flush()
    os._exit(0)  # a benchmark's pools may wait for ever; what failed has been told
