"""Marimo's controls, which nothing moves in a page: each becomes its label and its value."""

import json
from collections.abc import Mapping
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

CONTROL: Final = "notebook-control"
"""Class of what stands for a control."""
_PREFIX: Final = "marimo-"
_FRAME: Final = "marimo-ui-element"
_KNOWN: Final = frozenset(
    "slider range-slider number text text-area dropdown multiselect radio checkbox switch".split()
)
_WORDS: Final = {True: "on", False: "off", None: "nothing"}


def write_controls(tree: LexborHTMLParser) -> None:
    """Put a text in the place of each control that has a value which can be read."""
    for frame in tree.css(_FRAME):
        control = next(frame.iter(), None)
        text = _describe(control) if control else None
        if text is not None:
            span = tree.create_node("span")
            span.attrs["class"] = CONTROL
            span.insert_child(text)
            frame.replace_with(span)


def list_widgets(tree: LexborHTMLParser) -> list[str]:
    """List the other elements that marimo's scripts would draw, by name."""
    names = dict.fromkeys(node.tag or "" for node in tree.css("*"))
    found = [name for name in names if name.startswith(_PREFIX)]
    return [name for name in found if name != _FRAME] or found


def _describe(control: LexborNode) -> str | None:
    """Describe a control as "Label: value"; None if it is of another kind."""
    if (control.tag or "").removeprefix(_PREFIX) not in _KNOWN:
        return None
    said = control.attributes
    try:
        value, label, steps = (
            json.loads(said.get(f"data-{name}") or "null")
            for name in ("initial-value", "label", "steps")
        )
        shown = _write(value, steps)
    except (ValueError, LookupError, TypeError):
        return None
    name = " ".join(LexborHTMLParser(str(label or ""), is_fragment=True).text().split())
    return f"{name}: {shown}" if name else shown


def _write(value: Any, steps: list[Any] | Mapping[str, Any] | None) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return ", ".join(_write(one, steps) for one in value) or _WORDS[None]
    if steps:  # then the value is its place among them
        value = steps[value]
    return _WORDS[value] if isinstance(value, bool | None) else str(value)
