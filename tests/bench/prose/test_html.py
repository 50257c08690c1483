"""Requests in HTML become numbers, or are told of with file and line."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.audit import Problem, Severity
from plugins.bench.board import Results
from plugins.bench.prose.html import expand, has_request
from plugins.bench.prose.written import check_metadata
from plugins.bench.status import State
from tests.bench.prose.measured import make_board, make_results

RESULTS: Mapping[str, Results] = {
    "tuples": make_results(),
    "new": make_results(make_board(states={"time_a": State.MISSING}, machine="")),
    "quick": make_results(make_board(states={"time_a": State.QUICK})),
}
RATIO = "{bench:tuples time_a / time_b}"
PLACE = "time_a[3.13t] / time_b[3.13t]; linux-2"
NUMBER = f'<data class="bench" value="2" title="95\xa0% interval 2.00–2.00; {PLACE}">2.00×</data>'
ELEMENT = f'<data data-bench="{RATIO}"></data>'


def put(html: str, source: str = "") -> tuple[str, tuple[Problem, ...]]:
    fragments, problems = expand([html], source, "a.md", RESULTS.get, list(RESULTS))
    return fragments[0], problems


def tell(html: str, source: str = "") -> list[tuple[int | None, str, str]]:
    return [(problem.line, problem.message, problem.hint) for problem in put(html, source)[1]]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<p>a {ELEMENT} b</p>", f"<p>a {NUMBER} b</p>"),
        (f"<p>a {RATIO} b</p>", f"<p>a {NUMBER} b</p>"),
        ("{bench:tuples\n time_a/time_b}", NUMBER),
        ("{bench:tuples time_a/time_b &gt; 1}", NUMBER),
        ("{bench:tuples time_a/time_b > 1}", NUMBER),
        ("{bench:tuples time_a/time_b <3}", NUMBER),
        ('<data data-bench="{bench:tuples time_a/time_b &lt; 3}"></data>', NUMBER),
        (f"<h2>A</h2><p>{RATIO}</p>", f"<h2>A</h2><p>{NUMBER}</p>"),
        (f"<hr><p>{RATIO}</p>", f"<hr><p>{NUMBER}</p>"),
        (f'<a title="a > b" href=x>{RATIO}</a>', f'<a title="a > b" href=x>{NUMBER}</a>'),
        (f"<summary>{ELEMENT}{ELEMENT}", f"<summary>{NUMBER}{NUMBER}"),
        # What is no text, or code, stays.
        (f"<!-- {RATIO} -->", f"<!-- {RATIO} -->"),
        (f"<!-- {RATIO}", f"<!-- {RATIO}"),
        (f"<pre>{RATIO}</pre>{RATIO}", f"<pre>{RATIO}</pre>{NUMBER}"),
        (f"<CODE class='x'>{RATIO}</CODE>", f"<CODE class='x'>{RATIO}</CODE>"),
        (f"<kbd>{RATIO}</kbd><samp>{RATIO}", f"<kbd>{RATIO}</kbd><samp>{RATIO}"),
        (f"<script>{RATIO}</script>", f"<script>{RATIO}</script>"),
        (f"<style>{RATIO}</style >{RATIO}", f"<style>{RATIO}</style >{NUMBER}"),
        (f"<textarea>{RATIO}<p>", f"<textarea>{RATIO}<p>"),
        (f"<template>{RATIO}<p>", f"<template>{RATIO}<p>"),
        (f"<code>a {ELEMENT}</code>", f"<code>a &#123;{RATIO[1:]}</code>"),
        ("&#123;bench:tuples time_a}", "&#123;bench:tuples time_a}"),
        ("{bench}, {benchmark:x}, {:bench}", "{bench}, {benchmark:x}, {:bench}"),
        ("", ""),
    ],
)
def test_a_request_in_a_text_becomes_its_number(html: str, expected: str) -> None:
    assert put(html) == (expected, ())


def test_numbers_have_a_form_for_programs_and_a_title() -> None:
    html, _ = put("{bench:tuples time_a as µs}")
    assert html == (
        '<data class="bench" value="0.00599985" title="95\xa0% interval 5,940–6,060\xa0µs; '
        'time_a[3.13t]; linux-2">6,000\xa0µs</data>'
    )


def test_an_unknown_number_is_a_warning() -> None:
    html, (problem,) = put("{bench:new time_a}", "\n{bench:new time_a}")
    assert html == (
        '<data class="bench bench-unknown" value="" '
        'title="time_a[3.13t] has not been measured">not measured</data>'
    )
    assert problem == Problem(
        "a.md",
        2,
        "bench-number",
        "{bench:new time_a} has no number: time_a[3.13t] has not been measured",
        "Run `invoke bench --only new`.",
        Severity.WARNING,
    )


@pytest.mark.parametrize("text", ["{bench:quick time_a}", "{bench:tuples time_a > 7 ms}"])
def test_what_is_doubtful_is_marked_and_a_warning(text: str) -> None:
    html, (problem,) = put(text)
    assert html.startswith('<data class="bench bench-doubtful" value="0.00599985" title="95')
    assert html.endswith(">6.00\xa0ms</data>")
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("html", "message", "hint"),
    [
        ("{bench:tuple time_a}", 'names "tuple", which is no benchmark', 'Did you mean "tuples"?'),
        ("{bench:tuples}", "names no function", "Write it as {bench:shared-tuple"),
        ("{bench:tuples time_z}", 'names "time_z", which is no function of tuples', "time_"),
        ("{bench:tuples time_a", "is not closed", "Close it with }"),
        ("{bench:tuples <em>time_a</em>}", "is not closed", "Close it with }"),
        ("{bench:tuples {time_a}}", "is not closed", "Close it with }"),
        (f"<h2>{ELEMENT}</h2>", "stands in a heading", "Say it in the text."),
        (f'<H6 id="a">a <em>{RATIO}', "stands in a heading", "Say it in the text."),
    ],
)
def test_what_is_wrong_is_an_error_and_stays_as_it_is_written(
    html: str, message: str, hint: str
) -> None:
    expanded, (problem,) = put(html)
    assert message in problem.message
    assert hint in problem.hint
    assert problem.severity is Severity.ERROR
    assert "<mark>&#123;bench:" in expanded
    assert put(expanded) == (expanded, ()), "told once"


@pytest.mark.parametrize(
    "html", [f'<img alt="{RATIO}" src="a.png">', f"<a title='a {RATIO}' href='b'>x</a>"]
)
def test_an_attribute_has_no_numbers(html: str) -> None:
    assert put(html)[0] == html
    ((_, message, hint),) = tell(html)
    assert message == f"{RATIO} stands in an attribute, as that of an image or a link"
    assert hint == "Say it in the text: only there it becomes a number."


def test_a_message_is_one_line_with_an_end() -> None:
    ((_, message, _),) = tell("{bench:x\n" + "a\x00 &lt;b&gt;" * 100 + "}")
    assert "\n" not in message
    assert len(message) < 600
    assert "a\\x00 <b>a" in message


WRONG = "{bench:no time_a}"


@pytest.mark.parametrize(
    ("source", "requests", "lines"),
    [
        (f"a\n{WRONG}\n", [WRONG], [2]),
        (f"{WRONG}\n{WRONG} {WRONG}\n", [WRONG] * 3, [1, 2, 2]),
        (f"`{WRONG}`\n\\{WRONG}\n<!-- {WRONG}\n-->\n{WRONG}", [WRONG], [5]),
        (f"```\n{WRONG}\n```\n{WRONG}", [WRONG], [4]),
        ("> a {bench:no\n> time_a}", [WRONG], [1]),
        ("a\n{bench:no\ntime_a\n> 2}", ["{bench:no time_a > 2}"], [2]),
        ("{bench:no time_a &gt; 2}", ["{bench:no time_a > 2}"], [1]),
        ("a\n{bench:no", ["{bench:no"], [2]),
        (f"{WRONG}", [WRONG, WRONG], [1, 1]),
        ("", [WRONG], [None]),
    ],
)
def test_lines_are_those_of_the_source(
    source: str, requests: list[str], lines: list[int | None]
) -> None:
    assert [line for line, _, _ in tell(" ".join(requests), source)] == lines


def test_summary_and_body_have_one_source() -> None:
    source = f"Title: a\nSummary: {WRONG}\n\n{RATIO} {WRONG}\n"
    fragments = (WRONG, f"{RATIO} {WRONG}")
    expanded, problems = expand(fragments, source, "a.md", RESULTS.get, [])
    assert [problem.line for problem in problems] == [2, 4]
    assert expanded[0] == "<mark>&#123;bench:no time_a}</mark>"
    assert expanded[1] == f"{NUMBER} {expanded[0]}"
    assert problems[0].hint == "There are none."


def test_what_has_no_request_costs_nothing() -> None:
    html = "<p>{bench} bench: { bench }</p>"
    assert not has_request(html)
    fragments, problems = expand([html], "", "a.md", RESULTS.__getitem__, [])
    assert fragments[0] is html
    assert problems == ()


class Tag:
    """As Pelican's, whose text is its name."""

    def __init__(self, name: str) -> None:
        self.name = name


