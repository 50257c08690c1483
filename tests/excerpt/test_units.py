"""How far over the limit each unit may go, to the last line, row and word."""

import pytest

from plugins.excerpt import truncate


def words(number: int) -> str:
    return " ".join(f"w{count}" for count in range(number))


def lines(number: int) -> str:
    return "\n".join(f"line {count}" for count in range(number))


def table(rows: int) -> str:
    return f"<table><tbody>{'<tr><td>one two</td></tr>' * rows}</tbody></table>"


UNITS = {
    "link": lambda more: f'<p>one <a href="/">{words(1 + 12 + more)}</a></p>',
    "code": lambda more: f"<p>one <code>{words(1 + 12 + more)}</code></p>",
    "keys": lambda more: f"<p>one <kbd>{words(1 + 12 + more)}</kbd></p>",
    "abbreviation": lambda more: f"<p>one <abbr>{words(1 + 12 + more)}</abbr></p>",
    "TeX": lambda more: f"<p>one \\({words(1 + 12 + more)}\\)</p>",
    "display": lambda more: f"<p>one $${words(1 + 12 + more)}$$</p>",
    "link with blocks": lambda more: f'<p>one</p><a href="/"><p>{words(1 + 12 + more)}</p></a>',
    "lines": lambda more: f"<p>one</p><pre>{lines(12 + more)}\n</pre>",
    "highlight": lambda more: (
        f'<p>one</p><div class="highlight"><span>a b</span><pre>{lines(12 + more)}</pre></div>'
    ),
    "gutter": lambda more: (
        '<p>one</p><table class="highlighttable"><tbody><tr><td class="linenos"><pre>'
        f"{lines(12 + more)}</pre></td><td><pre>{lines(12 + more)}</pre></td></tr></tbody></table>"
    ),
    "Prism": lambda more: (
        f'<p>one</p><pre class="line-numbers"><code>{lines(12 + more)}</code></pre>'
    ),
    "rows": lambda more: f"<p>one</p>{table(8 + more)}",
    "frame": lambda more: f'<p>one</p><div class="table">{table(8 + more)}</div>',
    "details": lambda more: f"<p>one</p><details><p>{words(60 + more)}</p></details>",
    "definition": lambda more: f"<p>one</p><dl><dt>a</dt><dd>{words(59 + more)}</dd></dl>",
}


@pytest.mark.parametrize("kind", UNITS)
def test_a_unit_at_its_allowance_is_whole(kind: str) -> None:
    fragment = UNITS[kind](0)
    excerpt = truncate(fragment, 2)
    assert (excerpt.html, excerpt.truncated) == (fragment, False)


@pytest.mark.parametrize("kind", UNITS)
def test_a_unit_beyond_it_is_left_out(kind: str) -> None:
    excerpt = truncate(UNITS[kind](1), 2)
    assert excerpt.text.rstrip("…") == "one"
    assert excerpt.truncated


@pytest.mark.parametrize("kind", UNITS)
def test_a_unit_that_does_not_cross_may_be_of_any_size(kind: str) -> None:
    fragment = UNITS[kind](40)
    assert truncate(fragment, 1000).html == fragment


@pytest.mark.parametrize("kind", UNITS)
def test_a_unit_at_the_limit_is_not_begun(kind: str) -> None:
    assert truncate(UNITS[kind](0), 1).text.rstrip("…") == "one"


@pytest.mark.parametrize("kind", UNITS)
def test_where_there_is_nothing_else_it_is_cut(kind: str) -> None:
    fragment = UNITS[kind](200).replace("<p>one</p>", "").replace("one ", "", 1)
    excerpt = truncate(fragment, 5)
    assert excerpt.text
    assert excerpt.truncated


@pytest.mark.parametrize("name", ["highlight", "snippet-code", "codehilite"])
def test_text_is_no_code_for_its_class(name: str) -> None:
    text = f'<p>one</p><p class="{name}">{words(100)}</p>'
    assert truncate(text, 3).html == f'<p>one</p><p class="{name}">w0 w1…</p>'


def test_code_with_numbers_and_nothing_else_is_cut_as_any() -> None:
    text = "\n".join(f"w{number}" for number in range(60))
    gutter = '<td class="linenos"><pre>1</pre></td>'
    table = f'<table class="highlighttable"><tr>{gutter}<td><pre>{text}</pre></td></tr></table>'
    assert [len(truncate(table, limit).text.split()) for limit in (1, 5, 50)] == [1, 5, 12]


def test_a_figure_has_no_limit_but_64_kb() -> None:
    caption = f"<figure><figcaption>{words(1000)}</figcaption></figure>"
    assert truncate(f"<p>one</p>{caption}", 2).text.endswith("w999")
    assert truncate(f"<p>one</p>{caption.replace('w', 'w' * 100)}", 2).text == "one"
