"""Statements of a notebook's code: the names that each one binds, changes and needs."""

import ast
import builtins
import re
import symtable
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from autograder.submissions.notebook.lexer import DEFINITION, Line, as_ipython_runs_it, chunks, joined

MAX_CHARACTERS = 200_000
"""Of source that is parsed at once: a list of numbers takes 500 times its size, and a minute for 2 MB."""
PARSE_ERRORS = (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError)
FUTURE = "from __future__ import annotations\n"
BUILTIN_NAMES = frozenset(dir(builtins)) | {"__name__", "__file__", "__doc__"}
NEVER_RUN = {"input", "getpass", "raw_input"}
# Methods that change what they are called on, of containers and of libraries' settings.
_CHANGES = re.compile(
    r"(?:append|extend|update|add|insert|setdefault|pop|popitem|remove|discard|clear|sort|reverse|appendleft"
    r"|register|simplefilter|filterwarnings|manual_seed|seed|set[a-z_]*)\Z"
)
_SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Delete)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Binding(Enum):
    """What a statement does to a name."""

    WHOLE = auto()
    """It binds the name, whatever it was before."""
    PARTLY = auto()
    """It may bind the name, as in `if` and `try`."""
    CHANGES = auto()
    """It changes what the name stands for: `TABLE[1] = 2`, `SomeClass.method = f`."""


@dataclass(frozen=True)
class Broken:
    """Source that is not Python: the function that it defines, if any, and where it fails."""

    name: str
    lines: tuple[Line, ...]
    at: Line
    reason: str


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
        for name, binding in _bindings(self.node):
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
                    changed = [name for name, binding in _bindings(each) if binding is Binding.CHANGES]
                    found = dict.fromkeys(changed, Binding.CHANGES) | found
        return found

    def makes_function(self, name: str) -> bool:
        """Return whether it makes `name` a function, and not the result of calling one.

        Students write `loss = loss(logits, ids)` in cells below their work.
        """
        match self.node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.ImportFrom() | ast.Import():
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
        """Why Python cannot compile it: the parser accepts some that the compiler does not, such as `await`."""
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
        for node in _outside_functions(self.node):
            if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                now.add(node.target.id)
        return now, later

    @cached_property
    def never_runs(self) -> bool:
        """Whether it asks the person at the keyboard for something."""
        return any(
            isinstance(each, ast.Call) and _last_name(each.func) in NEVER_RUN for each in _outside_functions(self.node)
        )


def _collect(table: symtable.SymbolTable, now: set[str], later: set[str]) -> None:
    runs_now = table.get_type() == "class" or table.get_name() in ("listcomp", "setcomp", "dictcomp", "genexpr")
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


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Iterate over what runs when the statement runs: not into the bodies of functions."""
    left: list[ast.AST] = [node]
    while left:
        each = left.pop()
        yield each
        if isinstance(each, _FUNCTIONS):
            if not isinstance(each, ast.Lambda):
                left += [*each.decorator_list, *each.args.defaults, *filter(None, each.args.kw_defaults)]
        else:
            left += ast.iter_child_nodes(each)


def _bindings(node: ast.stmt) -> Iterator[tuple[str, Binding]]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name, Binding.WHOLE
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if isinstance(called, ast.Attribute):  # `@f.register`
                    yield _root(called), Binding.CHANGES
        case ast.Import(names=names):
            for alias in names:
                is_whole = alias.asname or "." not in alias.name
                yield (
                    alias.asname or alias.name.partition(".")[0],
                    Binding.WHOLE if is_whole else Binding.PARTLY,
                )
        case ast.ImportFrom(module="__future__"):
            return
        case ast.ImportFrom(names=names):
            for alias in names:
                if alias.name != "*":
                    yield alias.asname or alias.name, Binding.WHOLE
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _targets(target)
        case ast.AnnAssign(target=target, value=value):
            if value is not None:
                yield from _targets(target)
        case ast.AugAssign(target=target):
            yield _root(target), Binding.CHANGES
        case ast.Expr(value=ast.Call() as call):
            yield from _changed_by(call)
        case ast.If(test=test) if _last_name(test) == "TYPE_CHECKING":
            for below in node.orelse:
                yield from ((name, _less(binding)) for name, binding in _bindings(below))
            return
        case ast.If() | ast.Try() | ast.TryStar() | ast.For() | ast.While() | ast.With() | ast.Match() | ast.AsyncFor() | ast.AsyncWith():
            yield from _in_compound(node)
    for each in _outside_functions(node):
        if isinstance(each, ast.NamedExpr):
            yield each.target.id, Binding.PARTLY


def _in_compound(node: ast.AST) -> Iterator[tuple[str, Binding]]:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.stmt):
            yield from ((name, _less(binding)) for name, binding in _bindings(each))
        elif isinstance(each, ast.ExceptHandler | ast.match_case):
            yield from _in_compound(each)
        elif isinstance(each, ast.withitem):
            if each.optional_vars:
                yield from ((name, _less(binding)) for name, binding in _targets(each.optional_vars))
        elif isinstance(each, ast.pattern):
            for pattern in ast.walk(each):
                if name := getattr(pattern, "name", None) or getattr(pattern, "rest", None):
                    yield str(name), Binding.PARTLY
    if isinstance(node, ast.For | ast.AsyncFor):
        yield from ((name, _less(binding)) for name, binding in _targets(node.target))


def _less(binding: Binding) -> Binding:
    return Binding.CHANGES if binding is Binding.CHANGES else Binding.PARTLY


def _targets(target: ast.expr) -> Iterator[tuple[str, Binding]]:
    match target:
        case ast.Name(id=name):
            yield name, Binding.WHOLE
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            for each in elements:
                yield from _targets(each)
        case ast.Starred(value=value):
            yield from _targets(value)
        case _:
            yield _root(target), Binding.CHANGES


def _changed_by(call: ast.Call) -> Iterator[tuple[str, Binding]]:
    match call.func:
        case ast.Name(id="setattr" | "delattr") if call.args:
            yield _root(call.args[0]), Binding.CHANGES
        case ast.Attribute(attr=attribute) if _CHANGES.match(attribute):
            yield _root(call.func), Binding.CHANGES


def _root(node: ast.expr) -> str:
    """Return the name at the left end of `name.attribute[index](…)`."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        else:
            return ""
    return node.id


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@dataclass
class Parsed:
    """What the source of a cell came to."""

    statements: list[Statement] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    too_long: bool = False


