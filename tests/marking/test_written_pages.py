"""`autograder written`: names of files, what is never overwritten, and unreadable submissions."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import docx, paragraph

from autograder.catalog import Project
from autograder.marking.child import Limits
from autograder.marking.pages import write
from autograder.marking.pages.write import OutputError, OutputFormat, output_names, write_pages

BOTH = list(OutputFormat)
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def submissions(project: Project, tmp_path: Path) -> list[Path]:
    """A folder, a document, and a file that is not a submission."""
    folder = tmp_path / "class" / "anna"
    shutil.copytree(project.assignment_folder / "written", folder / "written")
    path = folder / "written" / "q1_pretraining.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<!-- ANSWER ENDS", "By *Adam*.\n<!-- ANSWER ENDS"), encoding="utf-8")
    (tmp_path / "class" / "q2.docx").write_bytes(docx(paragraph("Preferences.")))
    (tmp_path / "class" / "broken.zip").write_bytes(b"PK\x03\x04")
    return [folder, tmp_path / "class" / "broken.zip", tmp_path / "class" / "q2.docx"]


@pytest.mark.parametrize(
    ("places", "names"),
    [
        (["a/anna.zip", "a/ben"], ["anna", "ben"]),
        (["a/s.zip", "b/s.zip"], ["a-s", "b-s"]),
        (["a/anna", "a/anna.zip", "a/ANNA.ipynb"], ["a-anna", "a-anna-1", "a-ANNA-2"]),
        (["a/index", "a/con.zip", "a/..zip"], ["index-1", "con-1", "submission"]),
        (["a/x y&<z>.zip", "a/李 mei"], ["x-y-z", "李-mei"]),
        (["a/é", "a/e\u0301"], ["a-é", "a-é-1"]),
        (["a/a-b", "b/b", "a/b"], ["a-b", "b-b", "a-b-1"]),
        (["a/" + "n" * 300], ["n" * 80]),
    ],
)
def test_names_of_output_files_never_collide(places: list[str], names: list[str]) -> None:
    made = output_names(map(Path, places))
    assert made == names
    assert len({name.casefold() for name in made}) == len(made)


def test_one_unreadable_submission_does_not_end_the_batch(
    submissions: list[Path], project: Project, tmp_path: Path
) -> None:
    results = list(write_pages(submissions, tmp_path / "out", BOTH, project))
    assert [each.files for each in results] == [("anna.html", "anna.pdf"), (), ("q2.html", "q2.pdf")]
    assert [bool(each.problem) for each in results] == [False, True, False]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "anna.html", "anna.pdf", "index.html", "q2.html", "q2.pdf"
    ]  # fmt: skip
    index = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "broken.zip" in index
    assert "<em>Adam</em>" in (tmp_path / "out" / "anna.html").read_text(encoding="utf-8")


def test_its_own_files_are_written_again_with_the_same_bytes(
    submissions: list[Path], project: Project, tmp_path: Path
) -> None:
    contents = []
    for _ in range(2):
        list(write_pages(submissions, tmp_path / "out", BOTH, project))
        contents.append({path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()})
    assert contents[0] == contents[1]


@pytest.mark.parametrize("name", ["anna.html", "anna.pdf", "index.html"])
@pytest.mark.parametrize("kind", ["file", "link", "folder"])
def test_files_of_others_are_never_overwritten(
    submissions: list[Path], project: Project, tmp_path: Path, name: str, kind: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if kind == "file":
        (out / name).write_bytes(b"%PDF-1.7 mine" if name.endswith("pdf") else b"<html>mine")
    elif kind == "link":
        (out / name).symlink_to(tmp_path / "elsewhere")
    else:
        (out / name).mkdir()
    with pytest.raises(OutputError, match=name):
        list(write_pages(submissions, out, BOTH, project))
    assert [path.name for path in out.iterdir()] == [name]
    assert not (tmp_path / "elsewhere").exists()


def test_a_pdf_that_fails_is_said_and_the_html_is_there(
    submissions: list[Path], project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "LIMITS", Limits(60, 3 * 2**30, 100))
    (result,) = write_pages(submissions[:1], tmp_path / "out", BOTH, project)
    assert result.files == ("anna.html",)
    assert "PDF" in result.problem


def test_the_command(run_autograder: Command, submissions: list[Path], tmp_path: Path) -> None:
    done = run_autograder("written", *submissions, "--out", tmp_path / "out", "--format", "html")
    assert done.returncode == 2
    assert "1 of 5 answers" in done.stdout
    assert "broken.zip" in done.stderr
    assert "1 of 3 submissions" in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "anna.html",
        "index.html",
        "q2.html",
    ]
    assert run_autograder("written", submissions[0], "--out", tmp_path / "out").returncode == 0


def test_the_command_refuses_an_unknown_format(
    run_autograder: Command, submissions: list[Path], tmp_path: Path
) -> None:
    done = run_autograder("written", submissions[0], "--out", tmp_path / "out", "--format", "odt")
    assert (done.returncode, "html, pdf" in done.stderr) == (2, True)


def test_without_the_extra_it_says_what_to_install(
    submissions: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from autograder.cli import written

    monkeypatch.setattr(written, "find_spec", lambda name: None if name == "typst" else name)
    with pytest.raises(SystemExit) as ended:
        written.written(submissions, tmp_path / "out")
    assert ended.value.code == 2
    assert "typst: pip install 'llm-assignment[marking]'" in capsys.readouterr().err
