"""Publish: a gradebook, and for each student what was decided and why. Refuses while anything is open."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from autograder.files import write_atomically
from autograder.marking.gradebooks import write_totals
from autograder.marking.pages.html import to_html
from autograder.marking.students import Student
from autograder.marking.totals import Mark, StudentMarks, Totals
from autograder.messages import review as words
from autograder.review.database import ReviewError
from autograder.review.models import AuditEvent, Status
from autograder.review.outcomes import Outcome, outcomes
from autograder.review.roster import Roster
from autograder.review.rubric_versions import all_in_use, rubric_of
from autograder.review.templates import render
from autograder.rubrics.model import Rubric

PRIVATE = 0o600
READY = (Status.FINAL, Status.NO_ANSWER)


@dataclass(frozen=True)
class Published:
    """What was written."""

    students: int
    files: int


def publish(session: Session, roster: Roster, out: Path, title: str, actor: str) -> Published:
    """Write gradebooks and each student's feedback.

    Args:
        session: A session that writes.
        roster: Gives the names back.
        out: The folder to write into.
        title: The assignment's title.
        actor: Who publishes, for the audit trail.

    Raises:
        ReviewError: Something is not confirmed or is disputed, or a student is unknown; nothing is written.
    """
    found = outcomes(session)
    states = Counter(each.status for each in found)
    waiting = sum(count for status, count in states.items() if status not in READY)
    if waiting or not found:
        raise ReviewError(words.not_ready(states))
    by_student: dict[str, list[Outcome]] = defaultdict(list)
    for each in found:
        by_student[each.answer.submission.pseudonym].append(each)
    if missing := [code for code in by_student if code not in roster.students]:
        raise ReviewError(words.not_in_roster(missing[0], len(missing)))
    rubrics = tuple(rubric_of(each) for each in all_in_use(session).values())
    students = [_marks(roster.students[code], rubrics, of) for code, of in by_student.items()]
    students.sort(key=lambda each: (each.student.name, each.student.id))
    tables = write_totals(Totals(rubrics, tuple(students)), title, out)
    files = {}
    for code, of_student in by_student.items():
        name = _file_name(roster.students[code], code)
        shown = feedback(of_student)
        files[f"feedback/{name}.md"] = _markdown(shown, title)
        files[f"feedback/{name}.html"] = render("feedback.html.jinja", title=title, answers=shown)
    for name, text in files.items():
        write_atomically(out / name, text.encode(), mode=PRIVATE)
    session.add(AuditEvent(actor=actor, action="publish", before={}, after={"students": len(by_student)}))
    return Published(len(by_student), len(files) + len(tables))


def _marks(student: Student, rubrics: Sequence[Rubric], found: Sequence[Outcome]) -> StudentMarks:
    """Return a student's marks as sheets would hold them; an answer that is not there counts as missing."""
    by_question = {each.answer.question: each for each in found}
    marks = {}
    for rubric in rubrics:
        outcome = by_question.get(rubric.question)
        if outcome is None or outcome.status is Status.NO_ANSWER:
            marks[rubric.question] = Mark(rubric, missing=True)
            continue
        said = [
            f"{rubric.criterion(name).text} {text}" if name else text for name, text in outcome.comments()
        ]
        marks[rubric.question] = Mark(rubric, outcome.decisions, "\n".join(said))
    return StudentMarks(student, marks)


def feedback(found: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return what a student reads of each answer: points, verdicts and comments, no graders' names."""
    shown = []
    for each in sorted(found, key=lambda outcome: outcome.answer.question):
        comments: dict[str, list[str]] = defaultdict(list)
        for name, text in each.comments():
            comments[name].append(text)
        criteria = []
        for criterion in each.rubric.criteria if each.rubric else ():
            verdict = each.decisions.get(criterion.id, "")
            level = next((one.text for one in criterion.levels if f"{one.points:g}" == verdict), "")
            criteria.append(
                {
                    "text": criterion.text,
                    "points": f"{criterion.worth.get(verdict, 0.0):g}",
                    "of": f"{criterion.points:g}",
                    "level": level,
                    "comments": comments[criterion.id],
                }
            )
        shown.append(
            {
                "question": each.answer.question,
                "missing": each.status is Status.NO_ANSWER,
                "points": None if each.points is None else f"{each.points:g}",
                "of": f"{each.rubric.points:g}" if each.rubric else "",
                "criteria": criteria,
                "comments": [(text, to_html(text)) for text in comments[""]],
            }
        )
    return shown


def _markdown(shown: list[dict[str, Any]], title: str) -> str:
    lines = [f"# {title}", ""]
    for answer in shown:
        lines += [f"## {words.question_points(answer['question'], answer['points'], answer['of'])}", ""]
        if answer["missing"]:
            lines += [words.NO_ANSWER, ""]
        for each in answer["criteria"]:
            said = f" {each['level']}" if each["level"] else ""
            lines.append(f"- {each['points']} of {each['of']}: {each['text']}{said}")
            lines += [f"  - {' '.join(comment.split())}" for comment in each["comments"]]
        lines += ["", *(text for text, _ in answer["comments"]), ""]
    return "\n".join(lines)


def _file_name(student: Student, code: str) -> str:
    """Return a name that is safe, and unique by its pseudonym."""
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in student.id)[:60]
    return f"{kept}-{code}"
