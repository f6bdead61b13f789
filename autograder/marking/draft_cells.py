"""Drafts as cells of a sheet, in columns of their own that are never read back as marks."""

from collections.abc import Mapping, Sequence

from autograder.marking.quotes import QuoteState
from autograder.marking.reply import Draft, DraftDecision
from autograder.marking.sheet import DRAFT, column_name
from autograder.messages import tas
from autograder.rubrics.characters import shortened
from autograder.rubrics.model import Rubric

MAX_QUOTE = 120


def draft_columns(
    rubric: Rubric, drafts: Mapping[str, Sequence[Draft | str]], gate: str = ""
) -> dict[str, dict[str, str]]:
    """Return a column for each criterion: its cells by student.

    Args:
        rubric: of the question.
        drafts: all samples of each student's draft, or why there is none.
        gate: a few words on whether the model was compared with people; they stand in the column's name.
    """
    columns: dict[str, dict[str, str]] = {}
    for criterion in rubric.criteria:
        name = f"{DRAFT}{column_name(rubric, criterion)}" + (f" ({gate})" if gate else "")
        columns[name] = {
            student: draft_cell([_decision(each, criterion.id) for each in samples])
            for student, samples in drafts.items()
        }
    return columns


def draft_cell(samples: Sequence[DraftDecision | str]) -> str:
    """Return one cell: the verdict with its quote; if samples disagree, how often each verdict came."""
    decided = [each for each in samples if isinstance(each, DraftDecision) and not each.refused]
    if not decided:
        reasons = dict.fromkeys(
            each if isinstance(each, str) else tas.classes.QUOTE_NOT_FOUND for each in samples
        )
        return tas.classes.no_draft("; ".join(reasons))
    counts: dict[str, int] = {}
    for each in decided:
        counts[each.verdict] = counts.get(each.verdict, 0) + 1
    verdict, count = max(counts.items(), key=lambda item: item[1])
    first = next(each for each in decided if each.verdict == verdict)
    shown = verdict.replace("_", " ")
    if len(samples) > 1:
        shown = tas.classes.samples_agree(
            shown, count, len(samples), [name for name in counts if name != verdict]
        )
    state = "" if first.check.state is QuoteState.VERIFIED else f" [{first.check.state.value}]"
    return f'{shown}: "{shortened(first.quote, MAX_QUOTE)}"{state}' if first.quote else shown


def _decision(draft: Draft | str, criterion: str) -> DraftDecision | str:
    if isinstance(draft, str):
        return draft
    return next(each for each in draft.decisions if each.criterion.id == criterion)


def states(drafts: Mapping[str, Sequence[Draft | str]]) -> tuple[int, int, int]:
    """Return how many answers have a whole draft, a draft with refused criteria, and none."""
    whole = part = none = 0
    for samples in drafts.values():
        found = [each for each in samples if isinstance(each, Draft)]
        if any(not each.refused for each in found):
            whole += 1
        elif found:
            part += 1
        else:
            none += 1
    return whole, part, none
