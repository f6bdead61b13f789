"""Read all written answers of a submission: a folder, a zip, a notebook or a single document.

The grader reads `written/NAME.md` and nothing else. A person must see more: an answer in a Word document, a
second version, a text in a file that names no question. So every file that may hold text is looked at, and
each one ends as an answer, a passage shown apart, or a warning.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.catalog import Assignment, Project, WrittenQuestion
from autograder.catalog.wanted import wanted_of
from autograder.marking.answers.documents import MAX_DOCUMENT_BYTES, Document, read_document
from autograder.marking.answers.model import Answer, Answers, Passage, Place, Warned, Why
from autograder.marking.answers.parts import Parts, take_apart
from autograder.messages import students, tas
from autograder.submissions.decode import Format, NotTextError, format_of
from autograder.submissions.documents import DOCUMENTS, MARKDOWN, documents, number_pattern, question_named
from autograder.submissions.find import Submission, SubmissionError, find_submission
from autograder.submissions.notebook.choose import with_notebooks
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.tree import UnreadableError
from autograder.submissions.unpack import SUFFIXES
from autograder.submissions.written_answers import count_words
from autograder.text import printable

MAX_HEADING = 120
PLACES = {Place.OUTSIDE: Why.OUTSIDE, Place.BELOW_HELP: Why.BELOW_HELP, Place.COMMENT: Why.COMMENT}


def read_answers(place: Path, project: Project) -> Answers:
    """Return the written answers of one submission.

    Args:
        place: a folder, a zip, a notebook or a document.
        project: the course, whose templates tell the question from the answer.

    Raises:
        SubmissionError: `place` cannot be read at all.
    """
    notes = Notes()
    name = printable(place.resolve().name)
    if place.is_file() and _is_document(place):
        files = [_File((place.name,), _content(place))]
        return _table(name, files, project, notes)
    with opened(place, notes, suffixes=(*SUFFIXES, *DOCUMENTS)) as folder:
        # Its notes are on code; whatever folder it chooses, the files of all folders are read here.
        names = [each.path for each in project.assignment.pieces]
        submission = find_submission(folder, names, functions=wanted_of(project.assignment).functions)
        files = [*_files(submission, project), *_from_notebooks(submission, project.assignment, notes)]
        return _table(name, files, project, notes)


@dataclass(frozen=True)
class _File:
    """A file that may hold text, or the reason why it cannot be opened."""

    parts: tuple[str, ...]
    content: bytes | str
    notebook: bool = False
    """Whether it was made from a notebook's cells."""

    @property
    def name(self) -> str:
        return tas.pages.IN_NOTEBOOK if self.notebook else printable("/".join(self.parts))

    @property
    def is_markdown(self) -> bool:
        return self.parts[-1].lower().endswith(MARKDOWN)

    def read(self) -> Document:
        if isinstance(self.content, str):
            raise NotTextError(Format.UNOPENED, self.content)
        return read_document(self.content)


@dataclass(frozen=True)
class _Text:
    """A text that belongs to one question."""

    file: _File
    document: Document
    parts: Parts


def _is_document(place: Path) -> bool:
    """Whether a file is a document of its own, not a zip or a notebook with files in it."""
    try:
        with place.open("rb") as file:
            found = format_of(file.read(MAX_DOCUMENT_BYTES))
    except OSError as error:
        raise SubmissionError(students.files.place_missing(printable(str(place)))) from error
    return place.suffix.lower() != ".zip" and found not in (Format.ARCHIVE, Format.NOTEBOOK)


