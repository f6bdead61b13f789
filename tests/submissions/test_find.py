"""A student's files are found in a submission, and no other file is taken for one."""

import tracemalloc
from pathlib import Path

import pytest

from autograder.messages import students
from autograder.submissions.answer_files import MAX_ANSWER_BYTES
from autograder.submissions.find import Submission, SubmissionError, find_submission
from autograder.submissions.stage import stage_submission

NAMES = ["pretraining.py", "memory.py", "written/q1_pretraining.md"]


def write(folder: Path, *names: str, text: str = "mine\n") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def provided(tmp_path: Path) -> Path:
    folder = tmp_path / "ours" / "provided"
    write(folder, "recipes.py", "__pycache__/recipes.pyc", text="ours\n")
    return folder


# find_submission


def test_the_folder_itself(tmp_path: Path) -> None:
    write(tmp_path, *NAMES)
    assert find_submission(tmp_path, NAMES).folder == tmp_path


def test_a_folder_one_level_down(tmp_path: Path) -> None:
    write(tmp_path / "assignment", *NAMES)
    write(tmp_path / "other", "memory.py")
    assert find_submission(tmp_path, NAMES).folder == tmp_path / "assignment"


def test_a_folder_two_levels_down_where_nothing_is_above(tmp_path: Path) -> None:
    """As when a zip is made of a folder that holds nothing but the folder."""
    write(tmp_path / "Homework" / "assignment", *NAMES)
    write(tmp_path / "Homework" / "notes", "memory.py")
    found = find_submission(tmp_path, NAMES)
    assert found.folder == tmp_path / "Homework" / "assignment"
    assert found.notes.lines == (
        students.files.folder_found("'Homework/assignment'"),
        students.files.folder_chosen("'Homework/assignment'", "'Homework/notes'"),
    )
    write(tmp_path, "memory.py")
    assert find_submission(tmp_path, NAMES).folder == tmp_path


def test_the_folder_itself_comes_first_where_as_much_lies_below(tmp_path: Path) -> None:
    write(tmp_path, *NAMES)
    write(tmp_path / "backup", *NAMES)
    assert find_submission(tmp_path, NAMES).folder == tmp_path


def test_modules_weigh_more_than_answers_and_what_lies_elsewhere_is_told(tmp_path: Path) -> None:
    write(tmp_path, "written/q1_pretraining.md")
    write(tmp_path / "code", "pretraining.py", "memory.py")
    found = find_submission(tmp_path, NAMES)
    assert found.folder == tmp_path / "code"
    assert found.notes.lines == (students.files.folder_chosen("'code'", ""),)
    assert "the folder 'code' only, and those in the top folder were ignored" in found.notes.lines[0]


def test_finished_modules_at_the_top_are_not_passed_over_for_a_whole_copy_below(tmp_path: Path) -> None:
    write(tmp_path, "pretraining.py", "memory.py")
    write(tmp_path / "handout", *NAMES)
    found = find_submission(tmp_path, NAMES)
    assert found.folder == tmp_path
    assert found.notes.lines[0] == students.files.folder_chosen("", "'handout'")


def test_names_that_grow_when_they_are_composed_cost_little(tmp_path: Path) -> None:
    name = "\ufdfa" * 60
    write(tmp_path, *(f"{name}{number}.py" for number in range(500)))
    tracemalloc.start()
    assert find_submission(tmp_path, NAMES).folder == tmp_path
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_a_file_that_an_import_would_not_find_is_told(tmp_path: Path, provided: Path) -> None:
    write(tmp_path / "in", "memory.py", "statistics.py", "code/__init__.py", "code/statistics.py", "mine.py")
    found = find_submission(tmp_path / "in", NAMES)
    stage_submission(found, provided, tmp_path / "stage")
    assert found.notes.lines == tuple(
        students.files.hidden_by_python(f"'{name}'") for name in ("statistics.py", "code/__init__.py")
    )


def test_a_virtual_environment_made_where_the_work_is_does_not_hide_it(tmp_path: Path) -> None:
    write(tmp_path / "assignment", *NAMES, "pyvenv.cfg")
    assert find_submission(tmp_path, NAMES).folder == tmp_path / "assignment"


@pytest.mark.parametrize("copies", ["fresh", "__MACOSX", ".backup", "venv"])
def test_untouched_copies_never_pass_for_the_work(tmp_path: Path, copies: str) -> None:
    write(tmp_path, "memory.py")  # two files were not handed in
    write(tmp_path / copies, *NAMES, text="stub\n")
    write(tmp_path / "venv", "pyvenv.cfg")
    assert find_submission(tmp_path, NAMES).folder == tmp_path


