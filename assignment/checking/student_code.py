"""Loads the student's modules, and says where in the student's own files something went wrong."""

import importlib
import inspect
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from checking.catalogue import ASSIGNMENT, Question

REQUIREMENTS = ("torch", "numpy", "jaxtyping")
# the last is the virtual environment's, which many keep inside this folder
NOT_THE_STUDENTS = {"checking", "tests", "provided", "conftest.py", "site-packages"}


class StudentCodeError(Exception):
    """The function cannot be called at all; the message is for the student."""


class MissingFileError(StudentCodeError):
    """The whole file is not there, which counts as not started."""


_failed: dict[str, StudentCodeError] = {}


def load_function(question: Question) -> Callable[..., object]:
    """The student's function, from a module that is imported when it is first asked for.

    Raises:
        StudentCodeError: the file is missing or cannot be imported, or defines no such function.
    """
    name = question.module
    if name not in _failed:
        try:
            module = _import(name)
        except StudentCodeError as error:
            # an import that failed once is not tried again for each of the module's checks
            _failed[name] = error
    if name in _failed:
        # a fresh one each time, since an error that is raised again drags all its former tracebacks along
        raise type(_failed[name])(*_failed[name].args)
    function = getattr(module, question.function, None)
    if not callable(function):
        raise StudentCodeError(f"{name}.py defines no function {question.function}")
    found: Callable[..., object] = function
    return found


def where_defined(question: Question) -> str:
    """Where to open the editor: ``pretraining.py, line 42``."""
    file = f"{question.module}.py"
    try:
        code = getattr(inspect.unwrap(load_function(question)), "__code__", None)
    except MissingFileError:
        return f"{file} is missing"
    except StudentCodeError:
        return file
    return f"{file}, line {code.co_firstlineno}" if code else file


def not_installed(requirement: str) -> str:
    """What to do about a library that is missing."""
    return f"{requirement} is not installed: pip install -r requirements.txt"


def missing_requirement(error: BaseException | None) -> str | None:
    """What to do about an import of torch, numpy or jaxtyping that failed; None for any other error."""
    if isinstance(error, ModuleNotFoundError) and error.name in REQUIREMENTS:
        return not_installed(error.name)
    return None


def printable(text: str) -> str:
    """`text` as it is, but for what the console cannot show: that becomes an escape such as ``\\xef``."""
    encoding = getattr(sys.__stdout__, "encoding", None) or "ascii"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in shown)


def error_text(error: BaseException) -> str:
    """Type and message of an error, its first line only: ``IndexError: list index out of range``."""
    message = printable(str(error).strip().split("\n", 1)[0])
    return f"{type(error).__name__}: {message}".removesuffix(": ")


def student_line(error: BaseException) -> str | None:
    """The innermost line of the student's own files that an error passed through: ``context.py, line 31``."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        name = frame.f_code.co_filename
        path = Path(name).resolve()
        # "<frozen importlib>" and "<string>" are no files, although a relative path could be called that
        if not name.startswith("<") and path.is_relative_to(ASSIGNMENT):
            own = path.relative_to(ASSIGNMENT)
            if not NOT_THE_STUDENTS.intersection(own.parts):
                return f"{printable(own.as_posix())}, line {line}"
    return None


def _import(name: str) -> object:
    path = ASSIGNMENT / f"{name}.py"
    if not path.is_file():
        raise MissingFileError(f"{name}.py is not in the folder {ASSIGNMENT.name!a}")
    try:
        return importlib.import_module(name)
    except SyntaxError as error:
        file = Path(error.filename or path).name
        source = f"\n    {printable(error.text.strip())}" if error.text else ""
        kind = type(error).__name__
        raise StudentCodeError(
            f"{file}, line {error.lineno}: {kind}: {printable(error.msg)}{source}"
        ) from error
    except (Exception, SystemExit) as error:
        hint = missing_requirement(error)
        where = student_line(error) or f"{name}.py"
        raise StudentCodeError(f"{where}: {hint or error_text(error)}") from error
