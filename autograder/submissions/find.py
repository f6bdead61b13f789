"""Find a student's files in a submission: in its top folder, or in one just below."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from autograder.errors import AutograderError
from autograder.messages import students
from autograder.submissions.decode import Format, NotTextError, decode, format_of
from autograder.submissions.lookup import MAX_FOLDERS, Lookup
from autograder.submissions.names import shown
from autograder.submissions.notebook.find import find_notebooks
from autograder.submissions.notes import Notes
from autograder.submissions.tree import Tree, UnreadableError
from autograder.submissions.written_answers import read_answer
from autograder.text import printable

MAX_ANSWER_BYTES = 200_000
MAX_NAMES = 5


class SubmissionError(AutograderError):
    """A submission that cannot be read at all; the text says why."""


@dataclass(frozen=True)
class Submission:
    """The folder that holds a student's files, wherever it is in the submission."""

    root: Path
    below: tuple[str, ...] = ()
    """Folders below `root`; the last one holds the files."""
    modules: tuple[str, ...] = ()
    """Names of the requested Python files."""
    notes: Notes = field(default_factory=Notes, compare=False)
    """Notes for the student on the files."""
    is_empty: bool = False
    """Whether none of the requested files was found."""
    made: Mapping[str, str] = field(default_factory=dict)
    """Python files that were made from notebooks, by path; they replace files of the same path."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers that were read from notebooks, by the path of the file in which they are asked for."""
    places: Mapping[str, Mapping[int, tuple[str, int]]] = field(default_factory=dict)
    """For each made file and each of its lines: the cell in words, and the line in it."""

    @property
    def folder(self) -> Path:
        """The folder's path, for display. Files are read through `tree`."""
        return self.root.joinpath(*self.below)

    def tree(self) -> Tree:
        """Open the folder for reading.

        Raises:
            SubmissionError: it is gone, or cannot be opened.
        """
        try:
            return Tree(self.root, self.below)
        except UnreadableError as error:
            name = printable(str(self.folder))
            message = students.folder_unreadable(name, error.reason.value, error.detail)
            raise SubmissionError(message) from error

    def text(self, name: str) -> str | None:
        """Return a requested text, found by its path or by its name alone; None if it is missing.

        A text that is too long to be an answer is cut. A notebook's answer counts if the file has no words.
        """
        own, answer = self._text_of_file(name), self.answers.get(name)
        if answer is None or (own is not None and read_answer(own).started):
            if answer is not None and read_answer(answer).started:
                self.notes.say(students.file_over_answer(name))
            return own
        return answer

    def _text_of_file(self, name: str) -> str | None:
        found = self.answer_file(name)
        if found is None:
            return None
        with self.tree() as tree:
            try:
                content = tree.read(found, MAX_ANSWER_BYTES, cut=True)
            except UnreadableError as error:
                self.notes.skip(found, error.reason, error.detail)
                return None
        if len(content) == MAX_ANSWER_BYTES:
            content = re.sub(rb"[\xc0-\xff][\x80-\xbf]*\Z", b"", content)  # no half characters of UTF-8
            self.notes.say(students.answer_cut(shown(found), MAX_ANSWER_BYTES))
        try:
            if (kind := format_of(content)) not in (Format.TEXT, Format.HTML, Format.NOTEBOOK):
                raise NotTextError(kind)
            return decode(content).text
        except NotTextError:
            # Bytes of a document would be counted as words. People read the file.
            self.notes.say(students.answer_not_text(shown(found)))
            return None

    def answer_file(self, name: str) -> tuple[str, ...] | None:
        """Return the path of a requested text below `folder`, if there is one."""
        # Files that are uploaded individually lose their folder.
        asked = [name, name.rpartition("/")[2]]
        with self.tree() as tree:
            lookup = Lookup(tree)
            return next(filter(None, (lookup.resolve(each.split("/"), self.notes) for each in asked)), None)


def find_submission(place: Path, names: Iterable[str], notes: Notes | None = None) -> Submission:
    """Find the folder, at `place` or just below it, with the largest number of requested Python files.

    Ties go to the upper folder, then to the folder with more of the other files. If none is there, folders
    one level further down are searched. An empty submission is not an error: nothing was started.

    Args:
        place: the opened submission.
        names: paths of the requested files.
        notes: collects notes for the student.

    Raises:
        SubmissionError: `place` is not a folder.
    """
    if not place.is_dir():
        refusal = students.place_not_folder if place.exists() else students.place_missing
        raise SubmissionError(refusal(printable(str(place))))
    names, notes = list(names), Notes() if notes is None else notes
    with Submission(place).tree() as tree:
        lookup = Lookup(tree)
        modules = [name for name in names if name.endswith(".py")]

        def worth(folder: tuple[str, ...]) -> tuple[int, bool, int]:
            n_modules = lookup.held(folder, modules)
            return n_modules, not folder and n_modules > 0, lookup.held(folder, names)

        near = [(), *lookup.folders(())]
        best = max(near, key=worth)
        if not lookup.held(best, names):
            near = [(), *lookup.folders((), environments=True)]
            best = max(near, key=worth)
        if others := [folder for folder in near if folder != best and lookup.held(folder, names)]:
            notes.say(students.folder_chosen(_shown(best), _shown(others[0])))
        if not lookup.held(best, names):
            lower = (each for folder in near[1:] for each in lookup.folders(folder))
            best = max([(), *islice(lower, MAX_FOLDERS)], key=worth)
            if best:
                notes.say(students.folder_found(shown(best)))
            elif not lookup.held(best, names) and not find_notebooks(tree, modules).is_sure:
                found = [shown(name) for name, _ in lookup.entries(())]
                notes.say(students.nothing_found(found[:MAX_NAMES], len(found[MAX_NAMES:])))
        is_empty = not lookup.held(best, names)
    return Submission(place, best, tuple(modules), notes, is_empty=is_empty)


def _shown(folder: tuple[str, ...]) -> str:
    return shown(folder) if folder else ""
