"""A submission goes in and a grade comes out, for whatever a student may hand in."""

import contextlib
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.answer_key import build as key_building
from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.grading import stops
from autograder.grading.collect import collect
from autograder.grading.grade import Grade, State
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.messages import students
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import SubmissionError

HIDDEN = """
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("top", [10, 10**6, 10**12])
def test_double(student, reference, rng, top):
    "twice a number"
    x = int(rng.integers(2, top))
    assert_same(student.double(x), reference.double(x))

@pytest.mark.part("1.1.errors")
def test_text(student):
    assert_raises(student.double("a"), "TypeError")

@pytest.mark.part("1.2.core")
def test_half(student, reference):
    assert_same(student.halve(8), reference.halve(8))
"""
GradeIt = Callable[..., Grade]


@pytest.fixture(scope="module")
def key(tiny: Callable[..., Project], zygote: Zygote) -> Key:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_building, "start_zygote", lambda _project: contextlib.nullcontext(zygote))
        return build_key(tiny(HIDDEN), 1)


@pytest.fixture
def project_and_key(tiny: Callable[..., Project], key: Key) -> tuple[Project, Key]:
    """An assignment of the test's own, with the one key that fits all."""
    return tiny(HIDDEN, call_cpu_seconds=0.3, import_cpu_seconds=0.5), key


@pytest.fixture
def grade(project_and_key: tuple[Project, Key], zygote: Zygote, tmp_path: Path) -> GradeIt:
    """Grade a student's files; the solutions stay out of reach."""
    project, key = project_and_key
    for path in project.solutions_folder.iterdir():
        path.unlink()

    def grade_it(files: dict[str, str], changed: Project | None = None) -> Grade:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return grade_submission(folder, changed or project, key, zygote, trusted=True)

    return grade_it


RIGHT = "def double(x):\n    return x + x if x != 'a' else len(x())\n\ndef halve(x):\n    return x >> 1\n"


def scores(graded: Grade) -> list[float]:
    return [question.score for question in graded.questions]


def kinds(graded: Grade) -> list[str]:
    return [check.words for question in graded.questions for part in question.parts for check in part.checks]


def test_a_right_submission_has_full_marks(grade: GradeIt) -> None:
    graded = grade({"student.py": RIGHT})
    assert scores(graded) == [3, 1.5]
    assert graded.score == graded.max_score == 4.5
    assert graded.staff["failures"] == {}


@pytest.mark.parametrize(
    "body",
    [
        "return None", "return 0", "return []", "return x", "return 4", "return True", "raise ValueError",
        "raise TypeError", "return type('All', (), {'__eq__': lambda a, b: True})()", "return float(2 * x)",
        "import torch; return torch.tensor(2 * x)", "import numpy; return numpy.int64(2 * x)",
        "raise NotImplementedError", "raise SystemExit", "import os; os._exit(0)", "return [2 * x]",
    ],
)  # fmt: skip
def test_what_is_right_by_accident_earns_nothing(grade: GradeIt, body: str) -> None:
    assert grade({"student.py": f"def double(x):\n    {body}\n"}).score == 0


def test_stubs_are_not_started(grade: GradeIt) -> None:
    stub = "def double(x):\n    raise NotImplementedError('Part 1.1: double')\n"
    for files in ({"student.py": stub}, {}, {"other.py": stub}):
        graded = grade(files)
        assert [question.state for question in graded.questions] == [State.NOT_STARTED] * 2
        assert set(kinds(graded)) == {"not started"}


def test_parts_and_questions_stand_alone(grade: GradeIt) -> None:
    assert scores(grade({"student.py": "def double(x): return x * 2\n"})) == [2, 0]
    small_only = "def double(x): return x * 2 if x < 10**4 else 0\ndef halve(x): return x // 2\n"
    assert scores(grade({"student.py": small_only})) == [0, 1.5]


def test_a_loop_costs_its_question_and_no_other(grade: GradeIt) -> None:
    graded = grade({"student.py": "def double(x):\n    while True: pass\n\ndef halve(x): return x // 2\n"})
    assert scores(graded) == [0, 1.5]
    later = students.calls.SKIPPED
    in_time = "your double did not finish within 0.3 s of CPU time, or 1.8 s in all"
    assert kinds(graded) == [in_time, later, later, later, ""]
    assert graded.staff["cpu_seconds"]["1.1"] < 1.5


def test_a_file_that_cannot_be_imported_says_why(grade: GradeIt) -> None:
    graded = grade({"student.py": "def double(x:\n"})
    assert set(kinds(graded)) == {
        "the file cannot be imported: SyntaxError at student.py, line 1 ('(' was never closed)"
    }


