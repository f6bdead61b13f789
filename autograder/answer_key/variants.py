"""Variants: files that change a module in one idea. A wheat is right in another way, a chaff wrong in one."""

import ast
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError


class VariantError(AutograderError):
    """A file that is no variant; the text says which and why."""


@dataclass(frozen=True)
class Variant:
    """One variant: the idea in a sentence, and the definitions that replace the reference's."""

    module: str
    name: str
    sentence: str
    hint: str
    """The question that a student who has this idea is asked; empty if there is none."""
    functions: tuple[str, ...]
    """Functions at the top level, helpers of its own among them."""
    text: str

    @property
    def id(self) -> str:
        """Its name in the matrix: ``pretraining/flatten_then_shift``."""
        return f"{self.module}/{self.name}"


def read_variants(folder: Path) -> list[Variant]:
    """The variants below `folder`, sorted by module and name.

    Raises:
        VariantError: there are none, or one of the files is no variant.
    """
    paths = sorted(path for path in folder.glob("*/*.py") if path.name != "__init__.py")
    if not paths:
        raise VariantError(
            f"{folder} holds no variants: they are files like pretraining/flatten_then_shift.py"
        )
    return [read_variant(path) for path in paths]


def read_variant(path: Path) -> Variant:
    """The variant that a file holds.

    Raises:
        VariantError: it holds none.
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
    for node in tree.body:
        match node:
            case ast.ImportFrom(module="__future__"):
                raise VariantError(f"{place}: a variant is appended to a module, so it has no __future__")
            case ast.Assign(targets=[ast.Name(id="HINT")], value=ast.Constant(value=str(value))):
                hint = value
    functions = tuple(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    if not functions:
        raise VariantError(f"{place}: a variant defines at least one function")
    return Variant(path.parent.name, path.stem, " ".join(sentence.split()), hint, functions, text)


def variant_source(reference: str, *variants: str) -> str:
    """The module that a variant makes of a reference: its text, a blank line, and the variant's.

    >>> print(variant_source("def f(): return 1\\n", "def f(): return 2\\n"))
    def f(): return 1
    <BLANKLINE>
    def f(): return 2
    <BLANKLINE>
    """
    return "\n".join([reference, *variants])