def _content(place: Path) -> bytes | str:
    try:
        with place.open("rb") as file:
            return file.read(MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        return str(error.strerror)


def _from_notebooks(submission: Submission, assignment: Assignment, notes: Notes) -> Iterator[_File]:
    """Yield the answers in notebooks, as the files of `written/` that they stand for."""
    wanted = wanted_of(assignment)
    found = replace(submission, notes=Notes())
    # It refuses documents in a notebook's place, which are read here.
    with suppress(SubmissionError):
        found = with_notebooks(found, wanted)
    for path, text in found.answers.items():
        yield _File(tuple(path.split("/")), text.encode(errors="replace"), notebook=True)
    if found.answers:
        for line in found.notes.lines:
            notes.say(line)


def _files(submission: Submission, project: Project) -> Iterator[_File]:
    """Yield the files that may hold a student's text: those that were asked for first."""
    written = project.assignment.written
    handout = {
        path.name for path in project.assignment_folder.rglob("*") if path.suffix in (*MARKDOWN, ".txt")
    } - {each.path.rpartition("/")[2] for each in written}
    root = Submission(submission.root)
    with root.tree() as tree:
        found = [path for path in documents(submission.listing) if path[-1] not in handout]
        # The files that the grader counts come first, wherever they lie.
        counted = [path for each in written if (path := submission.answer_path(each.path))]
        asked = [(*submission.below, *each.path.split("/")) for each in written]
        found = list(dict.fromkeys([*counted, *found]))
        found.sort(key=lambda path: (path not in counted, path not in asked, len(path), path))
        for path in found:
            try:
                yield _File(path, tree.read(path, MAX_DOCUMENT_BYTES))
            except UnreadableError as error:
                yield _File(path, str(error))


def _table(name: str, files: Sequence[_File], project: Project, notes: Notes) -> Answers:
    written = project.assignment.written
    numbers = {each.name: each.number for each in written}
    templates = {each.name: _template(project, each) for each in written}
    texts: dict[str, list[_Text]] = {each.name: [] for each in written}
    warned: dict[str, list[Warned]] = {each.name: [] for each in written}
    others: list[Passage] = []
    unassigned: list[Warned] = []
    for file in files:
        named = question_named(file.parts[-1], numbers)
        question = next((each for each in written if each.name == named), None)
        try:
            document = file.read()
        except NotTextError as error:
            to = warned[question.name] if question else unassigned
            to.append(Warned(Why.UNREADABLE, file.name, f"{error.found.value} {error.detail}".strip()))
            continue
        remarks = [Warned(why, file.name, detail) for why, detail in document.remarks]
        if question:
            warned[question.name] += remarks
            sections = {question.name: document.text}
        else:
            unassigned += remarks
            sections = _sections(document.text, written)
        if rest := sections.pop("", "").strip():
            others.append(_passage(Place.UNASSIGNED, file, rest))
        for key, text in sections.items():
            parts = take_apart(text, templates[key], key, foreign=document.foreign or not file.is_markdown)
            texts[key].append(_Text(file, document, parts))
    answers = tuple(_answer(each, texts[each.name], warned[each.name]) for each in written)
    return Answers(name, answers, tuple(others), tuple(unassigned), notes.lines)


def _template(project: Project, question: WrittenQuestion) -> str:
    return (project.assignment_folder / question.path).read_text(encoding="utf-8")


def _sections(text: str, written: Sequence[WrittenQuestion]) -> dict[str, str]:
    """Split a document with several answers at its headings; text outside of them has the key ''."""
    headings = [
        (each, re.compile(rf"[\W_]*{number_pattern(each.number)}(?!\w)[\W_]*", re.IGNORECASE))
        for each in written
    ]
    sections: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        kept = line
        if len(line) <= MAX_HEADING:
            for question, heading in headings:
                if found := heading.match(line):
                    current, kept = question.name, line[found.end() :]
                    if kept.strip(" *_#.:").casefold() == question.title.casefold():
                        kept = ""
        sections.setdefault(current, []).append(kept)
    return {name: "\n".join(lines) for name, lines in sections.items()}


def _answer(question: WrittenQuestion, texts: Sequence[_Text], warned: Sequence[Warned]) -> Answer:
    warnings = list(warned)
    if not texts:
        return Answer(question, warnings=(*warnings, *([] if warnings else [Warned(Why.MISSING)])))
    # The grader reads the first file; another one counts only if that one holds nothing.
    best = next((each for each in texts if each.parts.words), texts[0])
    passages: list[Passage] = []
    for each in texts:
        for place, text in each.parts.elsewhere:
            passages.append(_passage(place, each.file, text))
            warnings.append(Warned(PLACES[place], each.file.name, str(passages[-1].words)))
        if each is not best and each.parts.words and each.parts.answer.split() != best.parts.answer.split():
            passages.append(_passage(Place.SECOND_FILE, each.file, each.parts.answer))
            warnings.append(Warned(Why.DOUBLE, each.file.name, str(each.parts.words)))
        if each is not best and each.parts.help_used not in ("", best.parts.help_used):
            passages.append(_passage(Place.BELOW_HELP, each.file, each.parts.help_used))
    if not best.parts.words:
        warnings.append(Warned(Why.EMPTY, best.file.name))
    elif best.file.parts[-1] != question.path.rpartition("/")[2]:
        warnings.append(Warned(Why.OTHER_FILE, best.file.name))
    if best.parts.long_help:
        warnings.append(Warned(Why.LONG_HELP, best.file.name, str(count_words(best.parts.help_used))))
    return Answer(
        question,
        best.parts.answer,
        best.parts.words,
        _declared(best.parts),
        best.file.name,
        hard_lines=not best.file.is_markdown,
        passages=tuple(passages),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _declared(parts: Parts) -> str:
    """Return the declaration without the text below it, which is shown apart."""
    below = next((text for place, text in parts.elsewhere if place is Place.BELOW_HELP), "")
    return parts.help_used.removesuffix(below).strip() if below else parts.help_used


def _passage(place: Place, file: _File, text: str) -> Passage:
    return Passage(place, file.name, text, count_words(text), not file.is_markdown)
