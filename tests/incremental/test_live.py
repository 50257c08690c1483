"""The live preview: the last build, and word of the next."""

import asyncio
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from plugins.incremental.live import make_live_app
from plugins.incremental.state import Preview


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    pages = tmp_path / "output"
    pages.mkdir()
    (pages / "index.html").write_text("<!doctype html><body><p>Home</p></body>")
    (pages / "404.html").write_text("<body>Not here</body>")
    (pages / "style.css").write_text("p {}")
    made = Preview(pages)
    made.show(pages, "")
    return made


@pytest.fixture
def client(preview: Preview) -> TestClient:
    return TestClient(make_live_app(preview, "127.0.0.1"), base_url="http://127.0.0.1:8000")


def test_pages_carry_the_script_and_are_not_cached(client: TestClient, preview: Preview) -> None:
    answer = client.get("/")
    name = preview.build.name
    assert f'<script src="/-/reload.js" data-build="{name}" defer></script></body>' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_files_are_as_they_were(client: TestClient) -> None:
    answer = client.get("/style.css")
    assert (answer.text, answer.headers["Cache-Control"]) == ("p {}", "no-cache")


def test_a_missing_page_is_the_404_page(client: TestClient) -> None:
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "Not here" in answer.text
    assert "reload.js" in answer.text


def test_a_page_is_of_the_build_that_it_names(client: TestClient, preview: Preview) -> None:
    """Else it would not be loaded again when the next is there."""
    (second := preview.build.folder.with_name("second")).mkdir()
    (second / "index.html").write_text("Second")
    preview.show(second, "")
    assert client.get("/").text.startswith("Second<script")
    assert preview.build.name in client.get("/").text


def test_before_the_first_build_a_page_waits_for_it(tmp_path: Path) -> None:
    client = TestClient(make_live_app(Preview(tmp_path), "127.0.0.1"), base_url="http://127.0.0.1")
    answer = client.get("/")
    assert answer.status_code == 404
    assert "reload.js" in answer.text


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
