"""A new post is valid, and never written over another."""

import contextlib
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.audit.posts import Expectations, check_source
from plugins.audit.source import read_header
from tests.conftest import Site
from tools.new import NewPostError, check_title, create_post, make_slug

ARTICLE = Expectations(("title", "date"), ("published", "hidden", "draft", "skip"))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("What the GIL protects", "what-the-gil-protects"),
        ('"YAML: front" & more', "yaml-front-more"),
        ("Über Zeit", "uber-zeit"),
        ("Что такое GIL?", "chto-takoe-gil"),
        ("自由线程", "zi-you-xian-cheng"),
        ("When a<b and c>d", "when-ab-and-cd"),
        ("  tidy \t me ", "tidy-me"),
    ],
)
def test_slug_in_any_script(title: str, slug: str, tmp_path: Path) -> None:
    path = create_post(tmp_path, title)
    assert path.name == f"{slug}.md"
    assert check_source(str(path), path.read_bytes(), ARTICLE) == ()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        pytest.param("", "needs a title", id="empty"),
        pytest.param(" \n ", "needs a title", id="blank"),
        pytest.param("TCP/IP", "--slug tcpip", id="slash"),
        pytest.param("Fast 🚀", '"🚀"', id="emoji"),
        pytest.param("👩‍💻", "--slug a-name", id="joined-emoji"),
        pytest.param("🇦🇹", "--slug a-name", id="flag"),
        pytest.param("a\x07b", "'\\x07'", id="control"),
        pytest.param("???", "no slug", id="nothing-left"),
        pytest.param("word " * 60, "up to 100", id="too-long"),
    ],
)
def test_title_that_will_not_do(title: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(NewPostError, match=re.escape(words)):
        create_post(tmp_path, title)
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_a_series_says_so(tmp_path: Path) -> None:
    parts = [create_post(tmp_path, f"Part {n}", series="Free-threading") for n in (1, 2)]
    assert ["\nSeries: Free-threading\nStatus: draft\n" in p.read_text() for p in parts] == [
        True,
        True,
    ]
    assert "Series" not in create_post(tmp_path, "Alone", series=" ").read_text()


def test_a_slug_of_ones_own_allows_any_title(tmp_path: Path) -> None:
    path = create_post(tmp_path, "TCP/IP 🚀", slug="tcp-ip", tags="network, c", summary="Short.")
    assert path.read_text().startswith("Title: TCP/IP 🚀\n")
    assert "Tags: network, c\nStatus: draft\nSummary: Short.\n" in path.read_text()


@pytest.mark.parametrize("slug", ["a b", "A", "a/b", "../a", "-a", "a--b", "é"])
def test_slug_that_will_not_do(slug: str, tmp_path: Path) -> None:
    with pytest.raises(NewPostError, match="no slug"):
        create_post(tmp_path, "Title", slug=slug)


@pytest.mark.parametrize(
    "there", ["Title: x\nSlug: taken\n", "Title: Taken\n", "Title: y\nSlug: z\n"]
)
def test_a_taken_slug_is_refused(there: str, tmp_path: Path) -> None:
    """By slug, by title, and by file name."""
    (tmp_path / "taken.md").write_text(there)
    with pytest.raises(NewPostError, match=r"taken by .*taken\.md"):
        create_post(tmp_path, "Taken")
    assert (tmp_path / "taken.md").read_text() == there


def test_a_line_break_begins_no_other_field(tmp_path: Path) -> None:
    path = create_post(tmp_path, "A", tags="x\nStatus: published", summary="one\n\ntwo")
    assert "Tags: x Status: published\nStatus: draft\nSummary: one two\n" in path.read_text()


def test_the_date_is_in_the_time_zone_of_the_site(tmp_path: Path) -> None:
    """Else a post would be scheduled for the hours between the author's zone and it."""
    zone = timezone(timedelta(hours=14))
    header = read_header(create_post(tmp_path, "A", zone).read_text())
    written = datetime.fromisoformat(header.find("date").value).replace(tzinfo=zone)
    assert timedelta(0) <= datetime.now(zone) - written < timedelta(minutes=2)


def test_what_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    with pytest.raises(NewPostError, match="there already"):
        create_post(tmp_path, "A")


def test_a_lock_of_an_editor_is_no_post(tmp_path: Path) -> None:
    (tmp_path / ".#a.md").symlink_to("user@host.1234")
    (tmp_path / "folder.md").mkdir()
    assert create_post(tmp_path, "A").is_file()


@given(st.text())
def test_any_title_is_tidied_or_refused(title: str) -> None:
    with contextlib.suppress(NewPostError):
        tidy = check_title(title, has_slug=False)
        assert tidy == " ".join(tidy.split())
        assert re.fullmatch(r"[\w-]*", make_slug(tidy))


def test_the_task_writes_a_post_that_builds(site: Site) -> None:
    result = site.invoke("new", "Fresh & new")
    assert "content/posts/fresh-new.md is begun" in result.out
    assert site.invoke("build").code == 0
    assert "Fresh &amp; new" in site.read("drafts/index.html")


@pytest.mark.parametrize("arguments", [(), ("Sound",), ("a/b",)])
def test_the_task_fails_in_words(arguments: tuple[str, ...], site: Site) -> None:
    result = site.invoke("new", *arguments)
    assert result.code == 1
    assert result.report
    assert "Traceback" not in result.report
