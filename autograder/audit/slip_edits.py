"""The kinds of slips, as edits of a syntax tree: of an expression, of a statement, of a function's body."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from enum import StrEnum
from itertools import combinations

COUNTING = {"range", "max", "min", "divmod", "len", "sum", "abs"}
"""Builtin functions whose arguments are numbers, or whose result is one."""
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Div, ast.Mod)
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
CONSTANTS = {
    "bool": ["True", "False"],
    "int": ["0", "1"],
    "float": ["0.0", "1.0"],
    "str": ["''"],
    "list": ["[]", "[[]]"],
    "tuple": ["()", "(0, 0)", "([], [])"],
    "dict": ["{}"],
}
"""Constant results by the word that the return annotation begins with."""


class SlipKind(StrEnum):
    """What kind of oversight a slip is."""

    OFF_BY_ONE = "off by one"
    CONSTANT = "constant result"
    IGNORED = "argument ignored"
    SWAPPED = "swapped"
    SIGN = "sign"
    STALE = "stale variable"
    EARLY_RETURN = "early return"
    EXHAUSTED = "exhausted iterator"
    ONCE = "loop runs once"
    LEFT_OUT = "left out"


Expressions = Iterator[tuple[SlipKind, ast.expr]]
Statements = Iterator[tuple[SlipKind, list[ast.stmt]]]


def parameters(function: ast.FunctionDef) -> list[str]:
    """Return the names of a function's parameters."""
    return [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]


