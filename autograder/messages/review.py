"""Words of the review page and of `autograder review`, for teaching assistants. Imports nothing of ours."""

from collections.abc import Mapping
from typing import Any

# Storage


def bad_database_url() -> str:
    """A database that is not supported. The URL may hold a password, so it is not repeated."""
    return "the database must be sqlite:///FILE or postgresql://USER@HOST/NAME"


DRIVER_NEEDED = "PostgreSQL needs its driver, psycopg"


def database_busy(seconds: int) -> str:
    """The database was locked for too long."""
    return f"another process held the database for {seconds} s; nothing was changed, try again"


def bad_roster(path: object) -> str:
    """A roster that is none."""
    return f"{path} is not a roster: restore it from a copy, because it alone links pseudonyms to names"


def no_review(path: object) -> str:
    """A folder that is not a review."""
    return f"{path} holds no review: make one with autograder review init {path}"


def other_database(path: object) -> str:
    """A review that has another database."""
    return f"{path} already uses another database: choose a new folder"


# Saving

BAD_REQUEST = "the request is malformed"
NOT_YOURS = "this answer is not yours to mark"
SAVED_ELSEWHERE = "this answer was saved elsewhere, in another tab or window"
QUOTE_NOT_THERE = "the quote does not occur in the answer"
NOTHING_TO_UNDO = "there is nothing to undo"
ALREADY_CLAIMED = "somebody has this answer already, or you have marked it before"
NO_GRADERS = "there are no graders: name them with autograder review init FOLDER --graders anna,ben"


def comment_too_long(most: int) -> str:
    """A comment that is too long."""
    return f"a comment has at most {most:,} characters"


def too_much_evidence(most: int) -> str:
    """Too many quotes."""
    return f"an answer has at most {most} quotes"


def no_criterion(name: str) -> str:
    """An unknown criterion."""
    return f"there is no criterion {name[:40]!r} to decide here"


def no_verdict(name: str, verdict: str) -> str:
    """An unknown verdict."""
    return f"{verdict[:20]!r} is not a verdict on {name}"


def undecided(count: int) -> str:
    """Confirming too early."""
    return f"{count} {'criterion is' if count == 1 else 'criteria are'} undecided"


# The page

OTHER_HOST = "This address is not one of the review's."
NO_PAGE = "there is no such page"
LOG_IN = "you are not logged in: open the login page and paste your token"
NOT_ALLOWED = "this was refused: reload the page; some pages are for leads only"
WRONG_TOKEN = "This token is not known. Ask for a new one if you have lost yours."
NOT_DISPUTED = "this answer is not disputed any more"
NO_REGRADE = "a regrade needs a final answer, at least one criterion, and a grader who has not marked it"
NO_DRAFT = "there is no draft for this answer"
DECIDE_BEFORE_DRAFT = "decide every criterion first: a draft is shown after your own look"
DRAFT_WITHOUT_QUOTE = "no draft: its quote is not in the answer"
QUOTE_STATES: Mapping[str, str] = {
    "verified": "in the answer",
    "near": "nearly in the answer",
    "unverified": "not in the answer",
    "no quote": "",
}
RUBRIC_CHANGED_AGAIN = "the rubric's file has changed again: reload the page"
MET, NOT_MET, UNDECIDED = "met", "not met", "undecided"


def level(verdict: str, points: float) -> str:
    """The step of a criterion with levels."""
    return f"{verdict} of {points:g}"


def reader(place: int) -> str:
    """A grader, without the name."""
    return ("first grader", "second grader")[place] if place < 2 else "grader"


def port_taken(port: int) -> str:
    """A port that is in use."""
    return f"port {port} is in use: choose another with --port"


# Results

NO_ANSWER = "No answer was handed in."
NO_COMMENT_YET = "none was used yet"
NOT_FINAL = "Not final yet."
STATUS: Mapping[str, str] = {
    "no_answer": "no answer",
    "unassigned": "not assigned",
    "waiting": "not confirmed",
    "disputed": "disputed",
    "final": "final",
}
STATE: Mapping[str, str] = {"open": "open", "skipped": "skipped", "confirmed": "confirmed"}
SLOT: Mapping[str, str] = {
    "first": "",
    "second": "",
    "repeat": "",
    "adjudicator": "Adjudication",
    "regrade": "Regrade",
    "calibration": "Calibration",
}
"""What a grader reads about an answer's slot. Second markings and repeats stay unknown."""
CHANGES: Mapping[str, str] = {
    "same": "unchanged",
    "points": "other points",
    "text": "other wording",
    "new": "new",
    "gone": "removed",
}


