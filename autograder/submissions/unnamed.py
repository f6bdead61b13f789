"""Find written answers in files whose names name no question: use what is certain, and note the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from autograder.messages import students
from autograder.submissions.answer_files import MAX_ANSWER_BYTES
from autograder.submissions.decode import NotTextError, text_of
from autograder.submissions.documents import PLAIN, documents, is_document, number_pattern, question_named
from autograder.submissions.find import Submission
from autograder.submissions.names import alike, looks_like_code, shown
from autograder.submissions.tree import UnreadableError
from autograder.submissions.written_answers import read_answer

MAX_NAMED = 3
MAX_READ = 30
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp", ".tif", ".tiff", ".bmp", ".htm", ".html")
ABOUT_ANSWERS = re.compile(
    r"(?<![^\W_])(?:answers?|essays?|written|responses?|worksheet|questions?|homework|hw\d*|reflections?"
    r"|antworten|aufsatz|part\s?b)(?![^\W_])"
)
MARKER = "ANSWER BEGINS"
Parts = tuple[str, ...]


@dataclass(frozen=True)
class _Unnamed:
    """A file that may hold answers, and the questions that lines in it begin with."""

    parts: Parts
    text: str = ""
    questions: tuple[str, ...] = ()


def with_unnamed_answers(submission: Submission, written: Mapping[str, str]) -> Submission:
    """Return a submission with answers from files whose names name no question.

    Such a file is used if it has one place for an answer, and one heading, of a question that has no answer.
    The others are noted, as long as an answer is missing.

    Args:
        submission: with the answers of notebooks, if there are any.
        written: numbers of written questions, such as `Q1`, by name.
    """
    paths = {path: path.rpartition("/")[2].rpartition(".")[0] for path in submission.texts}
    missing = {name: path for path, name in paths.items() if name in written}
    files = [each for each in documents(submission.listing) if not _is_picture(each)]
    files += [each for each in submission.notes.left if is_document(each) and not _is_picture(each)]
    for parts in files:
        missing.pop(question_named(parts[-1], written) or "", None)
    for name, path in list(missing.items()):
        text = submission.text(path)
        if text is not None and read_answer(text).started:
            del missing[name]
    found = _unnamed(submission, files, written) if missing else []
    answers = dict(submission.answers)
    unused = []
    for each in found:
        rivals = [other for other in found if other.questions == each.questions]
        is_certain = len(each.questions) == 1 and each.questions[0] in missing and len(rivals) == 1
        if is_certain and each.text.count(MARKER) == 1 and read_answer(each.text).started:
            path = missing.pop(each.questions[0])
            answers[path] = each.text
            submission.notes.say(students.answers.read_as(shown(path), shown(each.parts)))
        else:
            unused.append(shown(each.parts))
    if unused and missing:
        paths_left = [shown(path) for path in missing.values()]
        submission.notes.say(
            students.answers.unnamed(unused[:MAX_NAMED], len(unused[MAX_NAMED:]), paths_left[0])
        )
    return replace(submission, answers=answers)


def _is_picture(parts: Parts) -> bool:
    return parts[-1].lower().endswith(PICTURES)


def _unnamed(submission: Submission, files: list[Parts], written: Mapping[str, str]) -> list[_Unnamed]:
    modules = [alike(name.removesuffix(".py")) for name in submission.modules]
    begins = {
        name: re.compile(rf"^[#*>\s]*{number_pattern(number)}(?!\d)", re.IGNORECASE | re.MULTILINE)
        for name, number in written.items()
    }
    found = []
    with Submission(submission.root).tree() as tree:
        for parts in files[:MAX_READ]:
            name = alike(parts[-1])
            if any(
                (
                    question_named(parts[-1], written),
                    looks_like_code(name),
                    *(each in name for each in modules),
                )
            ):
                continue
            if not name.endswith(PLAIN):
                found.append(_Unnamed(parts))
                continue
            try:
                text = text_of(tree.read(parts, MAX_ANSWER_BYTES, cut=True))
            except (NotTextError, UnreadableError):
                continue
            questions = tuple(each for each, pattern in begins.items() if pattern.search(text))
            if text.strip() and (questions or MARKER in text or ABOUT_ANSWERS.search(name)):
                found.append(_Unnamed(parts, text, questions))
    return found
