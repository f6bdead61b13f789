"""Find a student's files in a submission, wherever they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from autograder.errors import AutograderError
from autograder.messages import students
from autograder.submissions.answer_files import MAX_ANSWER_BYTES, find_answer
from autograder.submissions.candidates import choose
from autograder.submissions.decode import NotTextError, text_of
from autograder.submissions.listing import Listing, list_files
from autograder.submissions.lookup import MAX_FOLDERS, Lookup
from autograder.submissions.names import MAX_DEPTH, age_of, alike, shown
from autograder.submissions.notebook.find import find_notebooks
from autograder.submissions.notes import Notes
from autograder.submissions.survey import Parts, Survey, survey
from autograder.submissions.tree import Tree, UnreadableError
from autograder.submissions.written_answers import read_answer
from autograder.text import printable

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
    texts: tuple[str, ...] = ()
    """Paths of the other requested files."""
    notes: Notes = field(default_factory=Notes, compare=False)
    """Notes for the student on the files."""
    is_empty: bool = False
    """Whether none of the requested files was found."""
    made: Mapping[str, str] = field(default_factory=dict)
    """Python files that were made from notebooks or put together, by path; they replace others."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """Answers that were read from notebooks or other files, by the path that is asked for."""
    taken: Mapping[str, Parts] = field(default_factory=dict)
    """Requested Python files that lie elsewhere or have other names: their paths below `root`, by name."""
    survey: Survey | None = field(default=None, compare=False, repr=False)
    """What is known of all files."""
    places: Mapping[str, Mapping[int, tuple[str, int]]] = field(default_factory=dict)
    """For each made file and each of its lines: the cell in words, and the line in it."""

    @property
    def folder(self) -> Path:
        """The folder's path, for display. Files are read through `tree`."""
        return self.root.joinpath(*self.below)

    @cached_property
    def listing(self) -> Listing:
        """All files of the submission, listed once.

        Raises:
            SubmissionError: it is gone, or cannot be opened.
        """
        if self.survey is not None:
            return self.survey.listing
        with Submission(self.root).tree() as tree:
            return list_files(tree)

    def tree(self) -> Tree:
        """Open the folder for reading.

        Raises:
            SubmissionError: it is gone, or cannot be opened.
        """
        try:
            return Tree(self.root, self.below)
        except UnreadableError as error:
            name = printable(str(self.folder))
            message = students.skipped.folder_unreadable(name, error.reason.value, error.detail)
            raise SubmissionError(message) from error

    def text(self, name: str) -> str | None:
        """Return a requested text, found by its path or by its name alone; None if it is missing.

        A text that is too long to be an answer is cut. A notebook's answer counts if the file has no words.
        """
        own, answer = self._text_of_file(name), self.answers.get(name)
        if answer is None or (own is not None and read_answer(own).started):
            if answer is not None and read_answer(answer).started:
                self.notes.say(students.notebooks.file_over_answer(name))
            return own
        return answer

    def path_of(self, name: str) -> Parts | None:
        """Return the path below `root` of the file that is used as the requested Python file."""
        if name in self.taken:
            return self.taken[name]
        with self.tree() as tree:
            found = Lookup(tree).resolve((name,))
        return None if found is None else (*self.below, *found)

    def answer_path(self, name: str) -> Parts | None:
        """Return the path below `root` of the file that is read as a requested answer."""
        with Submission(self.root).tree() as tree:
            return find_answer(tree, self.listing, self.below, name, Notes())

    def _text_of_file(self, name: str) -> str | None:
        with Submission(self.root).tree() as tree:
            found = find_answer(tree, self.listing, self.below, name, self.notes)
            if found is None:
                return None
            try:
                content = tree.read(found, MAX_ANSWER_BYTES, cut=True)
            except UnreadableError as error:
                self.notes.skip(found, error.reason, error.detail)
                return None
        if len(content) == MAX_ANSWER_BYTES:
            content = re.sub(rb"[\xc0-\xff][\x80-\xbf]*\Z", b"", content)  # no half characters of UTF-8
            self.notes.say(students.answers.cut(shown(found), MAX_ANSWER_BYTES))
        try:
            return text_of(content)
        except NotTextError:
            # Bytes of a document would be counted as words. People read the file.
            self.notes.say(students.answers.not_text(shown(found)))
            return None


