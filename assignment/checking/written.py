# Generated from autograder/submissions/written_answers.py by `autograder release`: edit it there.
"""Read a written answer: the student's own words, their count, and the help that was used.

The grader uses this file; the student's scoreboard uses a copy of it, `assignment/checking/written.py`.
"""

import html
import re
from dataclasses import dataclass

# A comment ends before the next one opens. If a student has broken the end of a marker, the marker ends with
# its line, so that the answer below it is not taken for a comment.
COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
ANSWER_BEGINS = re.compile(r"<!--\s*ANSWER BEGINS\b(?:(?:(?!<!--).)*?-->|[^\n]*)", re.DOTALL)
ANSWER_ENDS = re.compile(r"<!--\s*ANSWER ENDS\b(?:(?:(?!<!--).)*?-->|[^\n]*)", re.DOTALL)
HELP_USED = re.compile(r"^\*\*Help used\*\*[^:\n]*:(.*)", re.MULTILINE | re.DOTALL)

# Scripts that put no spaces between words; Korean does.
CJK = re.compile(
    "[\u3005-\u3007\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+")
LINK_TARGET = re.compile(r"\]\([^\s()]*\)")
# Between two digits these marks belong to the number: 2,048 and 150-250 and 10:30.
JOIN = r"[-\u2010-\u2015\u2212,;:\u2026|]+"
JOINED = re.compile(rf"(?<!\d){JOIN}|{JOIN}(?!\d)")

LISTED = re.compile(r"\s*(?:[-*+]|\d+[.)])\s")


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
    return WrittenAnswer(answer, count_words(answer), help_used)


def text_elsewhere(text: str) -> str:
    """Return a student's text in a file of `written/` that is neither the answer nor the declaration of help.

    Lines of the question and comments are left out. Text below the paragraph of the declaration counts.

    >>> text_elsewhere("# Q1\\nmine\\n<!-- ANSWER BEGINS -->\\na\\n<!-- ANSWER ENDS -->\\nmore")
    'mine\\nmore'
    """
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    begins = ANSWER_BEGINS.search(text)
    ends = ANSWER_ENDS.search(text, begins.end() if begins else 0)
    used = HELP_USED.search(text, ends.end() if ends else 0)
    pieces = []
    if begins:
        pieces.append(text[: begins.start()])
        if ends:
            pieces.append(text[ends.end() : used.start() if used else None])
    if used:
        paragraphs = re.split(r"\n[ \t]*\n", used[1].strip())
        # A declaration may be a list below its line.
        pieces += [each for each in paragraphs[1:] if not LISTED.match(each)]
    lines = without_comments("\n".join(pieces)).splitlines()
    return "\n".join(
        each for each in lines if each.strip() and not each.startswith(("# ", ">", "**Length:**"))
    )


def count_words(text: str) -> int:
    """Count words as a person would.

    A word has a letter or a digit, so that bullets and table rules do not count. Words joined by a hyphen, a
    dash or a comma are several; a number with its separators is one; so is an address, unless a link's text
    stands for it. Chinese and Japanese count by character. Code counts by what stands between its spaces.

    >>> count_words("Next-token loss - see https://example.org/a-b"), count_words("2,048 GB, 8-bit")
    (5, 4)
    """
    text = LINK_TARGET.sub("] ", html.unescape(text))
    text = ADDRESS.sub(" address ", text)
    pieces = JOINED.sub(" ", CJK.sub(" ", text)).split()
    return sum(map(str.isalnum, CJK.findall(text))) + sum(any(map(str.isalnum, piece)) for piece in pieces)


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
