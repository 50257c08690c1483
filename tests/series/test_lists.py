"""A line of its own asks for a list; the same text elsewhere does not, and is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from pelicanconf import MARKDOWN
from plugins.series.extension import SeriesLines
from plugins.series.lists import (
    Request,
    check_request,
    expand_lists,
    find_strays,
    parse_request,
    render_list,
)
from tests.series.parts import make_part

ASK = "{series:alpha}"
LIST = f"<p>{ASK}</p>"


def convert(source: str) -> str:
    """Convert Markdown as the site does."""
    extensions = [*MARKDOWN["extensions"], SeriesLines()]
    return Markdown(**{**MARKDOWN, "extensions": extensions}).convert(source)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        pytest.param(ASK, LIST, id="alone"),
        pytest.param(f"One.\n{ASK}\nTwo.", f"<p>One.</p>\n{LIST}\n<p>Two.</p>", id="among-lines"),
        pytest.param(f"{ASK}\n{ASK}", f"{LIST}\n{LIST}", id="twice"),
        pytest.param(f"  {ASK}  \n\nx", f"{LIST}\n<p>x</p>", id="spaces"),
        pytest.param(f"# A\n{ASK}\nB", f'<h1 id="a">A</h1>\n{LIST}\n<p>B</p>', id="heading"),
        pytest.param(f"- {ASK}\n- b", f"<ul>\n<li>\n{LIST}\n</li>\n<li>b</li>\n</ul>", id="item"),
        pytest.param(
            f"- a\n\n    {ASK}\n",
            f"<ul>\n<li>\n<p>a</p>\n{LIST}\n</li>\n</ul>",
            id="in-an-item",
        ),
        pytest.param(f"- a\n{ASK}\n", f"<ul>\n<li>a</li>\n</ul>\n{LIST}", id="after-a-list"),
        pytest.param(
            f"> a\n> {ASK}", f"<blockquote>\n<p>a</p>\n{LIST}\n</blockquote>", id="quotation"
        ),
        pytest.param(
            f"!!! note\n    {ASK}",
            f'<div class="admonition note">\n<p class="admonition-title">Note</p>\n{LIST}\n</div>',
            id="aside",
        ),
        pytest.param(
            f"| a |\n|---|\n| b |\n{ASK}",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>b</td>\n</tr>"
            f"\n</tbody>\n</table>\n{LIST}",
            id="after-a-table",
        ),
        pytest.param(f"*[alpha]: beta\n\n{ASK}", LIST, id="an-abbreviation-in-it"),
        pytest.param(
            "{series:a_b_c before=this}", "<p>{series:a_b_c before=this}</p>", id="no-emphasis"
        ),
    ],
)  # fmt: skip
def test_a_line_of_its_own_is_a_paragraph_of_its_own(source: str, html: str) -> None:
    assert convert(source) == html


@pytest.mark.parametrize(
    "source",
    [
        f"```\n{ASK}\n```",
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
def test_code_stays_as_it_is(source: str) -> None:
    html = convert(source)
    assert expand_lists(html, lambda _: "LIST") == html
    assert "series:alpha" in html
    assert find_strays(html) == []


@pytest.mark.parametrize(
    "source",
    [f"See {ASK}.", f"# {ASK}", f"<div>{ASK}</div>", f"a\n{ASK} b", f"**{ASK}**"],
)
def test_what_stands_elsewhere_is_found(source: str) -> None:
    html = convert(source)
    assert expand_lists(html, lambda _: "LIST") == html
    assert find_strays(html) == [ASK]


def test_requests_of_other_sources_are_paragraphs_too() -> None:
    fragment = f'<p class="first">{ASK}</p><p>\n{ASK}\n</p><p>Not {ASK}</p>'
    assert expand_lists(fragment, lambda request: request.slug) == f"alphaalpha<p>Not {ASK}</p>"


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
        ("{series:alpa}", True, 'names "alpa", which is no series'),
        ("{series:}", True, "names nothing, which is no series"),
    ],
)
def test_check(text: str, has_place: bool, message: str | None) -> None:
    fault = check_request(parse_request(text), ["alpha"], has_place=has_place)
    assert fault == message if message is None else fault[0] == f"{text} {message}"


def test_a_list_links_to_sources_so_that_each_page_resolves_them() -> None:
    one, two = (make_part(slug).article for slug in ("a & b", "c"))
    one.title, two.lang = "A &amp; <b>", "de"
    assert render_list([one, two], "en") == (
        "<ol>\n"
        '<li><a href="{filename}/a%20%26%20b.md">A &amp; <b></a></li>\n'
        '<li><a href="{filename}/c.md" lang="de">c</a></li>\n'
        "</ol>"
    )
    assert render_list([], "en") == ""


@given(st.text(alphabet="{}series:alph \n`<>&*_[]()-#|\"'é"))
def test_no_text_breaks_it(text: str) -> None:
    html = convert(f"a\n{{series:{text}}}\nb {text}")
    find_strays(expand_lists(html, lambda request: f"<ol>{len(request.slug)}</ol>"))
