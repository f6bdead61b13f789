"""The one way from a submission's files to its verdicts: stage, session, hidden tests."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.catalog import Limits, Project
from autograder.grading.collect import collect
from autograder.grading.engine import SHARE_FROM, run_hidden_tests
from autograder.grading.fingerprints import Signature
from autograder.grading.fixtures import Reference, Student
from autograder.grading.session import Session
from autograder.grading.stops import Stops
from autograder.grading.untouched import untouched_stubs
from autograder.grading.verdict import Verdict
from autograder.grading.workers import Workers
from autograder.sandbox.level import Confined
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged


@dataclass(frozen=True)
class Run:
    """What the hidden tests said of one submission."""

    verdicts: dict[str, Verdict]
    """By test id."""
    parts: dict[str, str]
    """The part of each test id."""
    signatures: dict[str, Signature]
    """By failed test: what the submission answered, in short."""
    session: Session
    """The session, closed: its workers' CPU time and output, and whether it was cut off."""


@contextmanager
def open_session(
    submission: Submission,
    project: Project,
    zygote: Zygote,
    *,
    limits: Limits | None = None,
    deadline: float = float("inf"),
    sources: Mapping[str, str] | None = None,
    before: Callable[[Path], None] = lambda _stage: None,
    confined: Confined | None = None,
) -> Iterator[Session]:
    """Stage a submission and open a session on it.

    Args:
        submission: the student's files.
        project: holds `provided/` and the limits.
        zygote: forks the workers.
        limits: in place of the project's.
        deadline: on `time.monotonic`; nothing is called after it.
        sources: files of the stage to replace, by name.
        before: called with the stage before any of its code runs.
        confined: the layers that each worker must report; by default whatever it reports.
    """
    limits = limits or project.assignment.limits
    with staged(submission, project.assignment_folder / "provided") as stage:
        for name, source in (sources or {}).items():
            (stage / name).write_text(source, encoding="utf-8")
        before(stage)
        workers = Workers(zygote, stage, limits, submission.places, confined)
        with Session(workers, Stops(limits, deadline), untouched_stubs(stage, project)) as session:
            yield session


def run_session(
    session: Session,
    project: Project,
    reference: Reference,
    seed: int,
    only: Collection[str] | None = None,
    *,
    share_from: float = SHARE_FROM,
) -> Run:
    """Run the hidden tests against an open session.

    Args:
        session: the submission's.
        project: holds the hidden tests.
        reference: answers for the solutions.
        seed: the term's.
        only: numbers of the questions to test; all by default.
        share_from: seconds of its import from which a module's questions share a worker first.

    Raises:
        GraderError: a hidden test cannot be collected, or failed by a fault of ours.
    """
    student, tests = Student(session), collect(project.hidden_tests_folder, project.assignment)
    verdicts = run_hidden_tests(tests, student, reference, seed, only, share_from=share_from)
    session.close()
    session.stops.waited = sum(session.workers.waited.values())
    parts = {test: verdict.part for test, verdict in verdicts.items()}
    return Run(verdicts, parts, student.signatures, session)
