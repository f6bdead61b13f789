"""Results as CSV, for a gradebook or a spreadsheet: a line for each entry of the report, the sum last."""

import csv
import io
from collections.abc import Iterable

from autograder.grading.grade import Grade
from autograder.messages import students
from autograder.platforms.feedback import feedback_on
from autograder.platforms.writer import ResultsWriter

HEADER = ("number", "name", "status", "score", "max_score", "output")
SUM = "sum"


class CsvWriter(ResultsWriter):
    """Writes a CSV file, in UTF-8 with a byte order mark, as spreadsheets expect."""

    def of_unfinished(self, reason: str) -> bytes:  # noqa: D102
        lines = [("", students.results.GRADING, "incomplete", "", "", students.results.UNFINISHED)]
        return _encode([*lines, ("", "reason", "", "", "", reason)] if reason else lines)

    def of_refused(self, reason: str) -> bytes:  # noqa: D102
        return _encode([("", students.results.READING, "refused", "", "", students.results.refused(reason))])

    def of_grade(self, grade: Grade) -> bytes:  # noqa: D102
        feedback = feedback_on(grade, self.assignment)
        lines = [
            (
                entry.number,
                entry.name,
                "" if entry.passed is None else "passed" if entry.passed else "failed",
                _number(entry.score),
                _number(entry.max_score),
                entry.output,
            )
            for entry in feedback.entries
        ]
        total = ("", SUM, "complete", _number(feedback.score), _number(feedback.max_score), feedback.summary)
        return _encode([*lines, total])


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def _encode(lines: Iterable[Iterable[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADER)
    for line in lines:
        writer.writerow(map(_harmless, line))
    return file.getvalue().encode("utf-8-sig", errors="replace")


def _harmless(cell: str) -> str:
    """Return a cell that a spreadsheet does not take for a formula: some of the text is a student's."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
