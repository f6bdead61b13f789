"""One submission's result, as the journal keeps it: plain data, made by the process that graded it."""

import json
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How grading a submission ended."""

    GRADED = "graded"
    UNREADABLE = "unreadable"
    """The submission cannot be read at all: the student's to mend, and no score."""
    ERROR = "error"
    """The grader or the machine failed: no score, never a zero, and graded again by the next run."""


FINAL = frozenset({State.GRADED, State.UNREADABLE})
"""States that are not graded again for the same submission and build."""


@dataclass(frozen=True)
class Result:
    """The result of one submission under one build."""

    name: str
    content: str
    """The hash of its files."""
    build: str
    """The hash of all else that its grade depends on."""
    state: State
    score: float | None = None
    max_score: float | None = None
    problem: str = ""
    """Why there is no score."""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    """Of its workers."""
    level: str = ""
    """The confinement in force."""
    summary: dict[str, Any] = field(default_factory=dict)
    """The input of reports: see `autograder.regrade.summary`."""
    report: dict[str, Any] = field(default_factory=dict)
    """What the platform's results file holds, students' words included."""
    was_busy: bool = False
    """There is no score because the machine was busy. For the run only; the journal does not keep it."""

    def to_json(self) -> str:
        """Return the result as one line, to pass it between processes."""
        return json.dumps(vars(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str | bytes) -> "Result":
        """Read a result from its line."""
        content = json.loads(text)
        return cls(**{**content, "state": State(content["state"])})


def packed(report: dict[str, Any]) -> bytes:
    """Return a results file's content, compressed: of one course they are much alike."""
    return zlib.compress(json.dumps(report, separators=(",", ":")).encode(), 6)


def unpacked(data: bytes) -> dict[str, Any]:
    """Return the content of `packed`."""
    content: dict[str, Any] = json.loads(zlib.decompress(data)) if data else {}
    return content
