"""The files in `written/` as the scoreboard shows them: the answer's length, and text outside its place."""

from dataclasses import dataclass
from enum import Enum, auto

from checking.catalogue import ASSIGNMENT, CATALOGUE, WrittenQuestion
from checking.written import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    HELP_USED,
    WrittenAnswer,
    count_words,
    read_answer,
    without_comments,
)

MAX_HELP_WORDS = 80
GIVEN = ("# ", ">", "**Length:**")


class Length(Enum):
    """How long an answer is, compared with what is asked for."""

    RIGHT = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()


@dataclass(frozen=True)
class AnswerFile:
    """The file of one question; `answer` is None if there is no file."""

    question: WrittenQuestion
    answer: WrittenAnswer | None
    outside: int = 0
    """The number of the student's own words outside the place where an answer is read."""

    @property
    def path(self) -> str:
        """The path of the file: ``written/q1_pretraining.md``."""
        return f"written/{self.question.name}.md"

    @property
    def started(self) -> bool:
        """Whether there is any answer."""
        return self.answer is not None and self.answer.started

    @property
    def length(self) -> Length:
        """Whether the answer has the length that is asked for."""
        low, high = self.question.words
        words = self.answer.words if self.answer else 0
        if words < low:
            return Length.TOO_SHORT
        return Length.TOO_LONG if words > high else Length.RIGHT


def read_answers() -> list[AnswerFile]:
    """Return all written answers, in order."""
    return [_read(question) for question in CATALOGUE.written]


def _read(question: WrittenQuestion) -> AnswerFile:
    path = ASSIGNMENT / "written" / f"{question.name}.md"
    if not path.is_file():
        return AnswerFile(question, None)
    text = _text_of(path.read_bytes())
    return AnswerFile(question, read_answer(text), _words_outside(text))


def _text_of(content: bytes) -> str:
    """Return a text in the encoding in which it was most likely saved, as grading does."""
    if content.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf")):
        return ""  # a document under the answer's name: its words are not counted
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # Notepad's "Unicode"
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _words_outside(text: str) -> int:
    """Count words before the first marker line, after the second, and in an overlong line of help used."""
    begins = ANSWER_BEGINS.search(text)
    ends = ANSWER_ENDS.search(text, begins.end()) if begins else None
    if not begins or not ends:
        return 0  # without both markers, everything except the question counts as the answer
    used = HELP_USED.search(text, ends.end())
    before = [line for line in text[: begins.start()].splitlines() if not line.startswith(GIVEN)]
    after = text[ends.end() : used.start() if used else len(text)]
    words = count_words(without_comments("\n".join([*before, after])))
    help_used = count_words(without_comments(used[1])) if used else 0
    return words + (help_used if help_used > MAX_HELP_WORDS else 0)
