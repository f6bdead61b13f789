"""What a student is told of a written answer: its words, and all that was handed in and does not count."""

import zipfile
from pathlib import Path

import pytest

from autograder.messages import students
from autograder.submissions.find import find_submission
from autograder.submissions.notes import Notes
from autograder.submissions.opened import opened
from autograder.submissions.received import Received, received

WRITTEN = {"q1_heat": "Q1", "q2_cold": "Q2"}
PATH = "written/q1_heat.md"
HEAD = "# Q1. Heat\n\n> Why is it hot?\n\n**Length:** 10 words.\n\n"
BEGINS, ENDS = "<!-- ANSWER BEGINS: below -->\n", "\n<!-- ANSWER ENDS: above -->\n"
HELP = '\n**Help used** (people, tools; "none" if none): none\n'
ANSWER = "Größe zählt: it is hot."


def got(folder: Path) -> Received:
    return received(find_submission(folder, [PATH, "written/q2_cold.md"]), WRITTEN, PATH)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "written").mkdir()
    (tmp_path / PATH).write_text(HEAD + BEGINS + ANSWER + ENDS + HELP, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_an_answer_has_as_many_words_in_each_encoding(folder: Path, encoding: str) -> None:
    (folder / PATH).write_bytes((HEAD + BEGINS + ANSWER + ENDS + HELP).encode(encoding))
    assert got(folder) == Received(5)


@pytest.mark.parametrize(
    ("text", "words", "elsewhere"),
    [
        (HEAD + "Two words\n" + BEGINS + ANSWER + ENDS + HELP, 5, 2),
        (HEAD + BEGINS + ENDS + "It is all here." + HELP, 0, 4),
        (HEAD + BEGINS + ANSWER + ENDS + HELP + "\nMore text below.\n", 5, 3),
        (HEAD + BEGINS + ANSWER + ENDS + HELP + "\n- a friend\n", 5, 0),
        (HEAD + ANSWER + HELP, 5, 0),
    ],
)
def test_words_outside_the_markers_are_counted_apart(
    folder: Path, text: str, words: int, elsewhere: int
) -> None:
    (folder / PATH).write_text(text, encoding="utf-8")
    assert got(folder) == Received(words, elsewhere)


def test_other_files_for_the_question_are_named_if_they_say_something(folder: Path) -> None:
    (folder / "Q1 final.docx").write_bytes(b"PK\x03\x04" + bytes(range(256)))
    (folder / "q1.txt").write_text("Another answer.", encoding="utf-8")
    (folder / "q1_heat copy.md").write_text(ANSWER, encoding="utf-8")
    (folder / "q1_heat_old.md").write_text(HEAD + BEGINS + ENDS + HELP, encoding="utf-8")
    (folder / "q2.txt").write_text("An answer to another question.", encoding="utf-8")
    assert got(folder) == Received(5, 0, ("'Q1 final.docx'", "'q1.txt'"))


@pytest.mark.parametrize("content", [b"%PDF-1.7\n1 0 obj", b"PK\x03\x04word/document.xml", bytes(500)])
def test_a_document_under_the_answers_name_is_no_text(folder: Path, content: bytes) -> None:
    (folder / PATH).write_bytes(content)
    assert got(folder) == Received(None, is_text=False)


def test_the_answers_file_may_have_another_place_name_or_encoding(folder: Path) -> None:
    (folder / PATH).rename(folder / "q1_heat (1).md")
    assert got(folder) == Received(5)
    (folder / "q1_heat (1).md").unlink()
    (folder / "home" / "ada").mkdir(parents=True)
    (folder / "home" / "ada" / "Q1 final.txt").write_text(ANSWER, encoding="utf-16")
    assert got(folder) == Received(5)


def test_a_document_under_the_answers_name_gives_way_to_a_text(folder: Path) -> None:
    (folder / PATH).write_bytes(b"%PDF-1.7\n1 0 obj")
    (folder / "q1.txt").write_text(ANSWER, encoding="utf-8")
    assert got(folder) == Received(5, 0, (f"'{PATH}'",))


def test_a_document_in_an_archive_is_named_and_stays_packed(folder: Path) -> None:
    (folder / PATH).unlink()
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        archive.writestr("q1_heat.docx", b"PK")
    notes = Notes()
    with opened(folder, notes) as place:
        assert not list(place.rglob("*.docx"))
        found = received(find_submission(place, [PATH], notes), WRITTEN, PATH)
    assert found == Received(None, others=("'q1_heat.docx'",))


def test_a_missing_answer_is_not_received(folder: Path) -> None:
    (folder / PATH).unlink()
    assert got(folder) == Received(None)


def test_a_students_line_names_all_that_is_not_counted() -> None:
    assert students.answers.received(5) == "received, 5 words, graded by staff"
    assert students.answers.received(None, is_text=False).startswith("received, not as text")
    assert students.answers.received(None, 0, ["'q1.docx'"]).startswith("received only as 'q1.docx'")
    lines = students.answers.received(0, 4, ["'q1.docx'"]).splitlines()
    assert lines[0] == students.answers.EMPTY_ANSWER
    assert lines[1].startswith("4 words stand outside the ANSWER lines")
    assert "'q1.docx'" in lines[2]


def test_a_long_answer_is_cut_between_characters(folder: Path) -> None:
    (folder / PATH).write_bytes(b"a" + "é".encode() * 150_000)
    assert got(folder).words == 1
