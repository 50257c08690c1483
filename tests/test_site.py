"""Whole builds of the sample blog: the same bytes, sound pages, right everywhere."""

import shutil
import sys
import xml.etree.ElementTree as ET
from functools import partial
from pathlib import Path

import pytest
from justhtml import JustHTML

from tests.conftest import Site, copy_sample, make_site
from tests.pages import find_broken, list_links, list_pages, read, url_of

TITLE = '"YAML: front" & <b>'
ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = {
    "home": "index.html",
    "page 2 of home": "page/2/index.html",
    "article": "posts/markup/index.html",
    "unusual": "posts/unusual/index.html",
    "right to left": "ar/posts/arabic/index.html",
    "translation": "de/posts/first/index.html",
    "hidden": "posts/hidden/index.html",
    "draft": "drafts/posts/not-yet/index.html",
    "scheduled": "drafts/posts/tomorrow/index.html",
    "page": "about/index.html",
    "style guide": "drafts/pages/style-guide/index.html",
    "archives": "archives/index.html",
    "tags": "tags/index.html",
    "tag": "tags/python/index.html",
    "categories": "categories/index.html",
    "category": "categories/markup/index.html",
    "author": "authors/measured-python/index.html",
    "drafts": "drafts/index.html",
    "part": "posts/number-4/index.html",
    "series": "series/numbers/index.html",
    "translated series": "de/series/anfange/index.html",
    "all series": "series/index.html",
    "benchmarks in a post": "posts/measured/index.html",
    "benchmarks not measured": "drafts/pages/unmeasured/index.html",
    "all benchmarks": "benchmarks/index.html",
    "404": "404.html",
}


def test_every_kind_of_page_is_there(sample: Site) -> None:
    assert [kind for kind, path in KINDS.items() if not (sample.output / path).is_file()] == []


def test_two_ways_and_two_hash_seeds_give_the_same_bytes(tmp_path: Path) -> None:
    """`pelican content`, `invoke build`, again and with another order of sets."""
    site = copy_sample(tmp_path)
    outputs = []
    by_task = partial(site.invoke, "build")
    for seed, build in [("0", site.pelican), ("1", site.pelican), ("2", by_task), ("2", by_task)]:
        result = build(PYTHONHASHSEED=seed)
        assert result.code == 0, result.report
        outputs.append(site.list_output())
    assert outputs[0]
    assert all(output == outputs[0] for output in outputs)


def test_the_pelican_script_does_as_the_module_does(site: Site) -> None:
    """The console script does not have the site's folder on its path."""
    script = Path(sys.executable).with_name("pelican")
    runner = (
        "import runpy, sys; sys.path[0] = '/'; "
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    site.write("as_script.py", runner)
    for settings in ("pelicanconf.py", "publishconf.py"):
        result = site.run("as_script", "content", "-s", settings, "-o", "output")
        assert (result.code, result.report) == (0, "")


@pytest.mark.parametrize("path", ["posts/titles/index.html", "index.html", "archives/index.html"])
def test_titles_are_text_everywhere(path: str, sample: Site) -> None:
    page = read(sample.output / path)
    where = page.select("h1") if path.startswith("posts") else page.select("article a")
    assert TITLE in [element.get_text().strip() for element in where]
    assert "&amp;amp;" not in str(page)
    assert page.find("b") is None


def test_title_and_description_of_the_page_are_text(sample: Site) -> None:
    head = read(sample.output / "posts/titles/index.html").head
    assert head.title.get_text().startswith(TITLE)
    description = head.find("meta", {"name": "description"})["content"]
    assert description.startswith("A “summary” with markup, code — and")


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("t.rst", '"YAML: front" & <b>\n###################\n\n:date: 2026-11-01\n\nx\n'),
        (
            "t.html",
            '<html><head><meta name="date" content="2026-11-01">'  # noqa: ISC004
            "<title>&quot;YAML: front&quot; &amp; &lt;b&gt;</title></head><body>x</body></html>",
        ),
    ],
)
def test_titles_of_other_sources_are_text_too(name: str, source: str, site: Site) -> None:
    site.write(f"content/posts/{name}", source)
    assert site.pelican().report == ""
    titles = [link.get_text() for link in read(site.output / "index.html").select("h2 a")]
    assert TITLE in titles


def test_titles_are_text_in_feeds(public: Site) -> None:
    feed = ET.parse(public.output / "feeds/all.atom.xml").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert TITLE in titles


def test_names_that_differ_have_different_addresses(sample: Site) -> None:
    tags = {path.parent.name for path in (sample.output / "tags").glob("*/index.html")}
    assert {"c", "c-plus-plus", "c-sharp", "python", "python3"} <= tags
    assert (sample.output / "categories/r-and-d/index.html").is_file()


def test_a_page_number_is_no_part_of_a_name(sample: Site) -> None:
    """Page 3 of "python" stands beside "python3"."""
    third = read(sample.output / "tags/python/page/3/index.html")
    assert "page 3 of" in third.h1.get_text()
    assert "python3" in read(sample.output / "tags/python3/index.html").h1.get_text()


def test_lists_of_posts_are_articles(sample: Site) -> None:
    for kind in ("home", "archives", "tag", "category", "author", "drafts", "series"):
        assert read(sample.output / KINDS[kind]).select("main article"), kind


def test_drafts_and_future_posts_are_marked_while_writing(sample: Site) -> None:
    for kind in ("home", "drafts"):
        text = read(sample.output / KINDS[kind]).get_text()
        assert "Draft" in text
        assert "Scheduled for" in text
        assert "9999" not in text


