"""Notes on modules: functions that are missing or elsewhere, and code that cannot be used."""

from collections.abc import Collection, Mapping, Sequence

from autograder.messages.students.phrases import listed


def functions_spread(asked: str, files: Mapping[str, Sequence[str]], n_more: int) -> str:
    """Return the note on a module whose functions are in several files; `files` has those of each file."""
    found = listed(_with_functions(files), n_more)
    return f"the functions of {asked} are in {found}: put them into one file {asked}"


def put_together(asked: str, files: Mapping[str, Sequence[str]], n_more: int) -> str:
    """Return the note on a module that was put together from several files.

    >>> put_together("'sums.py'", {"'add.py'": ["add"], "'halve.py'": ["halve"]}, 0)
    "'sums.py' was put together from 'add.py' (add), 'halve.py' (halve); please put them into one file"
    """
    found = listed(_with_functions(files), n_more)
    return f"{asked} was put together from {found}; please put them into one file"


def _with_functions(files: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"{file} ({', '.join(functions)})" for file, functions in files.items()]


def function_elsewhere(file: str, function: str, other: str) -> str:
    """Return the note on a function that a module lacks and another file has."""
    return f"{file} has no function {function}, but {other} has one: move it into {file}"


# By the suffix of a file that is named like a missing module, or its beginning: what it is, what to upload.
INSTEAD_OF_CODE = {
    "._": "what a Mac keeps beside a file: upload the file itself",
    "icloud": "a placeholder that iCloud left: click on it to download the file",
    "swp": "an editor's swap file: save the file in the editor",
    "lnk": "a shortcut: upload the file that it opens",
    "url": "a shortcut: upload the file that it opens",
    "webloc": "a shortcut: upload the file that it opens",
    "desktop": "a shortcut: upload the file that it opens",
    "gdoc": "a link to Google Docs: download the code as plain text",
    "pyc": "compiled code: upload the source",
}


def module_in_other_file(asked: str, found: Sequence[str], suffixes: Collection[str]) -> str:
    """Return the note on a missing module, if files of its name are there that are no Python code.

    >>> module_in_other_file("'sums.py'", ["'sums.docx'"], {"docx"})
    "'sums.py' was not found, and 'sums.docx' cannot be read as Python code: copy the code into 'sums.py'"
    """
    what = [INSTEAD_OF_CODE[suffix] for suffix in sorted(suffixes) if suffix in INSTEAD_OF_CODE]
    if what and len(found) == 1:
        return f"{asked} was not found, and {found[0]} is {what[0]}"
    names = " and ".join(found)
    return f"{asked} was not found, and {names} cannot be read as Python code: copy the code into {asked}"


def file_empty(name: str) -> str:
    """Return the note on a Python file without code."""
    return (
        f"{name} is empty: save the file in your editor, or open it if it is in a cloud, and upload it again"
    )


def functions_missing(file: str, functions: Sequence[str]) -> str:
    """Return the note on functions that a file does not define.

    >>> functions_missing("'sampling.py'", ["greedy"])
    "'sampling.py' has no function greedy"
    """
    return f"{file} has no function {' and no function '.join(functions)}"


def ends_process(file: str, line: int, call: str) -> str:
    """Return the note on a call that ends the process.

    >>> ends_process("'sampling.py'", 3, "os._exit")
    "'sampling.py', line 3, calls os._exit(), which ends grading of this file at once: remove the call"
    """
    return f"{file}, line {line}, calls {call}(), which ends grading of this file at once: remove the call"


def function_misnamed(file: str, function: str, other: str) -> str:
    """Return the note on a function with nearly the right name."""
    return f"{file} has no function {function}, but one named {other}: rename it"


def function_nested(file: str, function: str, outer: str) -> str:
    """Return the note on a function inside another one, or in a class."""
    return (
        f"{file} has no function {function} at the left margin, but one inside {outer}: "
        "move it out, to the left margin"
    )