def find_submission(
    place: Path,
    names: Iterable[str],
    notes: Notes | None = None,
    functions: Mapping[str, Sequence[str]] | None = None,
) -> Submission:
    """Find the requested files, wherever they are in a submission.

    The folder with the largest number of finished functions is taken, then the one with the largest number of
    requested Python files. Ties go to the upper folder, then to the folder with more of the other files. A
    module that is missing there, or an untouched stub, is taken from elsewhere if there is one candidate. An
    empty submission is not an error: nothing was started.

    Args:
        place: the opened submission.
        names: paths of the requested files.
        notes: collects notes for the student.
        functions: names of the functions by module; without them files are chosen by their names alone.

    Raises:
        SubmissionError: `place` is not a folder.
    """
    if not place.is_dir():
        refusal = students.files.place_not_folder if place.exists() else students.files.place_missing
        raise SubmissionError(refusal(printable(str(place))))
    names, notes = list(names), Notes() if notes is None else notes
    with Submission(place).tree() as tree:
        lookup, listing = Lookup(tree), list_files(tree)
        modules = [name for name in names if name.endswith(".py")]
        known = survey(tree, listing, functions) if functions else Survey(listing, {})
        folders = _folders(listing, names)

        def finished(folder: Parts) -> int:
            found = (lookup.resolve((*folder, name)) for name in modules)
            return sum(len(known.sources[each].finished) for each in found if each and each in known.sources)

        def worth(folder: Parts) -> tuple[int, ...]:
            n_modules, n_held = lookup.held(folder, modules), lookup.held(folder, names)
            n_finished = finished(folder)
            # Untouched copies, such as those of the student zip, must not pass for the work.
            rank = (bool(n_held) + 2 * bool(n_finished)) if n_held else 0
            if rank and not listing.is_theirs((*folder, "")):
                rank = 2 if n_finished else 0
            is_near = len(folder) <= 1
            is_top = not folder and n_modules > 0
            return rank, n_finished, is_near, n_modules, is_top, n_held, -len(folder), *age_of(folder)

        best = max(folders, key=worth)
        made: dict[str, str] = {}
        taken = choose(best, modules, functions or {}, known, lookup, notes, made)
        used = {found[:-1] for found in taken.values()}
        if len(best) > 1 or not listing.is_theirs((*best, "")):
            notes.say(students.files.folder_found(shown(best)))
        others = [
            each
            for each in folders
            if each not in (best, *used) and listing.is_theirs((*each, "")) and lookup.held(each, names)
            and (finished(each) or not finished(best))
        ]  # fmt: skip
        if others and not taken and not made:
            notes.say(students.files.folder_chosen(_shown(best), _shown(others[0])))
        is_empty = not lookup.held(best, names) and not taken and not made
        if listing.too_deep and any(
            not lookup.held(best, [name]) and name not in {**taken, **made} for name in modules
        ):
            notes.say(students.skipped.too_deep(shown(listing.too_deep), MAX_DEPTH))
        if is_empty and not find_notebooks(tree, modules).is_sure:
            found = [shown(name) for name, _ in lookup.entries(())]
            notes.say(students.files.nothing_found(found[:MAX_NAMES], len(found[MAX_NAMES:])))
    texts = tuple(name for name in names if name not in modules)
    return Submission(
        place, best, tuple(modules), texts, notes, is_empty=is_empty, made=made, taken=taken, survey=known
    )


def _folders(listing: Listing, names: Sequence[str]) -> list[Parts]:
    """Return the top folder, and those that hold a requested file, the nearest to the top first."""
    asked = [tuple(map(alike, name.split("/"))) for name in names]
    found: dict[Parts, None] = {(): None}
    for parts in sorted(listing.files, key=lambda parts: (not listing.is_theirs(parts), len(parts), parts)):
        for name in asked:
            if alike(parts[-1]) == name[-1] and tuple(map(alike, parts[-len(name) :])) == name:
                found[parts[: -len(name)]] = None
    return list(found)[:MAX_FOLDERS]


def _shown(folder: tuple[str, ...]) -> str:
    return shown(folder) if folder else ""
