"""Put answers into the database under pseudonyms. Importing again changes only what is new."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.catalog import Project
from autograder.marking.answers import Answer as Read
from autograder.marking.answers import Answers
from autograder.marking.class_answers import ClassAnswers, is_missing
from autograder.marking.flags import Known, find_flags, known_texts
from autograder.marking.numbers import check_numbers
from autograder.marking.students import Student
from autograder.review.course_rubrics import course_rubrics
from autograder.review.database import Database
from autograder.review.models import (
    Allocation,
    Answer,
    AuditEvent,
    Decision,
    Kind,
    Marking,
    State,
    Status,
    Submission,
)
from autograder.review.outcomes import refresh_all
from autograder.review.roster import Roster
from autograder.review.rubric_versions import Effect, effect_of, use
from autograder.review.similar import find_similar
from autograder.rubrics import Rubric
from autograder.rubrics.samples import Sample, read_samples
from autograder.submissions.written_answers import count_words


@dataclass
class Result:
    """What an import did, by pseudonym and question."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Answers that differ from what was marked; the marked text was kept."""
    missing: int = 0
    """Answers among all of them that hold nothing to mark."""
    effects: list[Effect] = field(default_factory=list)
    """What changed rubrics do to marks."""
    refused: bool = False
    """Whether nothing was imported because of that."""


@dataclass(frozen=True)
class Prepared:
    """A submission with all that was worked out about it, which takes longer than to store it."""

    student: Student
    values: Mapping[str, dict[str, Any]]
    """Question → columns of the answer."""


class Importer:
    """Imports into one database. Flags and checked figures are worked out here, once."""

    def __init__(self, project: Project, rubrics: Sequence[Rubric], roster: Roster, actor: str) -> None:
        self._known: Known = known_texts(project, tuple(rubrics))
        self._rubrics = {each.question: each for each in rubrics}
        self._roster = roster
        self._actor = actor

    def prepare(self, student: Student, answers: Answers) -> Prepared:
        """Work out what is stored of a submission, before the database is locked."""
        return Prepared(
            student, {each.question.number: self._values(answers, each) for each in answers.answers}
        )

    def add(self, session: Session, prepared: Prepared, result: Result, *, replace: bool = False) -> None:
        """Add or update one submission.

        Args:
            session: A session that writes.
            prepared: The submission.
            result: Is told what happened.
            replace: Also replace answers that were marked; their markings are to be confirmed again.
        """
        code = self._roster.pseudonym(prepared.student)
        submission = self._submission(session, code)
        known = {each.question: each for each in submission.answers}
        changed = []
        for question, values in prepared.values.items():
            result.missing += values["missing"]
            stored = known.get(question)
            label = f"{code} {question}"
            if stored is None:
                answer = Answer(question=question, kind=Kind.STUDENT, labels={}, **values)
                answer.status = Status.NO_ANSWER if answer.missing else Status.UNASSIGNED
                submission.answers.append(answer)
                result.new.append(label)
            elif stored.digest == values["digest"]:
                stored.flags, stored.numbers = values["flags"], values["numbers"]
                result.same.append(label)
            elif (marked := _marked(session, stored)) and not replace:
                result.kept.append(label)
            else:
                for name, value in values.items():
                    setattr(stored, name, value)
                for marking in marked:
                    _reopen(marking)
                changed.append(stored.id)
                result.changed.append(label)
                self._tell(session, submission, "replace", {"question": question, "reopened": len(marked)})
        if changed:
            refresh_all(session, changed)
        session.flush()

    def prepare_sample(self, rubric: Rubric, sample: Sample) -> dict[str, Any]:
        """Work out what is stored of a sample."""
        return self._of_text(rubric.question, sample.answer)

    def add_sample(self, session: Session, rubric: Rubric, sample: Sample, values: Mapping[str, Any]) -> None:
        """Add a labelled sample for calibration."""
        code = f"~{hashlib.sha256(f'{rubric.question}/{sample.name}'.encode()).hexdigest()[:8]}"
        submission = self._submission(session, code)
        labels = {"name": sample.name, "decisions": sample.decisions, "why": sample.why}
        if submission.answers:
            submission.answers[0].labels = labels
            return
        submission.answers.append(Answer(question=rubric.question, kind=Kind.SAMPLE, labels=labels, **values))
        session.flush()

    def _submission(self, session: Session, code: str) -> Submission:
        found = session.scalars(select(Submission).where(Submission.pseudonym == code)).one_or_none()
        if found is None:
            found = Submission(pseudonym=code)
            session.add(found)
            session.flush()
            self._tell(session, found, "import", {})
        return found

    def _tell(self, session: Session, submission: Submission, action: str, after: dict[str, Any]) -> None:
        event = AuditEvent(
            actor=self._actor, action=action, submission_id=submission.id, before={}, after=after
        )
        session.add(event)

    def _values(self, answers: Answers, answer: Read) -> dict[str, Any]:
        values = self._of_text(answer.question.number, answer.text)
        # A passage without a question may be this answer, if nothing stands in its place.
        passages = (*answer.passages, *(answers.others if not answer.words else ()))
        warnings = (*answer.warnings, *(answers.warnings if not answer.words else ()))
        values |= {
            "hard_lines": answer.hard_lines,
            "words": answer.words,
            "missing": is_missing(answers, answer),
            "help_used": _storable(answer.help_used),
            "passages": _plain([asdict(each) for each in passages]),
            "warnings": _plain([asdict(each) for each in warnings]),
        }
        return values | {"digest": _digest(values)}

    def _of_text(self, question: str, text: str) -> dict[str, Any]:
        numbers = self._rubrics[question].numbers
        values: dict[str, Any] = {
            "text": _storable(text),
            "hard_lines": False,
            "words": count_words(text),
            "missing": False,
            "help_used": "",
            "passages": [],
            "warnings": [],
            "flags": _plain([asdict(each) for each in find_flags(text, self._known)]),
            "numbers": _plain([asdict(each) for each in check_numbers(text, numbers)]) if numbers else [],
        }
        return values | {"digest": _digest(values)}


