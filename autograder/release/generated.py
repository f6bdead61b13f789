"""Files generated from other files: `release` writes them, `release --check` compares them."""

import json
from pathlib import Path

from autograder.catalog import Project, ProjectError
from autograder.files import write_atomically
from autograder.release.handout import fill_handout
from autograder.release.leaks import find_secrets
from autograder.release.secrets import secrets_of
from autograder.release.stubs import MarkerError, make_stub
from autograder.release.student_zip import is_handed_out

MATERIAL_SUFFIXES = {".py", ".md", ".txt", ".ini", ".json", ".toml"}


def generated_files(project: Project) -> dict[Path, str]:
    """Return the expected content of each generated file.

    Raises:
        MarkerError: a solution has invalid markers.
        CatalogError: the handout has an unknown region, or lacks one.
        ProjectError: a solution or the handout does not exist.
    """
    folder = project.assignment_folder
    generated: dict[Path, str] = {}
    for module in project.assignment.modules:
        source = _read(project.solutions_folder / module.path)
        try:
            generated[folder / module.path] = make_stub(source, module)
        except MarkerError as error:
            raise MarkerError(f"solutions/{module.path}: {error}") from error
    handout = folder / "README.md"
    generated[handout] = fill_handout(_read(handout), project)
    if not (folder / "checking").is_dir():
        return generated  # an assignment with plain tests and without a scoreboard
    generated[folder / "checking" / "questions.json"] = _questions(project)
    reader = Path(__file__).parents[1] / "submissions" / "written_answers.py"
    generated[folder / "checking" / "written.py"] = (
        "# Generated from autograder/submissions/written_answers.py by `autograder release`: edit it there.\n"
        + reader.read_text(encoding="utf-8")
    )
    return generated


def stale_files(project: Project) -> list[str]:
    """Return a sentence for each generated file that is missing or stale."""
    complaints = []
    for path, text in generated_files(project).items():
        name = path.relative_to(project.root).as_posix()
        if not path.is_file():
            complaints.append(f"{name} is missing")
        elif path.read_bytes() != text.encode():
            complaints.append(f"{name} is stale: if its sources are right, run `autograder release`")
    return complaints


def leaks(project: Project) -> list[str]:
    """Return a sentence for each text that only staff may read and that leaks into students' material."""
    material = {
        path.relative_to(project.root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(project.assignment_folder.rglob("*"))
        if path.suffix in MATERIAL_SUFFIXES and is_handed_out(path, project)
    }
    return list(find_secrets(secrets_of(project), material))


def write_generated_files(project: Project) -> list[str]:
    """Write the stale files only, and return their names."""
    written = []
    for path, text in generated_files(project).items():
        if not path.is_file() or path.read_bytes() != text.encode():
            write_atomically(path, text.encode())
            written.append(path.relative_to(project.root).as_posix())
    return written


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise ProjectError(f"{path} does not exist") from error


def _questions(project: Project) -> str:
    """Return the parts of the catalog that the scoreboard needs, as JSON."""
    assignment = project.assignment
    table = {
        "title": assignment.title,
        "version": assignment.version,
        "modules": [
            {
                "number": module.number,
                "name": module.name,
                "title": module.title,
                "questions": [
                    {
                        "number": question.number,
                        "function": question.function,
                        "points": question.points,
                        "needs": list(question.needs),
                    }
                    for question in module.questions
                ],
            }
            for module in assignment.modules
        ],
        "written": [
            {
                "number": written.number,
                "name": written.name,
                "title": written.title,
                "points": written.points,
                "words": list(written.words),
            }
            for written in assignment.written
        ],
    }
    return json.dumps(table, indent=2, ensure_ascii=False) + "\n"
