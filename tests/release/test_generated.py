"""`autograder release --check` names each stale file, and changes nothing."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import autograder
from autograder.catalog import Project, ProjectError
from autograder.files import write_atomically
from autograder.release.generated import generated_files, stale_files, write_generated_files

Command = Callable[..., subprocess.CompletedProcess[str]]
PROJECT = Project.find(Path(autograder.__file__).parents[1])
GENERATED = [
    *(f"assignment/{module.path}" for module in PROJECT.assignment.modules),
    "assignment/README.md",
    "assignment/checking/questions.json",
    "assignment/checking/written.py",
]


def test_the_real_assignment_is_what_its_sources_make(project: Project) -> None:
    assert stale_files(project) == []


def test_all_generated_files_are_listed(checkout: Project) -> None:
    assert [path.relative_to(checkout.root).as_posix() for path in generated_files(checkout)] == GENERATED


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_file_that_was_edited_is_named(checkout: Project, name: str) -> None:
    path = checkout.root / name
    text = path.read_text(encoding="utf-8")
    edited = text.replace("| Part |", "| Teil |") if path.suffix == ".md" else text + "\n"
    assert edited != text
    path.write_text(edited, encoding="utf-8")
    (complaint,) = stale_files(checkout)
    assert complaint.startswith(f"{name} is stale: ")
    assert path.read_text(encoding="utf-8") == edited


@pytest.mark.parametrize("name", [name for name in GENERATED if not name.endswith(".md")])
def test_a_generated_file_that_is_missing_is_named_and_made_again(checkout: Project, name: str) -> None:
    path = checkout.root / name
    text = path.read_bytes()
    path.unlink()
    assert stale_files(checkout) == [f"{name} is missing"]
    assert write_generated_files(checkout) == [name]
    assert path.read_bytes() == text


def test_windows_line_ends_are_stale(checkout: Project) -> None:
    path = checkout.assignment_folder / "context.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert [line.split()[0] for line in stale_files(checkout)] == ["assignment/context.py"]


def test_a_change_in_the_catalog_makes_the_tables_stale(checkout: Project) -> None:
    text = checkout.catalog_file.read_text(encoding="utf-8")
    checkout.catalog_file.write_text(
        text.replace("parts = { core = 1 }", "parts = { core = 3 }", 1), encoding="utf-8"
    )
    stale = [line.split()[0] for line in stale_files(Project(checkout.root))]
    assert stale == ["assignment/README.md", "assignment/checking/questions.json"]


def test_a_function_that_changes_its_number_makes_its_stub_stale(checkout: Project) -> None:
    text = checkout.catalog_file.read_text(encoding="utf-8")
    first = '[[modules.questions]]\nfunction = "fits_context"\nparts = { core = 1 }\n'
    before, after = text.split(first)
    modules, written = after.split("[[written]]", 1)
    checkout.catalog_file.write_text(f"{before}{modules}{first}\n[[written]]{written}", encoding="utf-8")
    assert any("assignment/context.py" in line for line in stale_files(Project(checkout.root)))


def test_only_what_is_stale_is_written(checkout: Project) -> None:
    assert write_generated_files(checkout) == []
    (checkout.assignment_folder / "context.py").write_text("", encoding="utf-8")
    untouched = checkout.assignment_folder / "memory.py"
    before = untouched.stat().st_mtime_ns
    assert write_generated_files(checkout) == ["assignment/context.py"]
    assert untouched.stat().st_mtime_ns == before


def test_the_scoreboard_gets_the_catalogs_points(checkout: Project) -> None:
    table = json.loads(
        (checkout.assignment_folder / "checking" / "questions.json").read_text(encoding="utf-8")
    )
    assignment = checkout.assignment
    listed = [question for module in table["modules"] for question in module["questions"]]
    assert {each["function"]: each["points"] for each in listed} == {
        question.function: question.points for question in assignment.questions
    }
    assert [written["points"] for written in table["written"]] == [each.points for each in assignment.written]


@pytest.mark.parametrize("name", ["solutions/memory.py", "assignment/README.md"])
def test_a_source_that_is_missing_is_named(checkout: Project, name: str) -> None:
    (checkout.root / name).unlink()
    with pytest.raises(ProjectError) as caught:
        generated_files(checkout)
    assert str(caught.value) == f"{checkout.root / name} does not exist"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stub.py"
    path.write_bytes(b"old")

    def full_disk(*_arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, b"new")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("stub.py", b"old")]


# The command


def test_check_is_content_with_a_fresh_checkout(checkout: Project, run_autograder: Command) -> None:
    done = run_autograder("release", "--check", "--root", checkout.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no solution stands in it" in done.stdout


@pytest.mark.slow
def test_check_fails_on_a_stub_that_is_solved_and_leaves_it_alone(
    checkout: Project, run_autograder: Command
) -> None:
    solution = (checkout.solutions_folder / "context.py").read_text(encoding="utf-8")
    stub = checkout.assignment_folder / "context.py"
    stub.write_text(solution, encoding="utf-8")
    done = run_autograder("release", "--check", "--root", checkout.root)
    assert done.returncode == 1
    assert "assignment/context.py is stale" in done.stderr
    assert "assignment/context.py holds a solution of solutions/context.py" in done.stderr
    assert stub.read_text(encoding="utf-8") == solution


@pytest.mark.slow
def test_release_mends_what_is_stale_and_makes_the_zip(
    checkout: Project, run_autograder: Command, tmp_path: Path
) -> None:
    (checkout.assignment_folder / "context.py").write_text("stale\n", encoding="utf-8")
    done = run_autograder("release", "--root", checkout.root, "--out", tmp_path / "dist")
    assert (done.returncode, done.stderr) == (0, "")
    assert "made assignment/context.py" in done.stdout
    (made,) = (tmp_path / "dist").iterdir()
    assert made.name == f"{checkout.assignment.slug}-{checkout.assignment.version}.zip"
    assert stale_files(checkout) == []


@pytest.mark.slow
def test_release_makes_no_zip_while_a_solution_leaks(
    checkout: Project, run_autograder: Command, tmp_path: Path
) -> None:
    solution = (checkout.solutions_folder / "context.py").read_text(encoding="utf-8")
    (checkout.assignment_folder / "notes.py").write_text(solution, encoding="utf-8")
    done = run_autograder("release", "--root", checkout.root, "--out", tmp_path / "dist")
    assert done.returncode == 1
    assert "assignment/notes.py holds a solution" in done.stderr
    assert not (tmp_path / "dist").exists()


def test_a_marker_that_cannot_be_trusted_ends_as_one_line(checkout: Project, run_autograder: Command) -> None:
    path = checkout.solutions_folder / "context.py"
    path.write_text(path.read_text(encoding="utf-8").replace("# END", "# end", 1), encoding="utf-8")
    done = run_autograder("release", "--check", "--root", checkout.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("autograder: solutions/context.py: line ")
    assert len(done.stderr.splitlines()) == 1
