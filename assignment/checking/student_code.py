"""Find the student's functions, and the line of the student's own code that raised an error.

The code is in files; in the notebook edition it is in cells, which `checking/cells.py` reads.
"""

import importlib
import inspect
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from checking import messages
from checking.catalogue import ASSIGNMENT, Question

REQUIREMENTS = ("torch", "numpy", "jaxtyping")
# site-packages, because many keep the virtual environment inside this folder
NOT_THE_STUDENTS = {"checking", "tests", "provided", "conftest.py", "site-packages"}


class StudentCodeError(Exception):
    """The function cannot be called; the message is for the student."""


class MissingFileError(StudentCodeError):
    """The file is missing, or no cell that ran defines the function; this counts as not started."""


class Source(Protocol):
    """A source of the student's functions other than files, such as a notebook."""

    def load_function(self, question: Question) -> Callable[..., object]:
        """Return the student's function, or raise StudentCodeError."""

    def place(self, file: str, line: int, names: object) -> str | None:
        """Return the place of a line; None if `names`, its globals, are not those of the student's code."""


_failed: dict[str, StudentCodeError] = {}
_source: Source | None = None


def read_from(source: Source) -> None:
    """Take functions from `source` from now on, not from files."""
    global _source  # noqa: PLW0603 - one process checks one student's code
    _source = source


def load_function(question: Question) -> Callable[..., object]:
    """Return the student's function; import its module on first use.

    Raises:
        StudentCodeError: the file is missing, cannot be imported, or does not define the function.
    """
    if _source is not None:
        return _source.load_function(question)
    name = question.module
    if name not in _failed:
        try:
            module = _import(name)
        except StudentCodeError as error:
            # a failed import is not tried again for every check of the module
            _failed[name] = error
    if name in _failed:
        # a new exception each time, because raising the same one again extends its traceback
        raise type(_failed[name])(*_failed[name].args)
    function = getattr(module, question.function, None)
    if not callable(function):
        raise StudentCodeError(messages.no_function(name, question.function))
    found: Callable[..., object] = function
    return found


def where_defined(question: Question) -> str:
    """Return the place of a function: ``pretraining.py, line 42``."""
    file = f"{question.module}.py"
    try:
        function = inspect.unwrap(load_function(question))
        code = getattr(function, "__code__", None)
    except MissingFileError as error:
        return messages.missing_file(file) if _source is None else str(error)
    except StudentCodeError:
        return file
    if code and _source is not None:
        names = getattr(function, "__globals__", None)
        return _source.place(code.co_filename, code.co_firstlineno, names) or file
    return messages.at_line(file, code.co_firstlineno) if code else file


def missing_requirement(error: BaseException | None) -> str | None:
    """Return what to do if torch, numpy or jaxtyping is not installed; None for any other error."""
    if isinstance(error, ModuleNotFoundError) and error.name in REQUIREMENTS:
        return messages.not_installed(error.name)
    return None


def printable(text: str) -> str:
    """Return `text` with an escape such as ``\\xef`` for every character that the console cannot show."""
    encoding = getattr(sys.__stdout__, "encoding", None) or "ascii"
    shown = text.encode(encoding, "backslashreplace").decode(encoding)
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in shown)


def error_text(error: BaseException) -> str:
    """Return the type and the first line of an error: ``IndexError: list index out of range``."""
    message = printable(str(error).strip().split("\n", 1)[0])
    return f"{type(error).__name__}: {message}".removesuffix(": ")


def student_line(error: BaseException) -> str | None:
    """Return the innermost line of the student's own code in a traceback: ``context.py, line 31``."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        name = frame.f_code.co_filename
        if _source is not None:
            if place := _source.place(name, line, frame.f_globals):
                return place
            continue
        path = Path(name).resolve()
        # "<frozen importlib>" and "<string>" are not files, although a relative path could look like them
        if not name.startswith("<") and path.is_relative_to(ASSIGNMENT):
            own = path.relative_to(ASSIGNMENT)
            if not NOT_THE_STUDENTS.intersection(own.parts):
                return messages.at_line(printable(own.as_posix()), line)
    return None


def _import(name: str) -> object:
    path = ASSIGNMENT / f"{name}.py"
    if not path.is_file():
        raise MissingFileError(messages.no_file(name, ascii(ASSIGNMENT.name)))
    try:
        return importlib.import_module(name)
    except SyntaxError as error:
        file = Path(error.filename or path).name
        what = f"{type(error).__name__}: {printable(error.msg)}"
        source = printable((error.text or "").strip())
        raise StudentCodeError(messages.syntax_error(file, error.lineno, what, source)) from error
    except (Exception, SystemExit) as error:
        hint = missing_requirement(error)
        where = student_line(error) or f"{name}.py"
        raise StudentCodeError(messages.import_error(where, hint or error_text(error))) from error
