"""Compare two journals: whose grade changed, by which part, and why."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.messages import instructors
from autograder.regrade.cells import harmless
from autograder.regrade.journal import Journal
from autograder.regrade.result import Result, State

HEADER = (
    "submission", "old", "new", "difference", "old state", "new state", "parts", "why", "submission changed",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """One submission whose result changed."""

    name: str
    old: Result | None
    new: Result | None

    @property
    def difference(self) -> float | None:
        """The new score less the old one; None if either has no score."""
        if self.old is None or self.new is None or self.old.score is None or self.new.score is None:
            return None
        return self.new.score - self.old.score

    @property
    def parts(self) -> list[str]:
        """The parts whose points changed, such as ``1.2.core: 1 → 0``."""
        old, new = _parts(self.old), _parts(self.new)
        return [
            f"{part}: {old.get(part, 0):g} → {new.get(part, 0):g}"
            for part in sorted(old.keys() | new.keys())
            if old.get(part, 0) != new.get(part, 0)
        ]

    @property
    def why(self) -> list[str]:
        """For each question whose points changed: what fails first now, or that nothing does."""
        if self.new is None or self.new.state is not State.GRADED:
            return [self.new.problem] if self.new and self.new.problem else []
        said = []
        before = self.old.summary.get("questions", {}) if self.old else {}
        for number, now in self.new.summary["questions"].items():
            was = before.get(number, {})
            if was.get("parts") != now["parts"]:
                said.append(f"{number}: {_state(was)} → {_state(now)}")
        return said

    @property
    def is_other_work(self) -> bool:
        """Whether the submission itself changed."""
        return self.old is not None and self.new is not None and self.old.content != self.new.content


def changes(old: Journal, new: Journal) -> Iterator[Change]:
    """Yield the submissions whose state or points differ, in the new order; then those that are gone."""
    before = {result.name: result for result in old.results()}
    for result in new.results():
        was = before.pop(result.name, None)
        if was is None or (was.state, _points(was)) != (result.state, _points(result)):
            yield Change(result.name, was, result)
    for name, was in before.items():
        yield Change(name, was, None)


def as_csv(found: list[Change]) -> bytes:
    """Return the changes as CSV, for a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for each in found:
        writer.writerow([harmless(cell) for cell in row(each)])
    return text.getvalue().encode("utf-8-sig", errors="replace")


def row(change: Change) -> list[str]:
    """Return a change's cells, in the order of `HEADER`."""
    difference = change.difference
    return [
        change.name,
        _score(change.old),
        _score(change.new),
        "" if difference is None else f"{difference:+g}",
        str(change.old.state) if change.old else instructors.NOT_THERE,
        str(change.new.state) if change.new else instructors.NOT_THERE,
        ", ".join(change.parts),
        "; ".join(change.why),
        instructors.YES if change.is_other_work else "",
    ]


def _points(result: Result) -> Any:
    return result.score, _parts(result)


def _parts(result: Result | None) -> dict[str, float]:
    questions = result.summary.get("questions", {}) if result else {}
    return {
        f"{number}.{part}": points
        for number, each in questions.items()
        for part, points in each["parts"].items()
    }


def _score(result: Result | None) -> str:
    return "" if result is None or result.score is None else f"{result.score:g}"


def _state(question: dict[str, Any]) -> str:
    if not question:
        return instructors.NOT_THERE
    failed = f" ({question['title']}: {question['words']})" if "title" in question else ""
    return f"{question['state']}{failed}"
