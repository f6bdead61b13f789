"""The reader of written answers: every format in which students write, and nothing lost without a word."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import docx, paragraph
from notebook_builder import as_bytes, markdown, notebook

from autograder.catalog import Project
from autograder.marking.answers import Answer, Answers, Place, Why, read_answers
from autograder.submissions.find import SubmissionError

ENDS = "<!-- ANSWER ENDS"
TEXT = "It predicts the next token, and the text itself is the label."


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    """A submission with untouched templates."""
    shutil.copytree(
        project.assignment_folder, tmp_path / "anna", ignore=shutil.ignore_patterns("__pycache__")
    )
    return tmp_path / "anna"


def answered(folder: Path, name: str, answer: str, after: str = " none") -> Path:
    path = folder / "written" / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(ENDS, f"{answer}\n\n{ENDS}").rstrip() + f"{after}\n", encoding="utf-8")
    return path


def first(place: Path, project: Project) -> Answer:
    return read_answers(place, project).answers[0]


def whys(answer: Answer | Answers) -> list[Why]:
    return [each.why for each in answer.warnings]


# The table


def test_an_untouched_folder_has_an_empty_answer_for_each_question(folder: Path, project: Project) -> None:
    read = read_answers(folder, project)
    assert [each.question for each in read.answers] == list(project.assignment.written)
    assert all(
        (each.words, each.text, each.passages, whys(each)) == (0, "", (), [Why.EMPTY])
        for each in read.answers
    )
    assert (read.name, read.others, read.warnings, read.notes) == ("anna", (), (), ())


def test_an_answer_has_words_help_and_file(folder: Path, project: Project) -> None:
    answered(folder, "q1_pretraining", TEXT, " Ben, and a spelling checker")
    answer = first(folder, project)
    assert (answer.text, answer.words, answer.file) == (TEXT, 12, "written/q1_pretraining.md")
    assert (answer.help_used, answer.warnings, answer.passages) == ("Ben, and a spelling checker", (), ())


def test_a_missing_file_is_said(folder: Path, project: Project) -> None:
    (folder / "written" / "q1_pretraining.md").unlink()
    assert whys(first(folder, project)) == [Why.MISSING]


def test_a_zip_reads_as_its_folder(folder: Path, project: Project, tmp_path: Path) -> None:
    answered(folder, "q1_pretraining", TEXT)
    (folder / "written" / "q2_finetuning.md").rename(folder / "Q2.txt")
    (folder / "written" / "q3.docx").write_bytes(docx(paragraph("By Adam.")))
    archive = tmp_path / "anna.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(tmp_path))
        packed.writestr("__MACOSX/anna/written/._q1_pretraining.md", b"\x00\x05")
    read = read_answers(archive, project)
    assert [each.words for each in read.answers] == [12, 0, 2, 0, 0]
    assert read.answers[2].file == "anna/written/q3.docx"


def test_what_cannot_be_read_at_all_is_an_error(project: Project, tmp_path: Path) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing")
    for place in (broken, tmp_path / "nowhere"):
        with pytest.raises(SubmissionError):
            read_answers(place, project)


@pytest.mark.parametrize(
    "name", ["q1_pretraining.md", "Q1.txt", "question 1.docx", "Q01 (2).docx", "essay_q1.md"]
)
def test_a_document_alone_is_a_submission(name: str, project: Project, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(docx(paragraph(TEXT)) if name.endswith("docx") else TEXT.encode())
    answer = first(tmp_path / name, project)
    assert (answer.text, answer.words, answer.file) == (TEXT, 12, name)


def test_a_notebook_is_a_submission(project: Project, tmp_path: Path) -> None:
    cells = [
        markdown("# Q1. What pretraining is\n\n> Explain.\n\n<!-- QUESTION q1_pretraining -->"),
        markdown(
            "<!-- ANSWER BEGINS q1_pretraining -->\n*Replace this line with your answer.*\n\n"
            f"{TEXT}\n<!-- ANSWER ENDS q1_pretraining -->"
        ),
        markdown('<!-- HELP USED q1_pretraining -->\n**Help used** (people, tools, AI; "none" if none): Ben'),
    ]
    (tmp_path / "work.ipynb").write_bytes(as_bytes(notebook(cells)))
    for place in (tmp_path / "work.ipynb", tmp_path):
        answer = first(place, project)
        assert (answer.text, answer.words, answer.help_used) == (TEXT, 12, "Ben")
        assert (answer.warnings, answer.passages) == ((), ())


def test_a_file_wins_over_a_notebook_and_the_other_text_is_shown(folder: Path, project: Project) -> None:
    answered(folder, "q1_pretraining", TEXT)
    cells = [
        markdown("# Q1. What pretraining is\n<!-- QUESTION q1_pretraining -->"),
        markdown("<!-- ANSWER BEGINS q1_pretraining -->\nAnother one.\n<!-- ANSWER ENDS q1_pretraining -->"),
    ]
    (folder / "work.ipynb").write_bytes(as_bytes(notebook(cells)))
    answer = first(folder, project)
    assert (answer.text, whys(answer)) == (TEXT, [Why.DOUBLE])
    assert [(each.place, each.text) for each in answer.passages] == [(Place.SECOND_FILE, "Another one.")]


# Text in other places


@pytest.mark.parametrize(
    ("change", "place", "text"),
    [
        (lambda text: "My words above.\n" + text, Place.OUTSIDE, "My words above."),
        (lambda text: text.replace("**Help", "Words between.\n\n**Help"), Place.OUTSIDE, "Words between."),
        (lambda text: text + "\nMy words.\n\nAnd more.\n", Place.BELOW_HELP, "My words.\n\nAnd more."),
        (lambda text: text.replace(ENDS, f"<!-- my words -->\n{ENDS}"), Place.COMMENT, "my words"),
        (lambda text: text.replace("below this line", "below this line my words"), Place.COMMENT, "my words"),
        (lambda text: text + "<!-- ANSWER BEGINS -->\nAgain.\n<!-- ANSWER ENDS -->", None, "Again."),
    ],
)  # fmt: skip
def test_words_outside_the_answer_are_kept_apart(
    folder: Path, project: Project, change: Callable[[str], str], place: Place | None, text: str
) -> None:
    path = answered(folder, "q1_pretraining", TEXT)
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    answer = first(folder, project)
    assert (answer.text, answer.words) == (TEXT, 12)
    shown = [each.text for each in answer.passages] + [answer.help_used]
    assert any(text in each for each in shown)
    if place:
        assert [each.place for each in answer.passages] == [place]
        assert whys(answer) == [Why(place.value)]
        assert answer.help_used == "none"


def test_a_declaration_may_be_a_list_below_its_line(folder: Path, project: Project) -> None:
    answered(folder, "q1_pretraining", TEXT, "\n\n- Ben\n\n- ChatGPT, for commas")
    answer = first(folder, project)
    assert (answer.help_used, answer.warnings) == ("- Ben\n\n- ChatGPT, for commas", ())


def test_a_very_long_declaration_is_said(folder: Path, project: Project) -> None:
    answered(folder, "q1_pretraining", "", " " + "word " * 100)
    assert whys(first(folder, project)) == [Why.EMPTY, Why.LONG_HELP]


def test_without_markers_the_students_own_headings_and_quotes_are_kept_apart(
    folder: Path, project: Project
) -> None:
    path = folder / "written" / "q1_pretraining.md"
    template = path.read_text(encoding="utf-8")
    head = template.partition("<!--")[0]
    path.write_text(head + f"# My heading\n> my quote\n{TEXT}\n\n**Help used**: none\n", encoding="utf-8")
    answer = first(folder, project)
    assert (answer.text, answer.words) == (TEXT, 12)
    assert [each.text for each in answer.passages] == ["# My heading\n> my quote"]


def test_a_second_file_is_shown_unless_it_says_the_same(folder: Path, project: Project) -> None:
    answered(folder, "q1_pretraining", TEXT)
    (folder / "q1 (copy).md").write_text(TEXT, encoding="utf-8")
    assert whys(first(folder, project)) == []
    (folder / "q1.txt").write_text("A newer version.", encoding="utf-8")
    answer = first(folder, project)
    assert (answer.text, whys(answer)) == (TEXT, [Why.DOUBLE])
    assert [(each.place, each.file, each.text) for each in answer.passages] == [
        (Place.SECOND_FILE, "q1.txt", "A newer version.")
    ]


def test_another_file_counts_if_the_asked_one_is_empty(folder: Path, project: Project) -> None:
    (folder / "q1.txt").write_text(TEXT, encoding="utf-8")
    answer = first(folder, project)
    assert (answer.words, answer.file, whys(answer)) == (12, "q1.txt", [Why.OTHER_FILE])


def test_one_document_may_hold_all_answers(project: Project, tmp_path: Path) -> None:
    two, five = "**Question 2:** What fine-tuning adds\nTwo words.", "Q5. LLMs and society\nFive."
    text = f"By Anna.\n\nQ1\nOne.\n\n{two}\n\n{five}\n"
    (tmp_path / "answers.txt").write_text(text, encoding="utf-8")
    read = read_answers(tmp_path, project)
    assert [each.text for each in read.answers] == ["One.", "Two words.", "", "", "Five."]
    assert [(each.place, each.text) for each in read.others] == [(Place.UNASSIGNED, "By Anna.")]


def test_a_text_that_names_no_question_is_shown(folder: Path, project: Project) -> None:
    (folder / "notes.txt").write_text("An essay without a name.", encoding="utf-8")
    read = read_answers(folder, project)
    assert [(each.file, each.text) for each in read.others] == [("notes.txt", "An essay without a name.")]


def test_files_of_the_handout_are_no_answers(folder: Path, project: Project) -> None:
    (folder / "provided" / "README.md").write_text("ours", encoding="utf-8")
    read = read_answers(folder, project)
    assert (read.others, read.warnings) == ((), ())


def test_links_are_not_followed(folder: Path, project: Project, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "q1.txt").symlink_to(tmp_path / "secret.txt")
    answer = first(folder, project)
    assert answer.words == 0
    assert whys(answer) == [Why.UNREADABLE, Why.EMPTY]
