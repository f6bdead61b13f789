"""Put a module together whose functions are in files of their own, if it is certain which."""

import keyword
import sys
from collections.abc import Collection, Sequence

from autograder.submissions.names import alike
from autograder.submissions.survey import Parts, Source

MADE = '''"""Made by the grader: each function is in a file of the student's, loaded when it is asked for."""

import importlib

FILES = {files!r}


def __getattr__(name):
    if name not in FILES:
        raise AttributeError(name)
    try:
        return getattr(importlib.import_module(FILES[name]), name)
    except AttributeError as error:
        return _failed(error)  # raised from here, it would say that there is no such function


def _failed(error):
    def fail(*args, **kwargs):
        raise error

    return fail
'''


def functions_by_file(asked: Collection[str], found: Sequence[Source]) -> dict[Parts, list[str]]:
    """Return the finished functions of a module that each file holds; equal files count once."""
    files: dict[Parts, list[str]] = {}
    digests: set[str] = set()
    for each in found:
        if each.digest not in digests:
            digests.add(each.digest)
            files[each.parts] = sorted(each.finished & frozenset(asked))
    return files


def put_together(module: str, folder: Parts, files: dict[Parts, list[str]]) -> str | None:
    """Return the source of a module that finds each function in its file; None if that is not certain.

    It is, if each function is in one file, and all files are Python files in the submission's folder that an
    import finds.

    Args:
        module: its name.
        folder: the submission's folder.
        files: the module's functions by file.
    """
    names = [name for held in files.values() for name in held]
    if len(files) < 2 or len(names) != len(set(names)):
        return None
    stems = {parts: parts[-1].removesuffix(".py") for parts in files}
    is_found = all(
        parts[:-1] == folder
        and parts[-1].endswith(".py")
        and stem.isidentifier()
        and not keyword.iskeyword(stem)
        and stem not in sys.stdlib_module_names
        and alike(stem) != alike(module)
        for parts, stem in stems.items()
    )
    if not is_found:
        return None
    return MADE.format(files={name: stems[parts] for parts, held in files.items() for name in held})
