"""Copies what a submission's code consists of into a clean folder, with our own `provided/` beside it."""

import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.submissions.find import Submission
from autograder.submissions.lookup import Lookup, may_hold_work
from autograder.submissions.names import MAX_DEPTH, clean, shown
from autograder.submissions.notes import Notes
from autograder.submissions.tree import Kind, TooLargeError, Tree, UnreadableError

# What nobody writes by hand. A student who hands in a folder of somebody else's files, or a dataset beside
# the solution, must not lose the grade for it: what is too much is left out, the deepest first.
MAX_FILES = 2_000
MAX_FILE_BYTES = 2 * 2**20
MAX_TOTAL_BYTES = 20 * 2**20
MAX_LOOKED_AT = 100_000
"""Files and folders of any kind that are looked at in search of Python files."""
PROVIDED = "provided"


@contextmanager
def staged(submission: Submission, provided: Path) -> Iterator[Path]:
    """The submission staged in a folder of its own that others can read, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
        Path(temporary).chmod(0o711)
        folder = Path(temporary) / "stage"
        stage_submission(submission, provided, folder)
        yield folder


def stage_submission(submission: Submission, provided: Path, target: Path) -> None:
    """Copies the submission's regular Python files to `target`, with `provided` fresh from us.

    A submission's own `provided/` is left out: the grader always uses its own. So are virtual
    environments, which hold thousands of files that nobody wrote. Workers, who are somebody else, can
    read all of it. What else is left out, `submission.notes` says.

    Raises:
        SubmissionError: the submission's folder cannot be opened.
    """
    target.mkdir(exist_ok=True)
    with submission.tree() as tree:
        copy = _Copy(tree, target, submission.notes)
        # First, and each by its name, so that nothing else can crowd them out.
        for name in submission.modules:
            if found := Lookup(tree).resolve((name,), submission.notes):
                copy.add(found, (name,))
        for parts in _python_files(tree, submission.notes):
            copy.add(parts, clean(parts))
            if _is_hidden(parts):
                submission.notes.say(
                    f"{shown(parts)} was not used: Python has a module of its own of that name"
                )
    shutil.copytree(provided, target / PROVIDED, ignore=shutil.ignore_patterns("__pycache__"))
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


class _Copy:
    """Copies file after file, as long as it is not too much."""

    def __init__(self, tree: Tree, target: Path, notes: Notes) -> None:
        self._tree = tree
        self._target = target
        self._notes = notes
        self._sources: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._bytes_left = MAX_TOTAL_BYTES

    def add(self, source: tuple[str, ...], name: tuple[str, ...] | None) -> None:
        """Copies a file of the tree to `name` below the target, unless there is a reason not to."""
        if name is None:
            self._notes.leave_out(source, "its name is unusual")
        elif name in self._sources:
            if self._sources[name] != source:
                self._notes.leave_out(source, "there is another file of that name")
        elif len(self._sources) >= MAX_FILES:
            self._notes.leave_out(source, f"there are more than {MAX_FILES:,} Python files")
        else:
            self._copy(source, name)

    def _copy(self, source: tuple[str, ...], name: tuple[str, ...]) -> None:
        most = min(MAX_FILE_BYTES, self._bytes_left)
        try:
            content = self._tree.read(source, most)
        except UnreadableError as error:
            is_one_too_many = isinstance(error, TooLargeError) and most < MAX_FILE_BYTES
            total = f"there are more than {MAX_TOTAL_BYTES >> 20} MiB of Python files"
            self._notes.leave_out(source, total if is_one_too_many else str(error))
            return
        path = self._target.joinpath(*name)
        if path.is_dir() or any(each.is_file() for each in path.parents):  # two names became one
            self._notes.leave_out(source, "there is another file of that name")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._sources[name] = source
        self._bytes_left -= len(content)


def _is_hidden(parts: tuple[str, ...]) -> bool:
    """Whether an import would find the standard library's module, and not this file."""
    name = parts[0].removesuffix(".py")
    is_importable = len(parts) == 1 or (len(parts) == 2 and parts[1] == "__init__.py")
    return is_importable and name in sys.stdlib_module_names


def _python_files(tree: Tree, notes: Notes) -> Iterator[tuple[str, ...]]:
    """All of them, folder by folder, the top first: what is near it is the student's own."""
    left = MAX_LOOKED_AT
    folders: deque[tuple[str, ...]] = deque([()])
    while folders:
        folder = folders.popleft()
        found: list[tuple[str, Kind]] = []
        try:
            for entry in tree.entries(folder):
                if not left:
                    notes.say(f"only {MAX_LOOKED_AT:,} files and folders were looked at: there are more")
                    break
                left -= 1
                found.append(entry)
        except UnreadableError as error:
            notes.leave_out(folder, str(error))
        for name, kind in sorted(found, key=lambda entry: entry[0]):
            parts = (*folder, name)
            if kind is Kind.FOLDER and len(parts) < MAX_DEPTH and may_hold_work(tree, parts):
                if clean(parts) != (PROVIDED,):
                    folders.append(parts)
            elif name.endswith(".py") and kind is Kind.FILE:
                yield parts
            elif name.endswith(".py") and kind in (Kind.LINK, Kind.OTHER):
                notes.leave_out(parts, "it is no regular file")
