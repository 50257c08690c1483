"""Reading tags as HTML's tokenizer does."""

from re import findall

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plugins.excerpt.elements import DEEPEST
from plugins.excerpt.fragment import parse
from plugins.excerpt.source import MARKER, MOST_TAGS, has_marker, read_pieces

FORMATTING = "<(?:b|i|a|code)>"

CASES = {
    # What is no markup.
    "<script>if (a<b) '</p>'</script>x": "x",
    "<script><!--<script></script>--></script>x": "x",
    "<script><!--x</script>y": "y",
    "<SCRIPT>a</Script\n>x": "x",
    "<script>a--!><p>b</p></script>x": "x",
    "<script><!--<script>--!></script>--></script>x": "x",
    "<style>p > a::before { content: '<b>' }</style>x": "x",
    "<textarea><p></textarea>x": "x",
    "<title>x</title >y": "y",
    "<template><p>x</p></template>y": "<template><p>x</p></template>y",
    "<iframe src=a><p></iframe>x": "<iframe src=a></iframe>x",
    "<noscript><img></noscript>x": "x",
    "<xmp><b></xmp>x": "<pre>&lt;b&gt;</pre>x",
    "<plaintext></plaintext>": "<pre>&lt;/plaintext&gt;</pre>",
    "a<!-- b -->c<!-->d<!--->e": "acde",
    "a<!--b--!>c": "ac",
    "a<?php x ?>b<!DOCTYPE html>c</ d>e": "abce",
    "a<![CDATA[b]]>c": "ac",
    "<svg><![CDATA[a<b]]></svg>": "<svg>a&lt;b</svg>",
    "<svg><title>a</title></svg>": "<svg><title>a</title></svg>",
    "<svg><path/><p>x<script>'</p>'</script>y": "<svg><path/><p>xy",
    "<math><mi>x</mi><div><style></div></style>y": "<math><mi>x</mi><div>y",
    # What ends with the text.
    "a<!-- b": "a",
    "a<a href='b": "a",
    "a<script>b": "a",
    "a</b": "a",
    "a<": "a&lt;",
    "a</": "a&lt;/",
    # What is text.
    "1 < 2 <3 &amp; <>": "1 &lt; 2 &lt;3 &amp; &lt;>",
    "a<<!-- x -->b": "a&lt;b",
    "&<!-- -->lt; &lt<!-- -->; &#65</i>6;": "&amp;lt; &lt;; A6;",
    # Tags.
    "<a href='>'>x</A>": "<a href='>'>x</a>",
    '<a b="<!-- more -->">x</a>': '<a b="<!-- more -->">x</a>',
    "</i>x</p></br>": "x</p></br>",
    "<b>x</i></b>": "<b>x</b>",
    "<table><tr><td></tr></table>": "<table><tr><td></tr></table>",
}


@pytest.mark.parametrize("source", CASES)
def test_it_is_read_as_a_browser_reads_it(source: str) -> None:
    assert "".join(read_pieces(source, "more")) == CASES[source]


def mix(names: str) -> st.SearchStrategy[str]:
    tag = st.builds(
        str.format, st.sampled_from(["<{}>", "</{}>", "<{}>x"]), st.sampled_from(names.split())
    )
    return st.lists(tag, max_size=14).map("".join)


TEXTS = mix("p div span ul ol li blockquote section h2 pre br kbd b i a code")
TABLES = mix("table tbody tr td th p div span ul li")
FEW = TABLES | TEXTS.filter(lambda text: len(findall(FORMATTING, text)) <= 3)


@given(FEW)
@example("<ul></li>x<pre>x</ul>y")
@example("<span>x<div>y</span>z</div>")
@example("<div><p><b>x<section></b><pre>x")
@example("<table><tr><td>x</tr>y")
def test_its_pieces_have_the_tree_of_the_whole(fragment: str) -> None:
    """As long as there are not many elements that other elements open anew."""
    assert parse("".join(read_pieces(fragment, ""))) == parse(fragment)


@pytest.mark.parametrize("comment", ["<!--more-->", "<!-- more -->", "<!--\n\tMORE  -->"])
def test_the_marker_is_a_piece_of_its_own(comment: str) -> None:
    pieces = list(read_pieces(f"a{comment}b{comment}c<!-- mor --><!-- more than that -->", "More "))
    assert pieces == ["a", MARKER, "b", MARKER, "c"]


@pytest.mark.parametrize("comment", ["<!--read  more--!>", "<!-- READ\nmore -->"])
def test_a_marker_of_more_words_has_any_space_between_them(comment: str) -> None:
    assert list(read_pieces(f"a{comment}b", " read more")) == ["a", MARKER, "b"]
    assert has_marker(f"a{comment}b", " read more")


@pytest.mark.parametrize("around", ["<script>{}</script>", "<!-- {} -->", '<a b="{}">', "`{}"])
def test_a_marker_that_is_no_comment_is_none(around: str) -> None:
    assert MARKER not in list(read_pieces(around.format("<!- - more -->"), "more"))


def test_no_marker_is_looked_for_if_none_is_wanted() -> None:
    assert list(read_pieces("a<!----><!-- more -->b", "")) == ["a", "b"]


def test_what_is_too_deep_loses_its_tags() -> None:
    deep = "<div>" * (DEEPEST + 10) + "x" + "</div>" * (DEEPEST + 10) + "<p>y"
    kept = "".join(read_pieces(deep, ""))
    assert kept.count("<div>") == kept.count("</div>") == DEEPEST
    assert "x" in kept
    assert kept.endswith("<p>y")


def test_too_many_tags_are_left_out_but_not_their_text() -> None:
    kept = "".join(read_pieces("<i>x</i>" * MOST_TAGS + "<script>y</script>z", ""))
    assert kept.count("<i>") + kept.count("</i>") <= MOST_TAGS
    assert kept.count("x") == MOST_TAGS
    assert kept.endswith("xz")
