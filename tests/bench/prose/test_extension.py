"""Markdown keeps requests whole, and code and what is escaped as text."""

import re
import textwrap
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

import pelicanconf
from plugins.bench.content.adapter import extend_markdown
from plugins.bench.prose.extension import ProseNumbers
from plugins.bench.prose.html import expand
from plugins.series.extension import SeriesRequests

TEXT = "{bench:a-b time_a_[3.13t, kind=a b, n=1_0]/time_b_[x](y) < 2 as _x_}"
ELEMENT = '<data data-bench="{bench:a-b time_a_[3.13t, kind=a b, n=1_0]/time_b_[x](y) &lt; 2 as _x_}"></data>'  # noqa: E501
LINES = "{bench:a-b time_a\n/ time_b\n> 2}"
JOINED = '<data data-bench="{bench:a-b time_a / time_b &gt; 2}"></data>'


def make_markdown(*more: ProseNumbers) -> Markdown:
    said = extend_markdown(pelicanconf.MARKDOWN)
    return Markdown(
        extensions=[*said["extensions"], SeriesRequests(), *more],
        extension_configs=said["extension_configs"],
        output_format=said["output_format"],
    )


MARKDOWN = make_markdown(ProseNumbers())
PLAIN = make_markdown()


def convert(text: str) -> str:
    return MARKDOWN.reset().convert(text)


def indent(text: str) -> str:
    return textwrap.indent(text, "    ")


# {} is a request. The same text with a word in its place says what the HTML around it is.
PLACES = {
    "alone": "{}",
    "text": "a {} b",
    "two": "{}{} {}",
    "list": "- a {}\n- {}",
    "nested": "1. a\n    - b {}",
    "quotation": "> a {} b",
    "list in quotation": "> - a {}",
    "table": "| a | b |\n|---|---|\n| {} | x {} |",
    "footnote": "a[^1]\n\n[^1]: b {}",
    "admonition": "!!! note\n\n    {}",
    "title of one": '!!! note "a {}"\n\n    b',
    "details": '??? note "a {}"\n    b {}',
    "tab": '=== "Tab"\n\n    {}',
    "definition": "term {}\n:   a {}",
    "caption": "![a](b.png)\n/// caption\na {}\n///",
    "Markdown in HTML": '<div markdown="1">\n{}\n\n- {}\n</div>',
    "HTML in a text": "a <em>{}</em> <!-- c --> {}",
    "emphasis": "a **{}** _{}_ ~~{}~~",
    "link": "[a {}](b) and [{}][c]\n\n[c]: d",
    "heading": "# a {} b\n\na",
    "heading with id": "## a {} {: #x }",
    "attributes": "a {}\n{: .b }",
    "before a list of attributes": "*a*{: .b }{}",
    "task": "- [ ] {}\n- [x] {}",
    "beside signs": "_{}_ a*{}* `x`{}`y` ({}) \\\\ {}, {}.",
    "beside a series": "{}\n{series:a}\n{}",
    "with a heading's mark": "{} # a",
    "break": "a {}  \nb {}",
    "abbreviation": "*[bench]: B\n\nbench {}",
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize(("text", "element"), [(TEXT, ELEMENT), ("{ Bench :x}", None)])
def test_a_request_is_kept_whole_wherever_text_may_stand(
    name: str, text: str, element: str | None
) -> None:
    element = element or '<data data-bench="{ Bench :x}"></data>'
    html = convert(PLACES[name].replace("{}", text))
    assert html.count(element) == PLACES[name].count("{}")
    word = PLAIN.reset().convert(PLACES[name].replace("{}", "wwwww"))
    if "heading" not in name:  # whose ids are of their words
        assert html.replace(element, "wwwww") == word


def wrap(place: str) -> str:
    """Put a request of several lines into a place of one line, with the marks of its lines."""
    before = place.partition("{}")[0].rpartition("\n")[2]
    marks = re.match(r"[ >]*", before)
    assert marks
    return place.replace("{}", LINES.replace("\n", f"\n{marks[0]}"))


@pytest.mark.parametrize(
    "name",
    ["alone", "text", "list", "nested", "quotation", "list in quotation", "admonition", "tab",
     "Markdown in HTML", "emphasis", "link"],
)  # fmt: skip
def test_a_request_may_go_over_lines(name: str) -> None:
    assert convert(wrap(PLACES[name])).count(JOINED) == PLACES[name].count("{}")


@pytest.mark.parametrize(
    "text",
    [
        f"`{TEXT}`",
        f"a `` {TEXT} ` `` b",
        indent(TEXT),
        f"```\n{TEXT}\n```",
        f"- a\n\n{indent(indent(TEXT))}",
        f"```python\nf'{TEXT}'\n```",
        "`{bench:a\nb}`",
        indent(LINES),
        f"`\\{TEXT}`",
        indent(f"\\{TEXT}"),
        f"<pre>\n{TEXT}\n</pre>",
        f"<!-- {TEXT} -->",
        f"<div>\n<code>\\{TEXT}</code></div>",
        "a <!-- {bench:x > 2} --> b",
        f"> `a {TEXT}`",
    ],
)
def test_code_stays_as_it_is_written(text: str) -> None:
    html = convert(text)
    assert html == PLAIN.reset().convert(text)
    assert expand([html], text, "a.md", lambda _: None, []) == ((html,), ())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"a \\{TEXT} b", f"a {TEXT} b"),
        (f"a \\{LINES} b", f"a {LINES} b"),
        ("a \\{bench: b", "a {bench: b"),
        (f"a <code>{TEXT}</code>", f"a {TEXT}"),
        (f"# \\{TEXT}", TEXT),
    ],
)
def test_after_a_backslash_it_is_text(text: str, shown: str) -> None:
    (html,), problems = expand([convert(text)], text, "a.md", lambda _: None, [])
    assert unescape(re.sub(r"<[^>]+>", "", html)) == shown
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"![{TEXT}](a.png)", "stands in an attribute"),
        (f'[a](b "{TEXT}")', "stands in an attribute"),
        (f"a <span title='{TEXT}'>b</span>", "stands in an attribute"),
        (f"## {TEXT}", "stands in a heading"),
        (f"a {TEXT}\n===", "stands in a heading"),
        (f"<div>\n{TEXT}\n</div>", 'names "a-b", which'),
        ("a {bench:a-b\n\ntime_a}", "is not closed"),
        ("a {bench:a-b {time_a}}", "is not closed"),
        ("|a|b|\n|-|-|\n|{bench:a-b|time_a}|", 'names "a-b", which'),
    ],
)  # fmt: skip
def test_where_no_number_can_be_the_author_is_told(text: str, message: str) -> None:
    text = text.replace("time_b_[x](y) < 2 as _x_", "time_b").replace("time_a}|", "time_a|")
    text = text.replace("{bench:a-b|time_a|", "{bench:a-b time_a}|b|")
    (_, problems) = expand([convert(text)], text, "a.md", lambda _: None, [])
    assert [message in problem.message for problem in problems] == [True]
    assert problems[0].line == text.count("\n", 0, text.index("{bench")) + 1


