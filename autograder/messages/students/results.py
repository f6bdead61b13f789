"""Words on a grade: above, below and in the list of checks."""

from collections.abc import Sequence

UNFINISHED = "Grading did not finish. This is not your fault: please tell the course staff."
UNFINISHED_BUSY = "the machine was too busy to grade this submission in the time it has; grade it again"
GRADING = "Grading"
READING = "Reading the submission"
STAFF_GRADE_ANSWERS = "Staff grade the written answers."
PASSED = "passed"
FAILED = "failed"
PASSED_WITHOUT_CORE = "passed; it counts once the function's core passes"
CHECKS_PASSED_WITHOUT_CORE = "These checks passed; they count once the function's core passes."
WORKED_EXAMPLE = "worked example"


def refused(reason: str) -> str:
    """Say that a submission could not be read."""
    return f"Your submission could not be read: {reason}. Please upload it again."


def summary(score: float, max_score: float) -> str:
    """Sum up a grade whose points students may see."""
    return f"{score:g} of {max_score:g} points for code; staff grade the written answers."


def note(text: str) -> str:
    """Introduce a remark on the files that were handed in."""
    return f"Note: {text}."


def check_passed(title: str) -> str:
    """Show a check that passed."""
    return f"+ {title}"


def check_failed(title: str, how: str, n_failed: int = 1, n_inputs: int = 1) -> str:
    """Show a check that failed, for some of the inputs that share its title."""
    inputs = f" ({n_failed} of {n_inputs} inputs)" if n_inputs > 1 else ""
    return f"x {title}: {how}{inputs}"


def hint(question: str) -> str:
    """Show the hint of a recognised misconception."""
    return f"? {question}"


def knock_on(needs: Sequence[tuple[str, str]]) -> str:
    """Point back from a question to those that it builds on and that failed, each by number and function."""
    names = " and ".join(f"`{function}` ({number})" for number, function in needs)
    return f"This builds on {names}, where checks fail too: mend that first, then see what is left here."


def missing_error(title: str) -> str:
    """Hint at a missing error, where all else is right."""
    return f"All else is right. What is missing is the error that this check expects: {title}."


def smallest_failure(title: str) -> str:
    """Name the kind of the smallest input that fails."""
    return f"> The smallest input that fails is of this kind: {title}."
