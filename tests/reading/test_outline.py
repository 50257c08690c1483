"""The parts of a text are found, told, and can be linked to."""

from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.reading.outline import Heading, link_headings, read_outline


@pytest.mark.parametrize(
    ("fragment", "outline"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("<p>x</p><h2>No id</h2>", (), id="without-id"),
        pytest.param(
            '<h2 id="a">A</h2><h3 id="b">B</h3><h3 id="c">C</h3><h2 id="d">D</h2>',
            (Heading("a", "A", (Heading("b", "B"), Heading("c", "C"))), Heading("d", "D")),
            id="parts-of-parts",
        ),
        pytest.param(
            '<h3 id="a">A</h3><h2 id="b">B</h2>',
            (Heading("a", "A"), Heading("b", "B")),
            id="third-level-first",
        ),
        pytest.param('<h1 id="a">A</h1><h4 id="b">B</h4>', (), id="other-levels"),
        pytest.param(
            '<h2 id="a">A &amp;\n <code>B &lt;c&gt;</code></h2>',
            (Heading("a", "A & B <c>"),),
            id="plain-text",
        ),
        pytest.param(
            '<h2 id="a">A<sup id="f"><a class="footnote-ref" href="#fn">1</a></sup></h2>',
            (Heading("a", "A"),),
            id="without-marks-of-footnotes",
        ),
        pytest.param(
            '<blockquote><h2 id="a">A</h2></blockquote><details><h3 id="b">B</h3></details>'
            '<div class="tabbed-set"><div class="tabbed-content"><h2 id="c">C</h2></div></div>'
            '<h2 id="d">D</h2>',
            (Heading("d", "D"),),
            id="without-asides",
        ),
        pytest.param(
            '<div hidden><h2 id="a">A</h2></div><h2 id="b" hidden>B</h2><h2 id="c">C</h2>',
            (Heading("c", "C"),),
            id="without-what-is-hidden",
        ),
        pytest.param(
            '<h2 id="a"><img alt="Logo" src="x"> and <img src="y"></h2><h2 id="b"></h2>'
            '<h2 id="c"><img src="z"></h2><h2 id="">D</h2>',
            (Heading("a", "Logo and"),),
            id="what-can-be-read-and-linked",
        ),
        pytest.param('<h2 id="100%">A</h2>', (Heading("100%25", "A"),), id="percent"),
    ],
)
def test_outline(fragment: str, outline: tuple[Heading, ...]) -> None:
    assert read_outline(fragment) == outline


def test_headings_link_to_themselves() -> None:
    linked = link_headings('<h2 id="a&quot;b">A &lt;b&gt; "c"</h2><p>x</p><h2>No id</h2>')
    soup = BeautifulSoup(linked, "html.parser")
    (link,) = soup.select("h2 > a.anchor")
    assert link["href"] == "#a%22b"
    assert link["aria-label"] == 'Link to “A <b> "c"”'
    assert link.get_text() == ""


def test_what_is_no_heading_stays_as_it_is() -> None:
    fragment = (
        '<p>a &amp; b &lt; c</p><pre><code>x &lt; y\n</code></pre><svg><path d="M0"></path></svg>'
    )
    assert link_headings(fragment) == fragment


@given(st.text(), st.text(alphabet="abc-%\"'&<> é", min_size=1))
def test_any_text_and_id_survive(text: str, anchor: str) -> None:
    """A heading's text is the outline's and its link's, whatever signs are in it."""
    soup = BeautifulSoup("<h2></h2>", "html.parser")
    soup.h2["id"], soup.h2.string = anchor, f"x{text}"
    fragment = str(soup)
    (heading,) = read_outline(fragment)
    assert unquote(heading.fragment) == anchor
    linked = BeautifulSoup(link_headings(fragment), "html.parser")
    assert linked.a["href"] == f"#{heading.fragment}"
    assert linked.a["aria-label"] == f"Link to “{heading.text}”"