def test_an_escaped_one_in_an_attribute_is_text() -> None:
    html = convert("![\\{bench:x time_a}](a.png)")
    assert 'alt="&#123;bench:x time_a}"' in html


def test_a_text_knows_nothing_of_the_one_before() -> None:
    assert JOINED in convert(LINES)
    assert convert("a") == "<p>a</p>"
    assert MARKDOWN.convert(f"b {TEXT}") == f"<p>b {ELEMENT}</p>"


AROUND = st.text(st.sampled_from("ab *_`[](){}<>#|\\\n\t>-1.:!^~&;=\"'"), max_size=25)
WHOLE = '<data data-bench="{bench:a time_a &gt; 2 s}"></data>'


@settings(deadline=None)
@given(AROUND, AROUND)
@example("`", "`")
@example("", "\n===")
@example("<a ", ">")
@example("[", "](b)")
@example("{bench:", "}")
@example("<!--", "")
@example("[^1]\n\n[^1]:", "")
def test_whatever_stands_around_it_is_a_request_or_text(before: str, after: str) -> None:
    request = "{bench:a time_a > 2 s}"
    html = convert(f"a\n\n{before}{request}{after}")  # no metadata
    assert "\x02" not in html
    assert "\x03" not in html
    read = re.sub(r"(?<=[^\\])\s+", " ", unescape(html))
    is_reference = re.search(r"\]:", before) is not None  # whose text is in no place
    assert WHOLE in html or "bench:a time_a > 2 s}" in read or is_reference
