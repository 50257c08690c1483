"""A source file is read as Python-Markdown's meta extension reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from plugins.audit.source import find_bad_utf8, find_line, find_links, read_header

LINES = st.one_of(
    st.sampled_from(["", "---", "...", "Title: A", "Date:2026-01-01", "   Slug: x", "    more"]),
    st.sampled_from(["no field", "key-1_a:  v  ", ": v", "# Heading", "    Key: in a value"]),
    st.text("abT: -.", max_size=8),
)


@given(st.lists(LINES, max_size=8))
def test_reads_what_markdown_reads(lines: list[str]) -> None:
    """Keys and first values are those that Python-Markdown finds."""
    text = "\n".join(lines)
    markdown = Markdown(extensions=["meta"])
    markdown.convert(text)
    expected = {key: "\n".join(value) for key, value in markdown.Meta.items()}
    found: dict[str, list[str]] = {}
    for field in read_header(text if text.strip() else "").fields:
        found.setdefault(field.key, []).append(field.value)
    assert {key: "\n".join(values) for key, values in found.items()} == expected


def test_lines_count_from_one_and_survive_continuations() -> None:
    header = read_header("Title: A\n    and B\nDate: x\n\nbody: no\n")
    assert [(f.key, f.value, f.line) for f in header.fields] == [
        ("title", "A\nand B", 1),
        ("date", "x", 3),
    ]
    assert header.cut_at is None


def test_a_line_that_is_no_field_cuts_the_header() -> None:
    assert read_header("Title: A\nDate 2026\nSlug: x\n").cut_at == 2


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", None, id="empty"),
        pytest.param("naïve\n€".encode(), None, id="sound"),
        pytest.param(b"\xef\xbb\xbfTitle: A", None, id="byte-order-mark"),
        pytest.param(b"a\nb\nna\xefve\n", (3, 0xEF), id="latin-1"),
        pytest.param(b"\xff\xfeT\x00", (1, 0xFF), id="utf-16"),
        pytest.param(b"cut \xe2\x82", (1, 0xE2), id="cut-off-at-the-end"),
    ],
)
def test_first_byte_that_is_not_utf8(data: bytes, expected: tuple[int, int] | None) -> None:
    assert find_bad_utf8(data) == expected


@pytest.mark.parametrize(
    ("text", "needle", "line"),
    [
        pytest.param("a\n}x.md\n", "}x.md", 2, id="plain"),
        pytest.param("```\n}x.md\n```\n}x.md\n", "}x.md", 4, id="not-the-one-in-code"),
        pytest.param("`}x.md`\n\n}x.md\n", "}x.md", 3, id="nor-in-inline-code"),
        pytest.param("~~~\n```\n}x\n~~~\n}x", "}x", 5, id="a-fence-in-a-fence"),
        pytest.param("a\n}a&b.md\n", "}a&amp;b.md", 2, id="written-unescaped"),
        pytest.param("}a%20b.md\n", "}a%20b.md", 1, id="quoted"),
        pytest.param("```\n}x\n```", "}x", 2, id="only-in-code"),
        pytest.param("}x.md2\n}x.md\n", "}x.md", 2, id="not-a-longer-name"),
        pytest.param("`{filename}x.md`\n{filename}x.md#y\n", "}x.md", 2, id="quoted-in-code"),
        pytest.param("``}x`` and }x", "}x", 1, id="both-on-one-line"),
        pytest.param("a", "b", None, id="nowhere"),
    ],
)
def test_line_of_a_text(text: str, needle: str, line: int | None) -> None:
    assert find_line(text, needle) == line


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("See [a](/x/).", True, id="markdown"),
        pytest.param("See [a](</x/>).", True, id="angles"),
        pytest.param('See [a](/x/ "title").', True, id="title"),
        pytest.param("[a]: /x/", True, id="reference"),
        pytest.param('<a href="/x/">', True, id="html"),
        pytest.param("<a href=/x/>", True, id="no-quotes"),
        pytest.param('<img srcset="/y.png 1x, /x/ 2x">', True, id="srcset"),
        pytest.param(".. _a: /x/", True, id="rst"),
        pytest.param('href="{{ SITEURL }}/x/"', True, id="template"),
        pytest.param("The folder /x/ is gone.", False, id="words"),
        pytest.param("`[a](/x/)`", False, id="code"),
        pytest.param("[a](https://other.org/x/)", False, id="other-site"),
        pytest.param("[a](/x/y/)", False, id="below"),
        pytest.param("[a](/y/x/)", False, id="above"),
        pytest.param("[a]({static}/x/)", False, id="of-the-content"),
    ],
)
def test_a_link_is_found_where_it_is_one(line: str, found: bool) -> None:
    assert find_links(f"first\n{line}\n", "/x/") == [2] * found


def test_a_link_is_found_though_signs_are_escaped() -> None:
    assert find_links(r"[a](/an\_old\_one/)", "/an_old_one/") == [1]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("[a]({filename}b.md#part)", True),
        ("[a]({filename}/posts/b.md#part)", True),
        ("[a]({filename}../posts/b.md#part)", True),
        ("[a](|filename|b.md#part)", True),
        ("[a]({filename}ab.md#part)", False),
        ("[a]({filename}b.md#parts)", False),
        ("b.md#part", False),
    ],
)
def test_a_source_is_found_where_it_is_linked(line: str, found: bool) -> None:
    assert find_links(line, "b.md#part", of_source=True) == [1] * found
