"""Finds what looks like an instruction to a grader, and shows it to a person. It never moves a mark.

`phrases` (with `phrases.toml`) finds words and `mention` tells whether they are used; `disguises` undoes what
hides them, `hidden` finds characters that nobody sees, `markup` hidden HTML and imitated fences, `languages`
other languages, `padding` repetition and the question handed back; `find` puts all together.
Part of `rubrics`; imports nothing else of it but `characters`, `model` and `samples`.
"""

from autograder.marking.flags.find import Known, find_flags, known_texts
from autograder.marking.flags.model import ADVICE, Flag

__all__ = ["ADVICE", "Flag", "Known", "find_flags", "known_texts"]
