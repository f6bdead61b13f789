"""The text of an answer as a grader sees it, from one file: a student's, or a sample."""

from pathlib import Path

from autograder.marking.answers.documents import MAX_DOCUMENT_BYTES, read_document
from autograder.messages import tas
from autograder.rubrics.characters import without_invisible
from autograder.rubrics.model import RubricError
from autograder.rubrics.samples import sample_body
from autograder.submissions.decode import NotTextError
from autograder.submissions.written_answers import read_answer

MAX_BYTES = 200_000


def read_text(path: Path, *, strict: bool = False) -> str:
    """Return a file's text.

    Args:
        path: The file.
        strict: Refuse everything that is not UTF-8. Otherwise any format in which students write is read.

    Raises:
        RubricError: The file does not exist, is too large for an answer, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        raise RubricError(tas.answers.file_unreadable(path, error.strerror)) from error
    try:
        text = content.decode() if strict else read_document(content).text
    except UnicodeDecodeError as error:
        raise RubricError(tas.answers.not_utf8(path, error)) from error
    except NotTextError as error:
        reason = tas.answers.unreadable_format(error.found.value, error.detail)
        raise RubricError(tas.answers.file_unreadable(path, reason)) from error
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise RubricError(tas.answers.answer_too_large(path, MAX_BYTES))
    return text


def answer_of(text: str) -> str:
    """Return the answer in a file of `written/`, a sample or a plain text, without invisible characters."""
    # A sample's front matter holds its labels, so it is removed before anything else.
    body = sample_body(text)
    return without_invisible(read_answer(body if body is not None else text).answer).strip()


def read_written_answer(path: Path) -> str:
    """Return the answer in a file.

    Raises:
        RubricError: The file cannot be read, or holds no answer.
    """
    answer = answer_of(read_text(path))
    if not answer:
        raise RubricError(tas.answers.no_answer(path))
    return answer
