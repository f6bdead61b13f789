"""Publish: a gradebook, and for each student what was decided and why. Refuses while anything is open."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from autograder.files import write_atomically
from autograder.marking.pages.html import to_html
from autograder.marking.sheet import safe_cell
from autograder.messages import review as words
from autograder.review.database import ReviewError
from autograder.review.models import AuditEvent
from autograder.review.outcomes import Outcome, Status, outcomes
from autograder.review.roster import Roster, Student
from autograder.review.rubric_versions import all_in_use
from autograder.review.templates import render

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
    questions = list(all_in_use(session))
    rows = [
        (roster.students[code], {each.answer.question: each for each in of})
        for code, of in by_student.items()
    ]
    rows.sort(key=lambda row: (row[0].name, row[0].key))
    files = {f"{name}.csv": content for name, content in gradebooks(rows, questions, title).items()}
    for code, of_student in by_student.items():
        name = _file_name(roster.students[code], code)
        shown = feedback(of_student)
        files[f"feedback/{name}.md"] = _markdown(shown, title)
        files[f"feedback/{name}.html"] = render("feedback.html.jinja", title=title, answers=shown)
    for name, text in files.items():
        write_atomically(out / name, text.encode(), mode=PRIVATE)
    session.add(AuditEvent(actor=actor, action="publish", before={}, after={"students": len(by_student)}))
    return Published(len(by_student), len(files))


def gradebooks(
    rows: Sequence[tuple[Student, dict[str, Outcome]]], questions: Sequence[str], title: str
) -> dict[str, str]:
    """Return the gradebook by program: Canvas, Moodle, and Gradescope's manual entry."""
    heads = {
        "canvas": ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title],
        "moodle": ["ID number", "Full name", title],
        "gradescope": ["Submission ID", "Name", *questions, "Total"],
    }
    tables: dict[str, list[list[str]]] = {name: [head] for name, head in heads.items()}
    for student, answers in rows:
        points = [answers[each].points or 0.0 if each in answers else 0.0 for each in questions]
        total = f"{sum(points):g}"
        tables["canvas"].append([student.name, "", student.key, student.key, "", total])
        tables["moodle"].append([student.key, student.name, total])
        tables["gradescope"].append([student.key, student.name, *(f"{each:g}" for each in points), total])
    return {name: _csv(table) for name, table in tables.items()}


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


def _csv(table: list[list[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in table)
    return buffer.getvalue()


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
    kept = "".join(each if each.isalnum() or each in "-_" else "-" for each in student.key)[:60]
    return f"{kept}-{code}"
