"""The files in `written/` as the scoreboard shows them: how long an answer is, and what stands elsewhere."""

from dataclasses import dataclass

from checking.catalogue import ASSIGNMENT, CATALOGUE, WrittenQuestion
from checking.written import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    HELP_USED,
    WrittenAnswer,
    read_answer,
    without_comments,
)

LONGEST_HELP_LINE = 80
GIVEN = ("# ", ">", "**Length:**")


@dataclass(frozen=True)
class AnswerFile:
    """What stands in the file of one question; `answer` is None where there is no file."""

    question: WrittenQuestion
    answer: WrittenAnswer | None
    outside: int = 0
    """How many words of the student's own stand where no reader looks for an answer."""

    @property
    def path(self) -> str:
        """Where the answer stands: ``written/q1_pretraining.md``."""
        return f"written/{self.question.name}.md"

    @property
    def started(self) -> bool:
        """Whether there is any answer."""
        return self.answer is not None and self.answer.started

    @property
    def length(self) -> str:
        """``too short`` or ``too long``; empty where the answer has the length that was asked for."""
        low, high = self.question.words
        words = self.answer.words if self.answer else 0
        return "too short" if words < low else "too long" if words > high else ""


def read_answers() -> list[AnswerFile]:
    """All written answers, in order."""
    return [_read(question) for question in CATALOGUE.written]


def _read(question: WrittenQuestion) -> AnswerFile:
    path = ASSIGNMENT / "written" / f"{question.name}.md"
    if not path.is_file():
        return AnswerFile(question, None)
    # an editor may have saved another encoding; a few odd characters change no count of words
    text = path.read_text(encoding="utf-8", errors="replace")
    return AnswerFile(question, read_answer(text), _words_outside(text))


def _words_outside(text: str) -> int:
    """The words before the first marker line, after the second one, and far below the line of help used."""
    begins = ANSWER_BEGINS.search(text)
    ends = ANSWER_ENDS.search(text, begins.end()) if begins else None
    if not begins or not ends:
        return 0  # the answer is then all that is not the question
    used = HELP_USED.search(text, ends.end())
    before = [line for line in text[: begins.start()].splitlines() if not line.startswith(GIVEN)]
    after = text[ends.end() : used.start() if used else len(text)]
    words = len(without_comments("\n".join([*before, after])).split())
    help_used = len(without_comments(used[1]).split()) if used else 0
    return words + (help_used if help_used > LONGEST_HELP_LINE else 0)
