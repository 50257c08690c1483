"""Makes measurements, and the snippet they are of."""

from typing import Any

from plugins.bench.digest import make_digest, make_text_digest
from plugins.bench.harness.alone import HARNESS
from plugins.bench.model import Cell, Function, Kind, Measurement, Run, Snippet

DATE = "2026-11-24 14:25:03"
ENVIRONMENT = {
    "aslr": "Full randomization",
    "cpu_count": 2,
    "cpu_model_name": "AMD EPYC",
    "free_threading": True,
    "perf_version": "2.10.0",
    "platform": "Linux-6.18-x86_64-with-glibc2.36",
    "python_build": "-O3 PGO",
    "python_compiler": "GCC 12.2.0",
    "python_implementation": "cpython",
    "python_version": "3.13.15",
}
FUNCTIONS = (
    Function("time_a", Kind.TIME, "second"),
    Function("time_b", Kind.TIME, "second"),
    Function("peakmem_a", Kind.PEAKMEM, "byte"),
    Function("track_a", Kind.TRACK, "requests/s"),
)


def make_snippet(**changes: Any) -> Snippet:
    said: dict[str, Any] = {
        "name": "tuples",
        "file": "content/posts/tuples.md",
        "line": 7,
        "lang": "en",
        "metadata": '[tool.bench]\nname = "tuples"\n',
        "code": "def time_a(): pass\ndef time_b(): pass\n",
        "functions": FUNCTIONS,
        "params": (),
        "threads": (),
        "interpreters": ("3.13t",),
        "baseline": None,
        "timeout": 60.0,
        "memory_mb": 4096,
        "compare_output": True,
        "chart": "auto",
        "browser": True,
        "dependencies": (),
        "requires_python": "",
    }
    return Snippet(**said | changes)


def make_run(number: int = 0, *values: float, **changes: Any) -> Run:
    said: dict[str, Any] = {
        "values": values or (0.25, 0.5),
        "warmups": ((8, 0.75),),
        "round": number,
        "date": DATE,
        "gil_before": False,
        "gil_after": False,
        "load": 0.5,
        "duration": 1.5,
    }
    return Run(**said | changes)


def make_measurement(name: str = "time_a", **changes: Any) -> Measurement:
    units = {function.name: function.unit for function in FUNCTIONS}
    snippet = make_snippet()
    said: dict[str, Any] = {
        "cell": Cell(name),
        "unit": units.get(name, "second"),
        "runs": (make_run(0), make_run(1)),
        "loops": 8,
        "session": DATE,
        "mode": "default",
        "digest": make_digest(snippet),
        "text_digest": make_text_digest(snippet),
        "harness": HARNESS,
        "environment": ENVIRONMENT,
        "output": "0123456789abcdef" if name.startswith("time_") else "",
    }
    return Measurement(**said | changes)
