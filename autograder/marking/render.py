"""What the checks found, as text for a TA's terminal. Nothing of a student or a model can steer it."""

from collections.abc import Sequence

from autograder.marking.flags import ADVICE, Flag
from autograder.marking.numbers import Row
from autograder.marking.reply import Draft, DraftDecision
from autograder.rubrics.characters import shortened, visible

WIDTH = 300
STATES = {"agrees": "agrees", "differs": "DIFFERS", "look": "look"}


def draft_text(draft: Draft) -> str:
    """A checked reply: each verdict with its quote, then the sum or why there is none."""
    lines = [line for decision in draft.decisions for line in _decision_lines(decision)]
    most = f"{draft.rubric.points:g} points"
    if draft.points is None:
        names = ", ".join(decision.criterion.id for decision in draft.refused)
        counted = sum(decision.points for decision in draft.decisions)
        lines.append(
            f"No sum: {len(draft.refused)} of {len(draft.decisions)} verdicts are refused ({names})."
        )
        lines.append(f"The others come to {counted:g} of {most}; a person decides the rest.")
    else:
        lines.append(f"Draft by rubric {draft.rubric.stamp}: {draft.points:g} of {most}. A person decides.")
    return "\n".join(lines)


def _decision_lines(decision: DraftDecision) -> list[str]:
    points = "refused" if decision.refused else f"{decision.points:g} of {decision.criterion.points:g}"
    lines = [
        f"{decision.criterion.id:<22} {decision.verdict:<8} {points:<12} quote: {decision.check.state.value}"
    ]
    if decision.quote:
        lines.append(f'    "{shortened(decision.quote, WIDTH)}"')
    if decision.check.note:
        lines.append(f"    ! {shortened(decision.check.note, WIDTH)}")
    elif decision.refused:
        lines.append("    ! this verdict needs a quote")
    lines.append(f"    {shortened(decision.reason, WIDTH)}")
    return lines


def numbers_table(rows: Sequence[Row]) -> str:
    """Checked figures as a Markdown table."""
    if not rows:
        return "No figures with a unit were found."
    lines = ["| line | the answer says | what follows | |", "|---:|---|---|---|"]
    for row in rows:
        stated, follows = (text.replace("|", "\\|") for text in (row.stated, row.follows))
        lines.append(f"| {row.line} | {stated} | {follows} | {STATES[row.state]} |")
    differ = sum(row.state == "differs" for row in rows)
    return "\n".join(
        [*lines, "", f"{differ} of {len(rows)} differ. This is no mark: the rubric says what counts."]
    )


def flags_text(name: str, flags: Sequence[Flag]) -> str:
    """The flags of one file, those that seem to be used first."""
    if not flags:
        return f"{visible(name)}: nothing to look at"
    lines = [f"{visible(name)}:"]
    for flag in sorted(flags, key=lambda each: (each.mention, each)):
        kind = flag.kind.replace("_", " ")
        how = ", perhaps only spoken of" if flag.mention else ""
        lines.append(f"  line {flag.line}: {kind}{how}: {flag.excerpt}")
        lines.append(f"      {ADVICE[flag.kind]}")
    return "\n".join([*lines, "  No flag moves a mark: read the passage and decide by the rubric."])
