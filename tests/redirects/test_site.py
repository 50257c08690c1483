"""Redirects of whole builds."""

import pytest
from bs4 import BeautifulSoup

from tests.conftest import Site

BASE = "https://example.org/repo"
HEAD = "Title: Now & here\nDate: 2026-11-01\nSlug: now\n"


def test_a_former_address_leads_on(site: Site) -> None:
    site.write(
        "content/posts/now.md",
        f"{HEAD}Aliases: /posts/then/, /2020/old.html, /posts/then\n\nText.\n",
    )
    site.write("content/pages/about.md", "Title: About\nSlug: about\nAliases: /me\n\nText.\n")
    draft = HEAD.replace("now", "draft") + "Status: draft\nAliases: /draft/\n\nText.\n"
    site.write("content/posts/draft.md", draft)
    result = site.invoke("publish", "--siteurl", BASE)
    assert result.code == 0, result.report
    for path in ("posts/then/index.html", "2020/old.html"):
        page = BeautifulSoup(site.read(path), "html.parser")
        url = f"{BASE}/posts/now/"
        assert page.select_one("link[rel=canonical]")["href"] == url
        assert page.select_one("meta[http-equiv=refresh]")["content"] == f"0; url={url}"
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert "unsafe" not in page.select_one("meta[http-equiv*=Content]")["content"]
        assert page.a.get_text() == "Now & here"
        assert page.a["href"] == url
    assert f'href="{BASE}/about/"' in site.read("me/index.html")
    assert not (site.output / "draft").exists()


def test_it_leads_on_from_a_site_with_relative_urls(site: Site) -> None:
    site.write("content/posts/now.md", f"{HEAD}Aliases: /a/b/\n\nText.\n")
    assert site.pelican("--relative-urls").code == 0
    assert 'href="../../posts/now/"' in site.read("a/b/index.html")


@pytest.mark.parametrize(
    ("alias", "words"),
    [
        pytest.param("/posts/sound/", "already the address of content/posts/sound.md", id="post"),
        pytest.param("/posts/now", "where this is now, and would lead to itself", id="loop"),
        pytest.param("/", "already the address of another page, or a feed", id="home"),
        pytest.param("/tags/", "already the address of another page, or a feed", id="list"),
        pytest.param("/favicon.ico", "is no page, and only a page can lead on", id="file"),
        pytest.param(
            "/favicon.ico/a/", "already the place of content/extra/favicon.ico", id="below"
        ),
        pytest.param("old/", "is no path that begins with one slash", id="no-path"),
    ],
)
def test_what_is_in_the_way_is_told_with_its_line(alias: str, words: str, site: Site) -> None:
    site.write("content/posts/now.md", f"{HEAD}Aliases: /free/,\n    {alias}\n\nText.\n")
    result = site.pelican()
    line = 5 if alias != "/" else 4  # "/" is on the line before, too
    assert result.code == 1
    assert f"content/posts/now.md:{line}: error: " in result.report
    assert words in " ".join(result.report.split())
    assert "[alias]" in result.report
    assert (site.output / "free/index.html").exists()
