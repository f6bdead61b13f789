"""Words for teaching assistants: output and refusals of `autograder rubric` and `written`.

One module for each theme. The rest of the engine says `tas.sheets.not_csv(…)`.
"""

from autograder.messages.tas import (
    agreement,
    answers,
    classes,
    drafts,
    flags,
    numbers,
    pages,
    replies,
    sheets,
    totals,
)

__all__ = [
    "agreement",
    "answers",
    "classes",
    "drafts",
    "flags",
    "numbers",
    "pages",
    "replies",
    "sheets",
    "totals",
]
