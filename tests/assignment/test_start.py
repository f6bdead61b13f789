"""The options of `start.py`, and its report of a folder `fresh/` that was edited by mistake."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.catalog import Project

STUB = "def fits():\n    raise NotImplementedError\n"


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    """Return a folder in which the first release has created one file."""
    (tmp_path / "start.py").write_bytes((project.assignment_folder / "start.py").read_bytes())
    (tmp_path / "fresh").mkdir()
    release(tmp_path, "2026.1.1", STUB)
    assert start(tmp_path)[1].startswith("created context.py\n")
    return tmp_path


def release(folder: Path, version: str, stub: str) -> None:
    (folder / "VERSION").write_text(f"{version}\n", encoding="utf-8")
    (folder / "fresh" / "context.py").write_text(stub, encoding="utf-8")


def start(folder: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "start.py", *options],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("option", "code"), [("--help", 0), ("-h", 0), ("--sen", 2), ("context.py", 2)])
def test_an_option_that_it_does_not_have_is_answered_with_those_it_has(
    folder: Path, option: str, code: int
) -> None:
    (folder / "context.py").unlink()
    ended, said = start(folder, option)
    assert ended == code
    assert "python start.py --seen " in said
    assert not (folder / "context.py").exists()


def test_what_a_release_changed_is_shown_and_not_what_the_student_wrote(folder: Path) -> None:
    (folder / "context.py").write_text("def fits():\n    return 'mine'\n", encoding="utf-8")
    release(folder, "2026.1.2", f"# Corrected.\n{STUB}")
    _, said = start(folder)
    assert "context.py has changed in this release. Your file was kept;" in said
    assert "python start.py --diff" in said
    _, said = start(folder, "--diff")
    assert "\n+# Corrected.\n" in said
    assert "mine" not in said
    assert "has changed in this release" in said, "--diff alone does not mark a change as seen"
    _, said = start(folder, "--seen")
    assert said.startswith("All files are in place.\n")


def test_work_in_fresh_is_told_and_not_taken_for_a_release(folder: Path) -> None:
    (folder / "fresh" / "context.py").write_text("def fits():\n    return True\n", encoding="utf-8")
    for _ in range(2):
        _, said = start(folder)
        assert said.startswith(
            "fresh/context.py was edited, but only context.py itself counts: write there\n"
        )
        assert "has changed in this release" not in said
    assert (folder / "context.py").read_text(encoding="utf-8") == STUB
    release(folder, "2026.1.2", STUB + "# More.\n")
    _, said = start(folder)
    assert said.startswith("updated context.py, because you had not edited it\n")


def test_a_folder_that_cannot_be_written_to_is_named_in_a_line(folder: Path) -> None:
    (folder / "fresh" / "written").mkdir()
    (folder / "fresh" / "written" / "q1.md").write_text("Q1", encoding="utf-8")
    (folder / "written").touch()  # in the way of the folder, for root as well
    ended, said = start(folder)
    assert ended == 1
    assert "Traceback" not in said
    assert said.startswith("The files could not be created: ")
    assert str(folder / "written") in said
    assert "Move this folder to a place where you can write" in said


def test_nothing_is_written_in_a_folder_where_all_is_in_place(folder: Path) -> None:
    record = folder / ".laid_out.json"
    before = record.stat().st_mtime_ns
    assert start(folder)[1].startswith("All files are in place.")
    assert record.stat().st_mtime_ns == before
