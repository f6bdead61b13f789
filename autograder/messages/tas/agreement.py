"""Words about how far two sheets agree."""

from collections.abc import Mapping, Sequence

AGREEMENT_HEADER = ("criterion", "answers", "exact", "κ", "weighted κ", "95 % interval", "α")
LABELS = "the labels"
NOTHING_TO_COMPARE = "no criterion was decided twice for the same answer: rows must have the same names"


def agreement_title(first: str, second: str) -> str:
    """The two sheets of one table."""
    return f"{first} and {second}"


def agreement_mean(question: str) -> str:
    """The row below a question's criteria."""
    return f"{question}, mean"


def stale_sheet(path: object, question: str, digest: str, stamp: str) -> str:
    """A sheet that was filled in by an older rubric."""
    return f"{path} was decided by another wording of {question} (hash {digest[:8]}, now {stamp})"


TOO_FEW = "too few"


def agreement_needs(modules: Sequence[str]) -> str:
    """`agreement` lacks its libraries."""
    return f"rubric agreement needs {', '.join(modules)}"


def rows_compared(both: int, only_first: Sequence[str], only_second: Sequence[str]) -> list[str]:
    """How many answers two people decided, and which only one of them did."""
    lines = [f"{both} answers were decided by both."]
    for who, names in (("first", only_first), ("second", only_second)):
        if names:
            more = f" and {len(names) - 20} more" if len(names) > 20 else ""
            lines.append(f"Not compared, decided by the {who} only: {', '.join(names[:20])}{more}.")
    return lines


def differences_heading(count: int) -> str:
    """The line above the answers on which two people differ."""
    return f"They differ on {count} {'decision' if count == 1 else 'decisions'}:"


def difference(column: str, name: str, first: str, second: str) -> str:
    """One answer on which two people differ."""
    return f"- {column}, {name}: {first.replace('_', ' ')} and {second.replace('_', ' ')}"


def alpha_of_all(people: int, values: Mapping[str, float | None]) -> str:
    """Krippendorff's α over all people."""
    lines = [f"## Krippendorff's α of all {people} sheets", "", "| criterion | α |", "|---|---:|"]
    return "\n".join(
        [
            *lines,
            *(f"| {name} | {'–' if value is None else f'{value:.2f}'} |" for name, value in values.items()),
        ]
    )
