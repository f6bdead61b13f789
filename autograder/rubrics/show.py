"""Render a rubric as Markdown: to read, and to paste into a platform's manual grading."""

from autograder.catalog import WrittenQuestion
from autograder.rubrics.model import Criterion, Rubric


def for_students(rubric: Rubric, written: WrittenQuestion) -> str:
    """Return the criteria and their points, without anything that is for graders only."""
    lines = [_title(rubric, written)]
    for criterion in rubric.criteria:
        limit = "up to " if criterion.levels else ""
        lines.append(f"- **{limit}{_points(criterion.points)}**: {criterion.text}")
        lines += [f"    - **{level.points:g}**: {level.text}" for level in criterion.levels]
    return "\n".join([lines[0], "", *lines[1:], ""])


def for_graders(rubric: Rubric, written: WrittenQuestion) -> str:
    """Return the whole rubric, with its version and hash."""
    parts = [
        _title(rubric, written),
        f"Rubric {rubric.version}, hash `{rubric.hash}`. For graders only.",
        "A model's draft needs a verbatim quote for each verdict that earns points. A person quotes where it"
        " helps if the mark is disputed: where the decision was close, or hangs on one sentence.",
        rubric.notes,
        *(_criterion(criterion) for criterion in rubric.criteria),
    ]
    return "\n\n".join(parts) + "\n"


def _title(rubric: Rubric, written: WrittenQuestion) -> str:
    return f"# {written.number}. {written.title} ({_points(rubric.points)})"


def _criterion(criterion: Criterion) -> str:
    limit = "up to " if criterion.levels else ""
    quote = "a draft has to quote it" if criterion.evidence else "no quote needed"
    parts = [
        f"## `{criterion.id}`: {limit}{_points(criterion.points)}, {quote}",
        f"**{criterion.text}**",
    ]
    if criterion.levels:
        rows = [
            f"| {level.points:g} | {_cell(level.text)} | {_cell(level.notes)} |" for level in criterion.levels
        ]
        parts.append("\n".join(["| points | level | how to tell |", "|---:|---|---|", *rows]))
    parts.append(f"*Counts:* {_text(criterion.counts)}")
    parts.append(f"*Does not count:* {_text(criterion.does_not_count)}")
    parts.append(f"*Meets it:*\n\n> {criterion.example}")
    parts.append(f"*Does not:*\n\n> {criterion.counter_example}")
    if criterion.notes:
        parts.append(f"*Notes:* {_text(criterion.notes)}")
    return "\n\n".join(parts)


def _text(text: str) -> str:
    """Insert the empty line that Markdown needs before a list."""
    first, newline, rest = text.partition("\n")
    return f"{first}\n\n{rest}" if newline and rest.startswith("- ") else text


def _points(points: float) -> str:
    return f"{points:g} point" + ("" if points == 1 else "s")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