def _digest(values: Mapping[str, Any]) -> str:
    seen = {name: values[name] for name in ("text", "hard_lines", "help_used", "passages", "warnings")}
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _plain(value: list[Any]) -> list[Any]:
    """Return data as JSON gives it back."""
    found: list[Any] = json.loads(_storable(json.dumps(value, ensure_ascii=False)).replace("\\u0000", "�"))
    return found


def _storable(text: str) -> str:
    """Return text without what PostgreSQL cannot store: NUL and halves of characters."""
    return text.encode(errors="replace").decode().replace("\0", "�")


def _marked(session: Session, answer: Answer) -> Sequence[Marking]:
    """Return the markings of an answer that hold anything."""
    found = (
        select(Marking)
        .join(Allocation)
        .where(Allocation.answer_id == answer.id)
        .where((Marking.version > 0) | Marking.id.in_(select(Decision.marking_id)))
    )
    return session.scalars(found).all()


def _reopen(marking: Marking) -> None:
    """Let a person confirm again; quotes of the old text go."""
    marking.evidence = []
    marking.look_again = sorted({each.criterion for each in marking.decisions})
    marking.version += 1
    marking.save_id = ""
    if marking.state is State.CONFIRMED:
        marking.state = State.OPEN


def import_answers(
    database: Database,
    roster: Roster,
    project: Project,
    answers: ClassAnswers,
    *,
    replace: bool = False,
    use_rubric: bool = False,
    actor: str,
) -> Result:
    """Import rubrics, calibration samples and a class's answers, all in one transaction.

    Args:
        database: Where to.
        roster: Is given new students, and saved first: a pseudonym without a name would be lost.
        project: The course.
        answers: The class, as `autograder rubric import` reads it.
        replace: Also replace answers that were marked.
        use_rubric: Use a changed rubric although it touches marks. Otherwise nothing is imported.
        actor: Who imports, for the audit trail.
    """
    result = Result()
    course = course_rubrics(project)
    rubrics = [each.rubric for each in course]
    importer = Importer(project, rubrics, roster, actor)
    samples = [
        (rubric, sample, importer.prepare_sample(rubric, sample))
        for rubric in rubrics
        for sample in read_samples(project, rubric)
    ]
    prepared = [importer.prepare(each, answers.answers[each.id]) for each in answers.students]
    with database.write(alone=True) as session:
        changed = [effect for rubric in rubrics if (effect := effect_of(session, rubric))]
        effects = [each for each in changed if each.touched or each.locked]
        result.effects = effects
        if effects and not use_rubric:
            result.refused = True
            return result
        for each in course:
            use(session, each.rubric, each.title, each.asked, actor)
        if effects:
            refresh_all(session)
        for rubric, sample, values in samples:
            importer.add_sample(session, rubric, sample, values)
        for one in prepared:
            importer.add(session, one, result, replace=replace)
        roster.save()
    find_similar(database, {each.rubric.question: each.asked for each in course})
    return result
