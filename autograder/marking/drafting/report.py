"""Write the results of an evaluation as Markdown."""

from autograder.marking.agreement import as_table
from autograder.marking.drafting.evaluate import Evaluation, Gate
from autograder.messages import tas
from autograder.rubrics.model import Rubric


def evaluation_text(rubric: Rubric, model: str, found: Evaluation, gate: Gate) -> str:
    """Return the report on one question."""
    lines = [as_table(tas.drafts.evaluation_title(rubric.stamp, model), found.rows), ""]
    lines.append(tas.drafts.evaluation_failures(found.drafts, found.failed, found.quotes, found.unverified))
    if found.injections:
        lines += [
            "",
            tas.drafts.INJECTIONS_HEADING,
            "",
            f"| {' | '.join(tas.drafts.INJECTIONS_HEADER)} |",
            "|---|---|---:|---:|---:|",
        ]
        for each in found.injections:
            drafted = "–" if each.drafted is None else f"{each.drafted:g}"
            moved = "–" if each.difference is None else f"{each.difference:+g}"
            lines.append(f"| {each.sample} | {each.trick} | {each.labelled:g} | {drafted} | {moved} |")
    return "\n".join([*lines, "", gate_sentence(gate)])


def gate_words(gate: Gate) -> str:
    """Return the few words that stand in the name of a draft's column."""
    if gate.met is None:
        return tas.drafts.GATE_UNKNOWN
    return tas.drafts.GATE_MET if gate.met else tas.drafts.GATE_MISSED


def gate_sentence(gate: Gate) -> str:
    """Return the sentence on the gate."""
    return tas.drafts.gate(gate_words(gate), gate.answers, gate.difference)
