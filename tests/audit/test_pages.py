"""Pages as they are written: links, anchors and images, by tables."""

import pytest

from plugins.audit.links import Base, Fault, Website, find_faults, list_external, read_base
from plugins.audit.pages import Link, read_page
from plugins.audit.tracing import Sources, trace_all

BASE = read_base("https://x.org/repo")
FILES = {
    "index.html",
    "404.html",
    "posts/a/index.html",
    "posts/b/index.html",
    "images/one two.png",
    "files/é.txt",
    "feeds/all.atom.xml",
}
OTHER = read_page('<h2 id="part">P</h2><a name="old">o</a><p id="é">e</p>')


def check(body: str, base: Base = BASE) -> list[tuple[str, str]]:
    pages = {"posts/a/index.html": read_page(body), "posts/b/index.html": OTHER}
    return [(fault.rule, fault.needle) for fault in find_faults(Website(pages, FILES, base))]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/repo/posts/b/">page</a>',
        '<a href="/repo/posts/b">redirected by servers</a>',
        '<a href="/repo">home</a><a href="/repo/">home</a>',
        '<a href="../b/#part">relative</a>',
        '<a href=" ../b/ ">spaces</a>',
        '<a href="https://x.org/repo/posts/b/?q=1#part">whole</a>',
        '<a href="http://x.org/repo/posts/b/">insecure</a>',
        '<a href="/repo/posts/b/#old">a name</a>',
        '<a href="/repo/posts/b/#%C3%A9">encoded</a><a href="/repo/posts/b/#é">not encoded</a>',
        '<a href="/repo/posts/b/#part:~:text=words">text to mark</a>',
        '<a href="#">top</a><a href="#top">top</a><a href="#Top">top</a><a href="">here</a>',
        '<p id="x"><a href="#x">own</a>',
        '<img src="/repo/images/one%20two.png" alt="">',
        '<img src="../../images/one two.png" alt="">',
        '<img srcset="/repo/images/one%20two.png 1x" alt="">',
        '<a href="/repo/files/%C3%A9.txt">file</a><a href="/repo/files/é.txt">file</a>',
        '<a href="/repo/feeds/all.atom.xml#x">what has no anchors to know</a>',
        '<a href="mailto:a@b.org">m</a><a href="tel:+1">t</a><img src="data:,x" alt="">',
        '<a href="https://y.org/nothing">other site</a><a href="//y.org/">other site</a>',
        '<a href="https://x.org/elsewhere/">another site of this host</a>',
        '<img src="/repo/images/one%20two.png" aria-label="A">',
        '<img src="/repo/images/one%20two.png" role="presentation">',
        "<pre>&lt;a href='/nowhere'></pre><!-- <a href='/nowhere'> -->",
        '<template><a href="/repo/nowhere/">t</a></template>',
        '<a href="{filename}lost.md">of which Pelican has complained</a>',
        '<base href="/repo/posts/"><a href="b/">based</a>',
        '<svg><a href="/repo/posts/b/">s</a><use href="#s"/><g id="s"/></svg>',
        '<a href="/repo/./posts/../posts/b/">dots</a>',
    ],
)
def test_nothing_is_wrong(body: str) -> None:
    assert check(body) == []


@pytest.mark.parametrize(
    ("body", "rule", "needle"),
    [
        ('<a href="/repo/posts/c/">c</a>', "link", "/repo/posts/c/"),
        ('<a href="/repo/posts/B/">case</a>', "link", "/repo/posts/B/"),
        ('<a href="/posts/b/">out</a>', "link", "/posts/b/"),
        ('<a href="/repository/">out</a>', "link", "/repository/"),
        ('<a href="../../../../x/">out</a>', "link", "../../../../x/"),
        ('<a href="../c/">c</a>', "link", "../c/"),
        ('<a href="https://x.org/repo/c">c</a>', "link", "https://x.org/repo/c"),
        ('<a href="/repo/images/">folder without a page</a>', "link", "/repo/images/"),
        ('<a href="/repo/404.html/">file as folder</a>', "link", "/repo/404.html/"),
        ('<a href="javascript:void(0)">j</a>', "link", "javascript:void(0)"),
        ('<a href="file:///etc/passwd">f</a>', "link", "file:///etc/passwd"),
        ('<a href="http://[x">no address</a>', "link", "http://[x"),
        ('<a href="#lost">l</a>', "anchor", "#lost"),
        ('<a href="../b/#lost">l</a>', "anchor", "../b/#lost"),
        ('<a href="../b/#Part">case</a>', "anchor", "../b/#Part"),
        ('<img src="/repo/images/two.png" alt="">', "link", "/repo/images/two.png"),
        ('<img srcset="/repo/images/x.png 2x" alt="">', "link", "/repo/images/x.png"),
        ('<video poster="p.png"></video>', "link", "p.png"),
        ('<link rel="stylesheet" href="/repo/theme/x.css">', "link", "/repo/theme/x.css"),
        ('<script src="/repo/x.js"></script>', "link", "/repo/x.js"),
        ('<iframe src="/repo/x.html"></iframe>', "link", "/repo/x.html"),
        ('<svg><image href="/repo/x.png"/></svg>', "link", "/repo/x.png"),
        ('<svg><use xlink:href="#s"/></svg>', "anchor", "#s"),
        ('<p id="x">1</p><p id="x">2</p>', "id", "x"),
        ('<img src="/repo/images/one%20two.png">', "alt", "/repo/images/one%20two.png"),
    ],
)
def test_what_is_wrong_is_found(body: str, rule: str, needle: str) -> None:
    assert check(body) == [(rule, needle)]


