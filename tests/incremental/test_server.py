"""The development server: the last build, word of the next, and nothing else."""

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plugins.incremental.server import make_app, name_host
from plugins.incremental.state import Preview


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    pages = tmp_path / "output"
    (pages / "posts/a").mkdir(parents=True)
    (pages / "index.html").write_text("<!doctype html><body><p>Home</p></body>")
    (pages / "posts/a/index.html").write_text("<p>A</p>")
    (pages / "404.html").write_text("<body>Not here</body>")
    (pages / "style.css").write_text("p {}")
    (tmp_path / "secret.txt").write_text("secret")
    (pages / "link").symlink_to(tmp_path / "secret.txt")
    made = Preview(pages)
    made.show(pages, "")
    return made


@pytest.fixture
def client(preview: Preview) -> TestClient:
    return TestClient(make_app(preview, "127.0.0.1"), base_url="http://127.0.0.1:8000")


def test_pages_carry_the_script_and_are_not_cached(client: TestClient, preview: Preview) -> None:
    answer = client.get("/")
    name = preview.build.name
    assert f'<script src="/-/reload.js" data-build="{name}" defer></script></body>' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_folder_is_its_index(client: TestClient) -> None:
    assert client.get("/posts/a/").text.startswith("<p>A</p><script")
    assert client.get("/posts/a", follow_redirects=False).headers["Location"].endswith("/posts/a/")


def test_other_files_are_as_they_were(client: TestClient) -> None:
    answer = client.get("/style.css")
    assert (answer.text, answer.headers["Cache-Control"]) == ("p {}", "no-cache")


def test_a_missing_page_is_the_404_page(client: TestClient) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "Not here" in answer.text
    assert "reload.js" in answer.text


def test_before_the_first_build_a_page_waits_for_it(tmp_path: Path) -> None:
    client = TestClient(make_app(Preview(tmp_path), "127.0.0.1"), base_url="http://127.0.0.1")
    answer = client.get("/")
    assert answer.status_code == 404
    assert "reload.js" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_changed(method: str, client: TestClient) -> None:
    assert client.request(method, "/").status_code == 405


def test_head_is_get_without_a_body(client: TestClient) -> None:
    assert client.head("/style.css").headers["Content-Length"] == "4"


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%252e%252e/secret.txt", "/link"],
)
def test_nothing_outside_the_output_is_served(path: str, client: TestClient) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("bind", "host", "status"),
    [
        ("127.0.0.1", "localhost:8000", 200),
        ("127.0.0.1", "[::1]:8000", 200),
        ("127.0.0.1", "evil.example", 400),
        ("192.168.1.5", "192.168.1.5:8000", 200),
        ("fe80::1", "[fe80::1]:8000", 200),
        ("0.0.0.0", "laptop.local", 200),
    ],
)
def test_foreign_hosts_are_refused(bind: str, host: str, status: int, preview: Preview) -> None:
    client = TestClient(make_app(preview, bind))
    assert client.get("/", headers={"Host": host}).status_code == status


def test_a_preview_that_starts_again_has_other_names(tmp_path: Path) -> None:
    """A page of the one before would else take the first build for the one that it shows."""
    assert Preview(tmp_path).build.name != Preview(tmp_path).build.name


def test_waiting_ends_with_the_next_build(tmp_path: Path) -> None:
    async def scenario() -> tuple[int, str]:
        preview = Preview(tmp_path)
        waiting = asyncio.create_task(preview.wait_beyond(0))
        await asyncio.sleep(0)
        preview.show(tmp_path, "1 error")
        build = await asyncio.wait_for(waiting, 1)
        return build.number, build.report

    assert asyncio.run(scenario()) == (1, "1 error")


@pytest.mark.parametrize(
    ("bind", "host"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("::", "[::1]")],
)
def test_host_to_name(bind: str, host: str) -> None:
    assert name_host(bind) == host
