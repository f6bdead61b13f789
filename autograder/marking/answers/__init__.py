"""Read written answers, from one file or from a whole submission, in the formats that students use.

`one_file` serves the commands that take a file; `submission` gives the table of all answers with warnings.
"""

from autograder.marking.answers.model import Answer, Answers, Passage, Place, Warned, Why
from autograder.marking.answers.one_file import answer_of, read_text, read_written_answer
from autograder.marking.answers.submission import read_answers

__all__ = [
    "Answer",
    "Answers",
    "Passage",
    "Place",
    "Warned",
    "Why",
    "answer_of",
    "read_answers",
    "read_text",
    "read_written_answer",
]
