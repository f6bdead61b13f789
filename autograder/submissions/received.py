"""What the grader receives of a written answer: its words, and what the student wrote that does not count.

The grader reads text. A Word document or a PDF is named, and people read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.submissions.answer_files import MAX_ANSWER_BYTES
from autograder.submissions.decode import NotTextError, text_of
from autograder.submissions.documents import PLAIN, documents, is_document, question_named
from autograder.submissions.find import Submission
from autograder.submissions.names import shown
from autograder.submissions.tree import UnreadableError
from autograder.submissions.written_answers import count_words, read_answer, text_elsewhere

MAX_NAMES = 3


@dataclass(frozen=True)
class Received:
    """A written answer, as a student's results show it."""

    words: int | None
    """None if no file was handed in."""
    elsewhere: int = 0
    """Words in the answer's file that stand outside the place for it."""
    others: tuple[str, ...] = ()
    """Files that hold something for this question and are not counted."""
    is_text: bool = True
    """Whether the answer's file can be read as text."""


def received(submission: Submission, written: Mapping[str, str], path: str) -> Received:
    """Return what is received for one question.

    Args:
        submission: the student's files.
        written: the number of each question by its name.
        path: the question's file.
    """
    name = path.rpartition("/")[2].rpartition(".")[0]
    used = submission.answer_path(path)
    text = submission.text(path)
    read = read_answer(text) if text is not None else None
    others = tuple(_others(submission, written, name, used, read.answer if read else ""))
    if read is None:
        return Received(None, others=others, is_text=used is None)
    elsewhere = count_words(text_elsewhere(text or ""))
    return Received(read.words, elsewhere, others)


def _others(
    submission: Submission, written: Mapping[str, str], name: str, used: tuple[str, ...] | None, answer: str
) -> list[str]:
    """Return the names of other files for a question, unless they hold nothing or the same answer."""
    found = []
    whole = Submission(submission.root)
    with whole.tree() as tree:
        # Documents in an archive are not unpacked for grading, but named.
        packed = [each for each in submission.notes.left if is_document(each)]
        for path in [*documents(submission.listing), *packed]:
            if question_named(path[-1], written) != name or path == used:
                continue
            if path[-1].lower().endswith(PLAIN):
                try:
                    content = tree.read(path, MAX_ANSWER_BYTES, cut=True)
                    other = read_answer(text_of(content))
                except (UnreadableError, NotTextError):
                    pass  # named below: people look at it
                else:
                    if not other.started or other.answer.split() == answer.split():
                        continue
            found.append(shown(path))
    return found[:MAX_NAMES]
