"""HTML that leaves its page: whole addresses, and nothing that a reader of feeds cannot show."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.feeds.portable import clean, make_portable

BASE = "https://example.org/repo/posts/one/"
CASES = {
    "link": ('<a href="../two/">t</a>', f'<a href="{BASE[:-4]}two/">t</a>'),
    "anchor": ('<a href="#fn:1">1</a>', f'<a href="{BASE}#fn:1">1</a>'),
    "root": ('<a href="/z">z</a>', '<a href="https://example.org/z">z</a>'),
    "query": ('<a href="?a=1&amp;b">q</a>', f'<a href="{BASE}?a=1&amp;b">q</a>'),
    "elsewhere": ('<a href="//x.org/a">x</a>', '<a href="https://x.org/a">x</a>'),
    "mail": ('<a href="mailto:a@b.org">m</a>', '<a href="mailto:a@b.org">m</a>'),
    "script link": ('<a href="javascript:x()">j</a>', "<a>j</a>"),
    "script link with a tab": ('<a href="java&#9;script:x()">j</a>', "<a>j</a>"),
    "data link": ('<a href="data:text/html,x">d</a>', "<a>d</a>"),
    "no address": ('<a href="http://[x">b</a>', "<a>b</a>"),
    "image": ('<img src="a.png" alt="A">', f'<img src="{BASE}a.png" alt="A">'),
    "image in data": ('<img src="data:image/png;base64,AA">',) * 2,
    "sources": (
        '<img srcset="a.png 1x, /b,c.png 2x" src=a.png>',
        f'<img srcset="{BASE}a.png 1x, https://example.org/b,c.png 2x" src="{BASE}a.png">',
    ),
    "quotation": ('<q cite="a">q</q>', f'<q cite="{BASE}a">q</q>'),
    "ids and classes": ('<p id="a" class="b" data-c="d" style="e" onclick="f">x</p>', "<p>x</p>"),
    "kept": ('<ol start="3" reversed=""><li value="2">a<abbr title="b">c</abbr></li></ol>',) * 2,
    "language": ('<p lang="ar" dir="rtl">x</p>',) * 2,
    "script": ("a<script>b</script><style>c</style><template>d</template>e", "ae"),
    "controls": ('a<button>b</button><input><select><option>c</select><form>d</form>"', 'ad"'),
    "hidden": ("a<p hidden>b</p>c", "ac"),
    "comment": ("a<!-- b > -->c", "ac"),
    "highlighted": (
        '<pre><span></span><code><span class="k">if</span> a</code></pre>',
        "<pre><code>if a</code></pre>",
    ),
    "nested spans": (
        '<span class="a"><span lang="de">b<span>c</span></span>d</span>',
        '<span lang="de">bc</span>d',
    ),
    "task": ('<li><input type="checkbox" checked>a</li>', "<li>☑ a</li>"),
    "task to do": ('<li><input type="checkbox">a</li>', "<li>☐ a</li>"),
    "tab": (
        '<div><input type="radio"><label for="a">A &amp; b</label><p>c</p></div>',
        "<div><strong>A &amp; b</strong><br><p>c</p></div>",
    ),
    "frame": (
        '<iframe src="../v/" title="A film"></iframe>',
        f'<a href="{BASE[:-4]}v/">A film</a>',
    ),
    "formula": (
        "<math><mi>x</mi><annotation>x^2</annotation></math>",
        "<code>x^2</code>",
    ),
    "formula without source": (
        "<math><mfrac><mn>1</mn><mrow><mi>x</mi><mo>+</mo><mn>2</mn></mrow></mfrac><mi>y</mi></math>",
        "<code>(1)/(x+2)y</code>",
    ),
    "drawing with a file": ('<svg aria-label="A"><image href="/x.png"/></svg>', "<em>A</em>"),
    "drawing with a part of another": (
        '<svg aria-label="A"><use href="#other"/></svg>',
        "<em>A</em>",
    ),
    "other schemes": ('<a href="sms:+1">s</a>', '<a href="sms:+1">s</a>'),
    "sources that run": ('<img srcset="javascript:x 1x" alt="">', '<img alt="">'),
    "found by searching": ('<p hidden="until-found">a</p>', "<p>a</p>"),
    "drawing of the page": (
        '<svg class="a"><title>Two &lt; bars</title></svg>',
        "<em>Two &lt; bars</em>",
    ),
    "drawing by name": (
        '<svg aria-label="A" viewBox="0 0 1 1" fill="currentColor"></svg>',
        "<em>A</em>",
    ),
    "ornament": ('a<svg aria-hidden="true"><path d="M0 0"></svg>b', "ab"),
    "not closed": ("<p>a<b>b", "<p>a<b>b</b></p>"),
    "control characters": ("a\x0cb\x00c&#12;d\ufffee", "abcde"),
    "unknown element": ("<x-y>a</x-y>", "a"),
}


@pytest.mark.parametrize(("html", "portable"), CASES.values(), ids=CASES.keys())
def test_cases(html: str, portable: str) -> None:
    assert make_portable(html, BASE) == portable
    assert make_portable(portable, BASE) == portable, "what is portable stays as it is"


def test_a_drawing_becomes_an_image_of_its_own() -> None:
    svg = '<svg viewBox="0 0 9 9" width="9" height="8"><title>T</title><text>a&nbsp;b</text></svg>'
    image = BeautifulSoup(make_portable(svg, BASE), "html.parser").img
    assert image["src"].startswith("data:image/svg+xml;base64,")
    assert (image["alt"], image["width"], image["height"]) == ("T", "9", "8")


PIECES = (
    "<p>|</p>|<a href='|'>|</a>|<span class=k>|<span lang=de>|</span>|<svg>|</svg>|<math>|<table>"
    "|<td>|<input type=checkbox>|<input type=radio>|<label>|<script>|</script>|<!--|-->|<template>"
    "|\x01|0|1|\0|&#1;|text|#a|../x|<|javascript:|<img src=| srcset=a |>|'|&amp;"
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=25).map("".join))
def test_whatever_comes_in_nothing_wrong_goes_out(html: str) -> None:
    portable = make_portable(html, BASE)
    assert clean(portable) == portable
    for element in BeautifulSoup(portable, "html.parser").find_all(True):
        assert element.name not in {"script", "style", "input", "svg", "template", "label"}
        assert not {"id", "class", "style"} & set(element.attrs)
        for key in ("href", "src"):
            assert re.match(r"(?!javascript:)[\w.+-]+:|\Z", element.get(key, ""), re.IGNORECASE)
