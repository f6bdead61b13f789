"""What an audit demands of each variant, and the committed matrix of part × variant."""

from collections.abc import Iterable
from pathlib import Path

from autograder.answer_key.runs import VariantRun, changed_questions, own_questions
from autograder.catalog import Project


def complaints_about_wheat(run: VariantRun) -> list[str]:
    """A wheat must lose nothing."""
    if not run.failed_parts:
        return []
    first = next(verdict for verdict in run.verdicts if not verdict.passed)
    why = f"{first.title}: {first.kind}; {first.detail}"
    return [f"wheat {run.variant.id} loses {', '.join(run.failed_parts)}: {why}"]


def complaints_about_chaff(run: VariantRun, project: Project) -> list[str]:
    """A chaff must lose a part on a function that it changes, and none outside those and their callers."""
    changed = {question.number for question in own_questions(run.variant, project)}
    with_callers = {question.number for question in changed_questions(run.variant, project)}
    lost = {part.rpartition(".")[0] for part in run.failed_parts}
    complaints = []
    if not changed:
        complaints.append(f"chaff {run.variant.id} changes no function of the assignment")
    elif not lost & changed:
        complaints.append(
            f"chaff {run.variant.id} survives: it loses nothing on {', '.join(sorted(changed))}"
        )
    if lost - with_callers:
        complaints.append(
            f"chaff {run.variant.id} loses {', '.join(sorted(lost - with_callers))}, which it leaves alone"
        )
    return complaints


def matrix_text(runs: Iterable[VariantRun]) -> str:
    """The matrix, a line for each variant, to be reviewed as a diff."""
    lines = sorted(f"{run.variant.id}: {' '.join(run.failed_parts) or '-'}" for run in runs)
    return (
        "# Made by `autograder audit --update`: the parts that fail on each chaff.\n"
        + "\n".join(lines)
        + "\n"
    )


def matrix_difference(text: str, path: Path) -> list[str]:
    """The lines in which the matrix is not the committed one."""
    committed = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    found = text.splitlines()
    gone = [f"the committed matrix has: {line}" for line in committed if line not in found]
    return gone + [f"the matrix now has: {line}" for line in found if line not in committed]
