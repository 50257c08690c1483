"""What a page is told of a benchmark, and what keeps one from running there."""

import ast
import json
from typing import Any

import pytest

from plugins.bench.browser import find_absent, list_used, make_here, write_runner
from plugins.bench.model import Function, Kind
from tests.bench.stored import make_snippet

THREADS, PROCESSES = "it starts threads", "it starts processes"
SUBINTERPRETERS, NETWORK = "it starts subinterpreters", "it needs the network"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import math, json, sqlite3, asyncio, threading", []),
        ("import threading\nthreading.Lock()", []),
        ("import threading\nthreading.Thread(target=f)", [THREADS]),
        ("import threading as t\ndef f():\n    t.Timer(1, f)", [THREADS]),
        ("from threading import Thread as T", [THREADS]),
        ("from threading import *\nThread()", [THREADS]),
        ("from threading import *\nLock()", []),
        ("Thread = 1\nThread.real", []),
        ("import concurrent.futures\nconcurrent.futures.ThreadPoolExecutor()", [THREADS]),
        ("import concurrent.futures as c\nc.ProcessPoolExecutor()", [PROCESSES]),
        ("from concurrent import futures\nfutures.InterpreterPoolExecutor()", [SUBINTERPRETERS]),
        ("from concurrent import interpreters", [SUBINTERPRETERS]),
        ("import asyncio\nasyncio.to_thread(f)", [THREADS]),
        ("loop.run_in_executor(None, f)", [THREADS]),
        ("import multiprocessing.pool", [PROCESSES]),
        ("from multiprocessing.pool import ThreadPool", [THREADS, PROCESSES]),
        ("import os\nos.fork()", [PROCESSES]),
        ("import os\nos.getpid()", []),
        ("from os import system", [PROCESSES]),
        ("def time_a():\n    import subprocess", [PROCESSES]),
        ("from urllib.parse import quote", []),
        ("from urllib.request import urlopen", [NETWORK]),
        ("import socketserver", [NETWORK]),
        ("import multiprocessing\nmultiprocessing.cpu_count()", []),
        ("import multiprocessing as mp\nmp.get_context('spawn').Pool()", [PROCESSES]),
        ("from multiprocessing import *", [PROCESSES]),
        ("import socket\nsocket.inet_aton('127.0.0.1')", []),
        ("import socket\nsocket.socketpair()", [NETWORK]),
        ("from urllib.request import Request", []),
        ("loop.create_server(f)", [NETWORK]),
        ("import threading\na: threading.Thread | None = None", []),
        ("import threading\ndef f(a: threading.Thread) -> threading.Thread: pass", []),
        ("import asyncio\nasyncio.Runner()", ["it needs an event loop of its own"]),
        ("from zoneinfo import ZoneInfo", ["it needs time zones"]),
        ("import logging.handlers\nlogging.handlers.QueueListener(q)", [THREADS]),
        ("import os\nos.sched_getaffinity(0)", ["it needs os.sched_getaffinity"]),
        ("import resource", ["it needs resource"]),
        ("from . import threads", []),
        ("from .multiprocessing import a", []),
    ],
)
def test_what_code_needs_is_found_in_its_text(code: str, expected: list[str]) -> None:
    assert [*find_absent(ast.parse(code))] == expected


def test_names_are_followed_to_what_they_were_imported_as() -> None:
    used = list_used(ast.parse("import os.path as p\nfrom a.b import c as d\np.join(d.e.f)"))
    assert {"os.path", "os.path.join", "a.b.c", "a.b.c.e.f"} <= {*used}


PEAK = (Function("peakmem_a", Kind.PEAKMEM, "byte"),)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ""),
        ({"threads": (1,)}, ""),
        ({"threads": (1, 2)}, "it starts threads"),
        ({"dependencies": ("numpy>=2", "attrs")}, "it needs numpy>=2, attrs"),
        ({"requires_python": ">=3.12"}, ""),
        ({"requires_python": "<3.14"}, "it needs Python <3.14, and a browser has 3.14"),
        ({"interpreters": ("3.15", "3.15t")}, "it is for Python 3.15, and a browser has 3.14"),
        ({"interpreters": ("3.13", "3.15")}, ""),
        ({"functions": PEAK}, "a browser does not tell how much memory Python holds"),
        ({"code": "def time_a(:"}, ""),
        ({"browser": False}, "its author has switched that off"),
        ({"browser": False, "threads": (1, 2)}, "it starts threads"),
        ({"browser": True, "threads": (1, 2)}, ""),
        (
            {"code": "import threading, os\nthreading.Thread, os.fork", "dependencies": ("a",)},
            "it needs a, it starts threads, it starts processes",
        ),
    ],
)
def test_a_page_says_why_it_cannot_run(changes: dict[str, Any], expected: str) -> None:
    assert make_here(make_snippet(**{"browser": None, **changes})).obstacle == expected


def test_a_plan_has_what_the_page_must_know() -> None:
    functions = (Function("time_a", Kind.TIME, "second"), Function("track_b", Kind.TRACK, "B"))
    snippet = make_snippet(
        browser=None,
        functions=functions,
        params=(("size", (1, 2.5, "a", True)),),
        baseline="time_a",
    )
    here = make_here(snippet)
    assert json.loads(here.plan) == {
        "name": "tuples",
        "params": {"size": [1, 2.5, "a", True]},
        "baseline": "time_a",
        "unit": {"track_b": "B"},
        "compare_output": True,
    }


def test_the_runner_is_named_by_what_it_is() -> None:
    name, text = write_runner()
    assert make_here(make_snippet()).runner == name
    names: dict[str, Any] = {}
    exec(compile(text, name, "exec"), names)
    assert callable(names["run_page"])
    assert "from plugins" not in text
