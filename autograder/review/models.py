"""The tables. Marks refer to a rubric version and hold decisions; points are derived and never stored.

No table holds an identity: `roster` keeps names in a file of their own.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKey, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def _stored(kind: type[StrEnum]) -> Enum:
    """Store an enumeration by its values, as text in every database."""
    return Enum(kind, native_enum=False, length=20, values_callable=lambda each: [one.value for one in each])


def now() -> str:
    """Return the time in UTC as text that sorts, the same in every database."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Kind(StrEnum):
    """Kinds of answers."""

    STUDENT = "student"
    SAMPLE = "sample"
    """A labelled sample of the course, for calibration."""


class Slot(StrEnum):
    """Why an answer was given to a grader. One answer has one grader in each slot but calibration."""

    FIRST = "first"
    SECOND = "second"
    REPEAT = "repeat"
    """The same grader again, who is not told."""
    ADJUDICATOR = "adjudicator"
    REGRADE = "regrade"
    CALIBRATION = "calibration"


class State(StrEnum):
    """States of a marking."""

    OPEN = "open"
    SKIPPED = "skipped"
    CONFIRMED = "confirmed"


COUNTED = (Slot.FIRST, Slot.SECOND, Slot.ADJUDICATOR, Slot.REGRADE)
"""Slots whose markings can decide a student's points."""


class Status(StrEnum):
    """How far the marking of an answer has come."""

    NO_ANSWER = "no_answer"
    UNASSIGNED = "unassigned"
    WAITING = "waiting"
    """Somebody has not confirmed yet."""
    DISPUTED = "disputed"
    """Two graders differ, and nobody has settled it."""
    FINAL = "final"


class Base(DeclarativeBase):
    """The base of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


class RubricVersion(Base):
    """One wording of a question's rubric. The newest one of a question is in use."""

    __tablename__ = "rubric_version"
    __table_args__ = (UniqueConstraint("question", "hash"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(20), index=True)
    version: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """Never changed, so that a process reads it once."""
    title: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[str] = mapped_column(Text, default="")
    """The question as students read it."""
    in_use: Mapped[bool]
    locked_at: Mapped[str] = mapped_column(String(40), default="")
    """When a lead ended calibration; empty before. Students' answers are handed out from then on."""
    created_at: Mapped[str] = mapped_column(String(40), default=now)


class Submission(Base):
    """What one student handed in, under a pseudonym."""

    __tablename__ = "submission"
    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(20), unique=True)
    imported_at: Mapped[str] = mapped_column(String(40), default=now)
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="submission", cascade="all, delete-orphan", passive_deletes=True
    )


class Answer(Base):
    """One answer, as written."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("submission_id", "question"),
        Index("ix_answer_kind_question_status", "kind", "question", "status"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id", ondelete="CASCADE"), index=True)
    question: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[Kind] = mapped_column(_stored(Kind))
    status: Mapped[Status] = mapped_column(_stored(Status), default=Status.UNASSIGNED)
    """Derived by `outcomes.refresh` with each change, so that pages count without reading all decisions."""
    text: Mapped[str] = mapped_column(Text)
    hard_lines: Mapped[bool]
    words: Mapped[int]
    missing: Mapped[bool]
    """Whether there is nothing to mark: no word anywhere, and no file that a person has to open."""
    help_used: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of all that a grader sees, so that a repeated import changes nothing."""
    passages: Mapped[list[Any]]
    warnings: Mapped[list[Any]]
    flags: Mapped[list[Any]]
    numbers: Mapped[list[Any]]
    labels: Mapped[dict[str, Any]]
    """Decisions and reasons of a sample."""
    submission: Mapped[Submission] = relationship(back_populates="answers")