def test_an_import_without_end_is_told_with_its_limit(grade: GradeIt) -> None:
    graded = grade({"student.py": "while True: pass\n"})
    assert set(kinds(graded)) == {
        "the file cannot be imported: TimeoutError at student.py "
        "(not done within 0.5 s of CPU time, or 3 s in all)"
    }


def test_what_a_student_may_read_holds_no_hidden_value(grade: GradeIt) -> None:
    leaks = """
def double(x):
    raise type(f"value {x}", (ValueError,), {})(f"value {x}")
def halve(x):
    return type(f"value {x}", (), {})()
"""
    graded = grade({"student.py": leaks})
    assert "value" not in " ".join(kinds(graded)).replace("wrong value", "")
    assert "value 8" in graded.staff["failures"]["test_student.py::test_half"]


def test_the_runs_deadline_ends_grading_with_what_there_is(
    grade: GradeIt, project_and_key: tuple[Project, Key], monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(project_and_key[0].root)
    text = project.catalog_file.read_text(encoding="utf-8")
    soon = text.replace("run_wall_seconds = ", "run_wall_seconds = 0.000_")
    project.catalog_file.write_text(soon, encoding="utf-8")
    monkeypatch.setattr(stops, "BUSY", 2.0)  # as on a machine with nothing else to do
    graded = grade({"student.py": RIGHT}, project)
    assert graded.score == 0
    assert set(kinds(graded)) == {students.calls.RUN_OVER}
    # What a busy machine cuts off could have passed: no score, and surely not a lower one.
    monkeypatch.setattr(stops, "BUSY", -1.0)
    with pytest.raises(GraderError, match="too busy to grade this submission"):
        grade({"student.py": RIGHT}, project)


def test_a_zip_one_level_down(project_and_key: tuple[Project, Key], zygote: Zygote, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        archive.writestr("assignment/student.py", RIGHT)
        archive.writestr("assignment/random.py", "raise SystemExit")
    assert grade_submission(tmp_path / "mine.zip", *project_and_key, zygote, trusted=True).score == 4.5


def test_written_answers_are_counted_and_not_scored(
    grade: GradeIt, project_and_key: tuple[Project, Key]
) -> None:
    (question,) = project_and_key[0].assignment.written
    text = "# Q1\n<!-- ANSWER BEGINS -->\nThree words here.\n<!-- ANSWER ENDS -->\n"
    for files, words in (({question.path: text}, 3), ({Path(question.path).name: text}, 3), ({}, None)):
        graded = grade(files)
        assert [(answer.number, answer.words) for answer in graded.written] == [(question.number, words)]
        assert graded.score == 0


def test_what_was_printed_is_for_staff(grade: GradeIt) -> None:
    graded = grade({"student.py": RIGHT + "print('hello')\n"})
    assert graded.staff["printed"] == {"1.1": "hello\n", "1.2": "hello\n"}


def test_nothing_is_left_on_the_disk(grade: GradeIt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir(mode=0o755)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    grade({"student.py": RIGHT})
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("place", ["absent", "notes.txt"])
def test_what_cannot_be_read_is_no_submission(
    project_and_key: tuple[Project, Key], zygote: Zygote, tmp_path: Path, place: str
) -> None:
    (tmp_path / "notes.txt").write_text("no zip", encoding="utf-8")
    with pytest.raises(SubmissionError):
        grade_submission(tmp_path / place, *project_and_key, zygote)


def test_a_file_in_other_letters_is_graded_and_the_student_told(grade: GradeIt) -> None:
    graded = grade(
        {"Assignment/Student.py": RIGHT, "Assignment/bad\\name.py": "", "Assignment/q1_pretraining.md": "a b"}
    )
    assert graded.score == graded.max_score
    assert [answer.words for answer in graded.written] == [2]
    assert graded.notes == (
        students.files.used_as("'Student.py'", "'student.py'"),
        students.skipped.files([r"'bad\\name.py'"], 0, "unusual_name"),
    )


def test_no_submission_changes_what_the_next_one_is_graded_with(
    grade: GradeIt, project_and_key: tuple[Project, Key]
) -> None:
    """In a course one process grades many submissions with one key and one collection of tests."""
    project, key = project_and_key
    tests = collect(project.hidden_tests_folder, project.assignment)
    before = key.to_json(), [dict(test.values) for test in tests]
    hostile = (
        "class Evil(int):\n    def __eq__(self, other): return True\n"
        "def double(x):\n    return [Evil(1)] * 1000\ndef halve(x):\n    import os; os._exit(1)\n"
    )
    for source in (RIGHT, hostile, "", "\0", RIGHT):
        last = grade({"student.py": source})
        assert (key.to_json(), [dict(test.values) for test in tests]) == before, source
    assert collect(project.hidden_tests_folder, project.assignment) is tests
    assert last.score == last.max_score
