"""Render the results of checks for a TA's terminal, which no text of a student or a model can control."""

from collections.abc import Sequence

from autograder.marking.flags import Flag
from autograder.marking.numbers import Row, RowState
from autograder.marking.reply import Draft, DraftDecision
from autograder.messages import tas
from autograder.rubrics.characters import shortened, visible

MAX_WIDTH = 300


def draft_text(draft: Draft) -> str:
    """Render a checked reply: each verdict with its quote, then the sum, or why there is none."""
    lines = [line for decision in draft.decisions for line in _decision_lines(decision)]
    if draft.points is None:
        names = [decision.criterion.id for decision in draft.refused]
        counted = sum(decision.points for decision in draft.decisions)
        lines += tas.replies.draft_without_sum(names, len(draft.decisions), counted, draft.rubric.points)
    else:
        lines.append(tas.replies.draft_sum(draft.rubric.stamp, draft.points, draft.rubric.points))
    return "\n".join(lines)


def _decision_lines(decision: DraftDecision) -> list[str]:
    criterion, state = decision.criterion, decision.check.state.value
    points = tas.replies.draft_points(None if decision.refused else decision.points, criterion.points)
    lines = [f"{criterion.id:<22} {decision.verdict:<8} {points:<12} quote: {state}"]
    if decision.quote:
        lines.append(f'    "{shortened(decision.quote, MAX_WIDTH)}"')
    if decision.check.note:
        lines.append(f"    ! {shortened(decision.check.note, MAX_WIDTH)}")
    elif decision.refused:
        lines.append(f"    ! {tas.replies.QUOTE_REQUIRED}")
    lines.append(f"    {shortened(decision.reason, MAX_WIDTH)}")
    return lines


def numbers_table(rows: Sequence[Row]) -> str:
    """Render checked numbers as a Markdown table."""
    if not rows:
        return tas.numbers.NO_NUMBERS
    lines = [f"| {' | '.join(tas.numbers.NUMBERS_HEADER)} | |", "|---:|---|---|---|"]
    for row in rows:
        stated, follows = (text.replace("|", "\\|") for text in (row.stated, row.follows))
        lines.append(f"| {row.line} | {stated} | {follows} | {tas.numbers.NUMBER_STATES[row.state]} |")
    differ = sum(row.state is RowState.DIFFERS for row in rows)
    return "\n".join([*lines, "", tas.numbers.numbers_summary(differ, len(rows))])


def flags_text(name: str, flags: Sequence[Flag]) -> str:
    """Render the flags of one file, quoted passages last."""
    if not flags:
        return tas.flags.no_flags(visible(name))
    lines = [f"{visible(name)}:"]
    for flag in sorted(flags, key=lambda flag: (flag.mention, flag)):
        found, advice = tas.flags.flag(flag.line, flag.kind, flag.excerpt, mention=flag.mention)
        lines += [f"  {found}", f"      {advice}"]
    return "\n".join([*lines, f"  {tas.flags.FLAGS_CHANGE_NO_MARK}"])
