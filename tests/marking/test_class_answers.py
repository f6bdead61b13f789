"""A class is read from any export: each submission once, with its people, and nothing left out in silence."""

import csv
import io
import shutil
import zipfile
from pathlib import Path

import pytest
from documents import docx, paragraph

from autograder.catalog import Project
from autograder.marking.answers import Why
from autograder.marking.class_answers import (
    ClassAnswers,
    answers_table,
    import_class,
    is_missing,
    load_class,
    save_class,
)
from autograder.marking.students import Person, read_roster
from autograder.rubrics.model import RubricError

METADATA = """---
submission_11:
  :submitters:
  - :name: Ada Meier
    :sid: '0042'
    :email: ada@uni.example
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-11-20 10:00:00.000000000 Z
submission_12:
  :submitters:
  - :name: Ben Adam
    :sid: '0043'
    :email: ben@uni.example
  - :name: Cleo Fox
    :sid: '0044'
    :email: cleo@uni.example
  :created_at: 2026-11-21 10:00:00.000000000 Z
submission_13:
  :submitters:
  - :name: Ada Meier
    :sid: '0042'
    :email: ada@uni.example
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: 2026-11-22 10:00:00.000000000 Z
submission_14:
  :submitters: []
"""


def answer(folder: Path, text: str, name: str = "q1_pretraining.md") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(
        f"<!-- ANSWER BEGINS -->\n{text}\n<!-- ANSWER ENDS -->\n**Help used**: none\n", encoding="utf-8"
    )


@pytest.fixture
def gradescope(tmp_path: Path) -> Path:
    export = tmp_path / "assignment_7_export"
    answer(export / "submission_11" / "written", "An old answer.")
    answer(export / "submission_12", "A group's answer.")
    answer(export / "submission_13" / "written", "A newer answer.")
    answer(export / "submission_99", "Nobody's answer.")
    (export / "__MACOSX").mkdir()
    (export / "submission_metadata.yml").write_text(METADATA, encoding="utf-8")
    return export


def texts(read: ClassAnswers, question: str = "Q1") -> dict[str, str]:
    return {student.id: found.text for student, found in read.of(question)}


def test_gradescopes_metadata_gives_names(gradescope: Path, project: Project) -> None:
    read, notes = import_class(gradescope, project)
    assert texts(read) == {"submission_12": "A group's answer.", "submission_13": "A newer answer."}
    assert read.students[0].people == (
        Person("Ben Adam", "ben@uni.example", "0043"),
        Person("Cleo Fox", "cleo@uni.example", "0044"),
    )
    assert read.students[1].name == "Ada Meier"
    said = "\n".join(notes)
    assert "Ada Meier handed in twice: submission_13 is used, submission_11 is left out" in said
    assert "submission_14 stands in the metadata, but not in the export" in said
    assert "does not name them: submission_99" in said


def test_an_export_may_be_a_zip_in_a_folder(gradescope: Path, project: Project, tmp_path: Path) -> None:
    archive = shutil.make_archive(str(tmp_path / "export"), "zip", gradescope.parent, gradescope.name)
    read, _ = import_class(Path(archive), project)
    assert texts(read) == texts(import_class(gradescope, project)[0])


def test_damaged_metadata_costs_only_the_names(gradescope: Path, project: Project) -> None:
    (gradescope / "submission_metadata.yml").write_text("a: [", encoding="utf-8")
    read, notes = import_class(gradescope, project)
    assert len(read.students) == 4
    assert any("students are called by their folders" in each for each in notes)


def test_any_folder_is_a_class(project: Project, tmp_path: Path) -> None:
    export = tmp_path / "class"
    answer(export / "ben", "Ben's.")
    answer(export, "Anna's own.", "anna.md")
    (export / "anna.txt").write_text("Q1\nAnother Anna's.", encoding="utf-8")
    with zipfile.ZipFile(export / "cleo.zip", "w") as archive:
        archive.writestr("written/q1_pretraining.md", "Cleo's.")
    (export / "dan.docx").write_bytes(docx(paragraph("Q1"), paragraph("Dan's.")))
    (export / "broken.zip").write_bytes(b"PK\x03\x04")
    (export / "grades.csv").write_text("x", encoding="utf-8")
    for name in ("__MACOSX", ".git"):
        (export / name).mkdir()
    read, notes = import_class(export, project)
    assert set(texts(read)) == {"ben", "anna.md", "anna.txt", "cleo", "dan", "broken"}
    assert texts(read)["cleo"] == "Cleo's."
    assert texts(read)["dan"].strip() == "Dan's."
    assert {each.why for each in read.answers["broken"].answers[0].warnings} == {Why.UNREADABLE}
    assert any("grades.csv" in each for each in notes)
    assert any("anna.md, anna.txt" in each for each in notes)


