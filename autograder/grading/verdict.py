"""The result of one hidden test."""

from dataclasses import dataclass

from autograder.grading.failure import Failure


@dataclass(frozen=True)
class Verdict:
    """The verdict on a submission's answer to one hidden test."""

    test: str
    part: str
    title: str
    """The test's docstring: a name that students may read."""
    failure: Failure | None = None
    """How the submission failed."""

    @property
    def passed(self) -> bool:
        """Whether the submission passed."""
        return self.failure is None

    @property
    def words(self) -> str:
        """How it failed, for students."""
        return self.failure.words if self.failure else ""

    @property
    def detail(self) -> str:
        """How it failed, with hidden values: for staff, and for students under the policy ``full``."""
        return self.failure.detail if self.failure else ""
