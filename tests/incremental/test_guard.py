"""By which names the server may be asked."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from plugins.incremental.guard import name_host
from plugins.incremental.server import make_app


def ask(bind: str, host: str) -> tuple[int, str]:
    client = TestClient(make_app(PlainTextResponse("Home"), bind), base_url="http://x:8000")
    answer = client.get("/", headers={"Host": host})
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("bind", "host"),
    [
        ("127.0.0.1", "localhost"),
        ("127.0.0.1", "LocalHost:8000"),
        ("127.0.0.1", "127.0.0.1:8000"),
        ("127.0.0.1", "[::1]:8000"),
        ("localhost", "localhost:8000"),
        ("127.0.0.2", "127.0.0.2:8000"),
        ("192.168.1.5", "192.168.1.5:8000"),
        ("fe80::1", "[fe80::1]:8000"),
        ("Laptop.local", "laptop.local:8000"),
        ("0.0.0.0", "laptop.local"),
        ("::", "laptop.local"),
        ("", "laptop.local"),
    ],
)
def test_own_names_are_answered(bind: str, host: str) -> None:
    """All names, if every address was asked for."""
    assert ask(bind, host) == (200, "Home")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil.example#localhost",
        "localhost@evil.example",
        "localhost:8000@evil.example",
        "localhost:evil",
        "192.168.1.5",
        "[fe80::1]",
        "[::1].evil.example",
        "::1",
        "",
    ],
)
def test_foreign_names_are_refused(host: str) -> None:
    """A page elsewhere can have its name lead here."""
    status, text = ask("127.0.0.1", host)
    assert status == 400
    assert "Home" not in text


def test_the_refusal_says_what_to_do() -> None:
    assert ask("127.0.0.1", "evil.example")[1] == (
        'This server was asked for as "evil.example", and answers only to '
        "127.0.0.1, localhost, [::1].\n"
        "Open http://127.0.0.1:8000/ instead; or start it with --bind 0.0.0.0, "
        "and it answers to every name, and to other machines.\n"
    )


@pytest.mark.parametrize(
    ("bind", "host"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")],
)
def test_host_to_name(bind: str, host: str) -> None:
    assert name_host(bind) == host
