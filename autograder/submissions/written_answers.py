"""Read a written answer: the student's own words, their count, and the help that was used.

The grader uses this file; the student's scoreboard uses a copy of it, `assignment/checking/written.py`.
"""

import re
from dataclasses import dataclass

# A comment ends before the next one opens. If a student has broken the end of a marker, the marker ends with
# its line, so that the answer below it is not taken for a comment.
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
ANSWER_BEGINS = re.compile(r"<!--\s*ANSWER BEGINS\b(?:(?:(?!<!--).)*?-->|[^\n]*)", re.DOTALL)
ANSWER_ENDS = re.compile(r"<!--\s*ANSWER ENDS\b(?:(?:(?!<!--).)*?-->|[^\n]*)", re.DOTALL)
HELP_USED = re.compile(r"^\*\*Help used\*\*[^:\n]*:(.*)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class WrittenAnswer:
    """One answer."""

    answer: str
    words: int
    help_used: str

    @property
    def started(self) -> bool:
        """Whether the answer has any words."""
        return self.words > 0


def read_answer(text: str) -> WrittenAnswer:
    """Return the answer in a file of `written/`.

    The answer stands between the two ANSWER comments. If a student has removed them, the answer is the whole
    text except headings, the quoted question, the length and the help line.

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
    # A word has a letter or a digit, so that bullets, dashes and table rules do not count.
    words = sum(any(map(str.isalnum, piece)) for piece in answer.split())
    return WrittenAnswer(answer, words, help_used)


def without_comments(text: str) -> str:
    """Return text without HTML comments; an unclosed comment is kept as text.

    >>> without_comments("seen <!-- not seen --> seen <!-- seen")
    'seen  seen <!-- seen'
    """
    first, *rest = text.split("<!--")
    kept = [first]
    for piece in rest:
        comment, closed, after = piece.partition("-->")
        kept.append(after if closed else "<!--" + comment)
    return "".join(kept)
