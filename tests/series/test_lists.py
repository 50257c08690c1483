"""A line of its own asks for a list; the same text elsewhere does not, and is found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from pelicanconf import MARKDOWN
from plugins.series.extension import SeriesRequests
from plugins.series.lists import (
    Request,
    check_options,
    expand_lists,
    explain_unknown,
    find_requests,
    parse_request,
    render_list,
)
from tests.series.parts import make_part

ASK = "{series:alpha}"
LIST = "<ol>alpha</ol>"
WORD = "x" * len(ASK)


def convert(source: str) -> str:
    """Convert Markdown as the site does."""
    extensions = [*MARKDOWN["extensions"], SeriesRequests()]
    return Markdown(**{**MARKDOWN, "extensions": extensions}).convert(source)


def expand(html: str) -> str:
    return expand_lists(html, lambda request: f"<ol>{request.slug}</ol>")


def squeeze(html: str) -> str:
    """Leave out the white space beside tags, which nobody sees."""
    return re.sub(r"\s+(?=<)|(?<=>)\s+", "", html)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        pytest.param(ASK, LIST, id="alone"),
        pytest.param(f"One.\n{ASK}\nTwo.", f"<p>One.</p>{LIST}<p>Two.</p>", id="among-lines"),
        pytest.param(f"{ASK}\n{ASK}", f"{LIST}{LIST}", id="twice"),
        pytest.param(f"  {ASK}  \n\nx", f"{LIST}<p>x</p>", id="spaces"),
        pytest.param(f"a\n    {ASK}\nb", f"<p>a</p>{LIST}<p>b</p>", id="indented"),
        pytest.param(f"a  \n{ASK}", f"<p>a<br></p>{LIST}", id="after-a-break"),
        pytest.param(f"*a*\n{ASK}\n*b*", f"<p><em>a</em></p>{LIST}<p><em>b</em></p>", id="markup"),
        pytest.param(f"<b>a</b><br>\n{ASK}", f"<p><b>a</b><br></p>{LIST}", id="closed-html"),
        pytest.param(f"# A\n{ASK}\nB", f'<h1 id="a">A</h1>{LIST}<p>B</p>', id="heading"),
        pytest.param(f"- {ASK}\n- b", f"<ul><li>{LIST}</li><li>b</li></ul>", id="item"),
        pytest.param(f"- a\n{ASK}\n- b", f"<ul><li>a{LIST}</li><li>b</li></ul>", id="lazy-item"),
        pytest.param(f"1. a\n    {ASK}\n    b", f"<ol><li>a{LIST}b</li></ol>", id="in-an-item"),
        pytest.param(f"- a\n\n    {ASK}\n", f"<ul><li><p>a</p>{LIST}</li></ul>", id="long-item"),
        pytest.param(
            f"- a\n    {ASK}\n    - b",
            f"<ul><li>a{LIST}<ul><li>b</li></ul></li></ul>",
            id="sublist",
        ),
        pytest.param(
            f"a <!-- use <b> here -->\n{ASK}", f"<p>a<!-- use<b>here --></p>{LIST}", id="comment"
        ),
        pytest.param(
            f'<svg><path d="<a>"/></svg> a\n{ASK}',
            f'<p><svg><path d="<a>"/></svg>a</p>{LIST}',
            id="tags-in-tags",
        ),
        pytest.param(
            f"<code-tabs>x</code-tabs>\n\n{ASK}",
            f"<p><code-tabs>x</code-tabs></p>{LIST}",
            id="own-tag",
        ),
        pytest.param(
            f"The <code> tag.\n\n{ASK}", f"<p>The<code>tag.</p>{LIST}", id="unclosed-code"
        ),
        pytest.param(f"> a\n> {ASK}", f"<blockquote><p>a</p>{LIST}</blockquote>", id="quotation"),
        pytest.param(
            f"!!! note\n    {ASK}",
            f'<div class="admonition note"><p class="admonition-title">Note</p>{LIST}</div>',
            id="aside",
        ),
        pytest.param(
            f"??? note\n    - a\n        {ASK}",
            f'<details class="note"><summary>Note</summary><ul><li>a{LIST}</li></ul></details>',
            id="item-in-details",
        ),
        pytest.param(f"A\n:   {ASK}", f"<dl><dt>A</dt><dd>{LIST}</dd></dl>", id="meaning"),
        pytest.param(f'<div markdown="1">\n{ASK}\n</div>', f"<div>{LIST}</div>", id="in-html"),
        pytest.param(f'<p markdown="1">\n{ASK}\n</p>', LIST, id="in-an-html-paragraph"),
        pytest.param(f"*[alpha]: beta\n\n{ASK}", LIST, id="an-abbreviation-in-it"),
        pytest.param("{series:a_b_c_d}", "<ol>a_b_c_d</ol>", id="no-emphasis"),
        pytest.param('{series:"a"-- &amp;}', '<ol>"a"--</ol>', id="as-written"),
        pytest.param("{ Series : alpha }", LIST, id="any-case-and-spacing"),
    ],
)
def test_a_line_of_its_own_becomes_a_list(source: str, html: str) -> None:
    assert squeeze(expand(convert(source))) == html
    assert all(is_line for _, is_line in find_requests(convert(source)))


@pytest.mark.parametrize(
    "source",
    [
        f"```\n{ASK}\n```",
        f"- a\n\n    ```\n    {ASK}\n    ```",
        f"Write `a\n{ASK}\nb` so.",
        f"text <code>a\n{ASK}\nb</code>",
        f"!!! note\n    <pre>\n    {ASK}\n    </pre>",
        f"- a\n\n    <!--\n    {ASK}\n    -->",
        f"text <!-- later\n{ASK}\n-->",
        f"<!--\n<p>{ASK}</p>\n-->",
        f'<script>\nlet a = "<p>{ASK}</p>";\n</script>',
        f"<textarea>{ASK}</textarea>",
        f"Not \\{ASK}",
        f"\\{ASK}",
        f"~~~ text\n{ASK}\n~~~",
        f"    {ASK}",
        f"text\n\n    {ASK}\n    more",
        f"- item\n\n        {ASK}\n",
        f"`{ASK}`",
        f"text `{ASK}` text",
        f"<pre>\n{ASK}\n</pre>",
        f"<kbd>{ASK}</kbd>",
        f"<!-- {ASK} -->",
    ],
)
def test_what_is_no_text_stays_as_it_is(source: str) -> None:
    """In code and comments, and after a backslash."""
    html = convert(source)
    assert expand(html) == html
    assert "series:alpha" in html
    assert find_requests(html) == []
    assert html.replace("&#123;", "{") == Markdown(**MARKDOWN).convert(source)


@pytest.mark.parametrize(
    "source",
    [
        *(f"See {ASK}.", f"# {ASK}", f"## Head {ASK}", f"<div>{ASK}</div>", f"a\n{ASK} b"),
        *(f"**{ASK}**", f"**a\n{ASK}\nb**", f"*x*{ASK}", f"[a](b){ASK}", f"![x](y){ASK}"),
        *(f"[{ASK}](b)", f"![{ASK}](b)", f"`x`{ASK}", f"Term {ASK}\n:   x", f"{ASK}\n---"),
        *(f"| a {ASK} | b |\n|---|---|\n| c | d |", f"| a | b |\n|---|---|\n| c | d |\n{ASK}"),
        *(f'<div markdown="span">\n{ASK}\n</div>', f"text <b>a\n{ASK}\nb</b>", f"{ASK}{ASK}x"),
        f'<div title="{ASK}">x</div>',
        f' <div markdown="1">\n{ASK}\n</div>',
    ],
)
def test_what_stands_elsewhere_is_found(source: str) -> None:
    html = convert(source)
    assert expand(html) == html
    assert {*find_requests(html)} == {(ASK, False)}


def test_a_footnote_keeps_its_way_back() -> None:
    html = squeeze(expand(convert(f"x[^1]\n\n[^1]: So far:\n    {ASK}\n")))
    assert f"<p>So far:</p>{LIST}<p>&#160;<a class=" in html


def test_a_long_text_takes_no_longer_than_it_must() -> None:
    """Each of these was quadratic, and took more than ten seconds."""
    for source in (f"{ASK}\n" * 8000, f"text\n{ASK}\n" * 4000, f"> {ASK}\n" * 4000):
        assert expand(convert(source)).count(LIST) >= 4000
    for fragment in ("<!--" * 50_000, "<pre>" * 50_000, "<p " * 50_000, "{series:" * 50_000):
        assert find_requests(expand(fragment)) == []


def test_requests_of_other_sources_are_paragraphs_too() -> None:
    fragment = f'<p class="first">{ASK}</p><p>\n{ASK}\n</p><p>Not {ASK}</p>'
    assert expand(fragment) == f"{LIST}{LIST}<p>Not {ASK}</p>"


def test_a_paragraph_of_the_authors_own_stays() -> None:
    fragment = '<p data-series="hello"></p>'
    assert expand(fragment) == fragment
    assert find_requests(fragment) == []


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        (ASK, Request(ASK, "alpha")),
        ("{series: alpha }", Request("{series: alpha }", "alpha")),
        ("{series:}", Request("{series:}", "")),
        (
            "{series:alpha before=this after=that}",
            Request(
                "{series:alpha before=this after=that}", "alpha", ("before=this", "after=that")
            ),
        ),
    ],
)
def test_parse(text: str, request_: Request) -> None:
    assert parse_request(text) == request_


@pytest.mark.parametrize(
    ("text", "has_place", "message"),
    [
        (ASK, False, None),
        ("{series:alpha before=this}", True, None),
        ("{series:alpha before=this}", False, "stands in what is no part of that series"),
        ("{series:alpha before=that}", True, 'says "before=that", which means nothing'),
    ],
)
def test_options_are_checked(text: str, has_place: bool, message: str | None) -> None:
    fault = check_options(parse_request(text), has_place=has_place)
    assert fault == message if message is None else fault[0] == f"{text} {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{series:alpa}", 'names "alpa", which is no published series'),
        ("{series:}", "names no series"),
    ],
)
def test_unknown_names_are_explained(text: str, message: str) -> None:
    found, hint = explain_unknown(parse_request(text), ["alpha"])
    assert (found, "alpha" in hint) == (f"{text} {message}", True)


def test_a_list_links_to_sources_so_that_each_page_resolves_them() -> None:
    one, two = (make_part(slug).article for slug in ("a & b", "c"))
    one.title, two.lang = "A &amp; <b>", "de"
    assert render_list([one, two], "en") == (
        "<ol>\n"
        '<li><a href="{filename}/a %26 b.md">A &amp; <b></a></li>\n'
        '<li><a href="{filename}/c.md" lang="de" dir="auto">c</a></li>\n'
        "</ol>"
    )
    assert render_list([], "en") == ""


@given(
    st.lists(
        st.sampled_from(
            [
                *"abc {}*_`<>&[]()#|!:>-",
                "\n",
                "\n\n",
                "    ",
                ASK,
                "<b>",
                "</b>",
                '<div markdown="1">',
            ]
        )
    )
)
def test_no_text_breaks_it(parts: list[str]) -> None:
    """Each request is a list, or stays where any word would; nothing else changes."""
    source = "\n" + "".join(parts)  # no metadata
    html = convert(source)
    plain = Markdown(**MARKDOWN).convert(source.replace(ASK, WORD))
    without_ids = [re.sub(' id="[^"]*"', "", one) for one in (html, plain)]
    assert without_ids[0].count("series:alpha") == without_ids[1].count(WORD)
    assert "\x02" not in html
    if ASK not in source:
        assert html == plain