def test_files_of_one_student_in_canvas_come_together(project: Project, tmp_path: Path) -> None:
    export = tmp_path / "submissions"
    answer(export, "First.", "foxcleo_123_4567_q1_pretraining.md")
    answer(export, "Second.", "foxcleo_LATE_123_4568_q2_finetuning.md")
    answer(export, "Other.", "meierada_124_4569_q1_pretraining-1.md")
    read, _ = import_class(export, project)
    assert texts(read) == {"123": "First.", "124": "Other."}
    assert texts(read, "Q2")["123"] == "Second."


def test_moodles_folders_give_names(project: Project, tmp_path: Path) -> None:
    answer(tmp_path / "Ada Meier_77_assignsubmission_file_", "Hers.")
    answer(tmp_path / "Ben Adam_78_assignsubmission_file_", "His.")
    read, _ = import_class(tmp_path, project)
    assert [(each.id, each.name) for each in read.students] == [("77", "Ada Meier"), ("78", "Ben Adam")]


def test_an_export_without_submissions_is_refused(project: Project, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"no zip")
    for name, complaint in (("empty", "holds no submission"), ("none", "not exist"), ("broken.zip", "read")):
        with pytest.raises(RubricError, match=complaint):
            import_class(tmp_path / name, project)


def test_a_class_is_kept_as_it_was_read(gradescope: Path, project: Project, tmp_path: Path) -> None:
    answer(gradescope / "submission_12", "More.", "q2.md")
    (gradescope / "submission_12" / "q2_finetuning.md").write_bytes(b"\x89PNG" + bytes(20))
    read, _ = import_class(gradescope, project)
    save_class(read, tmp_path / "marking")
    again = load_class(tmp_path / "marking", project)
    assert (again.students, dict(again.answers)) == (read.students, dict(read.answers))
    assert (tmp_path / "marking" / "students.json").stat().st_mode & 0o077 == 0
    rows = list(csv.reader(io.StringIO(answers_table(read).decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + 2 * 5
    assert rows[1][:6] == [
        "submission_12", "Ben Adam, Cleo Fox", "Q1", "3", "q1_pretraining.md", "none",
    ]  # fmt: skip
    assert "q2_finetuning.md is not read: a picture" in rows[2][6]
    with pytest.raises(RubricError, match="is not a folder that"):
        load_class(gradescope, project)


def test_a_roster_names_people_and_who_handed_in_nothing(project: Project, tmp_path: Path) -> None:
    answer(tmp_path / "class" / "a1", "Hers.")
    answer(tmp_path / "class" / "a2", "His.")
    roster = tmp_path / "roster.csv"
    roster.write_text("ID;First name;Surname;E-Mail\na1;Ada;Meier;a@x\na3;Cleo;Fox;c@x\n", encoding="utf-8")
    read, notes = import_class(tmp_path / "class", project, read_roster(roster))
    assert [each.people for each in read.students] == [
        (Person("Ada Meier", "a@x"),), (), (Person("Cleo Fox", "c@x"),),
    ]  # fmt: skip
    nothing = read.answers["a3"]
    assert all(is_missing(nothing, each) for each in nothing.answers)
    assert any("no submission in the export: a3" in each for each in notes)
    roster.write_text("name\nAda\n", encoding="utf-8")
    with pytest.raises(RubricError, match="no column 'id'"):
        read_roster(roster)


def test_an_answer_is_not_missing_if_a_file_may_hold_it(project: Project, tmp_path: Path) -> None:
    answer(tmp_path / "class" / "a1", "", "q1_pretraining.md")
    for name, file, content in (
        ("a2", "photo.jpg", b"\xff\xd8\xff" + bytes(50)),
        ("a3", "essay.txt", b"All my thoughts on the questions."),
        ("a4", "scan.pdf", b"%PDF-1.7 broken"),
    ):
        (tmp_path / "class" / name).mkdir()
        (tmp_path / "class" / name / file).write_bytes(content)
    read, _ = import_class(tmp_path / "class", project)
    missing = {name: is_missing(each, each.answers[0]) for name, each in read.answers.items()}
    assert missing == {"a1": True, "a2": False, "a3": False, "a4": False}
    table = answers_table(read).decode("utf-8-sig")
    assert table.count("photo.jpg is not read: a picture") == 5
    assert table.count("Names no question (essay.txt, 6 words)") == 5
