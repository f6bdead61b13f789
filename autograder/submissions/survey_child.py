"""The process that parses a student's Python files: with limits and without rights. None of it is run.

``python -I -S -B survey_child.py REQUEST`` with the files, one after another, as standard input. REQUEST is
JSON: `functions` by module, and the `sizes` of the files. Writes JSON: facts of each file, in their order.

It is started for each submission, so it imports little: pathlib, typing and dataclasses take longer than the
rest of its work.
"""

from __future__ import annotations

import ast
import codecs
import json
import os
import re
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

# Names may come to be without a definition that can be seen here.
DYNAMIC = re.compile(r"\b(?:globals|exec|setattr|__getattr__|vars)\b")
# `from … import *` of these brings no function of a student.
NOT_STUDENTS = {*sys.stdlib_module_names, "numpy", "provided", "torch"}
DEFINITION = re.compile(r"(?:async[ \t]+)?def[ \t]+(\w+)|class[ \t]|@")
BOMS = (
    (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),  # before UTF-16, whose mark begins like it
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"),
)  # fmt: skip
ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "cp1252",
)  # fmt: skip
"""Imported first: Python cannot load these modules once the process has no rights."""
UTF_32 = re.compile(rb"[^\0]\0{3}[^\0]|\0{3}[^\0]\0")
ENDINGS = {"os": {"_exit", "abort", "kill", "killpg"}, "signal": {"raise_signal"}}
MAX_NAMES = 200


def main() -> None:
    """Read the request and the files, and write the facts of each file."""
    package = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    sys.path.insert(0, os.path.dirname(package))  # noqa: PTH120
    import_all()
    from autograder.submissions.notebook.exports import is_export
    from autograder.submissions.notebook.rights import limit

    limit()
    request: dict[str, Any] = json.loads(sys.argv[1])
    asked = {name for names in request["functions"].values() for name in names}
    modules = set(request["functions"])
    found = []
    for size in request["sizes"]:
        text = decoded(sys.stdin.buffer.read(size))
        found.append({**facts(text, asked, modules), "export": is_export(text)})
    sys.stdout.write(json.dumps(found))


def import_all() -> None:
    """Import what is needed later, because another user may not be able to read the files."""
    import unicodedata  # noqa: F401 - the parser imports it for names that are not ASCII

    for encoding in ENCODINGS:
        codecs.lookup(encoding)


def decoded(data: bytes) -> str:
    """Return a file's text in the encoding in which it was most likely saved."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if UTF_32.match(data):
        return data.decode("utf-32-be" if data[:1] == b"\0" else "utf-32-le", "replace")
    if b"\0" in data[:200]:
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return data.decode()
    except UnicodeError:
        return data.decode("cp1252", "replace")


def facts(text: str, asked: set[str], modules: Collection[str] = ()) -> dict[str, Any]:
    """Return which functions a file defines and finishes, and what may be wrong with it."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _facts_of_broken(text, asked)
    defined: dict[str, bool] = {}
    others: list[str] = []
    nested: dict[str, str] = {}
    is_dynamic = bool(DYNAMIC.search(text))
    for node in _statements(tree.body):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defined[node.name] = not _is_stub(node)
            others.append(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {(each.asname or each.name).partition(".")[0] for each in node.names}
            root = (node.module or "").partition(".")[0] if isinstance(node, ast.ImportFrom) else ""
            is_dynamic |= "*" in names and root not in NOT_STUDENTS
            defined.update(dict.fromkeys(names & asked, True))
        elif isinstance(node, ast.ClassDef):
            defined[node.name] = True
        else:
            stored = {
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
            }
            defined.update(dict.fromkeys(stored & asked, True))
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for inner in ast.walk(outer):
                if inner is not outer and isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    nested.setdefault(inner.name, outer.name)
    imports = {
        each.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for each in node.names
    } | {
        (node.module or "").partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not node.level
    }
    return {
        "finished": [name for name in defined if name in asked and defined[name]],
        "defined": [name for name in defined if name in asked],
        "others": [name for name in others if name not in asked][:MAX_NAMES],
        "nested": {name: outer for name, outer in nested.items() if name in asked and name not in defined},
        "imports": sorted(imports)[:MAX_NAMES],
        "packages": sorted(_packages_of(tree, modules))[:MAX_NAMES],
        "dynamic": is_dynamic,
        "ends": _endings(tree)[:MAX_NAMES],
        "empty": not tree.body or (len(tree.body) == 1 and _is_docstring(tree.body[0])),
        "broken": False,
    }


def _endings(tree: ast.Module) -> list[tuple[int, str]]:
    """Return the lines and names of calls that end the process, such as `os._exit(0)`."""
    own: dict[str, str] = {}
    found = []
    for node in (each for top in _statements(tree.body) for each in ast.walk(top)):
        if isinstance(node, ast.ImportFrom) and node.module in ENDINGS:
            names = {each.asname or each.name: each.name for each in node.names}
            own |= {
                name: f"{node.module}.{known}"
                for name, known in names.items()
                if known in ENDINGS[node.module]
            }
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
            root, _, attribute = name.partition(".")
            if name in own or attribute in ENDINGS.get(root, ()):
                found.append((node.lineno, own.get(name, name)))
    return found


def _packages_of(tree: ast.Module, modules: Collection[str]) -> set[str]:
    """Return the packages from which a file imports requested modules, as in `from work.sums import add`."""
    found = set()
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        pairs = (name.split(".") for name in names)
        found |= {first for first, *rest in pairs if rest and rest[0] in modules}
    return found


def _statements(body: list[ast.stmt]) -> list[ast.stmt]:
    """Return the statements that run at the top of a file, those in `if` and `try` included."""
    found: list[ast.stmt] = []
    for node in body:
        if isinstance(node, ast.If) and "__main__" in ast.dump(node.test):
            found += _statements(node.orelse)
        elif isinstance(node, ast.If | ast.Try | ast.With):
            for part in ("body", "orelse", "finalbody"):
                found += _statements(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                found += _statements(handler.body)
        else:
            found.append(node)
    return found


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_stub(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Return whether a function is nothing but a docstring and `raise NotImplementedError`, `pass` or `…`."""
    for each in node.body:
        if isinstance(each, ast.Pass) or _is_docstring(each):
            continue
        if (
            isinstance(each, ast.Raise)
            and each.exc is not None
            and "NotImplementedError" in ast.dump(each.exc)
        ):
            continue
        return False
    return True


def _facts_of_broken(text: str, asked: set[str]) -> dict[str, Any]:
    """Return the facts of a file that Python does not parse, by its lines that begin a function."""
    defined: dict[str, bool] = {}
    name = ""
    for line in text.splitlines():
        if match := DEFINITION.match(line):
            name = match[1] or ""
            if name:
                defined[name] = True
        elif name and "NotImplementedError" in line:
            defined[name] = False
    return {
        "finished": [each for each in defined if each in asked and defined[each]],
        "defined": [each for each in defined if each in asked],
        "others": [],
        "nested": {},
        "imports": [],
        "packages": [],
        "dynamic": True,
        "ends": [],
        "empty": not text.strip("\0 \t\r\n\ufeff"),
        "broken": True,
    }


if __name__ == "__main__":
    main()
