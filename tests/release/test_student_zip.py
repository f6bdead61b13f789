"""The student zip: the same bytes each time, and no student's work is lost when a newer one is unpacked."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import autograder
from autograder.catalog import Project
from autograder.release.student_zip import student_zip, zip_name

ASSIGNMENT = Project.find(Path(autograder.__file__).parents[1]).assignment
FOLDER = ASSIGNMENT.slug
EDITED = [each.path for each in ASSIGNMENT.pieces]


def names_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def unpack(content: bytes, target: Path) -> Path:
    """Unpacks as students do: what is in the zip replaces what lies there."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(target)
    return target / FOLDER


def start(folder: Path, *arguments: str) -> str:
    # -I -S: nothing that is installed can be imported
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "start.py"), *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder.parent,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def all_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture
def newer(checkout: Project) -> bytes:
    """The zip of a later release: a stub's text, a given file, a test, and the version are others."""
    for name in ("context.py", "start.py", "written/q3_scale.md"):
        path = checkout.assignment_folder / name
        path.write_bytes(path.read_bytes() + b"# Corrected.\n")
    (checkout.assignment_folder / "NEWS.md").write_text("What is new.\n", encoding="utf-8")
    catalog = checkout.catalog_file.read_text(encoding="utf-8")
    version = f'"{checkout.assignment.version}"'
    checkout.catalog_file.write_text(catalog.replace(version, '"2099.1.1"', 1), encoding="utf-8")
    return student_zip(Project(checkout.root))


@pytest.fixture
def older(checkout: Project) -> bytes:
    return student_zip(checkout)


# What is in it


def test_the_same_checkout_gives_the_same_bytes(checkout: Project, tmp_path: Path) -> None:
    elsewhere = shutil.copytree(checkout.root, tmp_path / "elsewhere")  # new times, new place
    for path in elsewhere.rglob("*.py"):
        path.touch()
        path.chmod(0o600)
    assert student_zip(Project(elsewhere)) == student_zip(checkout)


def test_all_that_students_edit_lies_in_fresh_and_nowhere_else(older: bytes) -> None:
    names = names_in(older)
    fresh = [name.removeprefix(f"{FOLDER}/fresh/") for name in names if "/fresh/" in name]
    assert sorted(fresh) == sorted(EDITED)
    assert [name for name in EDITED if f"{FOLDER}/{name}" in names] == []


def test_it_holds_what_is_needed_to_work_by_itself(older: bytes, checkout: Project) -> None:
    names = names_in(older)
    expected = [
        "README.md",
        "AGENTS.md",
        "requirements.txt",
        "pytest.ini",
        "start.py",
        "provided/tokenizer.py",
        "labs/requirements.txt",
        "labs/pretrain/__main__.py",
    ]
    assert [name for name in expected if f"{FOLDER}/{name}" not in names] == []
    with zipfile.ZipFile(io.BytesIO(older)) as archive:
        assert archive.read(f"{FOLDER}/VERSION").decode() == f"{checkout.assignment.version}\n"


@pytest.mark.parametrize(
    "litter",
    [
        ".git/config",
        ".venv/lib/site.py",
        ".pytest_cache/README.md",
        ".hypothesis/unicode_data",
        ".DS_Store",
        ".laid_out.json",
        "__pycache__/memory.cpython-311.pyc",
        "provided/__pycache__/tokenizer.cpython-311.pyc",
        "tests/.ipynb_checkpoints/test_memory.py",
        "fresh/memory.py",
        "labs/.cache/pretrained.pt",
        "lab_results/pretrain.png",
        "labs/pretrain/__pycache__/draw.cpython-311.pyc",
    ],
)
def test_what_lies_about_in_a_checkout_stays_there(checkout: Project, older: bytes, litter: str) -> None:
    path = checkout.assignment_folder / litter
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("litter", encoding="utf-8")
    assert student_zip(checkout) == older


def test_the_folder_and_the_file_are_named_by_the_slug(checkout: Project) -> None:
    text = checkout.catalog_file.read_text(encoding="utf-8")
    renamed = text.replace(f'slug = "{FOLDER}"', 'slug = "another-name"')
    assert renamed != text
    checkout.catalog_file.write_text(renamed, encoding="utf-8")
    other = Project(checkout.root)
    assert {name.partition("/")[0] for name in names_in(student_zip(other))} == {"another-name"}
    assert zip_name(other) == f"another-name-{other.assignment.version}.zip"


def test_no_solution_rubric_or_file_of_the_grader_is_in_it(older: bytes, project: Project) -> None:
    outside = {
        path.relative_to(project.assignment_folder).as_posix()
        for path in project.assignment_folder.rglob("*")
    }
    inside = {name.removeprefix(f"{FOLDER}/").removeprefix("fresh/") for name in names_in(older)}
    assert inside - outside == {"VERSION"}


# Unpacked


def test_start_lays_out_what_students_edit(older: bytes, checkout: Project, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path)
    said = start(folder)
    for name in EDITED:
        assert (folder / name).read_bytes() == (checkout.assignment_folder / name).read_bytes()
        assert f"created {name}\n" in said
    assert "pytest" in said.splitlines()[-1]


