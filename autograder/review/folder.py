"""A review's folder: its settings, the roster, and the database unless that is a server."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from autograder.files import write_atomically
from autograder.messages import review as words
from autograder.review.database import Database, ReviewError
from autograder.review.models import AuditEvent, Grader, Login
from autograder.review.roster import Roster

PRIVATE = 0o600
PRIVATE_FOLDER = 0o700
SETTINGS = "review.json"
DATABASE = "review.sqlite"
ROSTER = "roster.json"


@dataclass(frozen=True)
class Folder:
    """A folder that `autograder review init` made."""

    path: Path
    url: str

    @classmethod
    def create(cls, path: Path, url: str | None) -> "Folder":
        """Make a folder for its owner only, or return the one that is there.

        Raises:
            ReviewError: It has another database already.
        """
        if (path / SETTINGS).exists():
            there = cls.open(path)
            if url not in (None, there.url):
                raise ReviewError(words.other_database(path))
            return there
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(PRIVATE_FOLDER)
        settings = json.dumps({"database": url or ""})
        write_atomically(path / SETTINGS, settings.encode(), mode=PRIVATE)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Return an existing folder.

        Raises:
            ReviewError: It is none.
        """
        try:
            url = json.loads((path / SETTINGS).read_text(encoding="utf-8"))["database"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ReviewError(words.no_review(path)) from error
        return cls(path, url or f"sqlite:///{(path / DATABASE).resolve()}")

    def database(self) -> Database:
        """Return the database, with its tables in the newest form."""
        from autograder.review.migrations import upgrade

        database = Database(self.url)
        upgrade(database)
        return database

    def roster(self) -> Roster:
        """Return the roster."""
        return Roster(self.path / ROSTER)


def hashed(secret: str) -> str:
    """Return what is stored of a random secret; it has enough bits to need no salt.

    >>> hashed("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def add_grader(session: Session, name: str, *, lead: bool = False, renew: bool = False) -> str | None:
    """Add a grader and return the token to log in with; None if the grader is known and keeps the old one."""
    grader = session.scalars(select(Grader).where(Grader.name == name)).one_or_none()
    if grader is not None and not renew:
        grader.is_lead = grader.is_lead or lead
        return None
    token = secrets.token_urlsafe(24)
    if grader is None:
        session.add(Grader(name=name, token_hash=hashed(token), is_lead=lead))
        action = "grader"
    else:
        grader.token_hash = hashed(token)
        for login in session.scalars(select(Login).where(Login.grader_id == grader.id)):
            session.delete(login)
        action = "new token"
    session.add(AuditEvent(actor=name, action=action, before={}, after={}))
    return token