class Similar(Base):
    """Two answers that share passages. It says so and judges nothing."""

    __tablename__ = "similar"
    __table_args__ = (UniqueConstraint("answer_id", "other_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    passages: Mapped[list[Any]]


class Grader(Base):
    """A person who marks. The token is stored as a hash only."""

    __tablename__ = "grader"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    shortcuts: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[str] = mapped_column(String(40), default=now)


class Login(Base):
    """A browser in which a grader is logged in. The cookie is stored as a hash only."""

    __tablename__ = "login"
    id: Mapped[int] = mapped_column(primary_key=True)
    grader_id: Mapped[int] = mapped_column(ForeignKey("grader.id", ondelete="CASCADE"))
    cookie_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[str] = mapped_column(String(40))
    grader: Mapped[Grader] = relationship()


class Allocation(Base):
    """One answer for one grader. `place` is unique for an answer, so that nobody gets it by accident.

    A place is the slot's name; calibration, which everyone does, adds the grader's id.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        UniqueConstraint("answer_id", "place"),
        UniqueConstraint("answer_id", "grader_id", "again"),
        Index("ix_allocation_grader_id_question", "grader_id", "question"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"))
    grader_id: Mapped[int] = mapped_column(ForeignKey("grader.id"))
    question: Mapped[str] = mapped_column(String(20))
    """The answer's question, here too, so that the next answer is found by an index."""
    slot: Mapped[Slot] = mapped_column(_stored(Slot))
    place: Mapped[str] = mapped_column(String(40))
    again: Mapped[bool] = mapped_column(default=False)
    """Whether the same person sees the answer a second time on purpose."""
    position: Mapped[int]
    """The order in which the grader sees answers."""
    criteria: Mapped[list[Any]]
    """The criteria to decide; empty for all of them."""
    answer: Mapped[Answer] = relationship()
    grader: Mapped[Grader] = relationship()
    marking: Mapped["Marking"] = relationship(
        back_populates="allocation", cascade="all, delete-orphan", passive_deletes=True
    )


class Marking(Base):
    """The decisions of one grader on one answer. `version` counts saves: a stale save is refused."""

    __tablename__ = "marking"
    id: Mapped[int] = mapped_column(primary_key=True)
    allocation_id: Mapped[int] = mapped_column(ForeignKey("allocation.id", ondelete="CASCADE"), unique=True)
    rubric_id: Mapped[int] = mapped_column(ForeignKey("rubric_version.id"), index=True)
    state: Mapped[State] = mapped_column(_stored(State), default=State.OPEN)
    version: Mapped[int] = mapped_column(default=0)
    save_id: Mapped[str] = mapped_column(String(64), default="")
    """The name that the page gave to the last save, so that a repeated request is not a conflict."""
    comment: Mapped[str] = mapped_column(Text, default="")
    look_again: Mapped[list[Any]]
    """Criteria whose wording changed after they were decided."""
    changed_at: Mapped[str] = mapped_column(String(40), default=now)
    confirmed_at: Mapped[str] = mapped_column(String(40), default="")
    allocation: Mapped[Allocation] = relationship(back_populates="marking")
    rubric: Mapped[RubricVersion] = relationship()
    decisions: Mapped[list["Decision"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Decision.criterion"
    )
    evidence: Mapped[list["Evidence"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True, order_by="Evidence.start"
    )


class Decision(Base):
    """A verdict on one criterion, with a comment for the student."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(
            "ix_decision_criterion_commented",
            "criterion",
            sqlite_where=text("comment != ''"),
            postgresql_where=text("comment != ''"),
        ),
    )
    marking_id: Mapped[int] = mapped_column(ForeignKey("marking.id", ondelete="CASCADE"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(40), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(20), default="")
    """Empty if there is only a comment."""
    comment: Mapped[str] = mapped_column(Text, default="")


class Evidence(Base):
    """A passage that supports a decision: places in the answer's text as shown."""

    __tablename__ = "evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    marking_id: Mapped[int] = mapped_column(ForeignKey("marking.id", ondelete="CASCADE"), index=True)
    criterion: Mapped[str] = mapped_column(String(40))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)


class Draft(Base):
    """What a model suggested for an answer. It is kept apart from decisions and never becomes one."""

    __tablename__ = "draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), unique=True)
    model: Mapped[str] = mapped_column(Text)
    rubric_hash: Mapped[str] = mapped_column(String(64))
    items: Mapped[dict[str, Any]]
    """Criterion → verdict, reason and quotes."""
    imported_at: Mapped[str] = mapped_column(String(40), default=now)


class DraftLook(Base):
    """A grader looked at a draft, after deciding all. Holds the decisions of then, and the suggested ones."""

    __tablename__ = "draft_look"
    id: Mapped[int] = mapped_column(primary_key=True)
    marking_id: Mapped[int] = mapped_column(ForeignKey("marking.id", ondelete="CASCADE"), unique=True)
    at: Mapped[str] = mapped_column(String(40), default=now)
    decided: Mapped[dict[str, Any]]
    suggested: Mapped[dict[str, Any]]


class AuditEvent(Base):
    """What happened, append only: the tables' triggers refuse changes."""

    __tablename__ = "audit_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(40), default=now)
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(40))
    submission_id: Mapped[int | None] = mapped_column(
        ForeignKey("submission.id", ondelete="CASCADE"), index=True
    )
    marking_id: Mapped[int | None] = mapped_column(ForeignKey("marking.id", ondelete="CASCADE"), index=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
