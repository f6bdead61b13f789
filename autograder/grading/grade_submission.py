"""Grade one submission: stage it, run it against the key, score it. The same code here and on Gradescope."""

import hashlib
import logging
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.catalog import Assignment, Project
from autograder.catalog.wanted import wanted_of
from autograder.errors import BusyError
from autograder.grading.engine import require_complete
from autograder.grading.fixtures import Replayer
from autograder.grading.grade import Grade, WrittenGrade, grade_questions
from autograder.grading.key import Key
from autograder.grading.preflight import probe, require_level
from autograder.grading.run import Run, open_session, run_session
from autograder.messages import students
from autograder.sandbox.level import Confined
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.read import read_submission
from autograder.submissions.received import received
from autograder.text import printable

MAX_DETAIL = 1000
log = logging.getLogger(__name__)


def grade_submission(
    place: Path,
    project: Project,
    key: Key,
    zygote: Zygote,
    *,
    trusted: bool = False,
    confined: Confined | None = None,
) -> Grade:
    """Grade what a student handed in.

    Args:
        place: a folder, a zip or a notebook.
        project: holds the hidden tests, the catalog and the given code; no solution is read.
        key: the reference's answers.
        zygote: forks the workers.
        trusted: grade even if the system cannot confine student code at all.
        confined: what the probe found with this zygote before; by default it is asked now.

    Raises:
        SubmissionError: `place` cannot be read at all.
        GraderError: grading failed by a fault of ours or of the machine.
    """
    began = time.monotonic()
    assignment = project.assignment
    deadline = began + assignment.limits.run_wall_seconds
    notes = Notes()
    found = [confined] if confined else []

    def check_confinement(stage: Path) -> None:
        if not found:
            found.append(probe(zygote, stage, project))
        require_level(found[0], assignment.sandbox, trusted=trusted)

    with opened(place, notes) as folder:
        names = [each.path for each in assignment.pieces]
        submission = read_submission(folder, names, wanted_of(assignment), notes)
        log.info("grading the files in %s", printable(str(submission.folder)))
        written = _written(submission, assignment)
        with open_session(
            submission, project, zygote, deadline=deadline, before=check_confinement, confined=confined
        ) as session:
            run = run_session(session, project, Replayer(key), key.seed)
    for module, left in run.session.stops.left.items():
        for advice in left:
            notes.say(students.advice.left_by_import(f"{module}.py", advice))
    if run.session.stops.machine_was_busy:
        raise BusyError(students.results.UNFINISHED_BUSY)
    require_complete(run.verdicts, key.parts)
    questions = grade_questions(assignment, run.verdicts.values(), run.signatures, key.fingerprints)
    staff = _for_staff(run, found[0], assignment, key.seed)
    staff["misconceptions"] = {
        graded.question.number: graded.misconception.chaff for graded in questions if graded.misconception
    }
    grade = Grade(questions, written, time.monotonic() - began, staff, notes.lines)
    log.info("%g of %g points in %.1f s", grade.score, grade.max_score, grade.seconds)
    return grade


def _for_staff(run: Run, confined: Confined, assignment: Assignment, seed: int) -> dict[str, Any]:
    workers = run.session.workers
    clock = "" if workers.is_waiting_known else "time that workers wait for a processor counts as theirs here"
    return {
        "sandbox": confined.report() | ({"clock": clock} if clock else {}),
        "versions": {
            "autograder": autograder.__version__,
            "assignment": assignment.version,
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
        "seed_hash": hashlib.sha256(str(seed).encode()).hexdigest()[:12],
        "cpu_seconds": {work: round(seconds, 3) for work, seconds in workers.cpu_seconds.items()},
        "waited_seconds": {work: round(seconds, 3) for work, seconds in workers.waited.items()},
        "printed": workers.output,
        "failures": {
            verdict.test: f"{verdict.words}: {verdict.detail}"[:MAX_DETAIL]
            for verdict in run.verdicts.values()
            if not verdict.passed
        },
    }


def _written(submission: Submission, assignment: Assignment) -> tuple[WrittenGrade, ...]:
    numbers = {each.name: each.number for each in assignment.written}
    grades = []
    for each in assignment.written:
        found = received(submission, numbers, each.path)
        grades.append(
            WrittenGrade(each.number, each.title, found.words, found.elsewhere, found.others, found.is_text)
        )
    return tuple(grades)
