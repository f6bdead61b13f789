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
    """A rubric, a sheet of decisions or a sample is unusable; the message says where and why."""


@dataclass(frozen=True)
class Level:
    """One step of a criterion with more than two outcomes; `notes` tell it from its neighbours."""

    points: float
    text: str
    notes: str


@dataclass(frozen=True)
class Criterion:
    """One thing to decide. Students may read `text` and the texts of levels; the rest is for graders.

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
    """Whether a draft's verdict that earns points needs a quote. People quote where it helps a dispute."""
    notes: str
    levels: tuple[Level, ...]

    @cached_property
    def worth(self) -> dict[str, float]:
        """Map each possible verdict to its points."""
        if self.levels:
            return {f"{level.points:g}": level.points for level in self.levels}
        return {NOT_MET: 0.0, MET: self.points}

    def needs_quote(self, verdict: str) -> bool:
        """Whether the verdict requires a quote. A verdict that earns nothing has nothing to quote."""
        return self.evidence and self.worth[verdict] > 0


@dataclass(frozen=True)
class Reading:
    """A number of bytes per parameter, and the values that it is enough for."""

    bytes: float
    text: str


@dataclass(frozen=True)
class GivenNumbers:
    """The numbers that a question gives: a model to train, and nodes to train it on.

    The numbers in an answer are cross-checked against them. No verdict depends on them.
    """

    parameters: float
    parameters_text: str
    """How the number of parameters is written in a table for graders."""
    node_bytes: float
    gpus_per_node: int
    min_amount: float
    """Bytes; smaller amounts of memory are not checked."""
    min_total: float
    """Bytes per parameter from which a number is surely a sum of parts, so its total should be stated."""
    readings: tuple[Reading, ...]
    """Common numbers of bytes per parameter that need no explanation in the answer."""
    words_between: tuple[str, ...]
    """Words that may stand between a number and its unit: 3 *large* nodes."""
    part_words: tuple[str, ...] = ()
    """Words for parts of a total, or their beginnings: a row with one of them is no sum of all rows."""
    explaining_words: tuple[str, ...] = ()
    """Words, or their beginnings, that give a reason for less memory or fewer nodes than all parts need."""

    @property
    def node_gigabytes(self) -> float:
        """The memory of one node in units of 10^9 bytes."""
        return self.node_bytes / 1e9


@dataclass(frozen=True)
class Rubric:
    """The criteria of one written question."""

    question: str
    version: str
    notes: str
    criteria: tuple[Criterion, ...]
    numbers: GivenNumbers | None = None
    """For questions whose answers compute something."""

    @property
    def points(self) -> float:
        """The sum of points over all criteria."""
        return sum(criterion.points for criterion in self.criteria)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of everything that decides a mark, independent of the file's layout.

        `numbers` is left out: it decides nothing.
        """
        values = asdict(self)
        del values["numbers"]
        content = json.dumps(_plain(values), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(content.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """Identify this wording of the rubric in replies and sheets: ``Q1 2026.1.1 1f0c2a9b``."""
        return f"{self.question} {self.version} {self.hash[:8]}"

    def criterion(self, identifier: str) -> Criterion:
        """Return the criterion with that id.

        Raises:
            KeyError: The rubric has none.
        """
        for criterion in self.criteria:
            if criterion.id == identifier:
                return criterion
        raise KeyError(identifier)


def _plain(value: Any) -> Any:
    """Return a value without the layout of its texts, and with all numbers as floats."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case str():
            return unicodedata.normalize("NFC", " ".join(value.split()))
        case bool():
            return value
    return float(value)
