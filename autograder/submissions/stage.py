"""Copy a submission's Python files into a clean folder, with the course's own `provided/` beside them."""

import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder.messages import students
from autograder.submissions.find import Submission
from autograder.submissions.lookup import MARK_OF_VENV, Lookup, may_hold_work
from autograder.submissions.names import MAX_DEPTH, clean, is_theirs, shown
from autograder.submissions.notes import Notes
from autograder.submissions.reasons import Reason
from autograder.submissions.tree import Kind, Tree, UnreadableError

# More than anybody writes by hand. Stray files, such as a dataset beside the solution, must not cost the
# grade, so files over the limits are skipped, deepest first.
MAX_FILES = 2_000
MAX_FILE_BYTES = 2 * 2**20
MAX_TOTAL_BYTES = 20 * 2**20
MAX_LOOKED_AT = 100_000
"""Entries of any kind that are visited in search of Python files."""
MAX_STEPS = 100_000
"""Folders that are entered on the way to those that are searched: a deep one costs as many as it is deep."""
MAX_FOLDERS_ABOVE = 20
UNREAD_SECONDS = 365 * 86_400
"""How far in the future a staged file was last read. The kernel then notes no reading (`relatime`), which a
later worker could see."""
PROVIDED = "provided"
OWN_NAME = """# Made by the grader: stands for the folder that these files were in.
import os

__path__ = [os.path.dirname(os.path.dirname(__file__))]
"""


@contextmanager
def staged(submission: Submission, provided: Path) -> Iterator[Path]:
    """Stage the submission in a temporary folder that other users can read."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
        Path(temporary).chmod(0o711)
        folder = Path(temporary) / "stage"
        stage_submission(submission, provided, folder)
        yield folder


def stage_submission(submission: Submission, provided: Path, target: Path) -> None:
    """Copy the submission's regular Python files to `target`, together with the folder `provided`.

    A submission's own `provided/` is ignored, because the grader always uses the course's. Virtual
    environments are ignored too. Workers run as another user and can read all of `target`. Other skipped
    files are listed in `submission.notes`.

    Raises:
        SubmissionError: the submission's folder cannot be opened.
    """
    target.mkdir(exist_ok=True)
    with submission.tree() as tree:
        copy = _Copy(tree, target, submission.notes)
        # The requested files first, so that other files cannot use up the limits.
        for name in submission.modules:
            if name in submission.made or name in submission.taken:
                continue
            if found := Lookup(tree).resolve((name,), submission.notes):
                copy.add(found, (name,))
        done = {*submission.made, *submission.taken}
        if submission.taken:
            _add_elsewhere(submission, copy)
        for parts in _python_files(tree, submission.notes):
            if "/".join(parts) in done:
                continue
            copy.add(parts, clean(parts))
            if _is_hidden(parts):
                submission.notes.say(students.files.hidden_by_python(shown(parts)))
        _add_above(submission, copy)
    _add_own_names(submission, target)
    for name, source in submission.made.items():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text(source, encoding="utf-8")
    shutil.copytree(provided, target / PROVIDED, ignore=shutil.ignore_patterns("__pycache__"))
    last_read = time.time_ns() + UNREAD_SECONDS * 10**9
    for path in (target, *target.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, ns=(last_read, path.stat().st_mtime_ns))


def _add_own_names(submission: Submission, target: Path) -> None:
    """Let files import each other by the name of their folder, as in `from work.a import b`."""
    if submission.survey is None:
        return
    sources = submission.survey.sources.values()
    imported = {name for source in sources for name in source.imports}
    folders = {*submission.below, *(part for parts in submission.taken.values() for part in parts[:-1])}
    # Files that are uploaded one by one have lost the folder that they were in.
    folders |= {name for source in sources for name in source.packages}
    for name in sorted(folders & imported - sys.stdlib_module_names - {PROVIDED}):
        if name.isidentifier() and not (target / name).exists() and not (target / f"{name}.py").exists():
            (target / name).mkdir()
            (target / name / "__init__.py").write_text(OWN_NAME, encoding="utf-8")


def _add_elsewhere(submission: Submission, copy: "_Copy") -> None:
    """Copy modules from where they are, and what lies beside them, which they may import."""
    with Submission(submission.root).tree() as whole:
        for name, parts in submission.taken.items():
            copy.add(parts, (name,), whole)
        done = {*submission.modules, *submission.made}
        for folder in dict.fromkeys(parts[:-1] for parts in submission.taken.values()):
            if folder == submission.below:
                continue
            with Submission(submission.root, folder).tree() as tree:
                for parts in _python_files(tree, Notes()):
                    if "/".join(parts) not in done:
                        copy.add(parts, clean(parts), tree, is_second=True)


def _add_above(submission: Submission, copy: "_Copy") -> None:
    """Copy helpers from the folders above, which are on the path of a student who starts Python there."""
    imported = {
        name
        for source in (submission.survey.sources.values() if submission.survey else ())
        for name in source.imports
    }
    n_folders = 0
    for depth in reversed(range(len(submission.below))):
        with Submission(submission.root, submission.below[:depth]).tree() as tree:
            for name, kind in Lookup(tree).entries(()):
                found: list[tuple[str, ...]] = []
                if kind is Kind.FILE and name.endswith(".py") and name not in submission.modules:
                    found = [(name,)]
                elif kind is Kind.FOLDER and name in imported - {PROVIDED, submission.below[depth]}:
                    if n_folders == MAX_FOLDERS_ABOVE or not may_hold_work(tree, (name,)):
                        continue
                    n_folders += 1
                    with Submission(submission.root, (*submission.below[:depth], name)).tree() as lower:
                        found = [(name, *parts) for parts in _python_files(lower, Notes())]
                for parts in found:
                    target = clean(parts)
                    if target and not copy.holds(target):
                        copy.add(parts, target, tree)


class _Copy:
    """Copies files until a limit is reached."""

    def __init__(self, tree: Tree, target: Path, notes: Notes) -> None:
        self._tree = tree
        self._target = target
        self._notes = notes
        self._sources: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._second: set[tuple[str, ...]] = set()
        """Files that give way to those of the submission's own tree."""
        self._bytes_left = MAX_TOTAL_BYTES

    def holds(self, name: tuple[str, ...]) -> bool:
        """Return whether a file was copied to this name."""
        return name in self._sources

    def add(
        self,
        source: tuple[str, ...],
        name: tuple[str, ...] | None,
        tree: Tree | None = None,
        *,
        is_second: bool = False,
    ) -> None:
        """Copy a file to `name` below the target, or note why it is skipped.

        Args:
            source: its path in the tree.
            name: its path below the target; None if it cannot have one.
            tree: in place of the submission's own.
            is_second: it gives way to a file of the submission's own tree, without a note.
        """
        if tree is not None:
            own, self._tree = self._tree, tree
            try:
                self.add(source, name)
            finally:
                self._tree = own
            if is_second and name in self._sources:
                self._second.add(name)
        elif name is None:
            self._notes.skip(source, Reason.UNUSUAL_NAME)
        elif name in self._second:
            self._second.discard(name)
            self._copy(source, name)
        elif name in self._sources:
            if self._sources[name] != source:
                self._notes.skip(source, Reason.SAME_NAME)
        elif len(self._sources) >= MAX_FILES:
            self._notes.skip(source, Reason.TOO_MANY_FILES, MAX_FILES)
        else:
            self._copy(source, name)

    def _copy(self, source: tuple[str, ...], name: tuple[str, ...]) -> None:
        max_bytes = min(MAX_FILE_BYTES, self._bytes_left)
        try:
            content = self._tree.read(source, max_bytes)
        except UnreadableError as error:
            if error.reason is Reason.TOO_LARGE and max_bytes < MAX_FILE_BYTES:
                self._notes.skip(source, Reason.TOO_MANY_BYTES, MAX_TOTAL_BYTES)
            else:
                self._notes.skip(source, error.reason, error.detail)
            return
        path = self._target.joinpath(*name)
        if path.is_dir() or any(each.is_file() for each in path.parents):  # normalising merged two names
            self._notes.skip(source, Reason.SAME_NAME)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._sources[name] = source
        self._bytes_left -= len(content)


