"""The demands of an audit on each variant, and the committed matrix of parts and variants."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.answer_key.runs import VariantRun, changed_questions, own_questions
from autograder.catalog import Project

MATRIX_HEADER = "# Made by `autograder audit variants --update`: the parts that fail on each chaff.\n"


class ComplaintKind(StrEnum):
    """Kinds of complaints."""

    WHEAT_REJECTED = "wheat rejected"
    CHAFF_NOT_CAUGHT = "chaff not caught"
    """It loses nothing where it should, or something where it should not."""
    HINTS_CLASH = "hints clash"
    MATRIX_DIFFERS = "matrix differs"


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong."""

    kind: ComplaintKind
    text: str

    def __str__(self) -> str:
        return self.text


def complaints_about_wheat(run: VariantRun) -> list[Complaint]:
    """Complain of a wheat that loses a part."""
    if not run.failed_parts:
        return []
    first = next(verdict for verdict in run.verdicts if not verdict.passed)
    why = f"{first.title}: {first.words}; {first.detail}"
    text = f"wheat {run.variant.id} loses {', '.join(run.failed_parts)}: {why}"
    return [Complaint(ComplaintKind.WHEAT_REJECTED, text)]


def complaints_about_chaff(run: VariantRun, project: Project) -> list[Complaint]:
    """Complain of a chaff that loses nothing on the functions it changes, or that loses on other ones.

    Functions that call the changed ones may lose as well.
    """
    own, name = {question.number for question in own_questions(run.variant, project)}, run.variant.id
    with_callers = {question.number for question in changed_questions(run.variant, project)}
    lost = {part.rpartition(".")[0] for part in run.failed_parts}
    texts = []
    if not own:
        texts.append(f"chaff {name} changes no function of the assignment")
    elif not lost & own:
        texts.append(f"chaff {name} survives: it loses nothing on {', '.join(sorted(own))}")
    if lost - with_callers - own:
        others = ", ".join(sorted(lost - with_callers - own))
        texts.append(f"chaff {name} loses {others}, which it does not change")
    return [Complaint(ComplaintKind.CHAFF_NOT_CAUGHT, text) for text in texts]


def complaints_about_hints(pairs: Iterable[tuple[str, str, str]]) -> list[Complaint]:
    """Complain of pairs of chaffs that answer a question alike and have different hints."""
    return [
        Complaint(
            ComplaintKind.HINTS_CLASH, f"chaffs {one} and {other} answer {number} alike, with two hints"
        )
        for number, one, other in pairs
    ]


def matrix_text(runs: Iterable[VariantRun]) -> str:
    """Return the matrix, a line for each variant, to be reviewed as a diff."""
    lines = sorted(f"{run.variant.id}: {' '.join(run.failed_parts) or '-'}" for run in runs)
    return MATRIX_HEADER + "\n".join(lines) + "\n"


def complaints_about_matrix(text: str, path: Path) -> list[Complaint]:
    """Complain of lines in which the matrix differs from the committed one."""
    committed = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = text.splitlines()
    gone = [f"the committed matrix has: {line}" for line in committed if line not in found]
    new = [f"the matrix now has: {line}" for line in found if line not in committed]
    return [Complaint(ComplaintKind.MATRIX_DIFFERS, text) for text in gone + new]
