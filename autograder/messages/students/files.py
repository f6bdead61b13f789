"""Notes on which files were used. Names arrive quoted and printable."""

from collections.abc import Sequence

from autograder.messages.students.phrases import HAND_IN_FILES, listed

TOP_FOLDER = "the top folder"


def used_as(found: str, asked: str) -> str:
    """Return the note on a file whose name is nearly the requested one."""
    return f"{found} was used as {asked}; please rename it"


def ambiguous(asked: str, candidates: Sequence[str]) -> str:
    """Return the note on a missing file that several other files could be."""
    return f"{asked} was not found, but {' and '.join(candidates)} are similar; rename the right one"


def ambiguous_stub(asked: str, candidates: Sequence[str]) -> str:
    """Return the note on a module without a finished function that several other files could be."""
    return f"{asked} has no finished function, but {' and '.join(candidates)} have; rename the right one"


def found_in(asked: str, found: str) -> str:
    """Return the note on a file that lies elsewhere."""
    return f"{asked} was read from {'the top of what you handed in' if found == asked else found}"


def used_for_stub(found: str, asked: str) -> str:
    """Return the note on a file that was used in place of an untouched module."""
    return f"{asked} has no finished function, so {found} was used in its place; hand in one file"


def other_versions(used: str, others: Sequence[str], n_more: int) -> str:
    """Return the note on other versions of a file that were not used."""
    return f"{used} was used, and not {listed(others, n_more)}; hand in one version"


def not_submitted(names: Sequence[str]) -> str:
    """Return the note on requested Python files that were not handed in."""
    return f"not in your submission: {', '.join(names)}"


def hidden_by_python(name: str) -> str:
    """Return the note on a helper file that an import does not find."""
    return f"{name} was not used: Python has a module with this name; rename the file"


def folder_chosen(used: str, other: str) -> str:
    """Return the note on requested files that lie in two folders; an empty name is the top folder."""
    return f"files were read from {_folder(used)} only, and those in {_folder(other)} were ignored"


def folder_found(folder: str) -> str:
    """Return the note on files that were found deep in the submission."""
    return f"your files were found in {_folder(folder)}"


def nothing_found(names: Sequence[str], n_more: int) -> str:
    """Return the note on a submission without a requested file; `names` are what it holds instead."""
    instead = f"; your submission holds {listed(names, n_more)}" if names else ""
    return f"none of the requested files was found{instead}; {HAND_IN_FILES}"


def place_missing(place: str) -> str:
    """Return why a path cannot be graded: nothing is there."""
    return f"{place} does not exist: name the folder, the zip or the notebook that holds the submission"


def place_not_folder(place: str) -> str:
    """Return why a path cannot be graded: it is not a folder."""
    return f"{place} is not a folder: name the folder that holds the submission"


def file_of_no_use(name: str) -> str:
    """Return why a single file is not graded."""
    return f"{name} is not a zip, a notebook, a Python file or a Markdown file; {HAND_IN_FILES}"


def _folder(shown: str) -> str:
    return f"the folder {shown}" if shown else TOP_FOLDER
