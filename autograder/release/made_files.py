"""Every file that is made from another one: `release` writes them, `release --check` compares them."""

import json
from pathlib import Path

from autograder.catalog import Project, ProjectError
from autograder.files import write_atomically
from autograder.release.handout import fill_handout
from autograder.release.leaks import find_leaks
from autograder.release.stubs import MarkerError, make_stub
from autograder.release.student_zip import is_handed_out

MATERIAL_SUFFIXES = {".py", ".md", ".txt", ".ini", ".json", ".toml"}


def made_files(project: Project) -> dict[Path, str]:
    """What each made file should hold.

    Raises:
        MarkerError: a solution's markers cannot be trusted.
        CatalogError: the handout has a region that nothing makes, or lacks one.
        ProjectError: a solution or the handout does not exist.
    """
    folder = project.assignment_folder
    made: dict[Path, str] = {}
    for module in project.assignment.modules:
        source = _read(project.solutions_folder / module.path)
        try:
            made[folder / f"{module.name}.py"] = make_stub(source, module)
        except MarkerError as error:
            raise MarkerError(f"solutions/{module.name}.py: {error}") from error
    handout = folder / "README.md"
    made[handout] = fill_handout(_read(handout), project)
    if not (folder / "checking").is_dir():
        return made  # an assignment with plain tests, without our scoreboard
    made[folder / "checking" / "questions.json"] = _questions(project)
    reader = Path(__file__).parents[1] / "submissions" / "written_answers.py"
    made[folder / "checking" / "written.py"] = (
        "# Made from autograder/submissions/written_answers.py by `autograder release`: edit it there.\n"
        + reader.read_text(encoding="utf-8")
    )
    return made


def stale_files(project: Project) -> list[str]:
    """A sentence for each made file that is missing or is not what its sources make."""
    complaints = []
    for path, text in made_files(project).items():
        name = path.relative_to(project.root).as_posix()
        if not path.is_file():
            complaints.append(f"{name} is missing")
        elif path.read_bytes() != text.encode():
            complaints.append(
                f"{name} is not what its sources make; run `autograder release` if they are right"
            )
    return complaints


def leaks(project: Project) -> list[str]:
    """A sentence for each solution that stands in students' material."""
    solutions = {
        f"solutions/{path.name}": path.read_text(encoding="utf-8")
        for path in sorted(project.solutions_folder.glob("*.py"))
    }
    material = {
        path.relative_to(project.root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(project.assignment_folder.rglob("*"))
        if path.suffix in MATERIAL_SUFFIXES and is_handed_out(path, project)
    }
    return list(find_leaks(solutions, material))


def write_made_files(project: Project) -> list[str]:
    """Writes what is stale, and nothing else; the names of what was written."""
    written = []
    for path, text in made_files(project).items():
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
    """The catalog as the scoreboard needs it."""
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
