"""Requests in HTML, and the numbers in their places."""

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Final, TypeAlias

from plugins.audit import Problem, Severity, quote
from plugins.bench.board import Results
from plugins.bench.config import suggest
from plugins.bench.prose.numbers import Number, evaluate
from plugins.bench.prose.syntax import OPENING, RULE, RequestError, parse_request, show
from plugins.bench.prose.written import flatten, locate

FindResults: TypeAlias = Callable[[str], Results | None]
"""Gives what is known of a benchmark; None if there is none of that name."""

ATTRIBUTE: Final = "data-bench"
"""Of the element that Markdown makes of a request."""
_ELEMENT: Final = rf'<data {ATTRIBUTE}="(?P<said>\{{[^"]*)"></data>'
# What is no text, or no text of ours; to the end if it is not closed.
_SKIPPED: Final = (
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<name>pre|code|kbd|samp|script|style|template|textarea)(?=[\s/>])"
    r".*?(?:</(?P=name)\s*>|\Z)"
)
_TAG: Final = r"""</?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*+>"""
_TEXT: Final = rf"{OPENING.pattern}(?:[^{{}}<]|<(?![a-z/!]))*\}}"
_ANY: Final = re.compile(
    rf"(?P<skipped>{_SKIPPED})|{_ELEMENT}|(?P<tag>{_TAG})|(?P<text>{_TEXT})"
    rf"|(?P<opening>{OPENING.pattern})",
    re.IGNORECASE | re.DOTALL,
)
_WITHIN: Final = re.compile(rf"{_TEXT}|{OPENING.pattern}", re.IGNORECASE)
_MARKED: Final = re.compile(_ELEMENT)
_HEADING: Final = re.compile(r"<(?P<end>/?)h[1-6][\s/>]", re.IGNORECASE)

_Finding: TypeAlias = tuple[str, str, Severity]
"""What is wrong with a request, what to do, and how much it matters."""
_Answer: TypeAlias = tuple[str, tuple[_Finding, ...]]
"""HTML in the place of a request, and what is wrong."""


def has_request(html: str) -> bool:
    """Tell whether there may be a request in HTML."""
    return OPENING.search(html) is not None


def expand(
    fragments: Sequence[str],
    source: str,
    file: str,
    find_results: FindResults,
    names: Sequence[str],
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Put numbers in the places of requests.

    Args:
        fragments: HTML of one source in the order of the source, as its summary and its body. What
            stands in code is left alone.
        source: Text of the file, in which lines are found.
        file: Its path, as it is shown.
        find_results: Finds a benchmark by its name.
        names: Of all benchmarks, to suggest one.

    Returns:
        The fragments, and what is wrong with requests in them, in their order.
    """
    if not any(map(has_request, fragments)):
        return tuple(fragments), ()
    expansion = _Expansion(find_results, names)
    expanded = tuple(map(expansion.expand, fragments))
    found = expansion.found
    lines = locate(source, [text for text, _ in found]) if any(wrong for _, wrong in found) else ()
    problems = (
        Problem(file, line, RULE, f"{show(text)} {message}", hint, severity)
        for line, (text, findings) in zip(lines, found, strict=False)
        for message, hint, severity in findings
    )
    return expanded, tuple(problems)


class _Expansion:
    def __init__(self, find_results: FindResults, names: Sequence[str]) -> None:
        self.find_results = find_results
        self.names = names
        self.found: list[tuple[str, tuple[_Finding, ...]]] = []
        self.answers: dict[str, _Answer] = {}
        self.is_in_heading = False

    def expand(self, fragment: str) -> str:
        self.is_in_heading = False
        return _ANY.sub(self._replace, fragment)

    def _replace(self, found: re.Match[str]) -> str:
        if found["skipped"]:
            # Markdown does not know which HTML of the author's own is code.
            return _MARKED.sub(lambda marked: f"&#123;{marked['said'][1:]}", found[0])
        if found["tag"]:
            return self._pass_tag(found["tag"])
        text = flatten(found["said"] or found["text"] or found["opening"])
        html, findings = self._answer(text)
        self.found.append((text, findings))
        return html

    def _pass_tag(self, tag: str) -> str:
        if heading := _HEADING.match(tag):
            self.is_in_heading = not heading["end"]
        for request in _WITHIN.finditer(tag):
            message = "stands in an attribute, as that of an image or a link"
            hint = "Say it in the text: only there it becomes a number."
            self.found.append((flatten(request[0]), ((message, hint, Severity.ERROR),)))
        return tag

    def _answer(self, text: str) -> _Answer:
        if self.is_in_heading:
            message = "stands in a heading, whose anchor would have the number"
            return _refuse(text, message, "Say it in the text.")
        if text not in self.answers:
            self.answers[text] = self._ask(text)
        return self.answers[text]

    def _ask(self, text: str) -> _Answer:
        if not text.endswith("}"):
            hint = "Close it with } in the same paragraph; or write \\{bench:, which is text."
            return _refuse(text, "is not closed", hint)
        try:
            request = parse_request(text)
            results = self.find_results(request.name)
            if results is None:
                message = f"names {quote(request.name)}, which is no benchmark"
                return _refuse(text, message, suggest(request.name, list(self.names)))
            number = evaluate(request, results)
        except RequestError as error:
            return _refuse(text, error.message, error.hint)
        findings = ((doubt.message, doubt.hint, Severity.WARNING) for doubt in number.doubts)
        return render_number(number), tuple(findings)


def _refuse(text: str, message: str, hint: str) -> _Answer:
    # Its brace is written so that no one takes it for a request again.
    html = f"<mark>&#123;{escape(text[1:], quote=False)}</mark>"
    return html, ((message, hint, Severity.ERROR),)


def render_number(number: Number) -> str:
    """Render a number as readers get it: it, in a form for programs, and what to know of it."""
    kind = "bench bench-doubtful" if number.doubts else "bench"
    if number.value is None:
        kind = "bench bench-unknown"
    value = "" if number.value is None else f"{number.value:.6g}"
    title = escape("; ".join(number.notes))
    return f'<data class="{kind}" value="{value}" title="{title}">{escape(number.text)}</data>'
