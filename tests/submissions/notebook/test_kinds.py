"""Kinds of notebooks, through the real grader, with workers."""

import contextlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from notebook_builder import code
from notebook_kinds import KINDS, Kind
from notebook_kinds.kind import cells, of

from autograder.answer_key import build as key_building
from autograder.answer_key.build import build_key
from autograder.catalog import Project
from autograder.grading.grade import Grade
from autograder.grading.grade_submission import grade_submission
from autograder.grading.key import Key
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import SubmissionError

HIDDEN = """
@pytest.mark.part("1.1.core")
def test_double(student, reference):
    assert_same(student.double(4), reference.double(4))

@pytest.mark.part("1.1.errors")
def test_text(student):
    assert_raises(student.double("a"), "TypeError")

@pytest.mark.part("1.2.core")
def test_half(student, reference):
    assert_same(student.halve(8), reference.halve(8))
"""


@pytest.fixture(scope="module")
def project_and_key(tiny: Callable[..., Project], zygote: Zygote) -> tuple[Project, Key]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_building, "start_zygote", lambda _project: contextlib.nullcontext(zygote))
        return tiny(HIDDEN, call_cpu_seconds=1, import_cpu_seconds=1), build_key(tiny(HIDDEN), 1)


@pytest.fixture
def grade(project_and_key: tuple[Project, Key], zygote: Zygote) -> Callable[[Path], Grade]:
    project, key = project_and_key
    return lambda place: grade_submission(place, project, key, zygote, trusted=True)


def handed_in(folder: Path, made: Kind) -> Path:
    folder.mkdir()
    if made.form == "zip":
        with zipfile.ZipFile(folder / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in made.files.items():
                archive.writestr(name, content)
        return folder / "work.zip"
    for name, content in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder if made.form == "folder" else folder / next(iter(made.files))


@pytest.mark.parametrize("name", KINDS)
def test_kind(grade: Callable[[Path], Grade], tmp_path: Path, name: str) -> None:
    made = KINDS[name]()
    place = handed_in(tmp_path / "handed_in", made)
    if made.points is None:
        with pytest.raises(SubmissionError) as refused:
            grade(place)
        assert made.notes[0] in str(refused.value)
        assert "name ends in .ipynb" in str(refused.value)
        return
    graded = grade(place)
    assert tuple(question.score for question in graded.questions) == made.points, graded.staff["failures"]
    assert len(graded.notes) == len(made.notes), graded.notes
    assert all(expected in note for expected, note in zip(made.notes, graded.notes, strict=True)), (
        graded.notes
    )
    words = {answer.number: answer.words for answer in graded.written}
    assert bool(words["Q1"]) == made.answer, words


def test_messages_name_the_cell(grade: Callable[[Path], Grade], tmp_path: Path) -> None:
    broken = "# student.py\n\ndef halve(x):\n    y = x\n    return y[0]"
    graded = grade(handed_in(tmp_path / "a", Kind(of(cells(halve=broken)))))
    assert [check.words for check in graded.questions[1].checks] == [
        "raised TypeError at cell of halve, line 5"
    ] * 2 or [check.words for check in graded.questions[1].checks] == [
        "raised TypeError at cell of halve, line 5"
    ]
    constant = "import math\n\nBAD = math.sqrt(-1)"
    made = cells(halve="def halve(x):\n    return BAD")
    made.insert(4, code(constant))
    graded = grade(handed_in(tmp_path / "b", Kind(of(made))))
    expected = "raised ValueError at cell that begins with `import math`, line 3"
    assert graded.questions[1].checks[0].words == expected
    assert graded.questions[0].score == 3
    broken = "# student.py\ndef halve(x):\n    return (x"
    graded = grade(handed_in(tmp_path / "c", Kind(of(cells(halve=broken)))))
    assert graded.questions[1].checks[0].words == "raised SyntaxError at cell of halve, line 3"
