"""What a student should know of the files that were handed in: what was left out, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from autograder.submissions.names import shown

MOST_NAMES = 3


@dataclass
class Notes:
    """Collects remarks while a submission is opened, found and staged."""

    _said: list[str] = field(default_factory=list)
    _left_out: dict[str, dict[str, None]] = field(default_factory=dict)
    """Names by reason, each once, in order."""

    def say(self, text: str) -> None:
        """One remark."""
        if text not in self._said:
            self._said.append(text)

    def leave_out(self, parts: Sequence[str] | str, reason: str) -> None:
        """A file that is not looked at, and why."""
        self._left_out.setdefault(reason, {})[shown(parts)] = None

    @property
    def lines(self) -> tuple[str, ...]:
        """All remarks, short ones: of many files left out for one reason, a few are named.

        >>> notes = Notes()
        >>> for number in range(5):
        ...     notes.leave_out([f"{number}.py"], "it is a link")
        >>> notes.lines
        ("left out, since it is a link: '0.py', '1.py', '2.py' and 2 more",)
        """
        lines = list(self._said)
        for reason, names in self._left_out.items():
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            lines.append(f"left out, since {reason}: {', '.join(islice(names, MOST_NAMES))}{more}")
        return tuple(lines)
