"""What `autograder review status` and `agree` print."""

from collections import Counter, defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from autograder.messages import review as words
from autograder.review.agreement import MIN_SHOWN, Strictness, double_marked, strictness
from autograder.review.allocation import progress
from autograder.review.models import Answer, Grader, Kind, State, Status
from autograder.review.rubric_versions import all_in_use


def by_question(session: Session) -> dict[str, Counter[Status]]:
    """Return the number of answers by question and status."""
    counts: dict[str, Counter[Status]] = {question: Counter() for question in all_in_use(session)}
    counted = select(Answer.question, Answer.status, func.count()).where(Answer.kind == Kind.STUDENT)
    for question, status, count in session.execute(counted.group_by(Answer.question, Answer.status)):
        counts[question][status] = count
    return counts


def as_text(session: Session) -> str:
    """Return two tables in Markdown: questions by status, graders by question."""
    counts = by_question(session)
    header = [words.QUESTION, *words.STATUS.values()]
    rows = [[question, *(str(of[Status(name)]) for name in words.STATUS)] for question, of in counts.items()]
    tables = [_table(header, rows)]
    graders = session.scalars(select(Grader).order_by(Grader.name)).all()
    done: dict[str, dict[str, str]] = defaultdict(dict)
    for grader in graders:
        for question, states in progress(session, grader.id).items():
            done[grader.name][question] = words.done_of(states[State.CONFIRMED], states.total())
    rows = [[each.name, *(done[each.name].get(question, "–") for question in counts)] for each in graders]
    tables.append(_table([words.GRADER, *counts], rows))
    return "\n\n".join(tables)


def agreement_text(session: Session) -> str:
    """Return agreement and strictness as Markdown."""
    from autograder.marking.agreement import as_table

    double = double_marked(session)
    if not double.rows:
        return words.NOTHING_DOUBLE
    parts = [as_table(words.AGREEMENT, double.rows, double.alphas)]
    means = [
        [each.question, each.grader, str(each.answers), *mean_texts(each)] for each in strictness(session)
    ]
    parts.append(_table([*words.STRICTNESS_HEADER], means))
    return "\n\n".join(parts)


def mean_texts(each: Strictness) -> tuple[str, str]:
    """Return a grader's mean and that of all graders; nothing for few answers."""
    if each.answers < MIN_SHOWN:
        return words.FEW, words.FEW
    return f"{each.mean:.2f}", f"{each.mean_of_all:.2f}"


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
