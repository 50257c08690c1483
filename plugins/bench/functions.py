"""The functions of a snippet that are measured, as its syntax tree has them."""

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from plugins.audit import quote
from plugins.bench.metadata import Fault
from plugins.bench.model import Kind

Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_PREFIXES: Final = tuple(f"{kind}_" for kind in Kind)
_DEFINITION: Final = re.compile(rf"(async[ \t]+)?def[ \t]+((?:{'|'.join(_PREFIXES)})\w+)")


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
        matches = [(n, _DEFINITION.match(row)) for n, row in enumerate(code.split("\n"), 1)]
        return tuple(Found(found[2], n, bool(found[1])) for n, found in matches if found)
    return tuple(
        Found(node.name, node.lineno, isinstance(node, ast.AsyncFunctionDef))
        for node in _list_definitions(tree)
        if _is_measured(node.name)
    )


def check_functions(
    tree: ast.Module, axes: list[str] | None, *, has_threads: bool
) -> Iterator[Fault]:
    """Tell what is wrong with the functions.

    Args:
        tree: Of the code.
        axes: Names of the parameters, in order; None: they are not known.
        has_threads: Whether threads are to call them.
    """
    seen: dict[str, int] = {}
    for node in _list_definitions(tree):
        if _is_measured(node.name):
            if node.name in seen:
                message = (
                    f"{node.name} is defined twice, first in line {seen[node.name]} of the code"
                )
                yield Fault(node.lineno, message, "Give each its own name.")
            seen.setdefault(node.name, node.lineno)
            yield from _check_function(node, None if axes is None else [axes])
            if has_threads and isinstance(node, ast.AsyncFunctionDef):
                message = f"{node.name} is awaited, and threads cannot share what it waits for"
                yield Fault(node.lineno, message, "Leave out threads, or write a plain function.")
        elif node.name == "setup":
            yield from _check_function(node, None if axes is None else [[], axes])
    if not seen:
        yield _explain_none(tree)
    for statement in tree.body:
        if isinstance(statement, ast.If) and _is_main(statement.test):
            message = 'what stands under if __name__ == "__main__" would run in every process'
            yield Fault(statement.lineno, message, "Leave it out: the script has its own.")


def _list_definitions(node: ast.AST) -> list[Definition]:
    return [part for part in _walk_own(node) if isinstance(part, Definition)]


def _is_measured(name: str) -> bool:
    return name.startswith(_PREFIXES) and name not in _PREFIXES


def _check_function(node: Definition, allowed: list[list[str]] | None) -> Iterator[Fault]:
    if node.decorator_list:  # it may be called otherwise than it is defined
        return
    if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in _walk_own(node)):
        message = f"{node.name} is a generator: to call it runs nothing of it"
        yield Fault(node.lineno, message, "Let it consume what it makes, and not yield.")
    if allowed is not None and not any(_takes(node.args, axes) for axes in allowed):
        expected = " or ".join(f"{node.name}({', '.join(axes)})" for axes in allowed)
        message = f"{node.name}({_write_names(node.args)}) does not take what it is called with"
        yield Fault(node.lineno, message, f"Write def {expected}.")


def _takes(given: ast.arguments, axes: list[str]) -> bool:
    """Tell whether it can be called with so many values, and names none in another's place."""
    names = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    return (
        len(names) - len(given.defaults) <= len(axes)
        and (len(axes) <= len(names) or given.vararg is not None)
        and all(default is not None for default in given.kw_defaults)
        and not any(n in axes and n != axis for n, axis in zip(names, axes, strict=False))
    )


def _write_names(given: ast.arguments) -> str:
    parts = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    parts += [f"*{given.vararg.arg}"] if given.vararg else ["*"] if given.kwonlyargs else []
    parts += [argument.arg for argument in given.kwonlyargs]
    return ", ".join([*parts, *([f"**{given.kwarg.arg}"] if given.kwarg else [])])


def _walk_own(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what is in it, in source order, but not what is in functions and classes of it.

    A tree may be deeper than Python's stack, so this does not call itself.
    """
    left = [*ast.iter_child_nodes(node)][::-1]
    while left:
        part = left.pop()
        yield part
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            left += [*ast.iter_child_nodes(part)][::-1]


def _is_main(test: ast.expr) -> bool:
    parts = list(ast.walk(test))
    return any(isinstance(part, ast.Name) and part.id == "__name__" for part in parts) and any(
        isinstance(part, ast.Constant) and part.value == "__main__" for part in parts
    )


def _explain_none(tree: ast.Module) -> Fault:
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    inside = [n for c in classes for n in _list_definitions(c) if _is_measured(n.name)]
    expected = ", ".join(f"{prefix}*" for prefix in _PREFIXES)
    if inside:
        message = (
            f"{quote(inside[0].name)} stands in a class, and functions of classes are not measured"
        )
        return Fault(inside[0].lineno, message, "Move it to the top level.")
    return Fault(1, f"there is no function {expected}", "Write def time_something(): …")
