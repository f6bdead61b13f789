"""Variants: files that change a module in one idea. A wheat is right in another way, a chaff wrong in one."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError

HINT = "HINT"
SEEN_IN = "SEEN_IN"
REPORT = re.compile(r"[\w.-]+/[\w.-]+#\d+")


class VariantError(AutograderError):
    """A file that is not a variant; the text says which and why."""


@dataclass(frozen=True)
class Variant:
    """One variant: the idea in a sentence, and the definitions that replace the reference's."""

    module: str
    name: str
    sentence: str
    hint: str
    """A question for students who have this idea; empty if there is none."""
    names: tuple[str, ...]
    """Everything that it defines at the top level: functions, classes and assigned names."""
    text: str
    seen_in: tuple[str, ...] = ()
    """Public bug reports of this idea, as ``owner/repository#number``."""

    @property
    def id(self) -> str:
        """Its name in the matrix: ``sampling/sorts_twice``."""
        return f"{self.module}/{self.name}"


def read_variants(folder: Path) -> list[Variant]:
    """Read the variants below `folder`, sorted by module and name.

    Raises:
        VariantError: there are none, or one of the files is not a variant.
    """
    paths = sorted(path for path in folder.glob("*/*.py") if path.name != "__init__.py")
    if not paths:
        raise VariantError(f"{folder} holds no variants: they are files like MODULE/IDEA.py")
    return [read_variant(path) for path in paths]


def read_variant(path: Path) -> Variant:
    """Read the variant in a file.

    Raises:
        VariantError: the file is not a variant.
    """
    text = path.read_text(encoding="utf-8")
    place = f"{path.parent.name}/{path.name}"
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise VariantError(f"{place}, line {error.lineno}: {error.msg}") from error
    sentence = ast.get_docstring(tree)
    if not sentence:
        raise VariantError(f"{place}: a variant begins with its idea, as a docstring")
    hint = ""
    seen_in: tuple[str, ...] = ()
    for node in tree.body:
        match node:
            case ast.ImportFrom(module="__future__"):
                raise VariantError(f"{place}: it is appended to a module, so it must not import __future__")
            case ast.Assign(targets=[ast.Name(id="HINT")], value=ast.Constant(value=str(value))):
                hint = value
            case ast.Assign(targets=[ast.Name(id="SEEN_IN")], value=value):
                seen_in = _reports(value, place)
    names = tuple(dict.fromkeys(name for name in defined_names(tree) if name not in (HINT, SEEN_IN)))
    if not names:
        raise VariantError(f"{place}: a variant defines at least one function, class or name")
    return Variant(path.parent.name, path.stem, " ".join(sentence.split()), hint, names, text, seen_in)


def _reports(value: ast.expr, place: str) -> tuple[str, ...]:
    match value:
        case ast.Tuple(elts=[_, *_] as items):
            reports = [each.value for each in items if isinstance(each, ast.Constant)]
            if len(reports) == len(items) and all(REPORT.fullmatch(str(each)) for each in reports):
                return tuple(map(str, reports))
    raise VariantError(f"{place}: SEEN_IN is a tuple of reports like 'owner/repository#123'")


def defined_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines at its top level: functions, classes, assignments.

    >>> list(defined_names(ast.parse("A, b = 1, 2\\nclass C: ...\\ndef f(): ...\\nx: int = 3")))
    ['A', 'b', 'C', 'f', 'x']
    """
    for node in tree.body:
        yield from names_defined_by(node)


def names_defined_by(node: ast.stmt) -> Iterator[str]:
    """Yield the names that one statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            for target in targets:
                yield from _names_in(target)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            yield from _names_in(target)


def _names_in(target: ast.expr) -> Iterator[str]:
    return (
        each.id for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    )


def variant_source(reference: str, *variants: str) -> str:
    """Return the module that variants make of a reference: its text, a blank line, and theirs.

    >>> print(variant_source("def f(): return 1\\n", "def f(): return 2\\n"))
    def f(): return 1
    <BLANKLINE>
    def f(): return 2
    <BLANKLINE>
    """
    return "\n".join([reference, *variants])
