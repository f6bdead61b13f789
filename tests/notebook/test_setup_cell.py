"""The setup cell needs nothing that is not in it, and leaves one name behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.catalog import Project
from autograder.notebook.cut import NotebookError
from autograder.notebook.setup_cell import FIRST_LINE, carried_files, setup_cell

MINI = Project(Path(__file__).parents[1] / "mini_assignment")
# jaxtyping cannot be imported from where packages are installed.
RUN = """
import importlib.machinery, json, sys

class WithoutJaxtyping:
    def find_spec(self, name, path=None, target=None):
        if name == "jaxtyping":
            places = [place for place in sys.path if "site-packages" not in place]
            spec = importlib.machinery.PathFinder.find_spec(name, places)
            if spec is None:
                raise ModuleNotFoundError(name, name=name)
            return spec

sys.meta_path.insert(0, WithoutJaxtyping())
sys.path = [place for place in sys.path if "site-packages" in place or "/lib/" in place]
sys.meta_path = [each for each in sys.meta_path if "editable" not in str(each)]
code = sys.stdin.read()
before = {*globals(), "before"}
exec(code, globals())
left = sorted(set(globals()) - before)
AFTER
"""


def run_cell(project: Project, after: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", RUN.replace("AFTER", after)],
        input=setup_cell(project),
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "TMPDIR": str(folder)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_it_leaves_one_name_and_removes_its_folder(project: Project, tmp_path: Path) -> None:
    lines = run_cell(project, "print(json.dumps(left))", tmp_path)
    assert lines[0].startswith("Ready")
    assert json.loads(lines[1]) == ["grader"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_the_stand_in_has_three_names_and_torch_can_be_imported(project: Project, tmp_path: Path) -> None:
    after = (
        "import jaxtyping, torch; from torch import Tensor\n"
        "assert jaxtyping.__file__.endswith('last/jaxtyping.py')\n"
        "print(sorted(name for name in vars(jaxtyping) if not name.startswith('_')))\n"
        "print(jaxtyping.Float[Tensor, 'a b'] | None, dict[str, jaxtyping.Int[Tensor, 'a']])"
    )
    lines = run_cell(project, after, tmp_path)
    assert lines[1:] == ["['Bool', 'Float', 'Int']", "torch.Tensor | None dict[str, torch.Tensor]"]


def test_it_checks_without_otter_and_without_the_folder(project: Project, tmp_path: Path) -> None:
    question = project.assignment.questions[-1]
    after = (
        f"def {question.function}(*args, **kwargs):\n"
        f"    raise NotImplementedError({question.label!r})\n"
        f"grader.cells.names[{question.function!r}] = {question.function}\n"
        f"grader.check({question.number!r}); print('otter' in sys.modules, 'torch' in sys.modules)"
    )
    lines = run_cell(project, after, tmp_path)
    assert lines[1].startswith(f"{question.number} {question.function} ")
    assert lines[2] == "False False"


def test_an_assignment_without_checks_has_its_provided_code(tmp_path: Path) -> None:
    lines = run_cell(MINI, "import provided.nuclei; print(grader)", tmp_path)
    assert lines == ["Ready: now run the cells from top to bottom.", "None"]


@pytest.mark.parametrize("project", [MINI, Project(MINI.root.parents[1])], ids=["mini", "course"])
def test_its_source_is_plain(project: Project) -> None:
    source = setup_cell(project)
    assert source.startswith(f"{FIRST_LINE}\n")
    assert source == setup_cell(project)
    assert source.isascii()
    assert max(map(len, source.splitlines())) < 120
    code = [line for line in source.splitlines() if not line.startswith('        "')]
    for word in ("noqa", "type:", "!", "PACKED", "READY", "OLD_PYTHON", "NOT_INSTALLED", "pip install torch"):
        assert word not in "\n".join(code), word


def test_the_public_tests_are_carried_unchanged(project: Project) -> None:
    files = carried_files(project)
    tests = {f"checks/{path.name}": path for path in (project.assignment_folder / "tests").glob("test_*.py")}
    assert tests
    assert {name: path.read_text(encoding="utf-8") for name, path in tests.items()} == {
        name: text for name, text in files.items() if name.startswith("checks/")
    }


def test_a_file_that_is_not_text_is_named(checkout: Project) -> None:
    (checkout.assignment_folder / "provided" / "weights.bin").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(NotebookError, match=r"weights\.bin is not text"):
        carried_files(checkout)
