"""A line of its own asks for a notebook, wherever it stands; code and escapes ask for nothing."""

import pytest
from markdown import Markdown

from plugins.notebooks.extension import NotebookRequests
from plugins.notebooks.requests import (
    fill,
    find_line,
    has_request,
    list_requests,
    list_strays,
    read_target,
    write_place,
)

REQUEST = "{notebook:a.py}"
OTHERS = ["attr_list", "def_list", "footnotes", "md_in_html", "tables", "pymdownx.superfences"]


def convert(text: str) -> str:
    return Markdown(extensions=[*OTHERS, NotebookRequests()], output_format="html").convert(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("{0}", "[]"),
        ("Before\n{0}\nafter", "<p>Before</p>[]<p>after</p>"),
        ("{0}\n\n{0}", "[][]"),
        ("# A\n\n   {0}  \n", "<h1>A</h1>[]"),
        ("- A\n\n    {0}\n", "<ul><li><p>A</p>[]</li></ul>"),
        ("> A\n> {0}", "<blockquote><p>A</p>[]</blockquote>"),
        ("{{ Notebook : /b/a.py }}", "[]"),
    ],
)
def test_a_line_asks(text: str, html: str) -> None:
    found = convert(text.format(REQUEST))
    assert fill(found, lambda _: "[]").replace("\n", "") == html
    assert list_strays(found) == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`{0}`", "<p><code>{0}</code></p>"),
        ("    {0}", "<pre><code>{0}\n</code></pre>"),
        ("\\{0}", "<p>&#123;notebook:a.py}}</p>"),
        ("A \\{0} b", "<p>A &#123;notebook:a.py}} b</p>"),
        ("<!-- {0} -->", "<!-- {0} -->"),
        ("<pre>\n{0}\n</pre>", "<pre>\n{0}\n</pre>"),
        ("{{notebooks:a.py}}", "<p>{{notebooks:a.py}}</p>"),
    ],
)
def test_code_and_escapes_ask_for_nothing(text: str, html: str) -> None:
    found = convert(text.format(REQUEST))
    assert found == html.format(REQUEST)
    assert list_requests(found) == list_strays(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "See {0} here.",
        "# A {0}",
        "*A*{0}",
        "A | B\n--|--\n1 | {0}",
        "<div>\n{0}\n</div>",
        "[{0}](https://example.org)",
    ],
)
def test_within_a_text_it_is_a_stray(text: str) -> None:
    found = convert(text.format(REQUEST))
    assert (list_requests(found), list_strays(found)) == ([], [REQUEST])
    assert has_request(found)


def test_a_path_comes_through_as_it_is_written() -> None:
    request = '{notebook: ../a & "b".py }'
    assert list_requests(convert(request)) == [request]
    assert list_requests(write_place(request)) == [request]
    assert read_target(request) == '../a & "b".py'


def test_lines_are_those_of_requests_of_that_kind() -> None:
    head = f"Summary: {REQUEST}\n\n`{REQUEST}`\n\\{REQUEST}\n"
    source = f"{head}See {REQUEST}.\n> {REQUEST}\n{REQUEST}\n"
    assert [find_line(source, REQUEST, number) for number in range(3)] == [6, 7, 7]
    assert find_line(source, REQUEST, is_stray=True) == 5
    assert find_line("", REQUEST) is None
