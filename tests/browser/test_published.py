"""This very site, as it is published: light, quiet, still."""

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Response

from tests.browser.conftest import serve
from tests.conftest import REPO, Site, make_site
from tests.pages import find_broken_in

pytestmark = pytest.mark.browser

POSTS = sorted(path.stem for path in (REPO / "content" / "posts").glob("*.md"))
HOME_BYTES, POST_BYTES, SCRIPT_BYTES = 60_000, 90_000, 6_000
RUN_BYTES = 25_000
"""Limit for the scripts of a page with benchmarks that run in it, besides those of all pages."""
RESULTS_BYTES = 180_000
"""Limits for all that a page asks for, uncompressed; of a post without its own images, and of one
with the results of benchmarks or a notebook."""
PICTURES = """\
Title: Pictures
Date: 2026-11-01

![An interval]({static}/images/interval.svg)

<svg viewBox="0 0 9 9" width="90" height="90"><title>A square</title><path d="M1 1h7v7h-7z"/></svg>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("published"))
    shutil.copytree(REPO / "content", made.root / "content", dirs_exist_ok=True)
    made.write("content/posts/pictures.md", PICTURES)
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
    text = (REPO / "content/posts" / f"{slug}.md").read_text("utf-8")
    has_results = "[tool.bench]" in text or "{notebook:" in text
    runs = (site.output / f"posts/{slug}/index.html").read_text("utf-8").count("data-run=") > 0
    limit = RESULTS_BYTES if has_results else POST_BYTES
    assert sum(weights.values()) <= limit, {**weights, "image": images}
    assert weights["script"] <= SCRIPT_BYTES + RUN_BYTES * runs, weights


def test_what_the_feed_says_stands_alone(browser: Browser, site: Site, published: str) -> None:
    """On a page of nobody's, without style, each image comes; what it names is there."""
    items = json.loads(site.read("feeds/all.json"))["items"]
    failed: list[str] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("response", lambda r: failed.append(r.url) if r.status >= 400 else None)
        page.set_content("<hr>".join(item["content_html"] for item in items), wait_until="load")
        assert page.locator("img").count() == 2
        assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
        assert page.locator("script, style, [style], svg, input, button").count() == 0
        links = page.evaluate("[...document.links].map(link => link.href)")
    assert failed == []
    assert find_broken_in(links, site.output, published) == []


@pytest.mark.parametrize("name", ["all.atom.xml", "all.rss.xml"])
def test_a_feed_can_be_read_in_a_browser(name: str, browser: Browser, published: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(f"{published}feeds/{name}")
        shown = page.evaluate(
            """() => Object.fromEntries(
              ["title", "abstract", "encoded", "content", "published", "pubDate", "guid", "id"]
                .map(name => [name, document.getElementsByTagNameNS("*", name)[0]])
                .filter(([, element]) => element)
                .map(([name, element]) => [name, getComputedStyle(element).display]))"""
        )
        wide = page.evaluate("document.documentElement.scrollWidth")
    hidden = {name for name, display in shown.items() if display == "none"}
    assert hidden == {"content", "id"} if "atom" in name else {"encoded", "guid"}
    assert wide <= 320