def test_metadata_has_no_numbers() -> None:
    metadata = {
        "title": "A {bench:x time_a &gt; 2}",
        "summary": RATIO,
        "tags": [Tag("a"), Tag("{bench:x}")],
        "subtitle": "{bench: a",
        "date": 3,
    }
    source = "Title: A {bench:x time_a > 2}\nTags: a, {bench:x}\nSubtitle: {bench: a\n\nText"
    problems = list(check_metadata(metadata, source, "a.md"))
    assert [(problem.line, problem.message) for problem in problems] == [
        (1, "{bench:x time_a > 2} stands in title, and would be shown as it is"),
        (2, "{bench:x} stands in tags, and would be shown as it is"),
        (3, "{bench: stands in subtitle, and would be shown as it is"),
    ]


PIECES = [
    "{bench:",
    RATIO,
    ELEMENT,
    "<code>",
    "</code>",
    "<!--",
    "-->",
    "<h2>",
    "</h2>",
    '<a b="',
    '">',
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12))
def test_whatever_stands_around_is_kept(parts: list[str]) -> None:
    html = "".join(parts)
    expanded, problems = put(html, html)
    again, more = put(expanded, html)
    assert again == expanded
    assert len(more) <= len(problems)
    if not has_request(html):
        assert expanded == html
