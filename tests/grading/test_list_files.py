"""Which file is taken for which piece is listed over a whole export, without grading."""

import csv
import shutil
from pathlib import Path

from rich.console import Console

from autograder.catalog import Project
from autograder.grading.list_files import list_submissions, submissions_in
from autograder.platforms.list_table import print_list, write_list


def export(folder: Path, project: Project) -> Path:
    for name, source in (("submission_1", "memory (1).py"), ("submission_2", "src/memory.py")):
        (folder / name / source).parent.mkdir(parents=True)
        shutil.copyfile(project.solutions_folder / "memory.py", folder / name / source)
    (folder / "submission_2" / "q1_pretraining.md").write_text("Five words are written here.", "utf-8")
    (folder / "submission_3").mkdir()
    (folder / "submission_3" / "=1+1.pdf").write_bytes(b"%PDF-1.7")
    (folder / "submission_metadata.yml").write_text("", "utf-8")
    return folder


def test_an_export_is_listed_as_a_table_and_as_csv(project: Project, tmp_path: Path) -> None:
    place = export(tmp_path / "export", project)
    listed = list(list_submissions(place, project.assignment))
    taken = [{piece.piece: (piece.file, piece.state) for piece in each.pieces} for each in listed]
    assert taken[0]["memory.py"] == ("memory (1).py", "5 of 5")
    assert taken[1]["memory.py"] == ("src/memory.py", "5 of 5")
    assert taken[1]["written/q1_pretraining.md"] == ("q1_pretraining.md", "5 words")
    assert taken[1]["context.py"] == ("", "")
    assert "is a PDF" in listed[2].problem
    console = Console(record=True, width=120)
    assert print_list(listed, console) == 3
    shown = console.export_text()
    assert "memory (1).py" in shown
    assert "3 submissions; nothing was graded" in shown
    write_list(listed, tmp_path / "list.csv")
    rows = list(csv.DictReader((tmp_path / "list.csv").read_text("utf-8").splitlines()))
    assert rows[2]["file"] == "memory (1).py"
    assert rows[-1]["notes"].startswith("'")  # no spreadsheet takes it for a formula


def test_one_submission_is_listed_by_itself(project: Project, tmp_path: Path) -> None:
    assert submissions_in(project.solutions_folder, project.assignment) == [project.solutions_folder]
    ada = tmp_path / "class" / "ada"
    ada.mkdir(parents=True)
    assert submissions_in(tmp_path / "class", project.assignment) == [ada]
