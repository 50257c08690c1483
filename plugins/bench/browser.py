"""What a page must know to run a benchmark in its reader's browser, or why it cannot."""

import ast
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from packaging.specifiers import SpecifierSet

from plugins.bench.functions import parse_code
from plugins.bench.harness import page, page_state, page_words, table, worker
from plugins.bench.model import Kind, Snippet
from plugins.bench.script import read_modules

PYTHON: Final = "3.14"
"""Version that Pyodide 314 is."""

_THREADS: Final = "it starts threads"
_PROCESSES: Final = "it starts processes"
_NETWORK: Final = "it needs the network"
_LOOP: Final = "it needs an event loop of its own"

_ENDINGS: Final = ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")
_MULTIPROCESSING: Final = (
    *("Process", "Pool", "pool", "Manager", "managers", "Queue", "SimpleQueue", "JoinableQueue"),
    *("Pipe", "queues", "connection", "get_context", "Barrier", "Lock", "RLock", "Event"),
    *("Condition", "Semaphore", "BoundedSemaphore", "synchronize", "Value", "Array"),
    *("shared_memory", "process", "*"),
)
# What is not there, by dotted names and all below them: each was tried in Pyodide 314, and tests
# try again what is missing altogether. `asyncio.to_thread` works, but starts no thread.
_USES: Final[Mapping[str, tuple[str, ...]]] = {
    _THREADS: (
        *("_thread.start_new_thread", "_thread.start_joinable_thread", "threading.Thread"),
        *("threading.Timer", "asyncio.to_thread", "logging.handlers.QueueListener"),
        *("concurrent.futures.ThreadPoolExecutor", "concurrent.futures.thread"),
        *("multiprocessing.dummy", "multiprocessing.pool.ThreadPool"),
        "faulthandler.dump_traceback_later",
    ),
    "it starts subinterpreters": (
        *("concurrent.interpreters", "concurrent.futures.InterpreterPoolExecutor"),
        *("concurrent.futures.interpreter", "_interpreters", "_interpqueues", "_interpchannels"),
        "_xxsubinterpreters",
    ),
    _PROCESSES: (
        *("subprocess", "_posixsubprocess", "asyncio.subprocess", "pty", "os.wait", "os.waitpid"),
        *("concurrent.futures.ProcessPoolExecutor", "concurrent.futures.process", "os.fork"),
        *("os.forkpty", "os.posix_spawn", "os.posix_spawnp", "os.system", "os.popen"),
        *("asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"),
        *(f"os.{verb}{ending}" for verb in ("spawn", "exec") for ending in _ENDINGS),
        *(f"multiprocessing.{name}" for name in _MULTIPROCESSING),
    ),
    _NETWORK: (
        *("socket.socket", "socket.create_connection", "socket.create_server", "socket.socketpair"),
        *("socket.getaddrinfo", "socket.gethostbyname", "socket.*", "_socket", "socketserver"),
        *("http.client", "http.server", "urllib.request.urlopen", "urllib.request.urlretrieve"),
        *("urllib.request.build_opener", "ftplib", "imaplib", "poplib", "smtplib", "xmlrpc"),
        *("asyncio.open_connection", "asyncio.start_server", "asyncio.start_unix_server"),
        "asyncio.open_unix_connection",
    ),
    _LOOP: ("asyncio.Runner", "asyncio.SelectorEventLoop", "asyncio.new_event_loop"),
    "it needs time zones": ("zoneinfo.ZoneInfo", "zoneinfo.*"),
}
_MISSING: Final = (
    *("curses", "dbm", "ensurepip", "grp", "msvcrt", "pwd", "readline", "resource", "syslog"),
    *("tkinter", "turtle", "venv", "winreg", "winsound", "signal.alarm", "signal.setitimer"),
    *("time.thread_time", "os.sched_getaffinity", "os.eventfd", "os.memfd_create"),
    *("hashlib.scrypt", "hashlib.pbkdf2_hmac", "pyperf", "_hashlib", "_uuid", "_curses"),
    *("_curses_panel", "_multiprocessing", "_posixshmem", "_tkinter", "_dbm", "_gdbm"),
)
_METHODS: Final = {
    "run_in_executor": _THREADS,
    "subprocess_exec": _PROCESSES,
    "subprocess_shell": _PROCESSES,
    "create_connection": _NETWORK,
    "create_server": _NETWORK,
    "add_reader": _LOOP,
    "add_writer": _LOOP,
    "add_signal_handler": _LOOP,
}
"""By their names alone: of what object they are cannot be told."""


