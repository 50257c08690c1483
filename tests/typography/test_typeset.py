"""Text is typeset; code and markup stay as they were."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from plugins.typography.typeset import typeset


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        pytest.param('<p>"A" -- it\'s…</p>', "<p>“A” — it\u2019s…</p>", id="quotes-and-dashes"),
        pytest.param(
            '<p>See "<code>x</code>" now</p>',
            "<p>See “<code>x</code>” now</p>",
            id="beside-code",
        ),
        pytest.param('<code>"a" -- b</code>', '<code>"a" -- b</code>', id="code"),
        pytest.param("<kbd>'</kbd>", "<kbd>'</kbd>", id="kbd"),
        pytest.param('<a title="it\'s -- x">y</a>', '<a title="it\'s -- x">y</a>', id="attribute"),
        pytest.param("<pre>x</pre>", '<pre tabindex="0">x</pre>', id="code-scrolls-by-keyboard"),
        pytest.param('<pre tabindex="0">x</pre>', '<pre tabindex="0">x</pre>', id="already"),
        pytest.param("<prefix>x</prefix>", "<prefix>x</prefix>", id="not-another-element"),
        pytest.param(
            '<table><tr><td style="text-align: right;">1</td></tr></table>',
            '<div class="table" tabindex="0">'
            '<table><tr><td class="align-right">1</td></tr></table></div>',
            id="aligned-without-style",
        ),
        pytest.param(
            '<pre><span class="n">a</span><span class="w"> </span><span class="k">in</span></pre>',
            '<pre tabindex="0">a <span class="k">in</span></pre>',
            id="what-has-no-colour-has-no-mark",
        ),
        pytest.param(
            "<TABLE><TR><TD>1</TD></TR></TABLE >",
            '<div class="table" tabindex="0"><table><tr><td>1</td></tr></table></div>',
            id="shouted",
        ),
        pytest.param(
            '<li><input type="checkbox" disabled checked/> a',
            '<li><input aria-label="Done" checked="" disabled="" type="checkbox"/> a</li>',
            id="task-that-is-done",
        ),
        pytest.param(
            '<li><input type="checkbox" disabled/> a',
            '<li><input aria-label="To do" disabled="" type="checkbox"/> a</li>',
            id="task-to-do",
        ),
    ],
)
def test_typeset(fragment: str, expected: str) -> None:
    assert BeautifulSoup(typeset(fragment), "html.parser").decode() == expected


@given(st.text(alphabet="ab\"'-. &;<>`()!\n"))
def test_code_is_never_touched(text: str) -> None:
    """Whatever stands in escaped code comes out the same."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    code = f"<code>{escaped}</code>"
    assert code in typeset(f"<p>before {code} after it</p>")
