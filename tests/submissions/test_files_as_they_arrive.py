"""Work that a person could find is graded, or a note names the file, why it was not used and what to do."""

from collections.abc import Collection
from pathlib import Path

import pytest
from arrivals import CASES, Case, Course, hand_in

from autograder.answer_key.build import key_for
from autograder.catalog import Project
from autograder.catalog.wanted import wanted_of
from autograder.grading.grade_submission import grade_submission
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import SubmissionError
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.read import read_submission
from autograder.submissions.stage import staged
from autograder.submissions.written_answers import read_answer

QUICK = [
    "named pretraining (1).py", "two_copies", "untouched_stubs_above", "a_folder_for_each_part", "in_fresh",
    "a_zip_in_the_folder", "drive_paths", "a_tar_gz", "links_to_the_files", "a_nested_function",
    "answers_twice_below", "an answer as .docx in a zip",
]  # fmt: skip
GRADED = [
    "named pretraining (1).py", "all_in_one_file", "a_folder_for_each_part", "a_zip_in_the_folder",
    "relative_imports", "relative_imports_of_a_helper", "imports_by_the_folders_name", "utf_16",
    "a_helper_called_autograder", "argparse_at_the_top", "default_device_cuda", "gradients_off",
    "input_at_the_top", "a_nested_function", "windows_1252",
    "a_file_for_each_function_of_a_module", "no_file_is_piped_in", "two_modules_that_import_each_other",
    "the_end_of_the_process_in_a_function",
]  # fmt: skip
"""Cases that are graded whole; `tools/quality/files_as_they_arrive.py` grades all."""


@pytest.fixture(scope="module")
def course(project: Project) -> Course:
    return Course.of(project)


def missing_notes(made: Case, lines: tuple[str, ...]) -> list[str]:
    return [piece for piece in made.notes if not any(piece in line for line in lines)]


def points_of_staged(stage: Path, course: Course) -> float:
    """The points of the modules whose staged file is the solution."""
    right = [
        name
        for name, text in course.solutions.items()
        if (stage / name).is_file() and (stage / name).read_bytes() == text
    ]
    return sum(course.points[name.removesuffix(".py")] for name in right)


def check_staged(made: Case, place: Path, project: Project, course: Course) -> list[str]:
    """Return what differs from the case's own words, up to the staged files."""
    notes = Notes()
    try:
        with opened(place, notes) as folder:
            names = [each.path for each in project.assignment.pieces]
            submission = read_submission(folder, names, wanted_of(project.assignment), notes)
            texts = [submission.text(each.path) for each in project.assignment.written]
            answers = sum(bool(text and read_answer(text).started) for text in texts)
            with staged(submission, project.assignment_folder / "provided") as stage:
                points = points_of_staged(stage, course)
    except SubmissionError as error:
        return [] if made.is_refused and not missing_notes(made, (str(error),)) else [f"refused: {error}"]
    wrong = [] if not made.is_refused else ["not refused"]
    if made.is_staged and points != made.points:
        wrong.append(f"{points:g} points instead of {made.points:g}")
    if answers != made.answers:
        wrong.append(f"{answers} answers instead of {made.answers}")
    if made.is_quiet and notes.lines:
        wrong.append(f"notes where none is due: {notes.lines}")
    left = [
        each
        for each in missing_notes(made, notes.lines)
        if ": gradients are" not in each and "GPU" not in each
    ]
    return wrong + [f"no note {piece!r} in {notes.lines}" for piece in left]


def check_all(names: Collection[str], folder: Path, project: Project, course: Course) -> None:
    wrong = {}
    for number, name in enumerate(names):
        made = CASES[name](course)
        if found := check_staged(made, hand_in(made, folder / str(number)), project, course):
            wrong[name] = found
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())


def test_a_case_of_each_kind_is_staged_with_its_notes(
    tmp_path: Path, project: Project, course: Course
) -> None:
    check_all(QUICK, tmp_path, project, course)


@pytest.mark.slow
def test_each_case_is_staged_with_its_notes(tmp_path: Path, project: Project, course: Course) -> None:
    check_all(CASES, tmp_path, project, course)


@pytest.mark.slow
@pytest.mark.parametrize("name", GRADED)
def test_a_case_is_graded(
    tmp_path: Path, project: Project, course: Course, zygote: Zygote, name: str
) -> None:
    made = CASES[name](course)
    place = hand_in(made, tmp_path / "work")
    grade = grade_submission(place, project, key_for(project, 1), zygote, trusted=True)
    checks = [check for question in grade.questions for check in question.checks]
    assert grade.score == made.points, grade.staff["failures"]
    assert not missing_notes(made, grade.notes), grade.notes
    said = {check.words for check in checks if not check.passed}
    assert all(any(piece in words for words in said) for piece in made.words), said
