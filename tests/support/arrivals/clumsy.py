"""What honest and clumsy students upload: code that was pasted, or saved as something else."""

# ruff: noqa: E501

from collections.abc import Callable

from arrivals.base import CASES, FULL, Case, Course, Files, case


def _memory(change: Callable[[bytes], bytes], *words: str) -> Callable[[Course], Case]:
    """Change the text of a module, which is lost if any words are expected."""

    def make(course: Course) -> Case:
        files = course.but("memory.py", change(course.solutions["memory.py"]))
        lost = course.points["memory"] if words else 0.0
        return Case(files, FULL - lost, words=words, is_staged=False)

    return make


def _each_line(prefix: Callable[[int, str], str]) -> Callable[[bytes], bytes]:
    def change(source: bytes) -> bytes:
        lines = source.decode().splitlines(keepends=True)
        return "".join(prefix(number, line) + line for number, line in enumerate(lines, 1)).encode()

    return change


def _first(text: str) -> Callable[[bytes], bytes]:
    return lambda source: text.encode() + source


def _last(text: str) -> Callable[[bytes], bytes]:
    return lambda source: source + text.encode()


CASES.update(
    {
        "utf_32": _memory(lambda source: source.decode().encode("utf-32"), "saved as UTF-32: save it as UTF-8"),
        "utf_32_without_a_mark": _memory(
            lambda source: source.decode().encode("utf-32-be"), "saved as UTF-32: save it as UTF-8"
        ),
        "rich_text": _memory(_first(r"{\rtf1\ansi\deff0 "), "holds no Python code, but a web page, a document"),
        "a_page_that_was_saved": _memory(
            _first("<!-- saved from url=(0014)about:internet -->\n<html>"), "holds no Python code, but a web"
        ),
        "quotes_of_a_word_processor": _memory(_last("NAME = “memory”\n"), "invalid character", "type it again"),
        "a_dash_for_a_minus": _memory(_last("A = 2 – 1\n"), "invalid character", "type it again"),
        "a_space_of_a_web_page": _memory(_last("def g():\n\u00a0   return 1\n"), "type it again in your editor"),
        "a_space_that_is_not_seen": _memory(_last("A\u200b = 1\n"), "type it again in your editor"),
        "entities_of_a_web_page": _memory(
            _last("def g(x):\n    if x &lt; 1:\n        return 2\n"), "write < in place of &lt;"
        ),
        "line_numbers": _memory(_each_line(lambda n, _: f"{n} "), "line numbers were copied with the code"),
        "line_numbers_with_colons": _memory(
            _each_line(lambda n, _: f"{n:4}: "), "line numbers were copied with the code"
        ),
        "line_numbers_with_zeros": _memory(
            _each_line(lambda n, _: f"{n:03} "), "line numbers were copied with the code"
        ),
        "prompts": _memory(
            _each_line(lambda _, line: "... " if line[:1] in " )\n" else ">>> "), "prompts such as >>> and In [1]:"
        ),
        "prompts_of_ipython": _memory(_first("In [1]: import math\n"), "prompts such as >>> and In [1]:"),
        "pip_in_a_module": _memory(_first("!pip install numpy\n"), "not to Python: delete it"),
        "pip_without_a_mark": _memory(_first("pip install numpy\n"), "not to Python: delete it"),
        "a_magic_of_cells": _memory(_first("%%time\n"), "not to Python: delete it"),
        "an_answer_of_a_chat": _memory(
            lambda source: b"Here is the file:\n\n```python\n" + source + b"```\n", "keep only the code between"
        ),
        "a_merge_within_a_function": _memory(
            _last("def g():\n<<<<<<< HEAD\n    return 1\n=======\n    return 2\n>>>>>>> theirs\n"),
            "marks of a merge with Git: keep one of the two versions",
        ),
        "tabs_and_spaces": _memory(
            _last("def g(x):\n    if x:\n\treturn 1\n    return 2\n"), "tabs and spaces are mixed: use spaces only"
        ),
        "only_zeros": _memory(lambda source: bytes(len(source)), "because it holds null bytes"),
        "the_end_of_the_process": _memory(
            _last("import os\nos._exit(0)\n"), "the process ended while memory.py was imported: look for os._exit()"
        ),
        "an_abort": _memory(
            _last("from os import abort\nabort()\n"), "the process ended while memory.py was imported"
        ),
        "nobody_types": _memory(
            _last("import sys\nN = int(sys.stdin.readline())\n"), "input() and sys.stdin find nothing"
        ),
        "no_file_is_piped_in": _memory(
            _last("import sys\ntext = sys.stdin.read()\nfirst = text.split()[0]\n"),
            "input() and sys.stdin find nothing",
        ),
        "no_input_is_needed": _memory(_last("import sys\nTEXT = sys.stdin.read()\n")),
    }
)  # fmt: skip


@case
def the_end_of_the_process_has_a_line(course: Course) -> Case:
    files = course.first("import os\nos._exit(0)\n")
    line = files["memory.py"].decode().splitlines().index("os._exit(0)") + 1
    said = f"'memory.py', line {line}, calls os._exit(), which ends grading of this file at once"
    return Case(files, FULL - course.points["memory"], (said,), is_staged=False)


