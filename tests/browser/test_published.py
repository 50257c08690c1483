"""This very site, as it is published: light, quiet, still."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.conftest import serve
from tests.conftest import REPO, Site, make_site

pytestmark = pytest.mark.browser

POSTS = sorted(path.stem for path in (REPO / "content" / "posts").glob("*.md"))
HOME_BYTES, POST_BYTES, SCRIPT_BYTES = 60_000, 90_000, 6_000
RUN_BYTES = 25_000
"""Limit for the scripts of a page with benchmarks that run in it, besides those of all pages."""
BENCHMARKS_BYTES = 160_000
"""Limits for all that a page asks for, uncompressed; of a post without its own images."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("published"))
    shutil.copytree(REPO / "content", made.root / "content", dirs_exist_ok=True)
    return made


@pytest.fixture(scope="module")
def published(site: Site) -> Iterator[str]:
    """URL of this repository's content, published."""
    with serve(site.output) as url:
        result = site.invoke("publish", "--siteurl", url.rstrip("/"))
        assert result.code == 0, result.report
        yield url


def weigh(browser: Browser, url: str) -> dict[str, int]:
    """Add up the bytes of what a page asks for, by kind of request."""
    responses: list[Response] = []
    noted: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - no builtin
        page.on("console", lambda message: noted.append(message.text))
        page.goto(url, wait_until="networkidle")
        assert noted == []
        weights: dict[str, int] = {}
        for response in responses:
            kind = response.request.resource_type
            weights[kind] = weights.get(kind, 0) + len(response.body())
    return weights


def test_home_is_light(browser: Browser, published: str) -> None:
    weights = weigh(browser, published)
    assert {"document", "stylesheet", "script", "font"} <= set(weights)
    assert sum(weights.values()) <= HOME_BYTES, weights
    assert weights["script"] <= SCRIPT_BYTES, weights


@pytest.mark.parametrize("slug", POSTS)
def test_posts_are_light(slug: str, browser: Browser, site: Site, published: str) -> None:
    weights = weigh(browser, f"{published}posts/{slug}/")
    images = weights.pop("image", 0)
    has_benchmarks = "[tool.bench]" in (REPO / "content/posts" / f"{slug}.md").read_text("utf-8")
    runs = (site.output / f"posts/{slug}/index.html").read_text("utf-8").count("data-run=") > 0
    limit = BENCHMARKS_BYTES if has_benchmarks else POST_BYTES
    assert sum(weights.values()) <= limit, {**weights, "image": images}
    assert weights["script"] <= SCRIPT_BYTES + RUN_BYTES * runs, weights
