"""Learn a table of answers: templates by the key that recognises a call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from leaves import discrete_of, leaves_of, skeleton_of
from templates import Sample, Template, template_of

from autograder.sandbox.outcome import End, Outcome

LEARNERS = ("by number", "by discrete arguments", "by lengths", "whatever fits first")


@dataclass
class Table:
    """All templates that one learner makes of some terms' calls."""

    learner: str
    samples: Sequence[Sequence[Sample]]
    """By term."""
    _groups: dict[Any, list[Sample]] = field(default_factory=dict)
    _templates: dict[Any, Template] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in (each for term in self.samples for each in term):
            for key in self._keys(each.function, each.number, each.given, each.wrt):
                self._groups.setdefault(key, []).append(each)

    def _keys(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> list[Any]:
        keys = {
            "by number": (function, "number", number),
            "by discrete arguments": (function, "discrete", discrete_of(given), wrt),
            "by lengths": (function, "lengths", skeleton_of(given), wrt),
        }
        if self.learner in keys:
            return [keys[self.learner]]
        return [(function, "exact", _exactly(given), wrt), *keys.values()]

    def outcome(self, function: str, number: int, given: Any, wrt: tuple[int, ...]) -> Outcome:
        """Return the table's answer to a call."""
        candidates = []
        for key in self._keys(function, number, given, wrt):
            if key not in self._templates and key in self._groups:
                self._templates[key] = template_of(self._groups[key])
            if key in self._templates:
                candidates.append(self._templates[key])
        if not candidates:
            return Outcome(End.VALUE, None)
        # An input of a form that was seen, before any other.
        fitting = [each for each in candidates if skeleton_of(given) in each.given]
        return (fitting or candidates)[0].outcome(given)


def _exactly(given: Any) -> Any:
    return skeleton_of(given), tuple(leaves_of(given))
