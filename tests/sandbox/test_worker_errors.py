"""An exception of a submission crosses as class names and a place, never as itself."""

import sys
from collections.abc import Callable

import pytest

from autograder.catalog import Question
from autograder.grading.session import Session
from autograder.sandbox.outcome import Advice, End, Outcome, StudentError

Ask = Callable[..., Outcome]


def error_of(outcome: Outcome, end: End = End.ERROR) -> StudentError:
    assert outcome.end is end
    assert outcome.error is not None
    return outcome.error


def test_class_file_and_line(ask: Ask) -> None:
    error = error_of(ask("def g(x):\n    raise KeyError(x)\n\ndef f(x):\n    return g(x)\n", "secret"))
    assert error.classes == ("KeyError", "LookupError", "Exception", "BaseException")
    assert error.place == "student.py, line 2"
    assert error.reason == ""


def test_the_line_is_the_submissions_own_and_not_a_librarys(ask: Ask) -> None:
    error = error_of(ask("import json\n\ndef f(x):\n    return json.loads(x)\n", "{"))
    assert (error.name, error.place) == ("ValueError", "student.py, line 4")


def test_a_class_of_their_own_is_known_by_its_built_in_bases(ask: Ask) -> None:
    source = "class Bad(ValueError, KeyError):\n    pass\n\ndef f(x):\n    raise Bad(x)\n"
    error = error_of(ask(source, 1))
    assert error.classes[:3] == ("ValueError", "KeyError", "LookupError")


def test_a_name_that_is_made_built_in_carries_nothing_out(ask: Ask) -> None:
    source = """
import builtins
def f(x):
    kind = type(repr(x), (ValueError,), {})
    setattr(builtins, kind.__name__, kind)
    raise kind(x)
"""
    assert error_of(ask(source, [4, 2])).classes == ("ValueError", "Exception", "BaseException")


def test_a_file_name_that_was_not_handed_in_carries_nothing_out(ask: Ask) -> None:
    source = """
import os
def f(x):
    name = os.path.join(os.path.dirname(__file__), f"{x}.py")
    try:
        open(name, "w").write("1/0")
    except OSError:  # a confined worker cannot
        pass
    exec(compile("1/0", name, "exec"), {})
"""
    error = error_of(ask(source, [4, 2]))
    assert (error.name, error.file, error.line, error.place) == ("ZeroDivisionError", "", 0, "")


def test_no_line_beyond_any_file(ask: Ask) -> None:
    error = error_of(ask("def f(x): exec(compile('\\n' * x + '1/0', __file__, 'exec'), {})", 10**6))
    assert (error.name, error.place) == ("ZeroDivisionError", "student.py")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("import sys; sys.exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise BaseExceptionGroup('x', [KeyError()])", "ExceptionGroup"),
        ("return f(x)", "RecursionError"),
        ("raise NotImplementedError('Part 1.1: f')", "NotImplementedError"),
        ("input()", "EOFError"),
        ("raise SyntaxError('x', (5, 6, 7, 8))", "SyntaxError"),
        ("raise 3", "TypeError"),
        ("assert x is None", "AssertionError"),
    ],
)
def test_everything_that_can_be_raised(ask: Ask, body: str, name: str) -> None:
    error = error_of(ask(f"def f(x):\n    {body}\n", 0))
    assert error.name == name
    assert error.place == "student.py, line 2"


def test_an_exception_whose_text_raises(ask: Ask) -> None:
    source = "class Bad(OSError):\n    def __str__(self): raise SystemExit\n\ndef f():\n    raise Bad\n"
    error = error_of(ask(source))
    assert (error.name, error.text) == ("OSError", "(no text: SystemExit)")


def test_long_texts_are_cut(ask: Ask) -> None:
    assert len(error_of(ask("def f(): raise ValueError('x' * 10**6)")).text) == 500


def test_no_function_of_that_name(ask: Ask) -> None:
    assert ask("def g(): pass\nf = None\n").end is End.MISSING
    assert error_of(ask("f = 3\n")).name == "TypeError"


def test_no_file_of_that_name(open_session: Callable[..., Session]) -> None:
    session = open_session({"other.py": ""})
    assert session.call(Question("1.1", "f", "student", (), ()), (), {}, ()) == Outcome(End.MISSING)


@pytest.mark.parametrize(
    ("source", "place", "reason"),
    [
        ("def f():\n    return 1\n\ndef g(:\n", "student.py, line 4", "invalid syntax"),
        ("def f(\n", "student.py, line 1", "'(' was never closed"),
        ("def f(): return = 1\n", "student.py, line 1", "invalid syntax"),
        ("def f(): return 'é'\n".encode("latin-1"), "student.py, line 1", "can't decode byte 0xe9"),
        ("def f(): return 1\n".encode("utf-16"), "student.py", "null bytes"),
        (b"def f(): return 1\0\n", "student.py", "null bytes"),
        (b"# coding: klingon\n", "student.py", "unknown encoding: klingon"),
    ],
)
def test_a_file_that_is_not_python_says_where_and_why(
    ask: Ask, source: str | bytes, place: str, reason: str
) -> None:
    error = error_of(ask(source), End.IMPORT_ERROR)
    # Python before 3.11.4 has another class for null bytes.
    is_old = reason == "null bytes" and sys.version_info < (3, 11, 4)
    assert (error.name, error.place) == ("ValueError" if is_old else "SyntaxError", place)
    assert reason in error.reason


@pytest.mark.parametrize(
    "source",
    [
        "def f(): return 'é'".encode("utf-8-sig"),
        "# coding: latin-1\ndef f(): return 'é'".encode("latin-1"),
        "def f(): return 'é'\r\n".encode(),
    ],
)
def test_other_encodings_that_python_reads(ask: Ask, source: bytes) -> None:
    assert ask(source).value == "é"


@pytest.mark.parametrize(
    ("source", "name", "reason", "advice"),
    [
        ("\n1 / 0\n", "ZeroDivisionError", "division by zero", ""),
        (
            "\nimport nothing_of_that_name\n",
            "ModuleNotFoundError",
            "No module named 'nothing_of_that_name'",
            Advice.NO_PACKAGE,
        ),
        (
            "\nfrom provided.recipes import nothing\n",
            "ImportError",
            "cannot import name 'nothing' from 'provided.recipes'",
            Advice.OWN_PROVIDED,
        ),
        ("\nraise SystemExit\n", "SystemExit", "", Advice.EXIT),
        ("\ninput('your name? ')\n", "EOFError", "EOF when reading a line", Advice.INPUT),
    ],
)
def test_an_import_that_fails_has_a_place_a_reason_and_advice(
    ask: Ask, source: str, name: str, reason: str, advice: str
) -> None:
    """Its text names no place on this machine. Once a worker knows hidden inputs, it is not shown."""
    error = error_of(ask(source), End.IMPORT_ERROR)
    assert (error.name, error.place, error.advice) == (name, "student.py, line 2", advice)
    assert error.reason.startswith(reason) if reason else error.reason == ""
    assert "/" not in error.reason


def test_an_error_in_a_helper_names_the_helper(open_session: Callable[..., Session]) -> None:
    session = open_session({"student.py": "import helper\n", "helper.py": "x = 1\ny = (\n"})
    outcome = session.call(Question("1.1", "f", "student", (), ()), (), {}, ())
    assert error_of(outcome, End.IMPORT_ERROR).place == "helper.py, line 2"
