"""A submission's fingerprint beside those of the nearest chaffs. For staff: it shows hidden values."""

import json
from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.grading.fingerprints import Fingerprint, RecordedFingerprint, agree
from autograder.grading.grade import Grade, QuestionGrade
from autograder.grading.key import Key

NEAREST = 3
MAX_CELL = 120


def explain(grade: Grade, key: Key, console: Console) -> None:
    """Print a table for each failed question: its failed tests, and the answers of the nearest chaffs."""
    for graded in grade.questions:
        if graded.fingerprint:
            recorded = key.fingerprints.get(graded.question.number, [])
            console.print(_table(graded, nearest(graded.fingerprint, recorded)))


def nearest(fingerprint: Fingerprint, recorded: Iterable[RecordedFingerprint]) -> list[RecordedFingerprint]:
    """Return the chaffs with the fewest differences: tests that fail in one only, or fail otherwise."""

    def distance(each: RecordedFingerprint) -> tuple[int, str]:
        return _differences(fingerprint, each.fingerprint), each.chaff

    return sorted(recorded, key=distance)[:NEAREST]


def _differences(a: Fingerprint, b: Fingerprint) -> int:
    return len(a.keys() ^ b.keys()) + sum(not agree(a[test], b[test]) for test in a.keys() & b.keys())


def _table(graded: QuestionGrade, chaffs: list[RecordedFingerprint]) -> Table:
    recognised = f"; recognised: {graded.misconception.chaff}" if graded.misconception else ""
    title = f"{graded.question.number} {graded.question.function}{recognised}"
    table = Table(title=title, title_justify="left")
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
    return escape(text if len(text) <= MAX_CELL else text[: MAX_CELL - 3] + "...")