def not_ready(states: Mapping[Any, int]) -> str:
    """Publishing too early."""
    if not states:
        return "there is nothing to publish: import answers first"
    counts = ", ".join(f"{count} {STATUS[name]}" for name, count in sorted(states.items()))
    return f"not published, because each answer must be final: {counts}"


def not_in_roster(code: str, count: int) -> str:
    """A pseudonym without a student."""
    return f"the roster does not know {code} ({count} in all): import with the folder that has the roster"


def question_points(question: str, points: str | None, of: str) -> str:
    """A heading with points."""
    if points is None:
        return question
    return f"{question}: {points} of {of} points" if of else f"{question}: {points} points"


# Tables

QUESTION, GRADER = "question", "grader"
AGREEMENT = "Agreement of two graders"
STRICTNESS_HEADER = ("question", "grader", "answers", "mean points", "mean of all graders")


def done_of(done: int, total: int) -> str:
    """Progress."""
    return f"{done} of {total}"


# Commands


def imported(new: int, same: int, changed: int, kept: int, missing: int) -> str:
    """Sum up an import."""
    counts = f"{new} new, {same} unchanged, {changed} replaced, {kept} kept as marked"
    return f"{counts}; {missing} of them hold no answer"


def kept(label: str) -> str:
    """An answer that differs from what was marked."""
    return f"{label} has changed since it was marked; --replace takes the new text, to be confirmed again"


def rubric_changed(question: str, rescored: int, look_again: int) -> str:
    """A new wording that touches marks."""
    return (
        f"{question}: the rubric has changed. {rescored} marked answers are scored again,"
        f" {look_again} have to be looked at and confirmed again"
    )


def locked(question: str) -> str:
    """The end of calibration."""
    return f"{question}: locked; answers are handed out"


ALL_LOCKED = "every rubric was locked already"


def drafts_stored(question: str, count: int) -> str:
    """Sum up an import of drafts."""
    return f"{question}: {count} answers have a draft, shown only after a grader's own look"


RUBRIC_REFUSED = "nothing was imported; --use-rubric goes on with the new rubrics"


def token(name: str, secret: str) -> str:
    """A grader's token, shown once."""
    return f"{name}: {secret}"


TOKENS_ONCE = "Tokens, shown this once; give each grader their own:"


def assigned(counts: Mapping[str, int]) -> str:
    """Sum up an assignment."""
    if not sum(counts.values()):
        return "everything was assigned already"
    return "assigned: " + ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def no_grader(name: str) -> str:
    """An unknown grader."""
    return f"there is no grader {name!r}: autograder review status lists them"


def no_question(question: str) -> str:
    """An unknown question."""
    return f"there is no question {question!r}: autograder review status lists them"


def no_student(name: str) -> str:
    """An unknown student."""
    return f"no student, or more than one, fits {name!r}: use the pseudonym or the submission's name"


def bad_double(text: str) -> str:
    """A malformed option."""
    return f"{text!r} must be like Q1=50 or Q1=all"


def bad_date(text: str) -> str:
    """A malformed date."""
    return f"{text!r} must be a day like 2027-04-01"


PURGE_WHAT = "say whom to delete: --student NAME or --before DATE"


def purged(count: int) -> str:
    """Sum up a deletion."""
    return f"deleted {count} {'student' if count == 1 else 'students'} with answers, markings and comments"


def serving(url: str) -> str:
    """Where the page is."""
    return f"the review is at {url} (Ctrl+C ends it; nothing is lost)"


def published(students: int, files: int, out: object) -> str:
    """Sum up a publication."""
    return f"{students} students, {files} files in {out}"


REVIEW_NEEDS = "the review page needs SQLAlchemy, Alembic, Starlette and uvicorn"
NOTHING_DOUBLE = "no answer has been confirmed by two graders yet"


FEW = "–"
"""In place of a mean of fewer than five answers."""


def too_few(answers: int, least: int) -> str:
    """A warning on agreement."""
    return f"too few ({answers} of at least {least})"
