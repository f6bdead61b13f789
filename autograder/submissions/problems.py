"""Note what a student should know of the files in use: missing, empty, or without a function."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from autograder.messages import students
from autograder.submissions.find import Submission
from autograder.submissions.names import alike, is_theirs, shown
from autograder.submissions.notebook.find import is_notebook_name
from autograder.submissions.survey import Source
from autograder.text import printable

SIMILAR = 0.75
MAX_NAMED = 6
MAX_BESIDE = 3
FORK = "._"
"""How the names of macOS's resource forks begin."""


def note_problems(submission: Submission, functions: Mapping[str, Sequence[str]]) -> None:
    """Note what would otherwise look like work that was not started.

    Args:
        submission: with the files of notebooks, if there are any.
        functions: names of the functions by module.
    """
    known = submission.survey
    if known is None:
        return
    notes, missing = submission.notes, []
    for name in submission.modules:
        if name in submission.made:
            continue
        path = submission.path_of(name)
        if path is None:
            missing.append(name)
        elif (source := known.sources.get(path)) is None:
            continue
        elif source.is_empty:
            notes.say(students.modules.file_empty(shown(path)))
        else:
            for line, call in source.ends[:MAX_BESIDE]:
                notes.say(students.modules.ends_process(shown(path), line, printable(call)))
            if not source.is_dynamic:
                _note_functions(submission, source, functions.get(name.removesuffix(".py"), ()))
    has_notebook = any(is_notebook_name(parts[-1]) for parts in known.listing.files)
    unexplained = [name for name in missing if not _note_beside(submission, name)]
    if unexplained and not has_notebook and not submission.is_empty:
        notes.say(students.files.not_submitted(list(map(shown, unexplained))))


def _note_beside(submission: Submission, name: str) -> bool:
    """Note files that are named like a missing module, but are no code; return whether there are any."""
    assert submission.survey is not None
    module = re.compile(rf"(?<![^\W_]){re.escape(alike(name.removesuffix('.py')))}(?![^\W_])")
    answers = [re.sub(r"\..*\Z", "", alike(each.rpartition("/")[2])) for each in submission.texts]
    listing, notes = submission.survey.listing, submission.notes
    beside = [
        parts
        for parts in dict.fromkeys([*listing.files, *listing.links, *notes.left])
        if parts not in submission.survey.sources
        and (not parts[-1].lower().endswith(".py") or parts[-1].startswith(FORK))
        and not any(answer in alike(parts[-1]) for answer in answers)
        and module.search(alike(parts[-1]))
        and not is_notebook_name(parts[-1])
        and all(map(is_theirs, parts[:-1]))
    ]
    # A Mac puts one beside each file.
    beside = [parts for parts in beside if not parts[-1].startswith(FORK)] or beside
    if beside:
        names = [shown(parts) for parts in sorted(beside, key=len)[:MAX_BESIDE]]
        suffixes = {
            FORK if parts[-1].startswith(FORK) else parts[-1].rpartition(".")[2].lower() for parts in beside
        }
        notes.say(students.modules.module_in_other_file(shown(name), names, suffixes))
    return bool(beside)


def _note_functions(submission: Submission, source: Source, asked: Sequence[str]) -> None:
    notes, file = submission.notes, shown(source.parts)
    missing = [name for name in asked if name not in source.defined]
    unexplained = []
    assert submission.survey is not None
    for name in missing:
        elsewhere = [
            shown(each.parts)
            for each in submission.survey.sources.values()
            if name in each.finished and submission.survey.listing.is_theirs(each.parts)
        ]
        nearly = get_close_matches(name.casefold(), [each.casefold() for each in source.others], 1, SIMILAR)
        if name in source.nested:
            notes.say(students.modules.function_nested(file, name, printable(source.nested[name])))
        elif elsewhere:
            notes.say(students.modules.function_elsewhere(file, name, elsewhere[0]))
        elif nearly:
            other = next(each for each in source.others if each.casefold() == nearly[0])
            notes.say(students.modules.function_misnamed(file, name, printable(other)))
        else:
            unexplained.append(name)
    if unexplained:
        notes.say(students.modules.functions_missing(file, unexplained[:MAX_NAMED]))
