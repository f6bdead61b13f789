"""What the labs import: torch, NumPy, the standard library, and the student's modules; never the checks."""

import ast
import sys
from pathlib import Path

from autograder.catalog import Project

ALLOWED = {"torch", "numpy", "jaxtyping", "provided", "labs"}  # jaxtyping: as in the student's own files


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, path
            found.add((node.module or "").partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            first = node.args[0]
            if isinstance(first, ast.Constant):
                found.add(str(first.value).partition(".")[0])
    return found


def test_labs_need_nothing_that_students_do_not_have(project: Project) -> None:
    files = sorted((project.assignment_folder / "labs").rglob("*.py"))
    assert len(files) > 20
    optional = {"command.py": {"IPython"}, "figure.py": {"matplotlib"}, "draw.py": {"matplotlib"}}
    for path in files:
        extra = imported(path) - ALLOWED - set(sys.stdlib_module_names) - optional.get(path.name, set())
        assert extra == set(), path
        assert "checking" not in path.read_text(encoding="utf-8"), path


def test_no_file_is_named_like_one_that_students_hand_in(project: Project) -> None:
    # A student who hands in the whole folder has these files in it, and two of one name would be a question.
    names = {module.path for module in project.assignment.modules}
    assert [each for each in (project.assignment_folder / "labs").rglob("*.py") if each.name in names] == []


def test_each_module_has_its_lab(project: Project) -> None:
    labs = project.assignment_folder / "labs"
    for module in project.assignment.modules:
        assert (labs / module.lab / "__main__.py").is_file(), module.name
    assert len({module.lab for module in project.assignment.modules}) == len(project.assignment.modules)
