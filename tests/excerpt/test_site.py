"""Excerpts in whole builds: on lists, in feeds, under every kind of URL."""

import xml.etree.ElementTree as ET
from html import unescape

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import Site, make_site
from tests.pages import find_broken, read

ATOM = "{http://www.w3.org/2005/Atom}"
LONG = " ".join(f"word{number}" for number in range(80))
LISTS = ("index.html", "categories/all/index.html", "tags/cut/index.html")
HEADS = {
    "long": 'Title: Long "quoted" & <b>',
    "short": "Title: Short",
    "marked": "Title: Marked",
    "summed": "Title: Summed\nSummary: By the **author**, with [a link]({filename}long.md).",
    "brief": "Title: Brief\nExcerpt_words: 3",
    "headed": "Title: Headed",
    "described": "Title: Described\nDescription: Said for search engines.",
    "empty": "Title: Empty",
}
BODIES = {
    "long": f"First [a file]({{filename}}short.md), [near](../short/), and **{LONG}**.",
    "short": "All of it, with a note[^1].\n\n[^1]: Not a word of it.",
    "marked": f"Only this, {LONG}.\n\n<!--  MORE -->\n\nNot this.",
    "headed": f"## A heading\n\n![Bars]({{static}}/images/bars.svg)\n\n{LONG}\n\n## Another",
    "empty": "",
}


