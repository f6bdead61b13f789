"""Records the rows of all chaffs into a key: what each answers to the questions that it changes."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from autograder.audit.run import VariantRun, own_questions, run_variants
from autograder.catalog import Project
from autograder.grading.grade import rows_by_question
from autograder.grading.key import Key
from autograder.grading.rows import RecordedRow, Row, same_row
from autograder.misconceptions import read_variants


def record_rows(project: Project, key: Key) -> list[VariantRun]:
    """Runs every chaff of the project that has a hint, and keeps its rows in `key`.

    Raises:
        VariantError: a file is no variant.
        GraderError: grading failed by our own fault.
    """
    if not any(project.misconceptions_folder.glob("*/*.py")):
        return []
    chaffs = [chaff for chaff in read_variants(project.misconceptions_folder) if chaff.hint]
    runs = run_variants(project, key, chaffs, only_changed=True)
    key.rows = recorded_rows(runs, project)
    return runs


def recorded_rows(runs: Iterable[VariantRun], project: Project) -> dict[str, list[RecordedRow]]:
    """The rows of the chaffs that have a hint, sorted by chaff, by the number of the question."""
    found: dict[str, list[RecordedRow]] = {}
    for run in sorted(runs, key=lambda each: each.variant.id):
        for question in own_questions(run.variant, project):
            if run.variant.hint and (row := row_of(run, question.number)):
                recorded = RecordedRow(run.variant.id, run.variant.hint, row)
                found.setdefault(question.number, []).append(recorded)
    return found


def row_of(run: VariantRun, number: str) -> Row:
    """The row of one question."""
    return rows_by_question(run.verdicts, run.rows).get(number, {})


def ambiguous_rows(rows: Mapping[str, list[RecordedRow]]) -> list[str]:
    """A sentence for each pair of chaffs that answer alike and ask the student different things."""
    return [
        f"chaffs {one.chaff} and {other.chaff} have one row in {number}, and two hints"
        for number, recorded in rows.items()
        for one, other in combinations(recorded, 2)
        if one.hint != other.hint and same_row(one.row, other.row)
    ]
