"""What is served of a built site, and what is not."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plugins.incremental.pages import Pages
from plugins.incremental.server import make_app


@pytest.fixture
def output(tmp_path: Path) -> Path:
    pages = tmp_path / "output"
    for folder in ("posts/a", ".git", ".well-known", "empty"):
        (pages / folder).mkdir(parents=True)
    (pages / "index.html").write_text("Home")
    (pages / "posts/a/index.html").write_text("A")
    (pages / "404.html").write_text("Not here")
    (pages / "style.css").write_text("p {}")
    (pages / ".git/config").write_text("secret")
    (pages / ".well-known/security.txt").write_text("Contact: us")
    (tmp_path / "secret.txt").write_text("secret")
    return pages


@pytest.fixture
def client(output: Path) -> TestClient:
    return TestClient(
        make_app(Pages(output), "127.0.0.1"),
        base_url="http://127.0.0.1:8000",
        follow_redirects=False,
    )


def test_a_folder_is_its_index(client: TestClient) -> None:
    assert client.get("/").text == "Home"
    assert client.get("/posts/a/").text == "A"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/posts/a", "/posts/a/"),
        ("/posts/a?x=1&y=%20", "/posts/a/?x=1&y=%20"),
        ("//posts//a", "/posts/a/"),
        ("/evil.example", "/evil.example/"),
        ("//evil.example", "/evil.example/"),
        ("///evil.example", "/evil.example/"),
        ("/%2fevil.example", "/evil.example/"),
    ],
)
def test_a_folder_without_its_slash_is_redirected_on_this_host(
    path: str, location: str, client: TestClient, output: Path
) -> None:
    (output / "evil.example").mkdir()
    (output / "evil.example/index.html").touch()
    answer = client.get(f"http://127.0.0.1:8000{path}")
    assert (answer.status_code, answer.headers["Location"]) == (307, location)


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/posts/nothing/", "/posts/a/b/c", "/empty/", "/style.css/", f"/{'a' * 999}"],
)
def test_a_missing_page_is_the_404_page(path: str, client: TestClient) -> None:
    """At any depth; a file with a slash is missing on the public host, too."""
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, "Not here")


def test_a_missing_page_stays_missing_to_one_who_has_the_404_page(client: TestClient) -> None:
    known = {"If-None-Match": client.get("/nothing").headers["ETag"]}
    assert client.get("/nothing", headers=known).status_code == 404


def test_without_a_404_page_a_short_text_tells(client: TestClient, output: Path) -> None:
    (output / "404.html").unlink()
    answer = client.get("/nothing")
    assert (answer.status_code, answer.text) == (404, "There is no such page, and no 404.html.\n")


def test_a_site_that_is_not_built_is_told(tmp_path: Path) -> None:
    app = make_app(Pages(tmp_path / "nowhere"), "127.0.0.1")
    answer = TestClient(app, base_url="http://localhost").get("/")
    assert answer.status_code == 404
    assert f"There is no site in {tmp_path / 'nowhere'} yet" in answer.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_changed(method: str, client: TestClient) -> None:
    answer = client.request(method, "/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/posts/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/posts%5c..%5c..%5csecret.txt",
        "/posts%5ca.txt",
        "/%00",
        "/..%2fsecret.txt%00.html",
        "/style.css%00",
        "/.git/config",
        "/%2egit/config",
        "/.well-known/.git/config",
        "/.well-known/../.git/config",
    ],
)
def test_what_is_outside_or_hidden_is_refused_in_every_writing(
    path: str, client: TestClient, output: Path
) -> None:
    (output / ".well-known/.git").symlink_to(output / ".git")
    (output / "posts\\a.txt").write_text("secret")
    answer = client.get(f"http://127.0.0.1:8000{path}")
    assert (answer.status_code, answer.text) == (404, "Not here")


def test_the_output_may_lie_in_a_hidden_folder(output: Path) -> None:
    hidden = output.rename(output.with_name(".output"))
    client = TestClient(make_app(Pages(hidden), ""))
    assert client.get("/posts/a/").text == "A"


def test_what_is_outside_is_refused_by_its_whole_path(client: TestClient, output: Path) -> None:
    secret = output.with_name("secret.txt")
    for path in (f"/{secret}", f"/%2f{secret}", f"/posts/{secret}"):
        assert client.get(f"http://127.0.0.1:8000{path}").status_code == 404


def test_well_known_places_are_served(client: TestClient) -> None:
    assert client.get("/.well-known/security.txt").text == "Contact: us"


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("../secret.txt", "/link"),
        ("..", "/link/secret.txt"),
        ("link", "/link"),
        ("../output-2", "/link/secret.txt"),
    ],
    ids=["file", "folder", "circle", "a neighbour with a longer name"],
)
def test_links_out_of_the_output_are_not_followed(
    target: str, path: str, client: TestClient, output: Path
) -> None:
    output.with_name("output-2").mkdir()
    output.with_name("output-2").joinpath("secret.txt").write_text("secret")
    (output / "link").symlink_to(target)
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, "Not here")


def test_links_within_the_output_are_followed(client: TestClient, output: Path) -> None:
    (output / "link.css").symlink_to("style.css")
    assert client.get("/link.css").text == "p {}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("feed.xml", "application/xml"),
        ("all.atom.xml", "application/xml"),
        ("feed.json", "application/json"),
        ("p.wasm", "application/wasm"),
        ("p.mjs", "text/javascript; charset=utf-8"),
        ("p.js", "text/javascript; charset=utf-8"),
        ("script.py", "text/plain; charset=utf-8"),
        ("p.css", "text/css; charset=utf-8"),
        ("p.csv", "text/csv; charset=utf-8"),
        ("p.html", "text/html; charset=utf-8"),
        ("p.svg", "image/svg+xml"),
        ("p.ico", "image/vnd.microsoft.icon"),
        ("site.webmanifest", "application/manifest+json"),
        ("text.woff2", "font/woff2"),
        ("p.tar.gz", "application/gzip"),
        ("CNAME", "application/octet-stream"),
    ],
)
def test_types(name: str, expected: str, client: TestClient, output: Path) -> None:
    """The same everywhere, and no browser may guess another."""
    (output / name).write_text("{}")
    headers = client.get(f"/{name}").headers
    assert headers["Content-Type"] == expected
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("size", [0, 5, 3_000_000])
def test_head_tells_what_get_does(size: int, client: TestClient, output: Path) -> None:
    (output / "data.bin").write_bytes(b"x" * size)
    head, get = (client.request(method, "/data.bin") for method in ("HEAD", "GET"))
    assert get.content == b"x" * size
    assert head.content == b""
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control"):
        assert head.headers[name] == get.headers[name]


def test_what_a_browser_has_is_not_sent_again(client: TestClient, output: Path) -> None:
    """It asks each time, and gets the file as soon as another build has written it."""
    first = client.get("/style.css")
    known = {"If-None-Match": first.headers["ETag"]}
    assert first.headers["Cache-Control"] == "no-cache"
    assert client.get("/style.css", headers=known).status_code == 304
    (output / "style.css").write_text("p { margin: 0 }")
    assert client.get("/style.css", headers=known).text == "p { margin: 0 }"