def write_posts(site: Site) -> None:
    for number, (slug, head) in enumerate(HEADS.items(), 1):
        body = BODIES.get(slug, f"{LONG}\n\nThe end.")
        text = (
            f"{head}\nSlug: {slug}\nDate: 2026-10-{number:02}\nCategory: All\nTags: cut\n\n{body}\n"
        )
        site.write(f"content/posts/{slug}.md", text)
    site.write("content/images/bars.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = make_site(tmp_path_factory.mktemp("excerpts"))
    write_posts(site)
    result = site.pelican()
    assert (result.code, result.report) == (0, "")
    return site


def find_entry(site: Site, slug: str, path: str = "index.html") -> Tag:
    entries = read(site.output / path).select("article.entry")
    return next(e for e in entries if str(e.select_one("h2 a")["href"]).endswith(f"/{slug}/"))


def read_summary(site: Site, slug: str, path: str = "index.html") -> str:
    return find_entry(site, slug, path).select_one(".summary").decode_contents().strip()


def read_description(site: Site, slug: str) -> str:
    page = read(site.output / f"posts/{slug}/index.html")
    return str(page.select_one("meta[name=description]")["content"])


@pytest.mark.parametrize("path", LISTS)
def test_each_list_shows_them(path: str, built: Site) -> None:
    summary = find_entry(built, "long", path).select_one(".summary")
    assert summary.get_text().split()[:3] == ["First", "a", "file,"]
    assert summary.get_text().strip().endswith("word44…")
    links = [link["href"] for link in summary.select("a")]
    assert links == ["/posts/short/", "/posts/short/"]


@pytest.mark.parametrize("path", LISTS)
def test_read_more_stands_where_there_is_more_and_names_the_post(path: str, built: Site) -> None:
    entries = {slug: find_entry(built, slug, path) for slug in HEADS}
    onward = {slug: entry.select_one(".onward p a") for slug, entry in entries.items()}
    assert {slug for slug, link in onward.items() if not link} == {"short", "empty"}
    assert onward["long"].get_text() == 'Read more: Long "quoted" & <b>'
    assert str(onward["long"]["href"]).endswith("/posts/long/")


def test_a_summary_is_kept_whole(built: Site) -> None:
    assert read_summary(built, "summed") == (
        '<p>By the <strong>author</strong>, with <a href="/posts/long/">a link</a>.</p>'
    )


def test_the_marker_decides(built: Site) -> None:
    assert read_summary(built, "marked") == f"<p>Only this, {LONG}.</p>"


def test_a_post_says_how_many_words(built: Site) -> None:
    assert read_summary(built, "brief") == "<p>word0 word1 word2…</p>"


@pytest.mark.parametrize(
    ("lines", "code", "summary"),
    [
        ("Excerpt_words: 2", 0, "word0 word1…"),
        ("Excerpt_words: 2\nExcerpt_words: 3", 0, "word0 word1 word2…"),
        ("Excerpt_words: 0", 1, "… word49…"),
        ("Excerpt_words: many", 1, "… word49…"),
        ("Excerpt_words: 99999999999999999999", 1, "… word49…"),
    ],
)
def test_a_wrong_number_of_words_costs_no_more_than_itself(
    lines: str, code: int, summary: str, site: Site
) -> None:
    head = "Title: Own\nSlug: own\nDate: 2026-01-01"
    site.write("content/posts/own.md", f"{head}\n{lines}\n\n{LONG}\n")
    result = site.pelican()
    assert (result.code, "Traceback" in result.report) == (code, False)
    assert read_summary(site, "own").removesuffix("</p>").endswith(summary.removeprefix("…"))


def test_a_long_summary_is_kept_whole_and_one_that_says_nothing_is_none(site: Site) -> None:
    head = "Title: {0}\nSlug: {0}\nDate: 2026-01-01\nSummary: {1}\n\nThe body.\n"
    for slug, summary in (("a", f"{LONG} <!-- more --> {LONG}"), ("b", "<!-- later -->")):
        site.write(f"content/posts/{slug}.md", head.format(slug, summary))
    site.write("content/posts/c.md", "Title: c\nDate: 2026-01-01\nSummary: All.\n\n&nbsp;\n\n---\n")
    assert site.pelican().code == 0
    assert read_summary(site, "a").count("word79") == 2
    assert read_summary(site, "b") == "<p>The body.</p>"
    onward = {slug: find_entry(site, slug).select_one(".onward p a") for slug in "abc"}
    assert [slug for slug, link in onward.items() if link] == ["a"]


def test_what_a_description_has_of_code_is_escaped_for_other_themes(site: Site) -> None:
    text = 'Title: A\nSlug: a\nDate: 2026-01-01\n\n`">` & b\n'
    site.write("content/posts/a.md", text)
    assert site.pelican().code == 0
    assert 'name="description" content="&#34;&gt; &amp; b"' in site.read("posts/a/index.html")
    site.set("JINJA_ENVIRONMENT = {}")
    site.pelican("-t", "simple")
    assert 'name="description" content="&#34;&gt; &amp; b"' in site.read("posts/a/index.html")


@pytest.mark.parametrize("seed", range(4))
def test_an_attached_file_stands_where_pelican_alone_would_put_it(seed: int, site: Site) -> None:
    """Not where the first excerpt is cut that has it: that may be a draft's."""
    site.write("content/posts/plot.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    heads = ("Date: 2026-01-01", "Date: 2026-01-02", "Date: 2026-01-03\nStatus: draft")
    for slug, head in zip("abc", heads, strict=True):
        text = f"Title: {slug}\nSlug: {slug}\n{head}\n\n![Plot]({{attach}}plot.svg)\n"
        site.write(f"content/posts/{slug}.md", text)
    site.pelican(PYTHONHASHSEED=str(seed))
    written = [path for path in site.list_output() if path.endswith("plot.svg")]
    assert written == ["posts/b/plot.svg"]


def test_notes_headings_and_ids_stay_at_home(built: Site) -> None:
    assert read_summary(built, "short") == "<p>All of it, with a note.</p>"
    headed = find_entry(built, "headed").select_one(".summary")
    assert headed.select_one("p.excerpt-heading").get_text() == "A heading"
    assert headed.select_one("img")["src"] == "/images/bars.svg"
    for path in LISTS:
        assert not read(built.output / path).select(".summary [id], .summary [name]")


def test_a_description_is_short_and_ends_with_a_word(built: Site) -> None:
    description = read_description(built, "long")
    assert len(description) <= 160
    assert description.startswith("First a file, near, and word0 word1")
    assert description.endswith("…")
    assert f"{LONG} ".startswith(description.removesuffix("…").split("and ")[1] + " ")
    assert read_description(built, "described") == "Said for search engines."
    assert read_description(built, "short") == "All of it, with a note."
    assert read_description(built, "empty")


def test_feeds_have_them_with_whole_addresses(site: Site) -> None:
    write_posts(site)
    result = site.invoke("publish", "--siteurl", "https://example.org/repo/")
    assert result.code == 0, result.report
    feed = ET.parse(site.output / "feeds/all.atom.xml").getroot()
    entries = {e.findtext(f"{ATOM}title"): e for e in feed.iter(f"{ATOM}entry")}
    summary = BeautifulSoup(
        entries['Long "quoted" & <b>'].findtext(f"{ATOM}summary"), "html.parser"
    )
    urls = [link["href"] for link in summary.select("a")]
    assert urls == ["https://example.org/repo/posts/short/"] * 2
    assert summary.get_text().strip().endswith("word44…")


def test_links_lead_somewhere_from_every_page_with_relative_urls(site: Site) -> None:
    write_posts(site)
    result = site.pelican("--relative-urls", "-e", "DEFAULT_PAGINATION=3")
    assert result.code == 0, result.report
    missing = [link for link in find_broken(site.output, "/") if "404.html" not in link]
    assert missing == []
    near = find_entry(site, "long", "page/3/index.html").select(".summary a")
    assert [link["href"] for link in near] == ["../../posts/short/"] * 2


def test_settings_say_how_many_words_and_what_the_marker_is(site: Site) -> None:
    write_posts(site)
    site.set("EXCERPT_WORDS = 2\nEXCERPT_MARKER = 'cut here'")
    site.write("content/posts/own.md", "Title: Own\nDate: 2026-01-01\n\nA b c<!--Cut here--> d\n")
    assert site.pelican().code == 0
    assert read_summary(site, "headed").startswith('<p class="excerpt-heading">A heading</p>')
    assert read_summary(site, "marked") == "<p>Only this…</p>"
    assert read_summary(site, "own") == "<p>A b c</p>"


def test_other_themes_get_them_as_summary(site: Site) -> None:
    """Pelican's own lacks a page for what is not found, and fails for that, with the lists done."""
    write_posts(site)
    assert "404" in site.pelican("-t", "simple").report
    assert "word44…</strong></p>" in unescape(site.read("index.html"))
