"""Fences in posts: which are benchmarks, their lines, and what stays of the HTML as it was."""

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

import pelicanconf
from plugins.bench.content.adapter import extend_markdown
from plugins.bench.html import fill_results, take_fences
from tests.bench.fences import make_code

CODE = make_code(code="def time_x():\n\n    pass").rstrip()
FENCE = f"```python\n{CODE}\n```"
SHOWN = "def time_x():\n\n    pass"
FRAME = '<div class="snippet"><div class="snippet-code">'
END = '</div><div class="snippet-results" data-line="{}"></div></div>'


def make_markdown(settings: dict) -> Markdown:  # type: ignore[type-arg]
    return Markdown(
        extensions=[*settings["extensions"]],
        extension_configs=settings["extension_configs"],
        output_format=settings["output_format"],
    )


def indent(text: str = FENCE, by: str = "    ") -> str:
    return textwrap.indent(text, by)


def quote(text: str = FENCE) -> str:
    return textwrap.indent(text, "> ", lambda _: True)


SEEN = {
    "alone": FENCE,
    "front matter": f"Title: A\nSummary: b\n    c\n\n{FENCE}",
    "YAML": f"---\nTitle: A\n---\n\n{FENCE}",
    "blank lines": f"\n\n\n{FENCE}",
    "list": f"- a\n\n{indent()}",
    "nested list": f"- a\n    - b\n\n{indent(by=' ' * 8)}",
    "quotation": quote(),
    "list in quotation": quote(f"- a\n\n{indent()}"),
    "tab": f'=== "Tab"\n\n{indent()}',
    "admonition": f"!!! note\n\n{indent()}",
    "details": f'??? note "x"\n{indent()}',
    "footnote": f"x[^1]\n\n[^1]: y\n\n{indent()}\n\nz",
    "definition": f"term\n:   y\n\n{indent()}",
    "Markdown in HTML": f'<div markdown="1">\n\n{FENCE}\n\n</div>',
    "Windows": f"a\n\n{FENCE}".replace("\n", "\r\n"),
    "tabs": f"-\ta\n\n{indent(by=chr(9))}",
    "tildes": FENCE.replace("```", "~~~"),
    "four": FENCE.replace("```", "````"),
    "attributes": FENCE.replace("```python", '``` { .python title="x" }'),
    "highlighted": FENCE.replace("```python", '```python hl_lines="6"'),
    "numbers": FENCE.replace("```python", '```py linenums="1"'),
    "capital": FENCE.replace("python", "Python"),
    "caption": f"{FENCE}\n/// caption\nText\n///",
    "after a comment": f"<!-- a -->\n\n{FENCE}",
    "after another": f"{FENCE}\n\n{FENCE}",
    "after a plain one": f"```\n# /// scripts\n```\n\n{FENCE}",
}


@pytest.mark.parametrize("name", SEEN)
def test_a_fence_is_seen_with_its_line_and_the_rest_stays(name: str) -> None:
    text = SEEN[name]
    html, fences = take_fences(make_markdown(extend_markdown(pelicanconf.MARKDOWN)).convert(text))
    openings = ("```", "~~~", "````", "``` ")
    lines = [row.lstrip("> \t") for row in text.replace("\r\n", "\n").split("\n")]
    expected = [
        n for n, row in enumerate(lines, 1) if row.startswith(openings) and "py" in row.lower()
    ]
    assert [fence.line for fence in fences] == expected
    assert {fence.code for fence in fences} == {CODE}
    # All else is as without the benchmark: its code without metadata, in a frame.
    shown = text.replace("\r\n", "\n")
    for row in CODE.split("\n")[: -SHOWN.count("\n") - 1]:
        shown = re.sub(rf"(?m)^[ \t>]*{re.escape(row)}\n", "", shown)
    plain = make_markdown(pelicanconf.MARKDOWN).convert(
        shown.replace('hl_lines="6"', 'hl_lines="2"')
    )
    for fence in fences:
        assert END.format(fence.line) in html
        html = html.replace(END.format(fence.line), "", 1)
    assert html.count(FRAME) == len(fences)
    assert html.replace(FRAME, "") == plain


UNSEEN = {
    "comment": f"<!--\n{FENCE}\n-->",
    "indented": f"a\n\n{indent()}",
    "in a fence": f"````markdown\n{FENCE}\n````",
    "other language": FENCE.replace("python", "text"),
    "no language": FENCE.replace("python", ""),
    "by hand": '<div class="snippet-results" data-fence="{}"></div>',
    "by hand and wrong": '<div class="snippet-results" data-fence="x"></div>',
    "plain": "```python\nx = 1\n```",
}


@pytest.mark.parametrize("name", UNSEEN)
def test_what_is_no_benchmark_is_not_seen(name: str) -> None:
    html = make_markdown(extend_markdown(pelicanconf.MARKDOWN)).convert(UNSEEN[name])
    html, fences = take_fences(html)
    assert (fences, "data-fence" in html) == ((), False)


@settings(max_examples=50)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])), st.integers(0, 30))
def test_the_code_arrives_whole_whatever_it_is(text: str, above: int) -> None:
    code = f"{CODE}\nx = {text!a}  # {text}".rstrip()
    md = make_markdown(extend_markdown(pelicanconf.MARKDOWN))
    blank = "\n" * above
    _, fences = take_fences(md.convert(f"Text\n{blank}\n````python\n{code}\n````\n"))
    assert [(fence.code, fence.line) for fence in fences] == [(code, above + 3)]


def test_the_extension_is_added_once() -> None:
    once = extend_markdown(pelicanconf.MARKDOWN)
    assert extend_markdown(once) is once


def test_without_superfences_nothing_happens() -> None:
    plain = {**pelicanconf.MARKDOWN, "extensions": ["fenced_code"], "extension_configs": {}}
    assert "snippet" not in make_markdown(extend_markdown(plain)).convert(FENCE)


def test_marked_lines_are_those_of_the_fence() -> None:
    """Also if some of them, or all, are of the metadata."""
    for marks, expected in {"1-5 7": "pass", "2": "", "6-7": "pass"}.items():
        text = FENCE.replace("```python", f'```python hl_lines="{marks}"')
        html = make_markdown(extend_markdown(pelicanconf.MARKDOWN)).convert(text)
        marked = "".join(re.findall(r'<span class="hll">(.*?)\n</span>', html, re.DOTALL))
        assert ("pass" in marked) is bool(expected)
        assert ("[tool.bench]" in marked) is False
        assert "data-fence" in html  # a fence whose options are refused is none


def test_results_are_filled_in_by_line() -> None:
    file_alone = make_code('file = "x.py"', "").rstrip()
    text = f"{FENCE}\n\n<!--\n{FENCE}\n-->\n\n```python\n{file_alone}\n```\n"
    html, fences = take_fences(make_markdown(extend_markdown(pelicanconf.MARKDOWN)).convert(text))
    first, second = (fence.line for fence in fences)
    filled = fill_results(html, {first: ("CODE", "<p>1</p>"), second: ("CODE", "<p>2</p>")}.get)
    assert filled.endswith(
        '<div class="snippet"><div class="snippet-code">CODE</div><p>2</p></div>'
    )
    assert filled.count("CODE") == 1
    assert "</div><p>1</p></div>" in filled
    assert "snippet-results" not in fill_results(html, lambda _: None)
