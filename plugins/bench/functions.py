"""The functions of a snippet that are measured, as its syntax tree has them."""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from plugins.audit import quote
from plugins.bench.metadata import Fault
from plugins.bench.model import Kind

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_PREFIXES: Final = tuple(f"{kind}_" for kind in Kind)
_DEFINITION: Final = re.compile(
    rf"^(async[ \t]+)?def[ \t]+((?:{'|'.join(_PREFIXES)})\w+)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A function as it is defined."""

    name: str
    line: int
    """In the code, from 1."""
    is_async: bool

    @property
    def kind(self) -> Kind:
        """What it gives, by its name."""
        return Kind(self.name.partition("_")[0])


def parse_code(code: str) -> ast.Module | SyntaxError:
    """Parse code; an error may also mean that it is for a newer Python than this one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of syntax; they are the snippet's own affair
            return ast.parse(code)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:  # null bytes, deep nesting
        return SyntaxError(str(error) or "it is nested too deeply")


def find_functions(code: str, tree: ast.Module | SyntaxError) -> tuple[Found, ...]:
    """Find what is measured, in source order; without a tree by what lines begin with."""
    if isinstance(tree, SyntaxError):
        return tuple(
            Found(found[2], code.count("\n", 0, found.start()) + 1, bool(found[1]))
            for found in _DEFINITION.finditer(code)
        )
    return tuple(
        Found(node.name, node.lineno, isinstance(node, ast.AsyncFunctionDef))
        for node in _list_definitions(tree.body)
        if _is_measured(node.name)
    )


def check_functions(tree: ast.Module, axes: Iterable[str], *, has_threads: bool) -> Iterator[Fault]:
    """Tell what is wrong with the functions.

    Args:
        tree: Of the code.
        axes: Names of the parameters, in order.
        has_threads: Whether threads are to call them.
    """
    names = list(axes)
    seen: dict[str, int] = {}
    definitions = list(_list_definitions(tree.body))
    for node in definitions:
        if _is_measured(node.name):
            if node.name in seen:
                message = (
                    f"{node.name} is defined twice, first in line {seen[node.name]} of the code"
                )
                yield Fault(node.lineno, message, "Give each its own name.")
            seen.setdefault(node.name, node.lineno)
            yield from _check_function(node, names)
            if has_threads and isinstance(node, ast.AsyncFunctionDef):
                message = f"{node.name} is awaited, and threads cannot share what it waits for"
                yield Fault(node.lineno, message, "Leave out threads, or write a plain function.")
        elif node.name == "setup":
            yield from _check_arguments(node, [[], names])
    if not seen:
        yield _explain_none(tree)
    for statement in tree.body:
        if isinstance(statement, ast.If) and _is_main(statement.test):
            message = 'what stands under if __name__ == "__main__" would run in every process'
            yield Fault(statement.lineno, message, "Leave it out: the script has its own.")


def _list_definitions(body: Iterable[ast.stmt]) -> Iterator[Definition]:
    for statement in body:
        if isinstance(statement, Definition):
            yield statement
        elif isinstance(statement, ast.If | ast.Try | ast.With):
            parts = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
            handlers = [handler.body for handler in getattr(statement, "handlers", [])]
            for part in (*parts[:1], *handlers, *parts[1:]):
                yield from _list_definitions(part)


def _is_measured(name: str) -> bool:
    return name.startswith(_PREFIXES) and name not in _PREFIXES


def _check_function(node: Definition, axes: list[str]) -> Iterator[Fault]:
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in _walk_own(node)):
        message = f"{node.name} is a generator: to call it runs nothing of it"
        yield Fault(node.lineno, message, "Let it consume what it makes, and not yield.")
    yield from _check_arguments(node, [axes])


def _check_arguments(node: Definition, allowed: list[list[str]]) -> Iterator[Fault]:
    given = node.args
    positional = len(given.posonlyargs) + len(given.args)
    required = positional - len(given.defaults)
    is_closed = not any(default is None for default in given.kw_defaults)
    fits = [
        required <= len(axes) and (len(axes) <= positional or given.vararg is not None)
        for axes in allowed
    ]
    if not any(fits) or not is_closed:
        expected = " or ".join(f"({', '.join(axes)})" for axes in allowed)
        message = f"{node.name}({ast.unparse(given)}) does not take what it is called with"
        yield Fault(node.lineno, message, f"Write def {node.name}{expected}.")


def _walk_own(node: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without what is defined in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Definition | ast.Lambda | ast.ClassDef):
            yield child
            yield from _walk_own(child)


def _is_main(test: ast.expr) -> bool:
    return "__name__" in ast.unparse(test) and "__main__" in ast.unparse(test)


def _explain_none(tree: ast.Module) -> Fault:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    inside = [n for c in classes for n in _list_definitions(c.body) if _is_measured(n.name)]
    expected = ", ".join(f"{prefix}*" for prefix in _PREFIXES)
    if inside:
        message = (
            f"{quote(inside[0].name)} stands in a class, and functions of classes are not measured"
        )
        return Fault(inside[0].lineno, message, "Move it to the top level.")
    return Fault(1, f"there is no function {expected}", "Write def time_something(): …")
