"""A crawl finds what Pages would not have, and nothing else."""

from pathlib import Path

import pytest

from tools.rehearse.crawl import Crawl, crawl, serve

URL = "https://someone.example/repo"
OUT = "(outside the site)"
SOUND = {
    "index.html": '<a href="posts/a/#b">A</a><a href="/repo/">H</a><a href="#top">T</a>'
    '<link href="/repo/a.css"><a href="https://other.example/">O</a><a href="mailto:a@b.c">M</a>',
    "posts/a/index.html": '<h1 id="b">B</h1><img src="../../i.svg"><a href="../../?q=1">Q</a>',
    "404.html": '<p id="c"><a href="/repo/posts/a/">A</a><a href="#c">C</a>',
    "a.css": "a { background: url('i.svg') }",
    "i.svg": "<svg/>",
}


def look(folder: Path, files: dict[str, str]) -> Crawl:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with serve(folder, "/repo") as page_url:
        return crawl(folder, URL, page_url)


def test_a_sound_site_has_no_broken_link(tmp_path: Path) -> None:
    assert look(tmp_path, SOUND) == Crawl(pages=3, links=11, broken=())


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("a/index.html", '<a href="b/">', "/a/ -> b/ (status 404)"),
        ("a/index.html", '<a href="/repo/#c">', "/a/ -> /repo/#c (no such anchor)"),
        ("a/index.html", '<img src="/i.svg">', f"/a/ -> /i.svg {OUT}"),
        ("a/index.html", f'<a href="{URL[:-4]}">', f"/a/ -> {URL[:-4]} {OUT}"),
        ("a/index.html", '<a href="http://o.example/">', f" -> http://o.example/ {OUT}"),
        ("404.html", '<a href="posts/a/">', "/404.html -> posts/a/ (status 404)"),
        ("a.css", "a { src: url(/a.woff2) }", f"/a.css -> /a.woff2 {OUT}"),
    ],
    ids=["page", "anchor", "root", "host", "scheme", "from-404", "style"],
)
def test_a_broken_link_is_told(tmp_path: Path, file: str, text: str, told: str) -> None:
    (found,) = look(tmp_path, {**SOUND, file: text}).broken
    assert found.startswith(URL)
    assert found.endswith(told)
