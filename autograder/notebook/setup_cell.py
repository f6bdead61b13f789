"""The setup cell: the provided code, the checks and the public tests, packed into one cell."""

import base64
import json
import lzma
import re
from pathlib import Path

from autograder.catalog import Project
from autograder.messages import students
from autograder.notebook.cut import NotebookError
from autograder.release.student_zip import is_handed_out

CARRIED = Path(__file__).with_name("carried")
FIRST_LINE = "# Setup: run this cell first."
CHECKING, CHECKS, LABS, PROVIDED = "checking", "checks", "labs", "provided"
# Otter has a folder `tests` of its own, so the public tests travel under another name.
FOLDERS = {PROVIDED: PROVIDED, CHECKING: CHECKING, "tests": CHECKS, LABS: LABS}
"""Folders of the assignment that the notebook carries, with their names there."""
WIDTH = 100
FOR_LINTERS = re.compile(r"  # (noqa|type):[^\n]*")


def carried_files(project: Project) -> dict[str, str]:
    """Return the files that go with the notebook, by path: provided code, checks, public tests, labs.

    Raises:
        NotebookError: a file is not text.
    """
    files: dict[str, str] = {}
    for folder, name in FOLDERS.items():
        if folder == "tests" and not has_checks(project):
            continue
        for path in sorted((project.assignment_folder / folder).rglob("*")):
            if is_handed_out(path, project):
                inside = path.relative_to(project.assignment_folder / folder).as_posix()
                try:
                    files[f"{name}/{inside}"] = path.read_text(encoding="utf-8")
                except UnicodeDecodeError as error:
                    raise NotebookError(
                        f"{path} is not text, which is all that a notebook can carry"
                    ) from error
    return files


def has_checks(project: Project) -> bool:
    """Whether the assignment has the code that checks functions in a notebook."""
    return (project.assignment_folder / CHECKING / "notebook.py").is_file()


def has_labs(project: Project) -> bool:
    """Whether the assignment has labs, which a notebook can run."""
    return (project.assignment_folder / LABS / "__init__.py").is_file()


def setup_cell(project: Project) -> str:
    """Return the source of the setup cell.

    The files lie in two folders. The first comes before everything on the path; the last comes after
    everything, so that a stand-in is used only if the real library is not installed.
    """
    files = {f"first/{name}": text for name, text in carried_files(project).items()}
    stand_in = (CARRIED / "jaxtyping_stand_in.py").read_text(encoding="utf-8")
    files["last/jaxtyping.py"] = stand_in
    packed = lzma.compress(json.dumps(files, sort_keys=True).encode(), preset=9)
    text = base64.b85encode(packed).decode()
    chunks = [text[start : start + WIDTH] for start in range(0, len(text), WIDTH)]
    source = FOR_LINTERS.sub("", (CARRIED / "setup_cell.py").read_text(encoding="utf-8")).rstrip("\n")
    for old, new in {
        '"PACKED"': "(\n" + "\n".join(f'        "{chunk}"' for chunk in chunks) + "\n    )",
        '"OLD_PYTHON"': json.dumps(students.edition.OLD_PYTHON),
        '"NOT_INSTALLED"': json.dumps(students.edition.NOT_INSTALLED),
        '"READY"': json.dumps(students.edition.READY),
    }.items():
        source = source.replace(old, new)
    return source
