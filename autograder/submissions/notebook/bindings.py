"""The names that a statement binds or changes."""

import ast
import re
from collections.abc import Iterator
from enum import Enum, auto

# Methods that change what they are called on, of containers and of libraries' settings.
_CHANGES = re.compile(
    r"(?:append|extend|update|add|insert|setdefault|pop|popitem|remove|discard|clear|sort|reverse|appendleft"
    r"|register|simplefilter|filterwarnings|manual_seed|seed|set[a-z_]*)\Z"
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Binding(Enum):
    """What a statement does to a name."""

    WHOLE = auto()
    """It binds the name, whatever it was before."""
    PARTLY = auto()
    """It may bind the name, as in `if` and `try`."""
    CHANGES = auto()
    """It changes what the name stands for: `TABLE[1] = 2`, `SomeClass.method = f`."""


def bindings_of(node: ast.stmt) -> Iterator[tuple[str, Binding]]:
    """Iterate over the names that a statement binds or changes, some of them several times."""
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
        case ast.If(test=test) if last_name(test) == "TYPE_CHECKING":
            for below in node.orelse:
                yield from ((name, _less(binding)) for name, binding in bindings_of(below))
            return
        case (
            ast.If()
            | ast.Try()
            | ast.TryStar()
            | ast.For()
            | ast.While()
            | ast.With()
            | ast.Match()
            | ast.AsyncFor()
            | ast.AsyncWith()
        ):
            yield from _in_compound(node)
    for each in outside_functions(node):
        if isinstance(each, ast.NamedExpr):
            yield each.target.id, Binding.PARTLY


def _in_compound(node: ast.AST) -> Iterator[tuple[str, Binding]]:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.stmt):
            yield from ((name, _less(binding)) for name, binding in bindings_of(each))
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


def last_name(node: ast.expr) -> str:
    """Return the name at the right end of `name.attribute`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
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
