"""Pairs: which comparisons the table of a snippet makes."""

from collections.abc import Collection
from dataclasses import replace
from typing import TypeAlias

from plugins.bench.model import Cell, Function, Snippet

Place: TypeAlias = tuple[str, Cell]
"""An interpreter, as "3.13t", and what is measured under it."""


def choose_pairs(places: Collection[Place], snippet: Snippet) -> tuple[tuple[Place, Place], ...]:
    """Choose what is compared with what: a place and that of its baseline.

    Functions are compared with the baseline function, all else being equal. A function that is the
    only one of its kind and unit is compared under each interpreter with the first that has it.

    Args:
        places: All that is measured on one machine; a mapping of measurements will do.
        snippet: Theirs.

    Returns:
        In table order, by cell and then by interpreter, without places that are a baseline or lack
        theirs; may be empty.
    """
    return tuple(
        ((interpreter, cell), baseline)
        for cell in snippet.cells
        for interpreter in snippet.interpreters
        if (interpreter, cell) in places
        and (baseline := _find_baseline((interpreter, cell), places, snippet)) in places
        and baseline != (interpreter, cell)
    )


def _find_baseline(place: Place, places: Collection[Place], snippet: Snippet) -> Place:
    interpreter, cell = place
    names = _list_rivals(snippet, snippet.find_function(cell.function))
    if len(names) == 1:
        return next((other, cell) for other in snippet.interpreters if (other, cell) in places)
    name = snippet.baseline if snippet.baseline in names else names[0]
    return interpreter, replace(cell, function=name)


def _list_rivals(snippet: Snippet, function: Function) -> list[str]:
    """List the functions that give the same, itself among them: of one kind, in one unit."""
    same = (function.kind, function.unit)
    return [other.name for other in snippet.functions if (other.kind, other.unit) == same]
