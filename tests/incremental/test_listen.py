"""`pelican --listen` as others meet it: over the network, many at a time, not all of them fair."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Site, make_site, only_long
from tests.incremental.test_serve import taken_port

READERS = 500
FEW_FILES = ("sh", "-c", f'ulimit -n {READERS + 100}; exec "$@"', "sh")
"""Begins a command that can be connected to all readers, but not open a file for each."""
SOON = 5
"""Seconds; far less than a slow reader would take, far more than a busy machine needs."""


@dataclass(frozen=True)
class Server:
    """A server that runs, and its folder."""

    process: subprocess.Popen[str]
    port: int
    site: Site
    printed: str

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=SOON)

    def ask(self, path: str, method: str = "GET") -> tuple[int, str]:
        """Send a path exactly as it is; give the status, and all that follows the head."""
        with self.connect() as connection:
            connection.sendall(write_request(path, method))
            return read_answer(b"".join(iter(lambda: connection.recv(2**16), b"")))

    def count_files(self) -> int:
        return len([*Path(f"/proc/{self.process.pid}/fd").iterdir()])


def write_request(path: str, method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def read_answer(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.decode().partition("\r\n\r\n")
    return int(head.split()[1]), body


def wait_for(is_so: Callable[[], bool], longest: float = 20) -> None:
    end = time.monotonic() + longest
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def listening(site: Site, *options: str, command: str = "pelican --listen") -> Iterator[Server]:
    """Serve what is in the output; at the end, press Ctrl-C."""
    with taken_port() as port:
        pass  # free again, and not soon another's
    process = subprocess.Popen(
        [*FEW_FILES, sys.executable, "-m", *command.split(), "--port", str(port), *options],
        cwd=site.root,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with process:
        printed = ""
        while f"127.0.0.1:{port}" not in printed:
            line = process.stdout.readline()
            assert line, printed
            printed += line
        try:
            yield Server(process, port, site, printed)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def write_output(site: Site) -> Site:
    site.write("output/index.html", "Home")
    site.write("output/404.html", "Not here")
    site.write("output/posts/a/index.html", "A")
    site.write("secret.txt", "secret")
    return site


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with listening(write_output(make_site(tmp_path_factory.mktemp("listen")))) as made:
        yield made


def test_the_site_is_served_as_it_is(server: Server) -> None:
    """Without the script of the live preview."""
    assert server.ask("/") == (200, "Home")
    assert server.ask("/posts/a/") == (200, "A")
    assert server.ask("/posts/b/") == (404, "Not here")
    assert server.ask("/-/events") == (404, "Not here")


@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nothing", 404), ("/posts/a", 307)])
def test_head_has_no_body(path: str, status: int, server: Server) -> None:
    assert server.ask(path, "HEAD") == (status, "")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/posts/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%00",
        "/index.html%00",
        "/%ff",
        "/%",
        "/posts/a/../",
        "*",
        "http://127.0.0.1/../secret.txt",
    ],
)
def test_what_a_browser_would_not_send_is_refused(path: str, server: Server) -> None:
    status, text = server.ask(path)
    assert status in (400, 404)
    assert "secret" not in text


def test_a_slow_reader_keeps_no_one_waiting(server: Server) -> None:
    """Nor does one that never reads what it asked for."""
    server.site.write("output/large.bin", b"x" * 30_000_000)
    with server.connect() as half_asked, server.connect() as never_reads:
        half_asked.sendall(b"GET /ind")
        never_reads.sendall(write_request("/large.bin"))
        assert server.ask("/") == (200, "Home")
        half_asked.sendall(b"ex.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert half_asked.recv(2**16).startswith(b"HTTP/1.1 200")


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files as Linux does")
def test_hundreds_of_readers_are_answered_and_leave_nothing_open(server: Server) -> None:
    async def ask(path: str) -> tuple[int, str]:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await everyone.wait()
        writer.write(write_request(path))
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return read_answer(answer)

    async def ask_all() -> list[tuple[int, str]]:
        return await asyncio.gather(*map(ask, paths))

    server.ask("/")
    before = server.count_files()
    everyone = asyncio.Barrier(READERS)
    paths = ["/", "/posts/a/", "/nothing", "/posts/nothing", "/posts/a"] * (READERS // 5)
    answers = asyncio.run(asyncio.wait_for(ask_all(), 60))
    right = [(200, "Home"), (200, "A"), (404, "Not here"), (404, "Not here"), (307, "")]
    assert answers == right * (READERS // 5)
    wait_for(lambda: server.count_files() <= before)


@pytest.mark.parametrize("command", ["pelican --listen", "invoke preview"])
def test_the_end_comes_soon_and_is_told(command: str, site: Site) -> None:
    """Whoever is still asking or reading, and without a traceback."""
    write_output(site).write("output/large.bin", b"x" * 30_000_000)
    with (
        listening(site, command=command) as server,
        server.connect() as half_asked,
        server.connect() as never_reads,
    ):
        half_asked.sendall(b"GET /ind")
        never_reads.sendall(write_request("/large.bin"))
        assert never_reads.recv(1)
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.communicate(timeout=SOON) == ("Ended.\n", None)
        assert server.process.returncode == 0


def test_a_taken_port_is_an_error(site: Site) -> None:
    with taken_port() as port:
        result = site.run("pelican", "--listen", "--port", str(port))
    assert (result.code, result.out) == (1, "")
    assert result.report == (
        f"Cannot listen on 127.0.0.1, port {port}: Address already in use.\n"
        "Name another port or address, as in: --port 9000 --bind 127.0.0.1\n"
    )


def test_a_site_that_is_not_built_is_told_at_once(site: Site) -> None:
    with listening(site, "--output", "elsewhere") as server:
        assert f"There is no site in {site.root / 'elsewhere'} yet." in server.printed
        site.write("elsewhere/index.html", "Built since")
        assert server.ask("/") == (200, "Built since")


@only_long
def test_pelican_builds_while_it_listens(site: Site) -> None:
    """There the server is a process of its own, and ends with the other."""
    with listening(site, "--autoreload") as server:
        wait_for(lambda: "All is well." in server.ask("/posts/sound/")[1])
        os.killpg(server.process.pid, signal.SIGINT)
        assert "Traceback" not in server.process.communicate(timeout=SOON)[0]
        with pytest.raises(ConnectionRefusedError):
            server.connect()
