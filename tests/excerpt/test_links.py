"""Links of excerpts, wherever these stand."""

import time

import pytest

from plugins.excerpt.links import move_links

CASES = [
    # (as in the post at /posts/one/, as on other pages)
    ('<a href="two.html">', '<a href="/base/posts/one/two.html">'),
    ('<a href="../two/">', '<a href="/base/posts/two/">'),
    ('<a href="./?page=2">', '<a href="/base/posts/one/?page=2">'),
    ('<a href="?page=2">', '<a href="/base/posts/one/?page=2">'),
    ('<a href="two.html#three">', '<a href="/base/posts/one/two.html#three">'),
    ('<a href="a.html?b=1&amp;c=2">', '<a href="/base/posts/one/a.html?b=1&amp;c=2">'),
    ('<img alt="" src="plot.svg">', '<img alt="" src="/base/posts/one/plot.svg">'),
    ('<video poster="a.png">', '<video poster="/base/posts/one/a.png">'),
    ('<object data="a.svg">', '<object data="/base/posts/one/a.svg">'),
    ('<image xlink:href="a.png">', '<image xlink:href="/base/posts/one/a.png">'),
    (
        '<img srcset="a.png 1x,b.png 2x,data:a,b 3x, /c,d.png">',
        '<img srcset="/base/posts/one/a.png 1x,/base/posts/one/b.png 2x,data:a,b 3x, /c,d.png">',
    ),
    ('<q cite="source.txt">', '<q cite="/base/posts/one/source.txt">'),
    (
        '<img srcset="a.png 1x, b.png 2x, /c.png 3x">',
        '<img srcset="/base/posts/one/a.png 1x, /base/posts/one/b.png 2x, /c.png 3x">',
    ),
]
STAY = [
    "https://example.org/a",
    "//example.org/a",
    "/a",
    "mailto:a@example.org",
    "data:image/png;base64,AA,BB",
    "{filename}two.md",
    "{static}/images/a.png",
    "|filename|two.md",
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_what_is_relative_leads_to_the_same_place(before: str, after: str) -> None:
    assert move_links(f"{before}x", "/base", lambda: "posts/one/") == f"{after}x"


@pytest.mark.parametrize("url", STAY)
def test_what_is_not_relative_stays(url: str) -> None:
    fragment = f'<a href="{url}">x</a>'
    assert move_links(fragment, "/base", lambda: "posts/one/") == fragment


def test_any_number_of_commas_is_read_at_once() -> None:
    fragment = f'<img srcset="{"," * 60_000}">'
    start = time.process_time()
    assert move_links(fragment, "/base", lambda: "posts/one/") == fragment
    assert time.process_time() - start < 1


def test_text_is_no_link() -> None:
    text = '<code>&lt;a href="x"&gt;</code> src="y"'
    assert move_links(text, "/base", lambda: "posts/one/") == text