@case
def the_end_of_the_process_in_a_function(course: Course) -> Case:
    source = (
        course.solutions["sharding.py"]
        + b"\n\ndef min_nodes(*args, **kwargs):\n    import os\n\n    os._exit(1)\n"
    )
    said = ("calls os._exit(), which ends grading of this file at once: remove the call",)
    words = ("the process ended during the call: look for os._exit()",)
    return Case(course.but("sharding.py", source), FULL - 2, said, words, is_staged=False)


@case
def two_modules_that_import_each_other(course: Course) -> Case:
    files = {
        **course.first("from context import fits_context as _f\n", "memory.py"),
        "context.py": course.first("from memory import gigabytes as _g\n", "context.py")["context.py"],
    }
    lost = course.points["memory"] + course.points["context"]
    words = (
        "ImportError at context.py",
        "from partially initialized module 'memory'",
        "your files import each other in a circle: move what they share into one of them",
    )
    return Case(files, FULL - lost, words=words, is_staged=False)


@case
def two_modules_that_use_each_other(course: Course) -> Case:
    files: Files = {
        **course.first("import context as _c\n_ONE = _c.fits_context\n", "memory.py"),
        "context.py": course.first("import memory as _m\n_TWO = _m.gigabytes\n", "context.py")["context.py"],
    }
    lost = course.points["memory"] + course.points["context"]
    words = ("AttributeError at context.py", "your files import each other in a circle")
    return Case(files, FULL - lost, words=words, is_staged=False)


@case
def a_placeholder_of_a_cloud(course: Course) -> Case:
    said = "'memory.py' is empty: save the file in your editor, or open it if it is in a cloud"
    return Case(course.but("memory.py", b""), FULL - course.points["memory"], (said,), is_staged=False)


@case
def a_placeholder_of_zeros(course: Course) -> Case:
    said = "'memory.py' is empty: save the file in your editor, or open it if it is in a cloud"
    return Case(course.but("memory.py", bytes(900)), FULL - course.points["memory"], (said,), is_staged=False)


@case
def a_fork_of_a_mac(course: Course) -> Case:
    files = {f"._{name}": b"\0\5\x16\7\0\2\0\0Mac OS X" for name in course.solutions}
    return Case({**course.solutions, **files}, is_quiet=True)


@case
def only_the_fork_of_a_mac(course: Course) -> Case:
    files = {**course.but("memory.py"), "._memory.py": b"\0\5\x16\7\0\2\0\0Mac OS X"}
    said = "'memory.py' was not found, and '._memory.py' is what a Mac keeps beside a file: upload the file"
    return Case(files, FULL - course.points["memory"], (said,))


def _shortcut(name: str, words: str) -> Callable[[Course], Case]:
    def make(course: Course) -> Case:
        files = {**course.but("memory.py"), name: b"[InternetShortcut]\nURL=file:///memory.py\n"}
        said = f"'memory.py' was not found, and '{name}' {words}"
        return Case(files, FULL - course.points["memory"], (said,))

    return make


for _name, _words in {
    "memory.url": "is a shortcut: upload the file that it opens",
    "memory.py - Shortcut.lnk": "is a shortcut: upload the file that it opens",
    "memory.webloc": "is a shortcut: upload the file that it opens",
    "memory.gdoc": "is a link to Google Docs: download the code as plain text",
    "memory.md": "cannot be read as Python code: copy the code into 'memory.py'",
}.items():
    CASES[f"a module as {_name}"] = _shortcut(_name, _words)


def _functions(course: Course, name: str) -> dict[str, bytes]:
    """Return a file for each function of a module, with all that stands above and between them."""
    lines = course.solutions[name].decode().splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if line.startswith("def ") and not line.startswith("def _")]
    ends = [
        next((n for n in range(s + 1, len(lines)) if lines[n][:1] not in " )\n"), len(lines)) for s in starts
    ]
    spans = list(zip(starts, ends, strict=True))
    kept = {n for n in range(len(lines)) if not any(s <= n < e for s, e in spans)}
    return {
        f"{lines[s][4:].partition('(')[0]}.py": "".join(
            line for n, line in enumerate(lines) if n in kept or s <= n < e
        ).encode()
        for s, e in spans
    }


@case
def a_file_for_each_function_of_a_module(course: Course) -> Case:
    files = {**course.but("pretraining.py"), **_functions(course, "pretraining.py")}
    return Case(files, notes=("'pretraining.py' was put together from '",), is_staged=False)


@case
def a_file_for_each_function_beside_the_stub(course: Course) -> Case:
    stub = course.but("pretraining.py", course.stubs["pretraining.py"])
    return Case(
        {**stub, **_functions(course, "pretraining.py")},
        notes=("'pretraining.py' was put together from '",),
        is_staged=False,
    )


@case
def two_files_for_one_function(course: Course) -> Case:
    parts = _functions(course, "pretraining.py")
    first = next(iter(parts))
    files = {**course.but("pretraining.py"), **parts, "other.py": parts[first] + b"# another\n"}
    said = ("the functions of 'pretraining.py' are in '", f"'other.py' ({first[:-3]})", "into one file")
    return Case(files, FULL - course.points["pretraining"], said, is_staged=False)


@case
def a_function_in_a_file_of_its_own(course: Course) -> Case:
    source = course.solutions["sharding.py"].replace(b"def min_nodes(", b"def _something_else(")
    files = {**course.but("sharding.py", source), "min_nodes.py": b"def min_nodes(n):\n    return n\n"}
    said = "'sharding.py' has no function min_nodes, but 'min_nodes.py' has one: move it into 'sharding.py'"
    return Case(files, FULL - 2, (said,), is_staged=False)