def test_a_second_start_changes_nothing(older: bytes, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path)
    start(folder)
    (folder / "context.py").write_text("my work\n", encoding="utf-8")
    before = all_files(folder)
    assert start(folder).splitlines()[0] == "All files are in place."
    assert all_files(folder) == before


def test_a_file_that_was_deleted_is_laid_out_again(older: bytes, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path)
    start(folder)
    (folder / "context.py").unlink()
    assert start(folder).splitlines()[0] == "created context.py"
    assert (folder / "context.py").read_bytes() == (folder / "fresh" / "context.py").read_bytes()


def test_a_newer_zip_over_an_older_one_changes_no_students_file(
    older: bytes, newer: bytes, tmp_path: Path
) -> None:
    assert older != newer
    folder = unpack(older, tmp_path)
    start(folder)
    for name in EDITED:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("my work\n")
    (folder / "notes.txt").write_text("my notes\n", encoding="utf-8")
    mine = {name: (folder / name).read_bytes() for name in [*EDITED, "notes.txt"]}
    unpack(newer, tmp_path)
    said = start(folder).splitlines()
    assert {name: (folder / name).read_bytes() for name in mine} == mine
    told = [line for line in said if "has changed in this release. Your file was kept" in line]
    assert [line.split()[0] for line in told] == ["context.py", "written/q3_scale.md"]
    assert "fresh/context.py" in told[0]
    assert (folder / "VERSION").read_text(encoding="utf-8") == "2099.1.1\n"
    assert (folder / "NEWS.md").is_file()
    assert (folder / "start.py").read_bytes().endswith(b"# Corrected.\n")


def test_a_change_is_told_until_it_was_seen(older: bytes, newer: bytes, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path)
    start(folder)
    for name in EDITED:
        (folder / name).write_text("my work\n", encoding="utf-8")
    unpack(newer, tmp_path)
    assert start(folder).count("has changed in this release") == 2
    assert start(folder).count("has changed in this release") == 2
    assert "has changed in this release" not in start(folder, "--seen")
    assert start(folder).splitlines()[0] == "All files are in place."
    assert {name: (folder / name).read_text(encoding="utf-8") for name in EDITED} == dict.fromkeys(
        EDITED, "my work\n"
    )


def test_what_was_never_edited_follows_the_release(older: bytes, newer: bytes, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path)
    start(folder)
    unpack(newer, tmp_path)
    said = start(folder).splitlines()
    assert [line for line in said if line.startswith("updated")] == [
        "updated context.py, because you had not edited it",
        "updated written/q3_scale.md, because you had not edited it",
    ]
    for name in EDITED:
        assert (folder / name).read_bytes() == (folder / "fresh" / name).read_bytes()


@pytest.mark.parametrize("damage", ["", "{", "[]", "\x00"])
def test_a_damaged_record_costs_no_work(older: bytes, newer: bytes, tmp_path: Path, damage: str) -> None:
    folder = unpack(older, tmp_path)
    start(folder)
    (folder / "context.py").write_text("my work\n", encoding="utf-8")
    (folder / ".laid_out.json").write_text(damage, encoding="utf-8")
    unpack(newer, tmp_path)
    start(folder)
    assert (folder / "context.py").read_text(encoding="utf-8") == "my work\n"


def test_work_is_safe_even_if_the_first_start_comes_after_the_newer_zip(
    older: bytes, newer: bytes, tmp_path: Path
) -> None:
    folder = unpack(older, tmp_path)
    (folder / "context.py").write_text("my work\n", encoding="utf-8")
    unpack(newer, tmp_path)
    start(folder)
    assert (folder / "context.py").read_text(encoding="utf-8") == "my work\n"
    assert (folder / "memory.py").is_file()


def test_start_in_a_checkout_has_nothing_to_lay_out(checkout: Project) -> None:
    before = all_files(checkout.assignment_folder)
    assert start(checkout.assignment_folder).splitlines()[0] == "All files are in place."
    assert all_files(checkout.assignment_folder) == before


def test_the_record_of_what_was_laid_out_is_readable(older: bytes, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path)
    start(folder)
    record = json.loads((folder / ".laid_out.json").read_text(encoding="utf-8"))
    assert sorted(record) == sorted(EDITED)


# Labs


@pytest.mark.slow
def test_a_lab_runs_from_the_zip_alone(older: bytes, checkout: Project, tmp_path: Path) -> None:
    folder = unpack(older, tmp_path / "student")
    start(folder)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def lab(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    listed = lab("labs")
    assert listed.stdout.count("python -m labs.") == len(checkout.assignment.modules)
    untouched = lab("labs.memory", "--quick")
    assert untouched.returncode == 2
    assert "- training_memory (memory.py) is not started" in untouched.stdout
    for module in checkout.assignment.modules:
        shutil.copyfile(checkout.solutions_folder / module.path, folder / module.path)
    done = lab("labs.memory", "--quick")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "What this run claims\n- holds: " in done.stdout
    assert (folder / "lab_results" / "memory-quick.png").is_file()