def parse(lines: Sequence[Line], *, as_file: bool = False) -> Parsed:
    """Return the statements of a cell; of one that is not Python as a whole, those that are.

    Args:
        lines: the source.
        as_file: it is a file's, to which IPython adds nothing.
    """
    parsed = Parsed()
    if sum(len(line.text) + 1 for line in lines) <= MAX_CHARACTERS:
        if (tree := _tree(lines)) is not None:
            parsed.statements = list(_cut(tree, lines))
            return parsed
        lines = lines if as_file else as_ipython_runs_it(lines)
        if (tree := _tree(lines)) is not None:
            parsed.statements = list(_cut(tree, lines))
            return parsed
    for chunk in chunks(lines if as_file else as_ipython_runs_it(lines)):
        _parse_chunk(chunk, parsed, by_words=True)
    return parsed


def is_python(lines: Sequence[Line]) -> bool:
    """Return whether a cell is Python as a whole, or as IPython runs it."""
    if sum(len(line.text) + 1 for line in lines) > MAX_CHARACTERS:
        return False
    return _tree(lines) is not None or _tree(as_ipython_runs_it(lines)) is not None


def _parse_chunk(chunk: list[Line], parsed: Parsed, *, by_words: bool) -> None:
    if sum(len(line.text) + 1 for line in chunk) > MAX_CHARACTERS:
        parsed.too_long = True
        return
    try:
        tree = _parse_text(joined(chunk))
    except PARSE_ERRORS as error:
        smaller = chunks(chunk, by_words=True) if by_words else []
        if len(smaller) > 1:
            for each in smaller:
                _parse_chunk(each, parsed, by_words=False)
            return
        name = next((found[1] for line in chunk if (found := DEFINITION.match(line.text))), "")
        number = min(max(getattr(error, "lineno", None) or 1, 1), len(chunk))
        reason = str(getattr(error, "msg", "") or type(error).__name__)
        parsed.broken.append(Broken(name, tuple(chunk), chunk[number - 1], reason))
    else:
        parsed.statements += _cut(tree, chunk)


def _tree(lines: Sequence[Line]) -> ast.Module | None:
    try:
        return _parse_text(joined(lines))
    except PARSE_ERRORS:
        return None


def _parse_text(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, feature_version=None)


def _cut(tree: ast.Module, lines: Sequence[Line]) -> Iterator[Statement]:
    """Yield each statement with its own lines; of a line that it shares with others, its part."""
    for node in tree.body:
        decorators = [each.lineno for each in getattr(node, "decorator_list", [])]
        first, last = min([node.lineno, *decorators]) - 1, (node.end_lineno or node.lineno) - 1
        own = list(lines[first : last + 1])
        last_bytes = own[-1].text.encode()[: node.end_col_offset]
        own[-1] = Line(last_bytes.decode(errors="replace"), own[-1].cell, own[-1].number)
        if not decorators and node.col_offset:
            text = own[0].text.encode()[node.col_offset :].decode(errors="replace")
            own[0] = Line(text, own[0].cell, own[0].number)
        yield Statement(node, tuple(own), 0)