@dataclass(frozen=True, slots=True)
class Here:
    """How a benchmark runs in the page."""

    obstacle: str
    """Why it cannot, as "it starts threads"; empty if it can."""
    plan: str
    """What `harness.page` must know of it, as JSON."""
    runner: str
    """Name of the file that has `harness.page`."""


def make_here(snippet: Snippet) -> Here:
    """Make what a page must know; the author's `browser = true` overrides what is found here."""
    found = [] if snippet.browser else [*dict.fromkeys(_find_obstacles(snippet))]
    if snippet.browser is False:
        found = found or ["its author has switched that off"]
    plan = {
        "name": snippet.name,
        "params": {name: list(values) for name, values in snippet.params},
        "baseline": snippet.baseline,
        "unit": {f.name: f.unit for f in snippet.functions if f.kind is Kind.TRACK},
        "compare_output": snippet.compare_output,
    }
    return Here(", ".join(found), json.dumps(plan), write_runner()[0])


@cache
def write_runner() -> tuple[str, str]:
    """Write the Python that runs benchmarks in a page: its file's name, of its digest, and it."""
    body = read_modules((worker, table, page_words, page_state, page))
    frame = "_measured_python"  # `explain` leaves out what lies in it
    text = f"def {frame}():\n{body}\n\n    return run_page\n\n\nrun_page = {frame}()\n"
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:10]
    return f"page-{digest}.py", text


def _find_obstacles(snippet: Snippet) -> Iterator[str]:
    if any(count > 1 for count in snippet.threads):
        yield _THREADS
    if snippet.dependencies:
        yield f"it needs {', '.join(snippet.dependencies)}"
    if not SpecifierSet(snippet.requires_python).contains(PYTHON):
        yield f"it needs Python {snippet.requires_python}, and a browser has {PYTHON}"
    if all(_read_version(name) > _read_version(PYTHON) for name in snippet.interpreters):
        yield f"it is for Python {snippet.interpreters[0]}, and a browser has {PYTHON}"
    if all(function.kind is Kind.PEAKMEM for function in snippet.functions):
        yield "a browser does not tell how much memory Python holds"
    tree = parse_code(snippet.code)
    if isinstance(tree, ast.Module):
        yield from find_absent(tree)


def find_absent(tree: ast.Module) -> Iterator[str]:
    """Find what code needs that a browser's Python has not, as far as its text tells."""
    used = list_used(tree)
    for text, names in _USES.items():
        if any(_is_below(one, name) for name in names for one in used):
            yield text
    yield from (
        _METHODS[node.attr]
        for node in _walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _METHODS
    )
    for name in _MISSING:
        if any(_is_below(one, name) for one in used):
            yield f"it needs {name}"


def list_used(tree: ast.Module) -> Collection[str]:
    """List dotted names that code imports, or reaches from what it imports."""
    names: dict[str, str] = {}
    starred: list[str] = []
    found: set[str] = set()
    for node in _walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
                found.add(alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
                found.add(f"{node.module}.{alias.name}")
            starred += [node.module] * any(alias.name == "*" for alias in node.names)
    for node in _walk(tree):
        if dotted := _write_dotted(node):
            top, point, rest = dotted.partition(".")
            if top in names:
                found.add(f"{names[top]}{point}{rest}")
            found.update(f"{module}.{dotted}" for module in starred)
    return found


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk a tree as `ast.walk`, but for annotations, which need nothing to be there."""
    for name, value in ast.iter_fields(tree):
        if name not in {"annotation", "returns"}:
            for node in value if isinstance(value, list) else (value,):
                if isinstance(node, ast.AST):
                    yield node
                    yield from _walk(node)


def _write_dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _write_dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def _is_below(name: str, other: str) -> bool:
    return name == other or name.startswith(f"{other}.")


def _read_version(name: str) -> tuple[int, ...]:
    return tuple(map(int, name.rstrip("t").split(".")))
