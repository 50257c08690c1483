"""Sites with one fault each: rule, file and line are told, and the last good site stays."""

import re
from dataclasses import dataclass, field
from shutil import copytree

import pytest

from tests.conftest import REPO, Site

HEAD = "Title: A\nDate: 2026-11-01\nSlug: a\n"
BASE = "https://example.org/repo"
GOOD = "the last good site"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a site."""

    rule: str
    place: str
    """File, and line if it has one."""
    files: dict[str, str] = field(default_factory=dict)
    settings: str = ""
    environment: dict[str, str] = field(default_factory=dict)


def post(rule: str, body: str, line: int = 5, more: str = "") -> Fault:
    """Have a post with a text, which begins on line 5, or with more metadata from line 4 on."""
    return Fault(rule, f"content/posts/a.md:{line}", {"posts/a.md": f"{HEAD}{more}\n{body}\n"})


FAULTS = {
    # Feeds
    "form-feed": post("control", "x\n\nTwo\x0c words.", 7),
    "escape-in-a-title": Fault(
        "control", "content/posts/a.md:1", {"posts/a.md": HEAD.replace("A\n", "A\x1b\n") + "\nx\n"}
    ),
    "nul-in-another-format": Fault(
        "control",
        "content/posts/a.html:3",
        {
            "posts/a.html": "<html><head><title>A</title>\n"
            '<meta name="date" content="2026-11-01">\n'
            "</head><body><p>x\x01y</p></body></html>\n",
        },
    ),
    "guid-is-none": post("guid", "x", 4, "Guid: my post\n"),
    "guid-of-two": Fault(
        "guid",
        "content/posts/b.md:4",
        {
            "posts/a.md": f"{HEAD}Guid: urn:x:1\n\nx\n",
            "posts/b.md": f"{HEAD.replace('Slug: a', 'Slug: b')}Guid: urn:x:1\n\nx\n",
        },
    ),
    "unknown-format": Fault("setting", "", settings='FEED_FORMATS = ["atom", "rdf"]'),
    "feed-in-the-way": post("url", "x", 5, "Url: x\nSave_as: feeds/all.rss.xml\n"),
    # Redirects
    "alias-to-itself": post("alias", "x", 4, "Aliases: /posts/a/\n"),
    "alias-of-another-post": post("alias", "x", 4, "Aliases: /posts/sound/\n"),
    "alias-of-two": Fault(
        "alias",
        "content/posts/b.md:4",
        {
            "posts/a.md": f"{HEAD}Aliases: /old/\n\nx\n",
            "posts/b.md": f"{HEAD.replace('Slug: a', 'Slug: b')}Aliases: /old/\n\nx\n",
        },
    ),
    "aliases-in-a-circle": Fault(
        "alias",
        "content/posts/a.md:4",
        {
            "posts/a.md": f"{HEAD}Aliases: /posts/b/\n\nx\n",
            "posts/b.md": f"{HEAD.replace('Slug: a', 'Slug: b')}\nx\n",
        },
    ),
    "alias-of-a-file": post("alias", "x", 5, "Aliases: /b/,\n    /favicon.ico\n"),
    "alias-below-a-file": post("alias", "x", 4, "Aliases: /favicon.ico/b/\n"),
    "alias-out-of-the-site": post("alias", "x", 4, "Aliases: /../x/\n"),
    # Pages
    "page": post("link", "x\n\nSee [b](/repo/posts/b/).", 7),
    "page-by-relative-link": post("link", "See [b](../b/)."),
    "page-beside-the-base-path": post("link", "See [sound](/posts/sound/)."),
    "page-by-the-whole-address": post("link", f"See [b]({BASE}/posts/b/)."),
    "page-in-a-summary": post("link", "x", 4, "Summary: See [b](/repo/posts/b/).\n"),
    "page-in-an-introduction": Fault(
        "link",
        "content/series/s.md:3",
        {"posts/a.md": f"{HEAD}Series: S\n\nx\n", "series/s.md": "Title: S\n\n[x](/repo/x/)\n"},
    ),
    "page-in-a-template": Fault(
        "link",
        "theme/templates/_footer.html:1",
        {"../theme/templates/_footer.html": '<a href="{{ SITEURL }}/imprint/">Imprint</a>\n'},
    ),
    "source": post("link", "See [b]({filename}b.md)."),
    "tag": post("link", "See [b]({tag}Unknown)."),
    "scheme": post("link", "See [b](javascript:x)."),
    "anchor": post("anchor", "## B\n\n[c](#c)", 7),
    "anchor-of-another-post": post("anchor", "[s]({filename}sound.md#part)"),
    "anchor-of-a-page": post("anchor", "[s](/repo/about/#part)"),
    "image": post("link", '<p><img src="/repo/images/b.png" alt="B"></p>'),
    "image-of-the-source": post("link", "![B]({static}/images/b.png)"),
    "image-among-several": post("link", '<p><img srcset="/repo/b.png 2x" alt="B"></p>'),
    "image-without-text": post("alt", '<p><img src="/repo/favicon.ico"></p>'),
    "image-with-empty-text": post("alt", "![](/repo/favicon.ico)"),
    "id-twice": post("id", '<p id="b">x</p>\n\n<p id="b">y</p>', 7),
    "address-of-another": post("url", "x", 5, "Url: about/\nSave_as: about/index.html\n"),
    "slug-of-another": Fault(
        "slug",
        "content/posts/b.md:3",
        {"posts/a.md": f"{HEAD}\nx\n", "posts/b.md": f"{HEAD}\nx\n"},
    ),
    "posts-are-gone": Fault("few-posts", "content/posts", environment={"AUDIT_MIN_POSTS": "9"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_broken_site_is_not_published(name: str, site: Site) -> None:
    fault = FAULTS[name]
    if "page-in-a-template" in name:
        (site.root / "theme").unlink()
        copytree(REPO / "theme", site.root / "theme")
    for path, text in fault.files.items():
        site.write(f"content/{path}", text)
    settings = site.root / "publishconf.py"
    settings.write_text(f"{settings.read_text()}\n{fault.settings}\n")
    site.write("output/index.html", GOOD)
    result = site.invoke("publish", "--siteurl", BASE, **fault.environment)
    assert result.code == 1
    found = re.findall(
        r"^(?:(\S+?): )?(?:error|warning): .*\[(\S+)\]$", result.report, re.MULTILINE
    )
    assert found == [(fault.place, fault.rule)], result.report
    assert list(site.list_output().values()) == [GOOD.encode()]


def test_a_sound_site_is_published(site: Site) -> None:
    site.write("content/posts/a.md", f"{HEAD}Aliases: /old/\nGuid: urn:x:1\n\n[s](/repo/about/)\n")
    result = site.invoke("publish", "--siteurl", BASE, AUDIT_MIN_POSTS="2")
    assert (result.code, result.report) == (0, "")
