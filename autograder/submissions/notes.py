"""Notes for a student on the files of a submission: what was skipped, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from autograder.messages import students
from autograder.submissions.names import shown
from autograder.submissions.reasons import Reason

MAX_NAMES = 3


@dataclass
class Notes:
    """Collects notes while a submission is opened, found and staged."""

    _said: dict[str, None] = field(default_factory=dict)
    _skipped: dict[tuple[Reason, int | str], dict[str, None]] = field(default_factory=dict)
    """Names by reason, without duplicates, in order."""

    left: list[tuple[str, ...]] = field(default_factory=list)
    """Files of archives that were not unpacked, so that a note can name one in the place of another."""

    def say(self, text: str) -> None:
        """Add a sentence from `messages.students`."""
        self._said[text] = None

    def skip(self, parts: Sequence[str] | str, reason: Reason, detail: int | str = "") -> None:
        """Add a file that is not read.

        Args:
            parts: its path.
            reason: why it is not read.
            detail: the limit or the system's error that belongs to the reason.
        """
        self._skipped.setdefault((reason, detail), {})[shown(parts)] = None

    @property
    def lines(self) -> tuple[str, ...]:
        """All notes as sentences; of many files that were skipped for one reason, a few are named.

        >>> notes = Notes()
        >>> for number in range(5):
        ...     notes.skip([f"{number}.py"], Reason.CANNOT_READ, "I/O error")
        >>> notes.lines
        ("skipped '0.py', '1.py', '2.py' and 2 more: cannot be read (I/O error)",)
        """
        skipped = (
            students.skipped.files(
                list(islice(names, MAX_NAMES)), max(0, len(names) - MAX_NAMES), reason.value, detail
            )
            for (reason, detail), names in self._skipped.items()
        )
        return (*self._said, *skipped)
