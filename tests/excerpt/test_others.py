"""What Django's, Hugo's and Pelican's cutters promise: it holds here, or differs on purpose.

Django: the tests of `Truncator.words(html=True)` and of the filter `truncatewords_html`. Hugo: the
tests of its summaries and of `strings.Truncate`, its pages on `Truncated` and on summaries.
Pelican: the tests of `truncate_html_words`. The examples are our own.
"""

import pytest

from plugins.excerpt import truncate

SAME = [
    # Django
    ("a text that is short", "A b c.", 9, "A b c."),
    ("a text of just so many words", "A b c.", 3, "A b c."),
    ("plain text", "A b c.", 2, "A b…"),
    ("what is open is closed", "<p><b><i>A b c.</i></b></p>", 2, "<p><b><i>A b…</i></b></p>"),
    ("new lines in a tag", "<p>A <b\nclass='x'\n>b c</b\n>", 2, '<p>A <b class="x">b…</b></p>'),
    ("void elements", "A<br/>b<hr />c <em>d", 3, "A<br>b<hr>c…"),
    ("a number that is an entity", "<i>&#x41; d&iacute;a. C", 2, "<i>A día…</i>"),
    ("an entity within a word", "<p>x &lt;3 y</p>", 2, "<p>x &lt;3…</p>"),
    ("a dash is no word", "<p>one - two - three", 2, "<p>one - two…</p>"),
    ("signs that are no tags", "a<<<<<>", 9, "a&lt;&lt;&lt;&lt;&lt;&gt;"),
    # Hugo
    ("paragraphs that fit", "<p>A b</p><p>c d</p>", 2, "<p>A b</p>"),
    (
        "a picture at the beginning",
        '<p><img src="/a"></p><p>A</p>',
        1,
        '<p><img src="/a"></p><p>A</p>',
    ),
    ("a divider", "<p>A b c</p><!--more--><p>d", 1, "<p>A b c</p>"),
    (
        "a divider in its own block",
        "<div><p>A</p><p><!--more--></p></div>b",
        9,
        "<div><p>A</p></div>",
    ),
    ("a divider within a block", "<div><p>A b<!--more--></p></div>c", 1, "<div><p>A b</p></div>"),
    ("misnested tags", "<p>a<b><i>b</b>c d</p>", 1, "<p>a<b><i>b</i></b><i>c…</i></p>"),
    ("a tag that is not closed", "A <br> c's d", 2, "A <br> c's…"),
    # Pelican
    ("accents", "Trong đầm gì đẹp", 2, "Trong đầm…"),
    ("an entity that is not known", "a &y; b; c", 3, "a &amp;y; b…"),
]
OTHERWISE = [
    # (ours, then in the comment whose cutter does what)
    ("a comma before the ellipsis goes", "A b, c", 2, "A b…"),  # Django: "A b,…"
    ("no space before the ellipsis", "A b c", 2, "A b…"),  # Hugo, Pelican: "A b …"
    ("ids", '<p id="x">A b', 1, "<p>A…</p>"),  # Django, Hugo: kept
    ("a way within the post", '<a href="#x">A b</a> c', 2, "A b…"),  # all: kept
    ("a link is whole", '<a href="/">A b</a> c', 1, '<a href="/">A b</a>…'),  # all: cut
    ("text is cut", "<p>A</p><p>b c</p>", 2, "<p>A</p><p>b…</p>"),  # Hugo: to the paragraph's end
    ("a divider at the beginning", "<!--more-->A b", 1, "A…"),  # Hugo: an empty summary
    ("a word in pieces of markup", "a<b>b</b> c", 1, "a<b>b</b>…"),  # Pelican: two words
    ("signs within a word", "C++ x.org/?a=1 b", 2, "C++ x.org/?a=1…"),  # Pelican: C, x, org, …
    ("each sign of Han", "日本語です", 3, "日本語…"),  # Django: one word
    ("a sign of Han beside Latin", "Go語 x", 2, "Go語…"),  # Hugo's words: only if hasCJKLanguage
    ("a stray end tag", "</a\t\t//>A", 9, "A"),  # Django: kept
]


@pytest.mark.parametrize(
    ("fragment", "words", "html"), [c[1:] for c in SAME], ids=[c[0] for c in SAME]
)
def test_what_others_promise_holds(fragment: str, words: int, html: str) -> None:
    assert truncate(fragment, words).html == html


@pytest.mark.parametrize(
    ("fragment", "words", "html"), [c[1:] for c in OTHERWISE], ids=[c[0] for c in OTHERWISE]
)
def test_what_differs_does_so_on_purpose(fragment: str, words: int, html: str) -> None:
    assert truncate(fragment, words).html == html


@pytest.mark.parametrize(
    ("fragment", "words", "truncated"),
    [
        ("<p>A b</p>", 2, False),
        ("<p>A b</p><p>c</p>", 2, True),
        ("<p>A</p><!--more--><p>b</p>", 9, True),
        ("<p>A</p><!--more-->", 9, False),
    ],
)
def test_truncated_is_said_as_by_hugo(fragment: str, words: int, *, truncated: bool) -> None:
    assert truncate(fragment, words).truncated is truncated


@pytest.mark.parametrize("ellipsis", ["", "...", " [snip]", "…", " & more <b>"])
def test_the_ellipsis_is_ones_own_and_plain_text(ellipsis: str) -> None:
    assert truncate("<p>A b c</p>", 2, ellipsis=ellipsis).text == f"A b{ellipsis}"
