"""Odd files and files over the limits are skipped with a note, and the other files are graded."""

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from left_out import files_of, skipped, taken

from autograder.messages import students
from autograder.submissions import stage as stage_module
from autograder.submissions import unpack as unpack_module
from autograder.submissions.reasons import Reason
from autograder.submissions.stage import MAX_FILE_BYTES, MAX_FILES

Files = dict[str, bytes | None]
HandIn = Callable[[Files], Path]


@pytest.fixture(params=["folder", "zip"])
def hand_in(request: pytest.FixtureRequest, tmp_path: Path) -> HandIn:
    """Files as a folder and as a zip: both are treated alike. None stands for a file of 300 MB."""
    (tmp_path / "provided").mkdir()

    def as_folder(files: Files) -> Path:
        for name, content in files.items():
            path = tmp_path / "handed_in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content or b"")
            if content is None:
                os.truncate(path, 300_000_000)
        return tmp_path / "handed_in"

    def as_zip(files: Files) -> Path:
        with zipfile.ZipFile(tmp_path / "handed_in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, bytes(300_000_000) if content is None else content)
        return tmp_path / "handed_in.zip"

    return as_folder if request.param == "folder" else as_zip


@pytest.mark.slow
def test_what_stands_beside_the_work_costs_nothing(hand_in: HandIn) -> None:
    """A dataset, ten thousand files of JavaScript, and an environment, by mistake."""
    stray: Files = {f"node_modules/p{n % 100}/f{n}.js": b"x" for n in range(5_000)}
    stray |= {f"web/p{n % 100}/f{n}.js": b"x" for n in range(5_000)}
    stray |= {f"node_modules/gyp/f{n}.py": b"x" for n in range(MAX_FILES)}
    stray |= {"env/pyvenv.cfg": b"", "env/lib/numpy.py": b"x", "data/train.bin": None}
    with taken(hand_in({**stray, "pretraining.py": b"mine", "helpers/sums.py": b"mine too"})) as found:
        _, stage, notes = found
        assert files_of(stage) == {"pretraining.py": b"mine", "helpers/sums.py": b"mine too"}
        assert notes.lines == ()


def test_of_too_many_files_those_near_the_top_are_taken(hand_in: HandIn) -> None:
    many: Files = {f"aaa/lib{n % 7}/f{n}.py": b"" for n in range(MAX_FILES + 5)}
    with taken(hand_in({**many, "pretraining.py": b"mine", "zzz/sums.py": b"mine too"})) as found:
        _, stage, notes = found
        staged_files = files_of(stage)
        assert len(staged_files) == MAX_FILES
        assert staged_files["pretraining.py"] == b"mine"
        assert staged_files["zzz/sums.py"] == b"mine too"
        assert len(notes.lines) == 1
        assert students.skipped.why(Reason.TOO_MANY_FILES.value, 2_000) in notes.lines[0]
        assert " and 4 more: " in notes.lines[0]


def test_of_too_many_bytes_those_near_the_top_are_taken(
    hand_in: HandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (stage_module, unpack_module):
        monkeypatch.setattr(module, "MAX_TOTAL_BYTES", 2 << 20)
    large = bytes(range(256)) * 2048
    files: Files = {f"deep/er/f{n}.py": large for n in range(6)}
    with taken(hand_in({**files, "pretraining.py": b"mine"})) as found:
        _, stage, notes = found
        staged_files = files_of(stage)
        assert staged_files.pop("pretraining.py") == b"mine"
        assert sorted(staged_files) == [f"deep/er/f{n}.py" for n in range(3)]
        left_out = [f"'deep/er/f{n}.py'" for n in (3, 4, 5)]
        assert notes.lines == (skipped(Reason.TOO_MANY_BYTES, *left_out, detail=2 << 20),)


def test_a_file_that_is_absurdly_large_is_not_started(hand_in: HandIn) -> None:
    """Fifty megabytes of Python are no solution. The rest is graded."""
    files: Files = {"pretraining.py": b"#" * (MAX_FILE_BYTES + 1), "memory.py": b"#" * MAX_FILE_BYTES}
    with taken(hand_in(files)) as found:
        _, stage, notes = found
        assert list(files_of(stage)) == ["memory.py"]
        assert notes.lines == (skipped(Reason.TOO_LARGE, "'pretraining.py'", detail=MAX_FILE_BYTES),)
        assert "larger than 2,097,152 bytes" in notes.lines[0]


@pytest.mark.parametrize("name", ["Pretraining.py", "PRETRAINING.PY", "pretraining.Py"])
def test_a_name_in_other_letters_is_taken_and_said(hand_in: HandIn, name: str) -> None:
    """On systems that ignore case, the student's own tests have passed with it."""
    files: Files = {name: b"mine", "Written/Q1_Pretraining.md": b"words"}
    with taken(hand_in(files)) as found:
        submission, stage, notes = found
        assert files_of(stage)["pretraining.py"] == b"mine"
        assert submission.text("written/q1_pretraining.md") == "words"
        assert notes.lines == (
            students.files.used_as(f"'{name}'", "'pretraining.py'"),
            students.files.used_as("'Written/Q1_Pretraining.md'", "'written/q1_pretraining.md'"),
        )


def test_other_modules_can_still_import_the_name_that_the_student_chose(hand_in: HandIn) -> None:
    with taken(hand_in({"Pretraining.py": b"mine", "memory.py": b"import Pretraining"})) as found:
        assert sorted(files_of(found[1])) == ["Pretraining.py", "memory.py", "pretraining.py"]


def test_the_very_name_comes_first(hand_in: HandIn) -> None:
    with taken(hand_in({"Pretraining.py": b"old", "pretraining.py": b"mine"})) as found:
        _, stage, notes = found
        assert files_of(stage) == {"Pretraining.py": b"old", "pretraining.py": b"mine"}
        assert notes.lines == ()


def test_of_two_names_that_are_nearly_so_none_is_guessed(hand_in: HandIn) -> None:
    with taken(hand_in({"Pretraining.py": b"a", "PRETRAINING.py": b"b", "memory.py": b""})) as found:
        _, stage, notes = found
        assert "pretraining.py" not in files_of(stage)
        candidates = ["'PRETRAINING.py'", "'Pretraining.py'"]
        assert notes.lines == (students.files.ambiguous("'pretraining.py'", candidates),)


def test_a_module_that_is_a_folder_is_not_started(hand_in: HandIn) -> None:
    files: Files = {
        "pretraining.py/x.py": b"x",
        "memory/__init__.py": b"y",
        "written/q1_pretraining.md/a.md": b"",
    }
    with taken(hand_in({**files, "memory.py": b"mine"})) as found:
        submission, stage, notes = found
        assert not (stage / "pretraining.py").is_file()
        assert files_of(stage)["memory.py"] == b"mine"
        assert submission.text("written/q1_pretraining.md") is None
        assert notes.lines[0].startswith("skipped 'pretraining.py'")
        assert students.skipped.why(Reason.NOT_REGULAR.value) in notes.lines[0]


@pytest.mark.parametrize(
    ("name", "staged_as"),
    [
        ("a\nb.py", "a_b.py"),
        ("\x1b[31mred.py", "_[31mred.py"),
        ("\u202eyp.exe.py", "yp.exe.py"),
        ("a\u00a0b.py", "a b.py"),
        ("x" * 230 + ".py", "x" * 230 + ".py"),
        ("a\tb/c.py", "a_b/c.py"),
    ],
)
def test_a_name_that_cannot_be_shown_is_staged_under_another(
    hand_in: HandIn, name: str, staged_as: str
) -> None:
    with taken(hand_in({name: b"x", "memory.py": b"mine"})) as found:
        _, stage, notes = found
        assert sorted(files_of(stage)) == sorted(["memory.py", staged_as])
        assert notes.lines == ()


def test_names_are_composed_and_of_two_that_become_one_the_first_is_taken(hand_in: HandIn) -> None:
    with taken(hand_in({"e\u0301a.py": b"decomposed", "\u00e9b.py": b"", "memory.py": b""})) as found:
        assert sorted(files_of(found[1])) == ["memory.py", "\u00e9a.py", "\u00e9b.py"]


def test_a_notebook_or_a_document_alone_is_named(hand_in: HandIn) -> None:
    with taken(hand_in({"solution.ipynb": b"{}", "answers.pdf": b""})) as found:
        _, stage, notes = found
        assert files_of(stage) == {}
        assert "'solution.ipynb'" in notes.lines[0]
        assert notes.lines[-1].startswith(students.files.nothing_found([], 0).partition(";")[0])


def test_zip_names_without_the_flag_for_utf8(tmp_path: Path) -> None:
    """As older systems write them."""
    (tmp_path / "provided").mkdir()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xx.py", "mine")
    (tmp_path / "handed_in.zip").write_bytes(buffer.getvalue().replace(b"xx.py", "\u00e9.py".encode()))
    with taken(tmp_path / "handed_in.zip") as (_, stage, _):
        assert files_of(stage) == {"\u00e9.py": b"mine"}
