"""A submission's rows beside those of the chaffs that come nearest. For staff: it shows hidden values."""

import json
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.grading.fingerprints import Fingerprint, RecordedFingerprint, agree
from autograder.grading.grade import Grade, QuestionGrade
from autograder.grading.key import Key

NEAREST = 3


def explain(grade: Grade, key: Key, console: Console) -> None:
    """A table for each question that failed: its failed tests, and what the nearest chaffs answered."""
    for graded in grade.questions:
        if graded.fingerprint:
            console.print(
                _table(graded, nearest(graded.fingerprint, key.fingerprints.get(graded.question.number, [])))
            )


def nearest(fingerprint: Fingerprint, recorded: Iterable[RecordedFingerprint]) -> list[RecordedFingerprint]:
    """The recorded rows with the fewest differences: tests that fail in one only, or fail otherwise."""
    return sorted(recorded, key=lambda each: (_differences(fingerprint, each.fingerprint), each.chaff))[
        :NEAREST
    ]


def _differences(a: Fingerprint, b: Fingerprint) -> int:
    return len(a.keys() ^ b.keys()) + sum(not agree(a[test], b[test]) for test in a.keys() & b.keys())


def _table(graded: QuestionGrade, chaffs: list[RecordedFingerprint]) -> Table:
    named = f"; named: {graded.misconception.chaff}" if graded.misconception else ""
    table = Table(title=f"{graded.question.number} {graded.question.function}{named}", title_justify="left")
    table.add_column("Failed test", overflow="fold")
    table.add_column("This submission", overflow="fold")
    for chaff in chaffs:
        table.add_column(escape(chaff.chaff), overflow="fold")
    tests = sorted(set(graded.fingerprint).union(*(chaff.fingerprint for chaff in chaffs)))
    for test in tests:
        cells = [_cell(graded.fingerprint, test), *(_cell(chaff.fingerprint, test) for chaff in chaffs)]
        table.add_row(escape(test.partition("::")[2]), *cells)
    return table


def _cell(fingerprint: Fingerprint, test: str) -> str:
    if test not in fingerprint:
        return "passed"
    text = json.dumps(fingerprint[test])
    return escape(text if len(text) <= 120 else text[:117] + "...")
