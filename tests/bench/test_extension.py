"""Fences in posts: which are benchmarks, their lines, and what stays of the HTML as it was."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

import pelicanconf
from plugins.bench.adapter import extend_markdown
from plugins.bench.html import take_fences
from tests.bench.fences import make_code

CODE = make_code(code="def time_x():\n\n    pass").rstrip()
FENCE = f"```python\n{CODE}\n```"
CHANGED = '<div class="snippet">'


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
    "highlighted": FENCE.replace("```python", '```python hl_lines="2"'),
    "numbers": FENCE.replace("```python", '```py linenums="1"'),
    "capital": FENCE.replace("python", "Python"),
    "caption": f"{FENCE}\n/// caption\nText\n///",
    "after a comment": f"<!-- a -->\n\n{FENCE}",
    "after another": f"{FENCE}\n\n{FENCE}",
    "after a plain one": f"```\n# /// script\n```\n\n{FENCE}",
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
    plain = make_markdown(pelicanconf.MARKDOWN).convert(text)
    marked = html.split(CHANGED)
    assert len(marked) == len(fences) + 1
    assert "data-fence" not in html
    assert len(html) == len(plain) + len(f"{CHANGED}</div>") * len(fences)
    rest = plain
    for part in marked[1:]:
        block = part[: part.index("</pre></div>") + len("</pre></div>")]
        assert block in rest
        assert part.startswith(f"{block}</div>")


UNSEEN = {
    "comment": f"<!--\n{FENCE}\n-->",
    "indented": f"a\n\n{indent()}",
    "in a fence": f"````markdown\n{FENCE}\n````",
    "other language": FENCE.replace("python", "text"),
    "no language": FENCE.replace("python", ""),
    "by hand": '<div class="snippet" data-fence="{}"></div>',
    "by hand and wrong": '<div class="snippet" data-fence="x"></div>',
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
