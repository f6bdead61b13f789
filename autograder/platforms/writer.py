"""The contract of a results file: valid from the first second on, and without a score until grading ends."""

from abc import ABC, abstractmethod
from pathlib import Path

from autograder.catalog import Assignment
from autograder.files import write_atomically
from autograder.grading.grade import Grade


class ResultsWriter(ABC):
    """Writes one submission's results in a platform's form, so that a reader always sees a whole file.

    Args:
        path: the results file.
        assignment: the catalog, whose policies decide what students read.
    """

    def __init__(self, path: Path, assignment: Assignment) -> None:
        self.path, self.assignment = path, assignment

    def unfinished(self, reason: str = "") -> None:
        """Say that grading has not ended, or that the grader failed: no score.

        Args:
            reason: why, for staff.
        """
        write_atomically(self.path, self.of_unfinished(reason))

    def refused(self, reason: str) -> None:
        """Say that the submission could not be read: the reason, for the student, and no score."""
        write_atomically(self.path, self.of_refused(reason))

    def complete(self, grade: Grade) -> None:
        """Write the results of a graded submission."""
        write_atomically(self.path, self.of_grade(grade))

    @abstractmethod
    def of_unfinished(self, reason: str) -> bytes:
        """Return the file's content for `unfinished`."""

    @abstractmethod
    def of_refused(self, reason: str) -> bytes:
        """Return the file's content for `refused`."""

    @abstractmethod
    def of_grade(self, grade: Grade) -> bytes:
        """Return the file's content for `complete`."""
