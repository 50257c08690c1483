"""What holds for every excerpt, whatever it is cut from."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from plugins.excerpt import truncate
from plugins.excerpt.words import count_words

ALLOWANCE = 60
"""The most words that a unit may have over the limit, code and tables aside."""

# Inline, blocks, lists, tables, code, units, what is dropped, and what no parser expects.
TAGS = (
    "p div b i em strong span a abbr code kbd ruby rt q sub sup small mark br img hr wbr font u s"
    " h1 h2 h3 ul ol li dl dt dd table thead tbody tr td th caption colgroup col pre blockquote"
    " figure figcaption details summary section main form label button input select option"
    " textarea svg math mi title style script template iframe object video nobr center marquee"
    " x-y foreignObject"
).split()
ATTRIBUTES = (
    "",
    ' id="i"',
    " hidden",
    ' class="footnote-ref"',
    ' class="toc"',
    ' class="snippet"',
    ' class="snippet-code"',
    ' class="snippet-results"',
    ' class="highlight"',
    ' href="/x"',
    ' href="#y"',
    ' name="n" onclick="z()"',
    ' a\'b="<c>"',
    ' lang="ar" dir="rtl"',
)
MANY = "a AT&amp;T don’t 3.14, ( “ C++ &lt; – … ! & $$ \\( \\) 日本 ไทย 👨‍👩‍👧 🇩🇪 \u2067 \u2069"
WORDS = st.sampled_from([*MANY.split(), "&nbsp;", "e\u0301", "\n", " ", "  "])
TEXT = st.lists(WORDS, max_size=12).map(" ".join) | st.lists(WORDS, max_size=4).map("".join)
START = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
END = st.sampled_from(TAGS).map("</{}>".format)
ODD = st.sampled_from(
    ("<!-- c -->", "<!-- More -->", "<!--", "<a href='", "</", "<", "<![CDATA[x]]>", "<?p>", "<p/>")
)
ELEMENT = st.deferred(
    lambda: st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), SOUND).map(
        lambda parts: f"<{parts[0]}{parts[1]}>{parts[2]}</{parts[0]}>"
    )
)
SOUND = st.lists(TEXT | ELEMENT, max_size=4).map("".join)
SOUP = st.lists(TEXT | START | END | ELEMENT | ODD, max_size=30).map("".join)
HTML = SOUND | SOUP | st.text()
LIMITS = st.integers(1, 20)


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u2066-\u2069\u202a-\u202e]", "", text)


@given(HTML, LIMITS)
@example("<svg><wbr>", 1)
def test_it_is_parsed_to_the_tree_that_it_says(fragment: str, words: int) -> None:
    html = truncate(fragment, words).html
    again = LexborHTMLParser(html, is_fragment=True).html or ""
    assert html == re.sub(r"(<pre[^>]*>)\n", r"\1\n\n", again)  # of two, a parser drops one


@given(HTML, LIMITS)
@example("<math><title>", 1)
def test_it_may_stand_anywhere(fragment: str, words: int) -> None:
    html = truncate(fragment, words).html
    tree = LexborHTMLParser(html, is_fragment=True)
    forbidden = "[id], [name], [hidden], [onclick], h1, h2, h3, script, style, template, form"
    controls = "button, input, select, textarea, label, title:not(svg title), .toc, .footnote-ref"
    assert not tree.css(f"{forbidden}, {controls}, a[href^='#'], .snippet-results, a a")
    assert "<!--" not in html
    assert len(html.encode()) <= 64 * 1024


@given(HTML, LIMITS)
@example('<b class="snippet"><h1 class="snippet">', 1)
@example('<b class="snippet"><a class="snippet-code">0', 1)
@example("a<object hidden><button></button></object>a", 1)
@example("x<math> <script></math>x", 1)
@example("<p>a<svg>\n<style>.x{}</style>\n</svg>b c d</p>", 2)
@example('<b class="snippet"><abbr class="snippet-code">0 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 1)
@example('<b class="snippet"><abbr class="snippet-code">0\u2066 0 0 0 0 0 0 0 0 0 0 0 0 0 0', 1)
@example("a $$<abbr>b (</abbr>( $$", 2)
def test_once_is_enough(fragment: str, words: int) -> None:
    """Cut again it stays as it is, unless the author's marker has decided."""
    if "More" in fragment:
        return
    excerpt = truncate(fragment, words)
    again = truncate(excerpt.html, words)
    assert (again.html, again.text, again.truncated) == (excerpt.html, excerpt.text, False)


@given(st.lists(TEXT | START | END, max_size=30).map("".join), LIMITS)
def test_it_has_the_words_that_were_asked_for(fragment: str, words: int) -> None:
    excerpt = truncate(fragment, words)
    if not re.search("<(?:table|tr|td|th|pre|figure|x)|snippet|highlight", excerpt.html):
        assert count_words(excerpt.text) <= words + ALLOWANCE


PROSE = "p div b i em strong span ul ol li blockquote section h2 br".split()


@given(
    st.lists(
        TEXT
        | st.builds("<{}>".format, st.sampled_from(PROSE))
        | st.builds("</{}>".format, st.sampled_from(PROSE)),
        max_size=30,
    ).map("".join),
    LIMITS,
)
def test_its_text_begins_the_text(fragment: str, words: int) -> None:
    # Without TeX: a formula that is too long at the beginning is passed over, as any unit.
    fragment = fragment.replace("$$", "").replace("\\(", "(")
    excerpt, whole = truncate(fragment, words, ellipsis=""), truncate(fragment, 10_000)
    assert not whole.truncated
    assert squeeze(whole.text) == squeeze(LexborHTMLParser(fragment, is_fragment=True).text())
    assert squeeze(whole.text).startswith(squeeze(excerpt.text))
    assert excerpt.truncated == (count_words(whole.text) > count_words(excerpt.text))


@pytest.mark.parametrize("words", [0, -1])
def test_there_must_be_a_word(words: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        truncate("<p>a</p>", words)