def _is_hidden(parts: tuple[str, ...]) -> bool:
    """Return whether an import finds a module of the standard library in place of this file."""
    name = parts[0].removesuffix(".py")
    is_importable = len(parts) == 1 or (len(parts) == 2 and parts[1] == "__init__.py")
    return is_importable and name in sys.stdlib_module_names


def _python_files(tree: Tree, notes: Notes) -> Iterator[tuple[str, ...]]:
    """Iterate over all Python files breadth-first: files near the top are the student's own."""
    n_seen, steps_left = 0, MAX_STEPS
    folders: deque[tuple[str, ...]] = deque([()])
    while folders:
        folder = folders.popleft()
        steps_left -= len(folder)
        found: list[tuple[str, Kind]] = []
        cut = steps_left < 0
        try:
            for entry in tree.entries(folder) if not cut else ():
                if cut := n_seen == MAX_LOOKED_AT:
                    break
                n_seen += 1
                found.append(entry)
        except UnreadableError as error:
            notes.skip(folder, error.reason, error.detail)
        if cut:
            notes.say(students.skipped.search_stopped(n_seen))
            folders.clear()
        if folder and any(name == MARK_OF_VENV for name, _ in found):
            continue  # a virtual environment
        for name, kind in sorted(found, key=lambda entry: entry[0]):
            parts = (*folder, name)
            if kind is Kind.FOLDER and len(parts) < MAX_DEPTH and is_theirs(name) and not cut:
                if clean(parts) != (PROVIDED,):
                    folders.append(parts)
            elif name.endswith(".py") and kind is Kind.FILE:
                yield parts
            elif name.endswith(".py") and kind in (Kind.LINK, Kind.OTHER):
                notes.skip(parts, Reason.NOT_REGULAR)
