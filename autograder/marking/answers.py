"""The text of an answer as a grader sees it, from a student's file or from one of our samples."""

from pathlib import Path

from autograder.rubrics.characters import without_invisible
from autograder.rubrics.model import RubricError
from autograder.rubrics.samples import sample_body
from autograder.submissions.written_answers import read_answer

MOST_BYTES = 200_000


def read_text(path: Path, *, strict: bool = False) -> str:
    """A file's text; bytes that are no UTF-8 are replaced, or refused where `strict`.

    Raises:
        RubricError: there is no such file, it is too large to be an answer, or it is no UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise RubricError(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise RubricError(f"{path} is larger than {MOST_BYTES:,} bytes: that is no written answer")
    try:
        return content.decode("utf-8", errors="strict" if strict else "replace")
    except UnicodeDecodeError as error:
        raise RubricError(f"{path} is not UTF-8: {error}") from error


def answer_of(text: str) -> str:
    """The answer in a file of `written/`, in a sample, or in a plain text, without what nobody sees.

    A sample's front matter holds its labels, so it goes before anything else is looked at.
    """
    body = sample_body(text)
    return without_invisible(read_answer(body if body is not None else text).answer).strip()


def read_written_answer(path: Path) -> str:
    """The answer in a file.

    Raises:
        RubricError: the file cannot be read, or holds no answer.
    """
    answer = answer_of(read_text(path))
    if not answer:
        raise RubricError(f"{path} holds no answer: there is nothing to mark")
    return answer