def expression_edits(node: ast.expr, function: ast.FunctionDef) -> Expressions:
    """Yield what may stand in the place of an expression."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for shifted in _shifted(left):
                yield SlipKind.OFF_BY_ONE, ast.Compare(shifted, [op], [right])
            for other in ORDER if isinstance(op, ORDER) else ():
                kind = SlipKind.OFF_BY_ONE if type(op).__name__[:2] == other.__name__[:2] else SlipKind.SIGN
                yield kind, ast.Compare(left, [other()], [right])
        case ast.Compare(left=left, ops=[first, *ops], comparators=[middle, *rest]):
            for shifted in _shifted(middle):
                yield SlipKind.OFF_BY_ONE, ast.Compare(left, [first, *ops], [shifted, *rest])
            yield SlipKind.LEFT_OUT, ast.Compare(left, [first], [middle])
            yield SlipKind.LEFT_OUT, ast.Compare(middle, ops, rest)
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            yield SlipKind.OFF_BY_ONE, ast.Constant(value + 1)
            yield SlipKind.OFF_BY_ONE, ast.Constant(value - 1)
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, ARITHMETIC):
            yield from _arithmetic_edits(left, op, right)
        case ast.BoolOp(op=op, values=[one, other]):
            yield SlipKind.LEFT_OUT, one
            yield SlipKind.LEFT_OUT, other
            yield SlipKind.SIGN, ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), [one, other])
        case ast.UnaryOp(operand=operand):
            yield SlipKind.SIGN, operand
        case ast.IfExp(body=body, orelse=orelse):
            yield SlipKind.LEFT_OUT, body
            yield SlipKind.LEFT_OUT, orelse
            yield SlipKind.SWAPPED, ast.IfExp(node.test, orelse, body)
        case ast.Slice(lower=lower, upper=upper):
            for shifted in _shifted(lower) if lower else [ast.Constant(1)]:
                yield SlipKind.OFF_BY_ONE, ast.Slice(shifted, upper)
            for shifted in _shifted(upper) if upper else [ast.Constant(-1)]:
                yield SlipKind.OFF_BY_ONE, ast.Slice(lower, shifted)
        case ast.Tuple(elts=elts, ctx=ast.Load()) if len(elts) > 1:
            for i, j in combinations(range(len(elts)), 2):
                yield SlipKind.SWAPPED, ast.Tuple(_exchanged(elts, i, j), ast.Load())
            for i, each in enumerate(elts):
                for shifted in _shifted(each):
                    yield SlipKind.OFF_BY_ONE, ast.Tuple([*elts[:i], shifted, *elts[i + 1 :]], ast.Load())
        case ast.Call():
            yield from _call_edits(node)
        case ast.ListComp() | ast.GeneratorExp():
            yield from _comprehension_edits(node)
        case ast.Name(id=name, ctx=ast.Load()):
            for older in _older_values(name, function):
                yield SlipKind.STALE, ast.Name(older, ast.Load())


def statement_edits(node: ast.stmt, function: ast.FunctionDef) -> Statements:
    """Yield what may stand in the place of a statement."""
    match node:
        case ast.For(iter=iterated):
            for kind, other in _iterated(iterated):
                again = deepcopy(node)
                again.iter = other
                yield kind, [again]
            yield from _loop_edits(node)
        case ast.While():
            yield from _loop_edits(node)
            yield SlipKind.ONCE, [ast.If(node.test, node.body, [])]
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield SlipKind.EARLY_RETURN, [node, ast.Return(ast.Name(name, ast.Load()))]
            if name in parameters(function) or _times_assigned(name, function) > 1:
                yield SlipKind.STALE, []
        case ast.AugAssign(target=ast.Name(id=name)):
            yield SlipKind.STALE, []
            yield SlipKind.STALE, [ast.Assign([ast.Name(name, ast.Store())], node.value, lineno=0)]
        case ast.If(body=[ast.Raise()], test=test):
            yield SlipKind.LEFT_OUT, []
            yield SlipKind.SIGN, [ast.If(ast.UnaryOp(ast.Not(), test), node.body, [])]
        case ast.If(body=body, orelse=orelse):
            yield SlipKind.LEFT_OUT, [*orelse]
            yield SlipKind.LEFT_OUT, [*body]
        case ast.Expr():
            yield SlipKind.LEFT_OUT, []
        case ast.Return(value=ast.expr() as value):
            kind_of_result = ast.unparse(function.returns).partition("[")[0] if function.returns else ""
            if kind_of_result in ("int", "float"):
                for shifted in _shifted(value):
                    yield SlipKind.OFF_BY_ONE, [ast.Return(shifted)]
            if kind_of_result == "bool":
                yield SlipKind.SIGN, [ast.Return(ast.UnaryOp(ast.Not(), value))]
            if kind_of_result in ("list", "tuple"):
                for part in ("[:-1]", "[1:]", "[::-1]", "[:1]"):
                    yield SlipKind.LEFT_OUT, [ast.Return(_around(f"VALUE{part}", value))]
            yield SlipKind.CONSTANT, [ast.Return(ast.BinOp(value, ast.Mult(), ast.Constant(0)))]
            for constant in CONSTANTS.get(kind_of_result, []):
                yield SlipKind.CONSTANT, [ast.Return(ast.parse(constant, mode="eval").body)]
            for name in parameters(function):
                yield SlipKind.CONSTANT, [ast.Return(ast.Name(name, ast.Load()))]


def body_edits(function: ast.FunctionDef) -> Iterator[tuple[SlipKind, list[ast.stmt]]]:
    """Yield other bodies of a function."""
    body = function.body
    kind_of_result = ast.unparse(function.returns).partition("[")[0] if function.returns else ""
    for constant in CONSTANTS.get(kind_of_result, []):
        yield SlipKind.CONSTANT, ast.parse(f"return {constant}").body
    args = function.args.args
    defaults = [None] * (len(args) - len(function.args.defaults)) + list(function.args.defaults)
    for arg, default in zip(args, defaults, strict=True):
        if default is not None:
            yield SlipKind.IGNORED, [*ast.parse(f"{arg.arg} = {ast.unparse(default)}").body, *body]
        for constant in ("0", "1") if arg.annotation and ast.unparse(arg.annotation) == "int" else ():
            yield SlipKind.IGNORED, [*ast.parse(f"{arg.arg} = {constant}").body, *body]
        if arg.annotation and ast.unparse(arg.annotation).startswith("list"):
            yield SlipKind.EXHAUSTED, [*ast.parse(f"{arg.arg} = iter({arg.arg})").body, *body]
            for part in ("[:1]", "[1:]", "[:-1]", "[::-1]"):
                yield SlipKind.LEFT_OUT, [*ast.parse(f"{arg.arg} = {arg.arg}{part}").body, *body]
    for one, other in combinations(args, 2):
        if one.annotation and other.annotation and ast.dump(one.annotation) == ast.dump(other.annotation):
            swap = ast.parse(f"{one.arg}, {other.arg} = ({other.arg}, {one.arg})").body
            yield SlipKind.SWAPPED, [*swap, *body]


def _shifted(node: ast.expr) -> list[ast.expr]:
    """Return an expression plus and minus one; nothing for what is not a number."""
    if isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.ListComp | ast.Dict | ast.JoinedStr):
        return []
    return [ast.BinOp(node, op, ast.Constant(1)) for op in (ast.Add(), ast.Sub())]


def _arithmetic_edits(left: ast.expr, op: ast.operator, right: ast.expr) -> Expressions:
    for shifted in _shifted(left):
        yield SlipKind.OFF_BY_ONE, ast.BinOp(shifted, op, right)
    for shifted in _shifted(right):
        yield SlipKind.OFF_BY_ONE, ast.BinOp(left, op, shifted)
    if isinstance(op, ast.Sub | ast.FloorDiv | ast.Div | ast.Mod):
        yield SlipKind.SWAPPED, ast.BinOp(right, op, left)
    others: dict[type[ast.operator], list[ast.operator]] = {
        ast.Add: [ast.Sub()],
        ast.Sub: [ast.Add()],
        ast.Mult: [ast.FloorDiv(), ast.Add()],
        ast.FloorDiv: [ast.Mult(), ast.Mod()],
        ast.Div: [ast.Mult(), ast.FloorDiv()],
        ast.Mod: [ast.FloorDiv()],
    }
    for other in others[type(op)]:
        yield SlipKind.SIGN, ast.BinOp(left, other, right)
    yield SlipKind.LEFT_OUT, left
    yield SlipKind.LEFT_OUT, right


def _call_edits(node: ast.Call) -> Expressions:
    args = node.args
    if isinstance(node.func, ast.Name) and node.func.id in COUNTING - {"len", "sum"}:
        for i, each in enumerate(args):
            for shifted in _shifted(each):
                changed = [*args[:i], shifted, *args[i + 1 :]]
                yield SlipKind.OFF_BY_ONE, ast.Call(node.func, changed, node.keywords)
    if not any(isinstance(each, ast.Starred) for each in args):
        for i, j in combinations(range(len(args)), 2):
            yield SlipKind.SWAPPED, ast.Call(node.func, _exchanged(args, i, j), node.keywords)
    if isinstance(node.func, ast.Name) and node.func.id in ("max", "min"):
        for each in args if len(args) > 1 else ():
            yield SlipKind.LEFT_OUT, each
    for i, keyword in enumerate(node.keywords):
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool):
            flipped = ast.keyword(keyword.arg, ast.Constant(not keyword.value.value))
            yield (
                SlipKind.SIGN,
                ast.Call(node.func, args, [*node.keywords[:i], flipped, *node.keywords[i + 1 :]]),
            )
        else:
            yield SlipKind.LEFT_OUT, ast.Call(node.func, args, node.keywords[:i] + node.keywords[i + 1 :])
    for i, each in enumerate(args):
        if isinstance(each, ast.GeneratorExp):
            spent = ast.parse("iter(())", mode="eval").body
            yield SlipKind.EXHAUSTED, ast.Call(node.func, [*args[:i], spent, *args[i + 1 :]], node.keywords)


def _comprehension_edits(node: ast.ListComp | ast.GeneratorExp) -> Expressions:
    for i, each in enumerate(node.generators):
        for kind, other in _iterated(each.iter):
            again = deepcopy(node)
            again.generators[i].iter = other
            yield kind, again
        for test in each.ifs:
            again = deepcopy(node)
            again.generators[i].ifs = []
            yield SlipKind.LEFT_OUT, again
            again = deepcopy(node)
            again.generators[i].ifs = [ast.UnaryOp(ast.Not(), test)]
            yield SlipKind.SIGN, again


def _iterated(iterated: ast.expr) -> Expressions:
    """Yield what a loop may go over instead."""
    yield SlipKind.EXHAUSTED, ast.parse("iter(())", mode="eval").body
    yield SlipKind.ONCE, _around("list(VALUE)[:1]", iterated)
    yield SlipKind.EXHAUSTED, _around("list(VALUE)[1:]", iterated)
    yield SlipKind.LEFT_OUT, _around("list(VALUE)[:-1]", iterated)
    yield SlipKind.LEFT_OUT, _around("list(VALUE)[::2]", iterated)
    yield SlipKind.STALE, _around("list(VALUE)[:1] * len(list(VALUE))", iterated)
    yield SlipKind.STALE, _around("list(VALUE)[-1:] * len(list(VALUE))", iterated)
    yield SlipKind.SWAPPED, _around("list(VALUE)[::-1]", iterated)


def _loop_edits(node: ast.For | ast.While) -> Statements:
    once = deepcopy(node)
    once.body.append(ast.Break())
    yield SlipKind.ONCE, [once]
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AugAssign(target=ast.Name(id=name)):
                early = deepcopy(node)
                early.body.append(ast.Return(ast.Name(name, ast.Load())))
                yield SlipKind.EARLY_RETURN, [early]
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
                early = deepcopy(node)
                early.body.append(ast.Return(ast.Name(name, ast.Load())))
                yield SlipKind.EARLY_RETURN, [early]


def _older_values(name: str, function: ast.FunctionDef) -> list[str]:
    """Return the names whose values a local variable was made of: what it may be confused with."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                stored = {
                    each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)
                }
                if name in stored:
                    used = [each.id for each in ast.walk(value) if isinstance(each, ast.Name)]
                    known = {*parameters(function), *_assigned(function)}
                    return [each for each in dict.fromkeys(used) if each in known and each != name]
    return []


def _assigned(function: ast.FunctionDef) -> set[str]:
    return {
        each.id
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _times_assigned(name: str, function: ast.FunctionDef) -> int:
    return sum(
        isinstance(each, ast.Name) and each.id == name and isinstance(each.ctx, ast.Store)
        for each in ast.walk(function)
    )


def _exchanged(nodes: list[ast.expr], i: int, j: int) -> list[ast.expr]:
    changed = list(nodes)
    changed[i], changed[j] = changed[j], changed[i]
    return changed


class _Fill(ast.NodeTransformer):
    def __init__(self, value: ast.expr) -> None:
        self.value = value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return deepcopy(self.value) if node.id == "VALUE" else node


def _around(template: str, value: ast.expr) -> ast.expr:
    """Return the expression `template`, with `value` where it says VALUE."""
    filled: ast.expr = _Fill(value).visit(ast.parse(template, mode="eval").body)
    return filled
