"""Which cells of a benchmark a request means."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final, NoReturn, TypeAlias

from plugins.audit import quote
from plugins.bench.board import Board, Results, Row
from plugins.bench.config import suggest
from plugins.bench.model import MACHINE, THREADS, Cell, Function, ParamValue, Snippet, write_axis
from plugins.bench.prose.syntax import INTERPRETER, Place, Request, RequestError
from plugins.bench.status import State

Axes: TypeAlias = Mapping[str, Sequence[ParamValue]]
"""Values on each axis; the interpreter is the first."""
Point: TypeAlias = Mapping[str, ParamValue]
"""A value on each axis."""

_SHORT: Final = "interpreter"


def find_rows(request: Request, results: Results) -> tuple[Board, tuple[Row, ...]]:
    """Find the rows that a request means, all on one board.

    Raises:
        RequestError: There is no such cell, or there are several.
    """
    places = [place for place in (request.first, request.second) if place]
    board = _find_board(places, results)
    return board, tuple(_find_row(place, results.snippet, board) for place in places)


def _find_board(places: Sequence[Place], results: Results) -> Board:
    labels = dict.fromkeys(dict(place.parts).get(MACHINE, "") for place in places)
    labels.pop("", None)
    if not labels:
        return results.boards[0]
    if len(labels) > 1:
        message = f"divides numbers of two machines, {' and '.join(labels)}"
        raise RequestError(message, "Name one machine: only what ran side by side compares.")
    label = next(iter(labels))
    boards = {board.machine: board for board in results.boards if board.machine}
    if label not in boards:
        message = f"names the machine {quote(label)}, of which nothing is stored"
        raise RequestError(message, suggest(label, list(boards)))
    return boards[label]


def _find_row(place: Place, snippet: Snippet, board: Board) -> Row:
    function = _find_function(place.function, snippet)
    point = _find_point(place, _list_axes(snippet, function))
    interpreter = str(point[INTERPRETER])
    threads = point.get(THREADS)
    cell = Cell(
        function.name,
        tuple((name, point[name]) for name, _ in snippet.params),
        None if threads is None else int(threads),
    )
    empty = Row(interpreter, cell, State.MISSING, None, None, None)
    return board.find(interpreter, cell) or empty


def _find_function(name: str, snippet: Snippet) -> Function:
    names = [function.name for function in snippet.functions]
    if name not in names:
        message = f"names {quote(name)}, which is no function of {snippet.name}"
        raise RequestError(message, suggest(name, names))
    return snippet.find_function(name)


def _list_axes(snippet: Snippet, function: Function) -> Axes:
    threads = snippet.threads if function.has_threads else ()
    own = {THREADS: threads} if threads else {}
    return {INTERPRETER: snippet.interpreters, **dict(snippet.params), **own}


def _find_point(place: Place, axes: Axes) -> Point:
    """Find the one value on each axis that a place means."""
    said = {key: value for key, value in place.parts if key != MACHINE}
    for key in said:
        if key not in axes:
            message = f"names {quote(key)}, which is no axis of {place.function}"
            raise RequestError(message, suggest(key, [name for name in axes if name]))
    fitting = {
        name: (_find_value(said[name], name, values),) if name in said else values
        for name, values in axes.items()
    }
    if any(len(values) > 1 for values in fitting.values()):
        _refuse_open(place.function, fitting)
    return {name: values[0] for name, values in fitting.items()}


def _find_value(text: str, name: str, values: Sequence[ParamValue]) -> ParamValue:
    """Find the value that is written so, or a number that is equal to it."""
    written = {" ".join(_write(value).split()): value for value in values}
    if text in written:
        return written[text]
    for number in _read_numbers(text):
        for value in values:
            if isinstance(value, int | float) and not isinstance(value, bool) and value == number:
                return value
    what = (
        f"names the interpreter {quote(text)}, under which nothing is measured"
        if name == INTERPRETER
        else f"says {quote(f'{name}={text}')}, and {name} has no such value"
    )
    raise RequestError(what, suggest(text, list(written)))


def _read_numbers(text: str) -> list[int | float]:
    numbers: list[int | float] = []
    for read in (int, float):
        with suppress(ValueError):
            numbers.append(read(text))
    return numbers


def _refuse_open(function: str, fitting: Axes) -> NoReturn:
    """Say what is left open, and write a cell in which nothing is."""
    left = "; ".join(
        f"{name or _SHORT} {' or '.join(map(_write, values))}"
        for name, values in fitting.items()
        if len(values) > 1
    )
    parts = ", ".join(
        write_axis(name, values[0]) if name else str(values[0]) for name, values in fitting.items()
    )
    hint = f"Say which is meant, as {function}[{parts}]."
    raise RequestError(f"leaves open for {function}: {left}", hint)


def _write(value: ParamValue) -> str:
    """Write a value as a place has it."""
    return write_axis("", value)[1:]
