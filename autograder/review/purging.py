"""Delete for good: one student, or everything imported before a date."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, text
from sqlalchemy.orm import Session

from autograder.review.database import Database
from autograder.review.models import Answer, AuditEvent, Kind, Login, Submission
from autograder.review.roster import Roster


def students_before(session: Session, date: str) -> list[str]:
    """Return the pseudonyms of submissions imported before a day (``2026-07-01``, UTC)."""
    found = select(Submission.pseudonym).where(Submission.imported_at < date).order_by(Submission.pseudonym)
    samples = select(Answer.submission_id).where(Answer.kind == Kind.SAMPLE)
    return [*session.scalars(found.where(Submission.id.not_in(samples)))]


def purge(database: Database, roster: Roster, codes: Sequence[str], actor: str) -> int:
    """Delete students with answers, markings, quotes, comments and their part of the audit trail.

    The number of deleted students stays.
    """
    with database.write(alone=True) as session:
        count = session.scalar(select(func.count()).where(Submission.pseudonym.in_(codes))) or 0
        session.execute(delete(Submission).where(Submission.pseudonym.in_(codes)))
        session.execute(delete(Login))
        session.add(AuditEvent(actor=actor, action="purge", before={}, after={"students": count}))
    for code in codes:
        roster.forget(code)
    roster.save()
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execute(text("pragma wal_checkpoint(truncate)"))
            connection.commit()
            connection.connection.driver_connection.execute("vacuum")  # type: ignore[union-attr]
    return count
