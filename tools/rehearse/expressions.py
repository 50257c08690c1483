"""Evaluates the expressions of workflows, as far as ours use them.

See GitHub's "Evaluate expressions in workflows and actions". One thing is stricter: what a
context does not have is an error, but for outputs, which may be unset.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from tools.rehearse.errors import RehearsalError

Contexts = Mapping[str, Any]
"""What names stand for: dictionaries, in each other."""

_TOKEN: Final = re.compile(
    r"\s*('(?:[^']|'')*'|\d+(?:\.\d+)?|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*|&&|\|\||[!=]=|[!(),])"
)
_WHOLE: Final = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_WORDS: Final = {"true": True, "false": False, "null": None}

# A rehearsal ends with the first step that fails.
_FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {
    "success": lambda: True,
    "always": lambda: True,
    "failure": lambda: False,
    "cancelled": lambda: False,
    "fromJSON": json.loads,
}


def evaluate(source: str, contexts: Contexts) -> Any:  # noqa: ANN401
    """Evaluate what stands between `${{` and `}}`.

    Raises:
        RehearsalError: It is no expression, or names what there is not.
    """
    reader = _Reader(source, contexts)
    value = reader.read_any()
    reader.expect("")
    return value


def fill(text: str, contexts: Contexts) -> str:
    """Put values in the places of the expressions in a text."""
    return _WHOLE.sub(lambda found: to_text(evaluate(found[1], contexts)), text)


def fill_value(text: str, contexts: Contexts) -> Any:  # noqa: ANN401
    """Return the value of a text that is one expression as it is; else fill the text."""
    whole = _WHOLE.fullmatch(text.strip())
    return evaluate(whole[1], contexts) if whole else fill(text, contexts)


def holds(condition: str, contexts: Contexts) -> bool:
    """Tell whether an `if` lets its step or job be; an empty one does."""
    whole = _WHOLE.fullmatch(condition.strip())
    source = whole[1] if whole else condition
    return not source.strip() or bool(evaluate(source, contexts))


def to_text(value: object) -> str:
    """Write a value as GitHub does in the middle of a text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


class _Reader:
    """Reads an expression from left to right, a method for each level of precedence."""

    def __init__(self, source: str, contexts: Contexts) -> None:
        self.source = source.strip()
        self.contexts = contexts
        self.at = 0

    def read_any(self) -> Any:  # noqa: ANN401
        value = self.read_all()
        while self.take("||"):
            other = self.read_all()
            value = value or other
        return value

    def read_all(self) -> Any:  # noqa: ANN401
        value = self.read_equal()
        while self.take("&&"):
            other = self.read_equal()
            value = value and other
        return value

    def read_equal(self) -> Any:  # noqa: ANN401
        value = self.read_one()
        while sign := self.take("==", "!="):
            other = self.read_one()
            value = (_fold(value) == _fold(other)) == (sign == "==")
        return value

    def read_one(self) -> Any:  # noqa: ANN401
        if self.take("!"):
            return not self.read_one()
        if self.take("("):
            value = self.read_any()
            self.expect(")")
            return value
        token = self.peek()
        self.at += len(token)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token[:1].isdigit():
            return float(token) if "." in token else int(token)
        if token in _WORDS:
            return _WORDS[token]
        return self.call(token) if self.take("(") else self.find(token)

    def call(self, name: str) -> Any:  # noqa: ANN401
        arguments = []
        while not self.take(")"):
            arguments.append(self.read_any())
            self.take(",")
        if name not in _FUNCTIONS:
            known = ", ".join(_FUNCTIONS)
            self.fail(f'there is no function "{name}" in a rehearsal; it knows {known}')
        return _FUNCTIONS[name](*arguments)

    def find(self, path: str) -> Any:  # noqa: ANN401
        value: Any = self.contexts
        names = path.split(".")
        for before, name in zip(["", *names], names, strict=False):
            if before == "outputs" and isinstance(value, dict):
                value = value.get(name, "")
            elif isinstance(value, Mapping) and name in value:
                value = value[name]
            else:
                self.fail(f'nothing is called "{path}": there is no "{name}"')
        return value

    def peek(self) -> str:
        rest = self.source[self.at :]
        self.at += len(rest) - len(rest.lstrip())
        found = _TOKEN.match(self.source, self.at)
        return found[1] if found else ""

    def take(self, *signs: str) -> str:
        token = self.peek()
        if token not in signs:
            return ""
        self.at += len(token)
        return token

    def expect(self, sign: str) -> None:
        if (self.take(sign) if sign else self.source[self.at :].strip()) != sign:
            self.fail(f"expected {repr(sign) if sign else 'its end'} after {self.at} characters")

    def fail(self, message: str) -> None:
        raise RehearsalError(f'"{self.source}": {message}. Mend the expression.')


def _fold(value: object) -> object:
    """Make texts equal that differ in case alone."""
    return value.casefold() if isinstance(value, str) else value
