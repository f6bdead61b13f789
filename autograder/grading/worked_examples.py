"""Grades a submission by the worked examples of the handed-out docstrings: a first, thin slice of grading.

A question's points are given when its examples run as its docstring shows them. Nothing is hidden and
nothing is confined, and every report says so.
"""

import ast
import tempfile
import time
from pathlib import Path

import autograder
from autograder.catalog import Module, Project
from autograder.grading.grade import Grade, QuestionGrade, State, WrittenGrade
from autograder.sandbox.run_examples import run_examples
from autograder.submissions.find import Submission, find_submission, stage_submission
from autograder.submissions.written_answers import read_answer


def grade_submission(place: Path, project: Project) -> Grade:
    """The grade of the submission in the folder `place`.

    Raises:
        SubmissionError: `place` is no folder.
    """
    started = time.monotonic()
    assignment = project.assignment
    names = [each.path for each in assignment.pieces]
    submission = find_submission(place, names)
    with tempfile.TemporaryDirectory() as stage:
        stage_submission(submission, project.assignment_folder / "provided", Path(stage))
        questions = [
            grade
            for module in assignment.modules
            for grade in _grade_module(module, submission, Path(stage), project)
        ]
    written = []
    for each in assignment.written:
        path = submission.file(each.path)
        words = read_answer(path.read_text(encoding="utf-8", errors="replace")).words if path else None
        written.append(WrittenGrade(each.number, each.title, words))
    notes = {"sandbox": "UNCONFINED", "tests": "worked examples only", "version": autograder.__version__}
    return Grade(tuple(questions), tuple(written), time.monotonic() - started, notes)


def _grade_module(
    module: Module, submission: Submission, stage: Path, project: Project
) -> list[QuestionGrade]:
    if submission.file(module.path) is None:
        return [
            QuestionGrade(
                q.number, q.function, State.NOT_STARTED, 0, q.points, f"{module.path} was not handed in"
            )
            for q in module.questions
        ]
    source = (project.assignment_folder / module.path).read_text(encoding="utf-8")
    docstrings = {
        node.name: ast.get_docstring(node) or ""
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
    limits = project.assignment.limits
    runs = run_examples(
        module.name,
        stage,
        {question.function: docstrings[question.function] for question in module.questions},
        wall_seconds=6 * limits.call_cpu_seconds,
    )
    grades = []
    for question in module.questions:
        run = runs[question.function]
        score = question.points if run.state == State.PASSED else 0
        grades.append(
            QuestionGrade(
                question.number, question.function, State(run.state), score, question.points, run.message
            )
        )
    return grades
