"""Modules that a submission holds exactly as they were handed out, so that their answers are known.

Such a function raises NotImplementedError and nothing else, so it needs no worker. Only a whole file counts,
byte for byte, and only if nothing else in the stage could change what it imports.
"""

import ast
import inspect
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.catalog import Project
from autograder.sandbox.outcome import End, Outcome, StudentError
from autograder.submissions.stage import PROVIDED

CLASSES = ("NotImplementedError", "RuntimeError", "Exception", "BaseException")
"""As a worker reports them."""
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Stub:
    """A function as it was handed out."""

    signature: inspect.Signature
    outcome: Outcome
    """Of every call that fits the signature."""

    def takes(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> bool:
        """Return whether a call fits the signature; another one would raise TypeError."""
        try:
            self.signature.bind(*args, **kwargs)
        except TypeError:
            return False
        return True


def untouched_stubs(stage: Path, project: Project) -> dict[str, Stub]:
    """Return the stubs of all modules that a stage holds as they were handed out, by the function's name.

    Args:
        stage: the staged submission, before any of its code has run.
        project: holds the files that students download. In the container it does not, so nothing is found.
    """
    modules = project.assignment.modules
    known, names = {each.path for each in modules}, frozenset(each.name for each in modules)
    for path in stage.rglob("*"):
        parts = path.relative_to(stage).parts
        if parts[0] != PROVIDED and (len(parts) > 1 or path.name not in known or not path.is_file()):
            return {}  # what the stubs import could come from it
    found: dict[str, Stub] = {}
    for module in modules:
        handed_out, own = project.assignment_folder / module.path, stage / module.path
        if handed_out.is_file() and own.is_file():
            content = handed_out.read_bytes()
            if own.read_bytes() == content:
                stubs = _stubs(module.path, content, names)
                asked = {each.function for each in module.questions}
                found |= {name: stub for name, stub in stubs.items() if name in asked}
    return found


@lru_cache(maxsize=64)
def _stubs(path: str, content: bytes, modules: frozenset[str]) -> dict[str, Stub]:
    """Return the functions of a file of ours that are stubs, and to which nothing else in it gives a name.

    There are none if the file imports one of the `modules`, which a student may have changed. The same holds
    if it binds names in ways that this does not follow.
    """
    tree = ast.parse(content)
    body = tree.body
    bound = Counter(name for node in body for name in _names_bound_by(node))
    if _imported(tree) & modules or bound["*"] or bound["NotImplementedError"]:
        return {}
    if any(isinstance(node, ast.Global) for node in ast.walk(tree)):
        return {}
    found = {}
    for node in body:
        if not isinstance(node, ast.FunctionDef) or bound[node.name] > 1:
            continue
        rest = node.body[1:] if _is_text(node.body[0]) else node.body
        match rest:
            case [
                ast.Raise(
                    exc=ast.Call(
                        func=ast.Name(id="NotImplementedError"),
                        args=[ast.Constant(value=str(text))],
                        keywords=[],
                    ),
                    cause=None,
                )
            ] if not node.decorator_list:
                error = StudentError(CLASSES, path, rest[0].lineno, text)
                found[node.name] = Stub(_signature(node.args), Outcome(End.ERROR, error=error))
    return found


def _names_bound_by(node: ast.stmt) -> Iterator[str]:
    """Iterate over all names that a statement of a module may bind, in its branches and loops, too."""
    if isinstance(node, DEFINITIONS):
        yield node.name
        return  # names bound inside it are local
    for each in ast.walk(node):
        if isinstance(each, ast.alias):
            yield (each.asname or each.name).partition(".")[0]
        elif isinstance(each, ast.Name) and not isinstance(each.ctx, ast.Load):
            yield each.id
        elif isinstance(each, (*DEFINITIONS, ast.ExceptHandler)) and each.name:
            yield each.name


def _imported(tree: ast.Module) -> set[str]:
    """Return the first names of all modules that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            # A relative import fails, but which name it has is of no use here.
            found.add((node.module or node.names[0].name).partition(".")[0])
    return found


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _signature(given: ast.arguments) -> inspect.Signature:
    positional = [*given.posonlyargs, *given.args]
    n_required = len(positional) - len(given.defaults)
    parameters = [
        inspect.Parameter(
            each.arg,
            inspect.Parameter.POSITIONAL_ONLY
            if n < len(given.posonlyargs)
            else inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=inspect.Parameter.empty if n < n_required else None,
        )
        for n, each in enumerate(positional)
    ]
    if given.vararg:
        parameters.append(inspect.Parameter(given.vararg.arg, inspect.Parameter.VAR_POSITIONAL))
    parameters += [
        inspect.Parameter(
            each.arg,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if default is None else None,
        )
        for each, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    ]
    if given.kwarg:
        parameters.append(inspect.Parameter(given.kwarg.arg, inspect.Parameter.VAR_KEYWORD))
    return inspect.Signature(parameters)