def test_a_site_that_does_not_say_where_it_will_be_is_at_a_root() -> None:
    assert check('<a href="/posts/b/#part">b</a>', read_base("")) == []
    assert check('<a href="/c/">c</a>', read_base("")) == [("link", "/c/")]


def test_links_to_others_are_listed_once_a_page() -> None:
    page = read_page('<a href="https://y.org/#a">1</a><a href="https://y.org/#a">2</a><a href="/">')
    assert page.links == (Link("https://y.org/#a"), Link("/"))
    found = list(list_external({"index.html": page}, BASE))
    assert found == [("https://y.org/", "index.html", "https://y.org/#a")]


TEXT = """\
Title: A

See [b]({filename}b.md#part), [c]({filename}/posts/c.md#lost).

[x](/nowhere/?a=1&b=2) and `[x](/only/code/)`, [u]({tag}Free%20Threading) [v](near/)
[y](/nowhere/?a=1&b=2), {: #twice }
<p id="twice">[t]({tag}free-threading)</p>
"""


def trace(*faults: tuple[str, str, str, str]) -> list[tuple[str | None, int | None]]:
    texts = {
        "content/a.md": TEXT,
        "content/z.md": "x\n",
        "theme/nav.html": '"{{ S }}/gone/"\n"nav/"',
    }
    sources = Sources(
        {
            "a/index.html": "content/a.md",
            "z/index.html": "content/z.md",
            "c/index.html": "posts/c.md",
        }
        | {"index.html": None},
        ["content/a.md", "content/z.md"],
        ["theme/nav.html"],
        BASE,
        lambda file: texts.get(file, ""),
    )
    found = trace_all([Fault(*fault, "m", str) for fault in faults], sources)
    return [(problem.file, problem.line) for problem in found]


@pytest.mark.parametrize(
    ("faults", "places"),
    [
        pytest.param(
            [("a/index.html", "link", "/nowhere/?a=1&b=2", "nowhere/")],
            [("content/a.md", 5), ("content/a.md", 6)],
            id="each-line",
        ),
        pytest.param(
            [("a/index.html", "anchor", "https://x.org/repo/c/#lost", "c/index.html#lost")],
            [("content/a.md", 3)],
            id="by-file-name",
        ),
        pytest.param(
            [("a/index.html", "link", "https://x.org/repo/tags/free-threading/", "tags/")],
            [("content/a.md", 5), ("content/a.md", 7)],
            id="by-the-name-of-a-tag",
        ),
        pytest.param([("a/index.html", "id", "twice", "id")], [("content/a.md", 7)], id="second"),
        pytest.param(
            [(f"{name}index.html", "link", "/nowhere/?a=1&b=2", "n") for name in ("", "a/")],
            [("content/a.md", 5), ("content/a.md", 6)],
            id="list-and-post",
        ),
        pytest.param(
            [("index.html", "link", "/nowhere/?a=1&b=2", "n")], [("content/a.md", 5)], id="list"
        ),
        pytest.param(
            [(f"{name}index.html", "link", "https://x.org/repo/gone/", "g") for name in ("", "z/")],
            [("theme/nav.html", 1)],
            id="template",
        ),
        pytest.param(
            [(f"{n}/index.html", "link", "nav/", f"{n}/nav/") for n in "abcdefgh"],
            [("theme/nav.html", 2)],
            id="relative-link-of-a-template",
        ),
        pytest.param(
            [("index.html", "link", "https://x.org/repo/a/near/", "a/near/")],
            [("content/a.md", 5)],
            id="relative-link-of-a-summary",
        ),
        pytest.param(
            [(f"{n}/index.html", "link", "https://x.org/repo/f/", "f/") for n in ("z", "c")],
            [(None, None)],
            id="what-several-pages-have-is-of-none-of-them",
        ),
        pytest.param(
            [("z/index.html", "id", f"line-{n}", f"id {n}") for n in range(20)],
            [("content/z.md", None)],
            id="ids-by-the-dozen",
        ),
        pytest.param(
            [("z/index.html", "link", "/unknown/", "u")], [("content/z.md", None)], id="no-line"
        ),
    ],
)
def test_faults_are_traced_to_what_can_be_mended(
    faults: list[tuple[str, str, str, str]], places: list[tuple[str | None, int | None]]
) -> None:
    assert trace(*faults) == places
