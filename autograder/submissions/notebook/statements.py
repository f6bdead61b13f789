"""Statements of a notebook's code: the names that each one binds, changes and needs."""

import ast
import symtable
import warnings
from dataclasses import dataclass
from functools import cached_property

from autograder.submissions.notebook.bindings import Binding, bindings_of, last_name, outside_functions
from autograder.submissions.notebook.lexer import Line, joined

PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
FUTURE = "from __future__ import annotations\n"
NEVER_RUN = {"input", "getpass", "raw_input"}
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete)


@dataclass(eq=False)
class Statement:
    """A statement at the top level of a cell."""

    node: ast.stmt
    lines: tuple[Line, ...]
    position: float
    owner: str = ""
    """The module to which its cell belongs."""
    is_spare: bool = False
    """Whether it was read from a cell that is not code: it counts only if nothing else has its names."""

    @cached_property
    def text(self) -> str:
        """Its source."""
        return joined(self.lines)

    @cached_property
    def is_stub(self) -> bool:
        """Whether it is an untouched stub: nothing but its docstring and `raise NotImplementedError`."""
        node = self.node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return False
        body = node.body
        if isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant) and len(body) > 1:
            body = body[1:]
        match body:
            case [ast.Raise(exc=ast.Name(id="NotImplementedError"))]:
                return True
            case [ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError")))]:
                return True
            case [ast.Expr(value=ast.Constant(value=value))]:
                return value is ...
        return False

    @cached_property
    def is_import(self) -> bool:
        """Whether it is an import."""
        return isinstance(self.node, ast.Import | ast.ImportFrom)

    @cached_property
    def is_star(self) -> bool:
        """Whether it imports all names of a module."""
        return isinstance(self.node, ast.ImportFrom) and self.node.names[0].name == "*"

    @cached_property
    def imported_from(self) -> tuple[str, list[str]]:
        """The module of `from module import names`, with the names."""
        if isinstance(self.node, ast.ImportFrom) and not self.node.level:
            return self.node.module or "", [alias.name for alias in self.node.names]
        return "", []

    @cached_property
    def bindings(self) -> dict[str, Binding]:
        """The names that it binds or changes."""
        found: dict[str, Binding] = {}
        for name, binding in bindings_of(self.node):
            if found.get(name) is not Binding.WHOLE:
                found[name] = binding
        return found

    @cached_property
    def called(self) -> set[str]:
        """Functions that it calls for what they do, and not for what they return: `setup()`, `@register`."""
        node = self.node
        calls: list[ast.expr] = []
        if isinstance(node, ast.Expr):
            calls = [node.value] if isinstance(node.value, ast.Call) else []
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            calls = node.decorator_list
        functions = [call.func if isinstance(call, ast.Call) else call for call in calls]
        return {each.id for each in functions if isinstance(each, ast.Name)}

    @cached_property
    def effects(self) -> dict[str, Binding]:
        """Global names that a function binds or changes when it is called."""
        found: dict[str, Binding] = {}
        if isinstance(self.node, ast.FunctionDef | ast.ClassDef):
            for each in ast.walk(self.node):
                if isinstance(each, ast.Global):
                    found |= dict.fromkeys(each.names, Binding.PARTLY)
                elif isinstance(each, _SIMPLE):
                    changed = [name for name, binding in bindings_of(each) if binding is Binding.CHANGES]
                    found = dict.fromkeys(changed, Binding.CHANGES) | found
        return found

    def makes_function(self, name: str) -> bool:
        """Return whether it makes `name` a function, and not the result of calling one.

        Students write `loss = loss(logits, ids)` in cells below their work.
        """
        match self.node:
            case (
                ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.ImportFrom() | ast.Import()
            ):
                return True
            case ast.Assign(targets=[ast.Name()], value=ast.Lambda() | ast.Name() | ast.Attribute()):
                return True
            case ast.Assign(targets=[ast.Name()], value=ast.Call() as call):
                calls_itself = any(
                    isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == name
                    for part in ast.walk(call)
                )
                given = [*call.args, *(keyword.value for keyword in call.keywords)]
                return not calls_itself and any(isinstance(each, ast.Name | ast.Lambda) for each in given)
            case ast.If() | ast.Try() | ast.With():
                return any(
                    isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) and part.name == name
                    for part in ast.walk(self.node)
                )
        return False

    @property
    def error(self) -> str:
        """Why Python cannot compile it, although its parser accepts it, such as `await`; or nothing."""
        return self._compiled[1]

    @property
    def error_line(self) -> Line:
        """The line at which Python cannot compile it."""
        return self.lines[min(max(self._compiled[2], 1), len(self.lines)) - 1]

    @cached_property
    def _compiled(self) -> tuple[symtable.SymbolTable | None, str, int]:
        source = FUTURE + self.text
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(source, "cell", "exec", dont_inherit=True)
                return symtable.symtable(source, "cell", "exec"), "", 0
        except PARSE_ERRORS as error:
            reason = str(getattr(error, "msg", "") or type(error).__name__)
            return None, reason, (getattr(error, "lineno", None) or 2) - 1

    @cached_property
    def needs(self) -> tuple[set[str], set[str]]:
        """Global names that it needs when it runs, and those that its functions need when they are called."""
        table = self._compiled[0]
        if table is None:
            return set(), set()
        # Since Python 3.12, a variable of a comprehension looks like one of the statement's own.
        now = {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (not symbol.is_assigned() or symbol.get_name() in self.bindings)
        }
        later: set[str] = set()
        for child in table.get_children():
            _collect(child, now, later)
        if isinstance(self.node, ast.ClassDef) or getattr(self.node, "decorator_list", None):
            # A decorator may read annotations, as `dataclass` and `singledispatch` do.
            later |= _annotation_names(self.node)
        if not isinstance(self.node, (*_SIMPLE, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            # The variable of a loop is its own: it needs no other loop that has one of the same name.
            now -= {name for name, binding in self.bindings.items() if binding is Binding.PARTLY}
        for node in outside_functions(self.node):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                now.add(node.target.id)
        return now, later

    @cached_property
    def never_runs(self) -> bool:
        """Whether it asks the person at the keyboard for something."""
        return any(
            isinstance(each, ast.Call) and last_name(each.func) in NEVER_RUN
            for each in outside_functions(self.node)
        )


def _collect(table: symtable.SymbolTable, now: set[str], later: set[str]) -> None:
    runs_now = table.get_type() == "class" or table.get_name() in (
        "listcomp",
        "setcomp",
        "dictcomp",
        "genexpr",
    )
    names = now if runs_now else later
    for symbol in table.get_symbols():
        if symbol.is_global() and (symbol.is_referenced() or symbol.is_assigned()):
            names.add(symbol.get_name())
    for child in table.get_children():
        _collect(child, names, later)


def _annotation_names(node: ast.stmt) -> set[str]:
    found: set[str] = set()
    for each in ast.walk(node):
        for annotation in (getattr(each, "annotation", None), getattr(each, "returns", None)):
            if isinstance(annotation, ast.expr):
                found.update(name.id for name in ast.walk(annotation) if isinstance(name, ast.Name))
    return found
