"""Rubrics in the database: which wording is in use, and what a new wording does to marks that exist."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from autograder.review.models import Allocation, AuditEvent, Marking, RubricVersion, State, now
from autograder.rubrics.model import Criterion, Level, Rubric


class Change(StrEnum):
    """How a criterion differs between two wordings."""

    SAME = "same"
    POINTS = "points"
    """Only points differ: marks are scored again."""
    TEXT = "text"
    """The wording differs: a person looks again."""
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True)
class Effect:
    """What a new wording does to the marks of one question."""

    question: str
    changes: dict[str, Change]
    rescored: int
    look_again: int
    locked: bool = False
    """Whether calibration by the wording in use has ended."""

    @property
    def touched(self) -> int:
        """The number of markings that change."""
        return self.rescored + self.look_again


def rubric_of(version: RubricVersion) -> Rubric:
    """Return the rubric as it was when the version was stored."""
    return _restored(version.hash, version.question, version)


_KEEP: dict[str, Rubric] = {}


def _restored(digest: str, question: str, version: RubricVersion) -> Rubric:
    key = f"{question} {digest}"
    if key not in _KEEP:
        content = version.content
        criteria = tuple(
            Criterion(**{**each, "levels": tuple(Level(**level) for level in each["levels"])})
            for each in content["criteria"]
        )
        _KEEP[key] = Rubric(content["question"], content["version"], content["notes"], criteria)
    return _KEEP[key]


def wanted_criteria(rubric: Rubric, allocation: Allocation) -> list[str]:
    """Return the ids of the criteria to decide."""
    return [each.id for each in rubric.criteria if not allocation.criteria or each.id in allocation.criteria]


def in_use(session: Session, question: str) -> RubricVersion | None:
    """Return the version of a question's rubric by which new markings are made."""
    found = select(RubricVersion).where(RubricVersion.question == question, RubricVersion.in_use)
    return session.scalars(found).one_or_none()


def all_in_use(session: Session) -> dict[str, RubricVersion]:
    """Return the versions in use by question, in the order in which questions were stored."""
    found = select(RubricVersion).where(RubricVersion.in_use).order_by(RubricVersion.id)
    versions = session.scalars(found).all()
    return {each.question: each for each in sorted(versions, key=lambda each: each.question)}


def lock(session: Session, question: str, actor: str) -> bool:
    """End calibration on a question: from now on students' answers are handed out.

    Returns:
        Whether it was open.
    """
    version = in_use(session, question)
    if version is None or version.locked_at:
        return False
    version.locked_at = now()
    stamp = rubric_of(version).stamp
    session.add(AuditEvent(actor=actor, action="lock", before={}, after={"rubric": stamp}))
    return True


def differences(old: Rubric, new: Rubric) -> dict[str, Change]:
    """Compare two wordings, criterion by criterion."""
    before = {each.id: each for each in old.criteria}
    after = {each.id: each for each in new.criteria}
    changes = {name: Change.GONE for name in before if name not in after}
    for name, criterion in after.items():
        if name not in before:
            changes[name] = Change.NEW
        elif _text(before[name]) != _text(criterion):
            changes[name] = Change.TEXT
        elif before[name].worth != criterion.worth:
            changes[name] = Change.POINTS
        else:
            changes[name] = Change.SAME
    return changes


def _text(criterion: Criterion) -> Criterion:
    """Return the criterion without its points and its layout. The number of levels is wording."""
    values: dict[str, Any] = {
        name: " ".join(text.split()) for name, text in asdict(criterion).items() if isinstance(text, str)
    }
    levels = tuple(
        Level(0, " ".join(each.text.split()), " ".join(each.notes.split())) for each in criterion.levels
    )
    return replace(criterion, **values, points=0, levels=levels)


def effect_of(session: Session, rubric: Rubric) -> Effect | None:
    """Return what using a rubric would do to existing marks; None if it is in use already."""
    current = in_use(session, rubric.question)
    if current is None or current.hash == rubric.hash:
        return None
    changes = differences(rubric_of(current), rubric)
    rescored = look_again = 0
    for marking in _markings(session, current):
        if not marking.decisions:
            continue
        if _to_look_at(marking, changes):
            look_again += 1
        elif any(changes[each.criterion] is not Change.SAME for each in marking.decisions):
            rescored += 1
    return Effect(rubric.question, changes, rescored, look_again, bool(current.locked_at))


def use(session: Session, rubric: Rubric, title: str, asked: str, actor: str) -> Effect | None:
    """Put a rubric into use. Existing decisions are kept; a person confirms again what the text changed.

    Args:
        session: A session that writes.
        rubric: The rubric.
        title: The question's title.
        asked: The question as students read it.
        actor: Who did it, for the audit trail.
    """
    effect = effect_of(session, rubric)
    current = in_use(session, rubric.question)
    if current is not None and effect is None:
        current.title, current.asked = title, asked
        return None
    same = RubricVersion.question == rubric.question, RubricVersion.hash == rubric.hash
    version = session.scalars(select(RubricVersion).where(*same)).one_or_none()
    if version is None:
        content = asdict(replace(rubric, numbers=None))
        version = RubricVersion(
            question=rubric.question, version=rubric.version, hash=rubric.hash, content=content, in_use=True
        )
        session.add(version)
    version.in_use, version.title, version.asked = True, title, asked
    session.flush()
    if current is not None and effect is not None:
        current.in_use, version.locked_at = False, current.locked_at
        for marking in _markings(session, current):
            _move(marking, version, effect.changes)
        session.add(
            AuditEvent(
                actor=actor,
                action="rubric",
                before={"rubric": rubric_of(current).stamp},
                after={"rubric": rubric.stamp, "touched": effect.touched},
            )
        )
    return effect


def _markings(session: Session, version: RubricVersion) -> Sequence[Marking]:
    found = select(Marking).where(Marking.rubric_id == version.id).options(selectinload(Marking.decisions))
    return session.scalars(found).all()


def _to_look_at(marking: Marking, changes: dict[str, Change]) -> list[str]:
    only = set(marking.allocation.criteria)
    names = [name for name, change in changes.items() if change in (Change.TEXT, Change.NEW)]
    return [name for name in names if not only or name in only]


def _move(marking: Marking, version: RubricVersion, changes: dict[str, Change]) -> None:
    rubric = rubric_of(version)
    old = rubric_of(marking.rubric)
    marking.rubric = version
    marking.version += 1
    for decision in list(marking.decisions):
        if changes[decision.criterion] is Change.GONE:
            marking.decisions.remove(decision)
        elif decision.verdict:
            decision.verdict = _carried(decision.verdict, old, rubric, decision.criterion)
    if marking.decisions and (again := _to_look_at(marking, changes)):
        marking.look_again = sorted({*marking.look_again, *again})
        if marking.state is State.CONFIRMED:
            marking.state = State.OPEN
    marking.look_again = [each for each in marking.look_again if changes.get(each) is not Change.GONE]


def _carried(verdict: str, old: Rubric, new: Rubric, criterion: str) -> str:
    """Return the verdict that means the same step: levels are named by points, which may have changed."""
    before, after = list(old.criterion(criterion).worth), list(new.criterion(criterion).worth)
    if len(before) == len(after):
        return after[before.index(verdict)]
    return verdict if verdict in after else ""


def points_of(rubric: Rubric, decisions: Iterable[tuple[str, str]]) -> float:
    """Return the points of decisions; an undecided criterion earns nothing."""
    return sum(rubric.criterion(name).worth[verdict] for name, verdict in decisions if verdict)
