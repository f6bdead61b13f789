"""The one way from a submission's files to its verdicts: stage, session, hidden tests."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograder.catalog import Limits, Project
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fingerprints import Signature
from autograder.grading.fixtures import Reference, Student
from autograder.grading.plugin import Verdict
from autograder.grading.session import Session
from autograder.grading.stops import Stops
from autograder.grading.workers import Workers
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
    cpu_seconds: dict[str, float]
    """By question or module's examples."""
    output: dict[str, str]
    """What the submission printed, by the same."""


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
    """
    limits = limits or project.assignment.limits
    with staged(submission, project.assignment_folder / "provided") as stage:
        for name, source in (sources or {}).items():
            (stage / name).write_text(source, encoding="utf-8")
        before(stage)
        with Session(Workers(zygote, stage, limits, submission.places), Stops(limits, deadline)) as session:
            yield session


def run_session(
    session: Session,
    project: Project,
    reference: Reference,
    seed: int,
    only: Collection[str] | None = None,
) -> Run:
    """Run the hidden tests against an open session.

    Args:
        session: the submission's.
        project: holds the hidden tests.
        reference: answers for the solutions.
        seed: the term's.
        only: numbers of the questions to test; all by default.

    Raises:
        GraderError: pytest did not come to its end, or a test failed by a fault of ours.
    """
    student = Student(session)
    tests = run_hidden_tests(project.hidden_tests_folder, project.assignment, student, reference, seed, only)
    session.close()
    workers = session.workers
    return Run(tests.verdicts, tests.parts, student.signatures, workers.cpu_seconds, workers.output)