def test_nothing_unpublished_is_in_public(public: Site) -> None:
    assert not (public.output / "drafts").exists()
    for path, content in public.list_output().items():
        for words in (b"Unfinished", b"Still to come", b"Tomorrow", b"Not yet"):
            assert words not in content, path


def test_hidden_posts_are_there_but_not_listed(public: Site) -> None:
    assert (public.output / "posts/hidden/index.html").is_file()
    others = [p for p in list_pages(public.output) if p.parent.name != "hidden"]
    assert not [page for page in others for _, to in list_links(page) if "/hidden/" in to]


def test_all_links_lead_somewhere(sample: Site) -> None:
    assert find_broken(sample.output, "http://localhost/") == []


def test_all_links_lead_somewhere_under_a_base_path(public: Site) -> None:
    assert find_broken(public.output, "https://example.org/repo/") == []
    home = (public.output / "index.html").read_text()
    assert 'rel="canonical" href="https://example.org/repo/"' in home


def test_every_page_names_its_own_address(public: Site) -> None:
    """A canonical link elsewhere would take the page out of search engines."""
    base = "https://example.org/repo/"
    for page in list_pages(public.output):
        if link := read(page).select_one("link[rel=canonical]"):
            assert link["href"] == url_of(page, public.output, base)
        else:
            assert page.name == "404.html" or page.parent.name == "hidden"


@pytest.mark.parametrize("kind", ["home", "page", "archives", "tags", "all series", "drafts"])
def test_navigation_marks_where_one_is(kind: str, sample: Site) -> None:
    (mark,) = read(sample.output / KINDS[kind]).select("[aria-current]")
    assert mark["href"] == f"/{KINDS[kind].removesuffix('index.html')}"


def test_all_links_lead_somewhere_with_relative_urls(tmp_path: Path) -> None:
    site = copy_sample(tmp_path)
    # Pelican resolves the links of `Summary:` once, not for each page that shows it.
    site.write("content/posts/titles.md", "Title: Titles\nDate: 2026-11-01\nSlug: titles\n\nx")
    assert site.pelican("--relative-urls").code == 0
    assert find_broken(site.output, "file:///any/where/") == []


def test_html_has_no_parse_errors(sample: Site, public: Site) -> None:
    for page in [*list_pages(sample.output), *list_pages(public.output)]:
        errors = JustHTML(page.read_text(), collect_errors=True).errors
        assert not errors, f"{page}: {errors}"


def test_ids_are_unique(sample: Site) -> None:
    for page in list_pages(sample.output):
        ids = [element["id"] for element in read(page).select("[id]")]
        assert len(ids) == len(set(ids)), page


def test_every_page_is_strict(sample: Site) -> None:
    """A policy on each page, and nothing that it would have to drop."""
    for page in list_pages(sample.output):
        soup = read(page)
        policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
        assert "default-src 'none'" in policy
        runs = bool(soup.select("[data-run]"))
        assert ("'wasm-unsafe-eval'; worker-src blob:" in policy) == runs
        assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "" if runs else "no")
        data = "[type='application/ld+json']"  # nothing that runs
        assert soup.select(f"[style], style, script:not([src], {data})") == [], page


def test_no_page_asks_a_third_party(public: Site) -> None:
    for page in list_pages(public.output):
        for element, target in list_links(page):
            if element != "a":
                assert target.startswith(("https://example.org/repo/", "data:")), page


def test_every_page_has_landmarks_and_one_heading(sample: Site) -> None:
    for page in list_pages(sample.output):
        soup = read(page)
        for landmark in (
            "main",
            "header nav[aria-label]",
            "body > header",
            "body > footer",
            "html[lang]",
        ):
            assert len(soup.select(landmark)) == 1, (page, landmark)
        assert len(soup.select("h1")) == 1, page
        assert soup.select_one("a.skip-link")["href"] == "#page:main"


def test_the_theme_links_only_to_what_a_site_has(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    shutil.rmtree(site.root / "content")
    site.write("content/posts/a.md", "Title: A\nDate: 2026-11-01\nTags: x\n\nText.\n")
    off = "TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = SERIES_INDEX_SAVE_AS = ''"
    site.set(f"DIRECT_TEMPLATES = ['index']\n{off}")
    result = site.pelican()
    assert (result.code, result.report) == (0, "")


def test_feeds_are_well_formed_and_absolute(public: Site) -> None:
    feeds = sorted((public.output / "feeds").rglob("*.xml"))
    assert {feed.name for feed in feeds} >= {"all.atom.xml", "c-plus-plus.atom.xml"}
    for feed in feeds:
        for link in ET.parse(feed).getroot().iter(f"{ATOM}link"):
            assert link.attrib["href"].startswith("https://example.org/repo/")


def test_text_is_typeset_and_code_is_not(sample: Site) -> None:
    page = read(sample.output / "posts/markup/index.html")
    assert "It\u2019s “quoted” — and" in page.get_text()
    assert '"not quoted" -- here' in [code.get_text() for code in page.select("p code")]
    assert '"""Add; "quotes" stay."""' in page.select_one(".highlight").get_text()


def test_there_is_nothing_to_preview_before_a_build(site: Site) -> None:
    result = site.invoke("preview")
    assert result.code == 1
    assert "invoke build" in result.report


@pytest.mark.parametrize(
    "task", ["build", "serve", "preview", "publish", "new", "check", "test", "speed", "lock"]
)
def test_every_task_has_help(task: str, site: Site) -> None:
    for arguments in (["--help", task], [task, "--help"]):
        result = site.invoke(*arguments)
        assert result.code == 0
        assert "Docstring:" in result.out
