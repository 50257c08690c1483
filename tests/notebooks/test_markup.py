"""What an output may have stays, all else goes; and what was stored comes out as it is."""

import re
from contextlib import suppress
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.notebooks.markup import find_obstacles, list_ids, sanitize

MD = '<span class="markdown prose">'
PIXEL = "data:image/png;base64,AA=="


def write_control(kind: str, value: str, label: str = "null", more: str = "") -> str:
    """Write a control as marimo does."""
    said = f"data-initial-value='{escape(value)}' data-label='{escape(label)}' {more}"
    control = f"<marimo-{kind} {said}></marimo-{kind}>"
    return f"<marimo-ui-element object-id='1'>{control}</marimo-ui-element>"


@pytest.mark.parametrize(
    ("fragment", "clean"),
    [
        ("<h1 id='a'>A</h1>", '<h2 id="n:a">A</h2>'),
        ('<h2 id="n:a">A</h2>', '<h2 id="n:a">A</h2>'),
        ('<a href="#a" target="_blank" rel="x">A</a>', '<a href="#n:a">A</a>'),
        ('<a href="https://e.org/?a=1&b">A</a>', '<a href="https://e.org/?a=1&amp;b">A</a>'),
        ('<a href="javascript:x()">A</a>', "<a>A</a>"),
        ('<a href="{filename}/a.md">A</a>', "<a>A</a>"),
        (f'{MD}<span class="paragraph">A</span></span>', "<div><p>A</p></div>"),
        (
            f'{MD}<span class="paragraph">A {MD}<span class="paragraph">B</span></span> C</span>',
            "<div><p>A </p><div><p>B</p></div> C</div>",
        ),
        (
            '<div class="language-python codehilite"><pre><span></span><span class="nb">x</span>',
            '<div class="highlight"><pre><span class="nb">x</span></pre></div>',
        ),
        ('<td style="text-align: right;">1', "1"),
        (
            '<table><td style="text-align: right;color:red">1',
            '<table><tbody><tr><td class="align-right">1</td></tr></tbody></table>',
        ),
        ('<p style="position: fixed" onclick="x()" data-fence="1" tabindex="1">A', "<p>A</p>"),
        (f'<img src="{PIXEL}" alt="A" srcset="b">', f'<img src="{PIXEL}" alt="A">'),
        ("<style>p{}</style><p>A<!-- B --></p><script>x</script>", "<p>A</p>"),
        ("<marquee>A</marquee> <x-y>B</x-y>", "A B"),
        ('<svg xmlns="x" style="fill: url(#g); top: 0">', '<svg fill="url(#n:g)"></svg>'),
        (
            '<svg><g clip-path="url(\'#c\')" fill="url(https://x)"><use href="#a"/></g></svg>',
            '<svg><g clip-path="url(\'#n:c\')"><use href="#n:a"></use></g></svg>',
        ),
        (
            '<svg viewBox="0 0 1 1"><linearGradient id="g"/></svg>',
            '<svg viewBox="0 0 1 1"><linearGradient id="n:g"></linearGradient></svg>',
        ),
        (
            '<svg aria-labelledby="a b"><use href="b.svg#x"/><foreignObject><p>A</p></svg>',
            '<svg aria-labelledby="n:a n:b"><use></use></svg>',
        ),
        ('<svg><a href="javascript:x"><path d="M0"/></a></svg>', '<svg><path d="M0"></path></svg>'),
        ("a < b & c\xa0d", "a &lt; b &amp; c&nbsp;d"),
    ],
)
def test_only_what_is_harmless_stays(fragment: str, clean: str) -> None:
    assert sanitize(fragment, "n") == clean
    assert sanitize(clean, "n") == clean


@pytest.mark.parametrize(
    ("control", "text"),
    [
        (("slider", "3", '"<span>Size of <em>it</em></span>"'), "Size of it: 3"),
        (("slider", "1", "null", "data-steps='[1, 10, 100]'"), "10"),
        (("range-slider", "[2, 4]"), "2, 4"),
        (("dropdown", '["a"]', '"Kind"'), "Kind: a"),
        (("multiselect", "[]"), "nothing"),
        (("checkbox", "true", '"On"'), "On: on"),
        (("text", '"a <b>"'), "a &lt;b&gt;"),
        (("number", "null"), "nothing"),
    ],
)
def test_a_control_becomes_its_label_and_value(control: tuple[str, ...], text: str) -> None:
    html = write_control(*control)
    assert [*find_obstacles(html)] == []
    assert sanitize(html, "n") == f'<span class="notebook-control">{text}</span>'


@pytest.mark.parametrize(
    ("fragment", "words"),
    [
        (write_control("table", "[]"), "<marimo-table>, which is nothing without marimo's"),
        (write_control("slider", "x"), "<marimo-slider>"),
        (write_control("slider", "9", "null", "data-steps='[1]'"), "<marimo-slider>"),
        ("<p><marimo-tex>x</marimo-tex></p>", "<marimo-tex>"),
        ("<marimo-ui-element></marimo-ui-element>", "<marimo-ui-element>"),
        ("<script>x</script>", "<script>, which a page may not have"),
        ("<svg><script>x</script></svg>", "<script>"),
        ("<svg><foreignObject></foreignObject></svg>", "<foreignObject>"),
        ('<iframe src="x"></iframe>', "<iframe>"),
        ("<input>", "<input>"),
        ('<img src="a.png" alt="A">', "an image that is not in it"),
        ('<img src="https://example.org/a.png" alt="A">', "an image that is not in it"),
        (f'<img src="{PIXEL}">', "an image without an alternative text"),
    ],
)
def test_what_a_page_cannot_show_is_told(fragment: str, words: str) -> None:
    assert words in " and ".join(find_obstacles(fragment))


def test_ids_are_listed() -> None:
    assert list_ids(sanitize('<p id="a">A <svg><path id=b></svg>', "n")) == ["n:a", "n:b"]


PIECES = (
    *"<p> </p> <div> </div> <span> </span> <table> <td> <svg> </svg> <title>".split(),
    *"<style> </style> <math> <mi> <foreignObject> <b> </b> <pre> <li>".split(),
    *'<textarea> <select> <noscript> <script> </script> <template> &lt;script&gt; " A'.split(),
    *('<a href="#a">', '<path d="M0"/>', '<span class="paragraph">', "<!-- -->", "<!--"),
    *('<img src="x" onerror="y">', '<h1 id="x">', '<p style="text-align: left" onclick="z">'),
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_what_comes_out_is_harmless_and_comes_out_again(fragment: str) -> None:
    with suppress(ValueError):
        clean = sanitize(fragment, "n")
        assert sanitize(clean, "n") == clean
        assert all("an image" in obstacle for obstacle in find_obstacles(clean))
        tags = "".join(re.findall("<[^>]*", clean))
        for sign in ("<script", "onerror", "onclick", "style=", "<style", "<!--"):
            assert sign not in tags
