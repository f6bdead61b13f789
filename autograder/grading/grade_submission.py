"""Grades one submission: staged, run against the key, scored. The same code here and on Gradescope."""

import hashlib
import platform
import time
from pathlib import Path
from typing import Any

import numpy as np

import autograder
from autograder.catalog import Assignment, Project
from autograder.grading.engine import require_complete, run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.grade import Grade, WrittenGrade, grade_questions
from autograder.grading.key import Key
from autograder.grading.preflight import probe, require_level
from autograder.grading.session import Session
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission, find_submission
from autograder.submissions.notes import Notes
from autograder.submissions.stage import staged
from autograder.submissions.unpack import opened
from autograder.submissions.written_answers import read_answer


def grade_submission(
    place: Path, project: Project, key: Key, zygote: Zygote, *, trusted: bool = False
) -> Grade:
    """The grade of what a student handed in, a folder or a zip.

    Args:
        place: the folder or the zip.
        project: holds the hidden tests, the catalog and the given code; no solution is read.
        key: the reference's answers.
        zygote: forks the workers.
        trusted: grade even where the system cannot confine student code at all.

    Raises:
        SubmissionError: `place` cannot be read at all.
        GraderError, KeyMismatchError, SandboxError: grading failed by our own fault.
    """
    began = time.monotonic()
    assignment = project.assignment
    deadline = began + assignment.limits.run_wall_seconds
    notes = Notes()
    with opened(place, notes) as folder:
        submission = find_submission(folder, [each.path for each in assignment.pieces], notes)
        written = _written(submission, assignment)
        with staged(submission, project.assignment_folder / "provided") as stage:
            confined = probe(zygote, stage, project)
            require_level(confined, assignment.sandbox, trusted=trusted)
            with Session(zygote, stage, assignment.limits, deadline) as session:
                student = Student(session)
                run = run_hidden_tests(
                    project.hidden_tests_folder, assignment, student, Replayer(key), key.seed
                )
    require_complete(run.verdicts, key.parts)
    staff: dict[str, Any] = {
        "sandbox": confined.report(),
        "versions": {
            "autograder": autograder.__version__,
            "assignment": assignment.version,
            "numpy": np.__version__,
            "python": platform.python_version(),
        },
        "seed_hash": hashlib.sha256(str(key.seed).encode()).hexdigest()[:12],
        "cpu_seconds": {number: round(seconds, 3) for number, seconds in session.cpu_seconds.items()},
        "printed": session.output,
        "failures": {
            verdict.test: f"{verdict.kind}: {verdict.detail}"[:1000]
            for verdict in run.verdicts.values()
            if not verdict.passed
        },
    }
    questions = grade_questions(assignment, run.verdicts.values(), student.fingerprints, key.fingerprints)
    staff["misconceptions"] = {
        graded.question.number: graded.misconception.chaff for graded in questions if graded.misconception
    }
    return Grade(questions, written, time.monotonic() - began, staff, notes.lines)


def _written(submission: Submission, assignment: Assignment) -> tuple[WrittenGrade, ...]:
    grades = []
    for each in assignment.written:
        text = submission.text(each.path)
        words = None if text is None else read_answer(text).words
        grades.append(WrittenGrade(each.number, each.title, words))
    return tuple(grades)
