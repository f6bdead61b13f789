"""The zip that students download: reproducible, and safe to unpack over an older one."""

from pathlib import Path

from autograder.catalog import Project
from autograder.release.archive import zip_bytes

FRESH = "fresh"
# `lab_results` is what labs wrote when someone ran them in the checkout.
EXCLUDED = {"__pycache__", FRESH, "lab_results"}


def student_zip(project: Project) -> bytes:
    """Return the zip's bytes.

    Files that a student edits are in `fresh/`, and `start.py` (or the first `pytest`) copies the missing ones
    to their places. So unpacking a newer zip does not overwrite any work.
    """
    assignment = project.assignment
    edited = {each.path for each in assignment.pieces}
    entries = {"VERSION": f"{assignment.version}\n".encode()}
    licence = project.root / "LICENSE"
    if licence.is_file():
        entries["LICENSE"] = licence.read_bytes()
    for path in sorted(project.assignment_folder.rglob("*")):
        if is_handed_out(path, project):
            name = path.relative_to(project.assignment_folder).as_posix()
            entries[f"{FRESH}/{name}" if name in edited else name] = path.read_bytes()
    return zip_bytes({f"{assignment.slug}/{name}": content for name, content in entries.items()})


def is_handed_out(path: Path, project: Project) -> bool:
    """Return whether students get the file at `path`: hidden files, caches and environments are excluded."""
    parts = path.relative_to(project.assignment_folder).parts
    return path.is_file() and not any(part in EXCLUDED or part.startswith(".") for part in parts)


def zip_name(project: Project) -> str:
    """Return the zip's file name, with the assignment's version."""
    return f"{project.assignment.slug}-{project.assignment.version}.zip"
