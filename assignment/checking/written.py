# Made from autograder/submissions/written_answers.py by `autograder release`: edit it there.
"""Reads a written answer: the student's own words, how many they are, and the help that was used.

The same file serves the grader and, as `assignment/checking/written.py`, the student's scoreboard.
"""

import re
from dataclasses import dataclass

# A comment never reaches over the opening of another one: where a student has broken the end of a
# marker, the marker ends with its line, and the answer below it is not taken for a comment.
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
ANSWER_BEGINS = re.compile(r"<!--\s*ANSWER BEGINS\b(?:(?:(?!<!--).)*?-->|[^\n]*)", re.DOTALL)
ANSWER_ENDS = re.compile(r"<!--\s*ANSWER ENDS\b(?:(?:(?!<!--).)*?-->|[^\n]*)", re.DOTALL)
HELP_USED = re.compile(r"^\*\*Help used\*\*[^:\n]*:(.*)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class WrittenAnswer:
    """One answer. `started` is False as long as the place for it is empty."""

    answer: str
    words: int
    help_used: str

    @property
    def started(self) -> bool:
        """Whether there is any answer at all."""
        return self.words > 0


def read_answer(text: str) -> WrittenAnswer:
    """The answer in a file of `written/`.

    The answer stands between the two ANSWER comments. Where a student has removed them, nothing is
    lost: it is then everything but headings, the quoted question, the length, and the help line.

    >>> read_answer("# Q1\\n<!-- ANSWER BEGINS -->\\nText, of course.\\n<!-- ANSWER ENDS -->\\n").words
    3
    >>> read_answer("# Q1\\n> Why?\\n<!-- ANSWER BEGINS -->\\n\\n<!-- ANSWER ENDS -->").started
    False
    """
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    begins = ANSWER_BEGINS.search(text)
    ends = ANSWER_ENDS.search(text, begins.end() if begins else 0)
    used = HELP_USED.search(text, ends.end() if ends else 0)
    help_used = without_comments(used[1]).strip() if used else ""
    stop = ends if begins and ends else used
    answer = text[begins.end() if begins else 0 : stop.start() if stop else len(text)]
    if not begins:
        kept = [line for line in answer.splitlines() if not line.startswith(("# ", ">", "**Length:**"))]
        answer = "\n".join(kept)
    answer = without_comments(answer).strip()
    # A word has a letter or a digit, so that bullets, dashes and table rules are not counted.
    words = sum(any(map(str.isalnum, piece)) for piece in answer.split())
    return WrittenAnswer(answer, words, help_used)


def without_comments(text: str) -> str:
    """Text without HTML comments; one that is never closed is text.

    >>> without_comments("seen <!-- not seen --> seen <!-- seen")
    'seen  seen <!-- seen'
    """
    first, *rest = text.split("<!--")
    kept = [first]
    for piece in rest:
        comment, closed, after = piece.partition("-->")
        kept.append(after if closed else "<!--" + comment)
    return "".join(kept)