def test_a_folder_far_down_is_found(tmp_path: Path) -> None:
    write(tmp_path, "very/deep/down/work/memory.py")
    found = find_submission(tmp_path, NAMES)
    assert found.below == ("very", "deep", "down", "work")
    assert found.notes.lines == (students.files.folder_found("'very/deep/down/work'"),)


@pytest.mark.parametrize("handed_in", [[], ["readme.txt"], ["very/deep/down/other.py"]])
def test_nothing_found_is_not_an_error(tmp_path: Path, handed_in: list[str]) -> None:
    write(tmp_path, *handed_in)
    found = find_submission(tmp_path, NAMES)
    assert [found.text(name) for name in NAMES] == [None, None, None]


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match="does not exist: name the folder"):
        find_submission(tmp_path / "absent", NAMES)


def test_a_file_is_refused_as_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "memory.py")
    with pytest.raises(SubmissionError, match=r"memory\.py is not a folder: name the folder"):
        find_submission(tmp_path / "memory.py", NAMES)


# Submission.text


def test_a_text_is_named_by_its_path_below_the_folder(tmp_path: Path) -> None:
    write(tmp_path, *NAMES)
    submission = Submission(tmp_path)
    assert submission.text("written/q1_pretraining.md") == "mine\n"
    assert submission.text("written") is None
    assert submission.text("context.py") is None


def test_a_text_that_lost_its_folder_is_found_by_its_name_alone(tmp_path: Path) -> None:
    write(tmp_path, "q1_pretraining.md", text="above")
    submission = Submission(tmp_path)
    assert submission.text("written/q1_pretraining.md") == "above"
    write(tmp_path, "written/q1_pretraining.md", text="below")
    assert submission.text("written/q1_pretraining.md") == "below"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_as_editors_save_it(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.md").write_text("Wörter\n", encoding=encoding)
    assert (Submission(tmp_path).text("a.md") or "").lstrip("\ufeff") == "Wörter\n"


def test_a_text_in_no_encoding_at_all(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"w\xf6rter \xff\xfe")
    submission = Submission(tmp_path)
    assert submission.text("a.md") is None
    assert submission.notes.lines == (students.answers.not_text("'a.md'"),)
    (tmp_path / "b.md").write_bytes(b"\xff\xfea")
    assert Submission(tmp_path).text("b.md") == "\ufffd"


def test_of_a_long_text_the_beginning_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"word " * 1_000_000)
    submission = Submission(tmp_path)
    text = submission.text("a.md")
    assert text is not None
    assert len(text) == MAX_ANSWER_BYTES
    assert submission.notes.lines == (students.answers.cut("'a.md'", MAX_ANSWER_BYTES),)
    assert "first 200,000 bytes" in submission.notes.lines[0]


def test_links_are_not_followed(tmp_path: Path, provided: Path) -> None:
    secret = tmp_path / "secret"
    write(secret, "memory.py", "sharding.py", text="secret\n")
    handed_in = tmp_path / "handed_in"
    write(handed_in, "pretraining.py")
    (handed_in / "memory.py").symlink_to(secret / "memory.py")
    (handed_in / "below").symlink_to(secret, target_is_directory=True)
    submission = find_submission(handed_in, ["memory.py", "sharding.py"])
    assert submission.text("memory.py") is None
    stage_submission(submission, provided, tmp_path / "stage")
    staged = {path.read_text(encoding="utf-8") for path in (tmp_path / "stage").rglob("*.py")}
    assert staged == {"mine\n", "ours\n"}


# stage_submission


def test_python_files_are_staged_with_our_provided(tmp_path: Path, provided: Path) -> None:
    handed_in = tmp_path / "handed_in"
    write(handed_in, "memory.py", "helpers/sums.py", "notes.txt", "provided/recipes.py", "provided/extra.py")
    write(handed_in, ".venv/lib/torch.py", "env/pyvenv.cfg", "env/lib/numpy.py", "fresh/memory.py")
    stage_submission(Submission(handed_in), provided, tmp_path / "stage")
    staged = {
        path.relative_to(tmp_path / "stage").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "stage").rglob("*")
        if path.is_file()
    }
    assert staged == {
        "memory.py": "mine\n",
        "helpers/sums.py": "mine\n",
        "provided/recipes.py": "ours\n",
    }
