"""Everything that a student reads of a graded submission, in one folder.

One module for each theme. The rest of the engine says `students.calls.timed_out(…)`. Names, numbers and
places come in as arguments; nothing hidden may be passed here.
"""

from autograder.messages.students import (
    advice,
    answers,
    archives,
    calls,
    edition,
    files,
    modules,
    notebooks,
    results,
    skipped,
    values,
)

__all__ = [
    "advice",
    "answers",
    "archives",
    "calls",
    "edition",
    "files",
    "modules",
    "notebooks",
    "results",
    "skipped",
    "values",
]
