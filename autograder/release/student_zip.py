"""The zip that students download: the same bytes for the same input, and safe to unpack over an older one."""

from pathlib import Path

from autograder.catalog import Project
from autograder.release.archive import zip_bytes

FOLDER = "llm-assignment"
FRESH = "fresh"
LEFT_OUT = {"__pycache__", FRESH}


def student_zip(project: Project) -> bytes:
    """The zip's bytes.

    What a student edits lies in `fresh/`, from where `start.py` (or the first `pytest`) lays out what is
    missing: so unpacking a newer zip overwrites no work.
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
    return zip_bytes({f"{FOLDER}/{name}": content for name, content in entries.items()})


def is_handed_out(path: Path, project: Project) -> bool:
    """Whether students get the file at `path`: caches, environments and all else that is hidden stay here."""
    parts = path.relative_to(project.assignment_folder).parts
    return path.is_file() and not any(part in LEFT_OUT or part.startswith(".") for part in parts)


def zip_name(project: Project) -> str:
    """The zip's file name, with the assignment's version."""
    return f"{FOLDER}-{project.assignment.version}.zip"
