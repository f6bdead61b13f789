"""A rubric as data: criteria that are decided one by one, each worth points."""

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from autograder.errors import AutograderError

MET, NOT_MET = "met", "not_met"


class RubricError(AutograderError):
    """A rubric, a sheet of decisions or a sample cannot be used; the text says where and why."""


@dataclass(frozen=True)
class Level:
    """One step of a criterion that is not just met or not met, and how to tell it from its neighbours."""

    points: float
    text: str
    notes: str


@dataclass(frozen=True)
class Criterion:
    """One thing to decide. Students may read `text` and the levels' texts; the rest is for graders.

    >>> Criterion("a", 0.5, "", "", "", "", "", True, "", ()).worth
    {'not_met': 0.0, 'met': 0.5}
    """

    id: str
    points: float
    text: str
    counts: str
    does_not_count: str
    example: str
    counter_example: str
    evidence: bool
    """Whether a verdict that earns points needs a verbatim quote."""
    notes: str
    levels: tuple[Level, ...]

    @cached_property
    def worth(self) -> dict[str, float]:
        """Each verdict that there is, with the points that it earns."""
        if self.levels:
            return {f"{level.points:g}": level.points for level in self.levels}
        return {NOT_MET: 0.0, MET: self.points}

    def needs_quote(self, verdict: str) -> bool:
        """Whether this verdict stands only with a quote: what is absent cannot be quoted."""
        return self.evidence and self.worth[verdict] > 0


@dataclass(frozen=True)
class Rubric:
    """The criteria of one written question."""

    question: str
    version: str
    notes: str
    criteria: tuple[Criterion, ...]

    @property
    def points(self) -> float:
        """The points of all criteria."""
        return sum(criterion.points for criterion in self.criteria)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of all that is said and what it is worth, whatever the layout of the file."""
        content = json.dumps(_plain(asdict(self)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """Names this rubric and no other, in a reply, a sheet or a record: ``Q5 2026.11.1 1f0c2a9b``."""
        return f"{self.question} {self.version} {self.hash[:8]}"

    def criterion(self, identifier: str) -> Criterion:
        """The criterion of that id.

        Raises:
            KeyError: there is none.
        """
        for criterion in self.criteria:
            if criterion.id == identifier:
                return criterion
        raise KeyError(identifier)


def _plain(value: Any) -> Any:
    """A value with its texts freed of layout, and 1 and 1.0 the same number."""
    match value:
        case dict():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case str():
            return unicodedata.normalize("NFC", " ".join(value.split()))
        case bool():
            return value
    return float(value)
