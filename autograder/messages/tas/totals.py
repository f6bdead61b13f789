"""Words about totals, and feedback by criterion."""

from collections.abc import Sequence


def marks_differ(conflicts: Sequence[str], more: int) -> str:
    """Two sheets with different decisions on one answer."""
    rest = [f"and {more} more"] if more else []
    return "\n  ".join(["sheets differ; decide, and change one of them:", *conflicts, *rest])


def marks_differ_on(student: str, column: str, one: object, first: str, two: object, second: str) -> str:
    """One decision on which two sheets differ."""
    return f"{student}, {column}: {first} in {one}, {second} in {two}"


def unmarked_cells(cells: Sequence[str], count: int) -> str:
    """Cells without a decision."""
    rest = [f"and {count - len(cells)} more"] if count > len(cells) else []
    what = "1 cell is unmarked" if count == 1 else f"{count} cells are unmarked"
    return "\n  ".join([f"{what}; --partial gives the state so far:", *cells, *rest])


def questions_without_sheet(questions: Sequence[str]) -> str:
    """Questions that are not part of the totals."""
    return f"no sheet has a column of {', '.join(questions)}, so the totals are without"


def missing_work(student: str, question: str) -> str:
    """An answer that was not handed in."""
    return f"nothing handed in: {student}, {question}"


def totals_written(students: int, unmarked: int, missing: int) -> str:
    """The last line of `total`."""
    state = f"{unmarked} cells are unmarked" if unmarked else "all marked"
    return f"{students} students, {state}, {missing} answers were not handed in"


def feedback_line(points: float | None, maximum: float, text: str) -> str:
    """A criterion in a student's feedback."""
    return f"{'not marked yet' if points is None else f'{points:g} of {maximum:g}'}: {text}"


def question_points(question: str, points: float | None, maximum: float) -> str:
    """A question's line in a student's feedback."""
    return f"{question}: {'not marked yet' if points is None else f'{points:g} of {maximum:g} points'}"


def written_part_of(title: str) -> str:
    """The name of a gradebook's column."""
    return f"{title} (written answers)"
