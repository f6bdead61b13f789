"""Find passages that look like instructions to a grader, and show them to a person. Never a mark.

- `phrases` (with `phrases.toml`) finds phrases; `mention` tells quoted or reported phrases from used ones.
- `disguises` decodes encoded text, `hidden` finds invisible characters, `languages` other languages.
- `markup` finds hidden HTML and imitated fences; `padding` finds repetition and copies of the question.
- `find` combines them.
"""

from autograder.marking.flags.find import Known, find_flags, known_texts
from autograder.marking.flags.model import Flag, FlagKind

__all__ = ["Flag", "FlagKind", "Known", "find_flags", "known_texts"]
