"""The course's models for workers: loaded from their own folder, which holds no secret."""

import ast
import io
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from torch import nn

from autograder.answer_key.build import sources
from autograder.catalog import Project
from autograder.platforms.gradescope import build
from autograder.sandbox.clock import Limit
from autograder.sandbox.inside import models
from autograder.sandbox.outcome import End
from autograder.sandbox.values import Provided
from autograder.sandbox.worker import open_worker
from autograder.sandbox.zygote import Zygote

MINI = Path(__file__).parents[1] / "mini_assignment"
COIN = """
from torch import nn
from provided.nuclei import Nucleus

def coin(sides):
    assert Nucleus
    return nn.Linear(sides, 1)

MODELS = {"Coin": coin}
"""
LIMIT = Limit(30)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """The registry, empty, and restored after the test."""
    found: dict[str, object] = {}
    monkeypatch.setattr(models, "MODELS", found)
    for name in [name for name in sys.modules if name.partition(".")[0] == models.PACKAGE]:
        monkeypatch.delitem(sys.modules, name)
    return found


def write(folder: Path, **modules: str) -> Path:
    for name, text in {"__init__": "", **modules}.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def test_any_course_may_have_models(tmp_path: Path) -> None:
    assignment = MINI / "assignment"
    (tmp_path / "student.py").write_text(
        "def f(model):\n    return [list(p.shape) for p in model.parameters()]\n"
    )
    folder = tmp_path / "models"
    folder.mkdir()
    write(folder, games=COIN)
    with (
        Zygote(assignment, models=folder) as zygote,
        open_worker(zygote, tmp_path, LIMIT, files={"student.py": 3}) as worker,
    ):
        worker.load("student", LIMIT)
        args = (Provided("Coin", {"sides": 2, "freeze": ["bias"], "seed": 1}),)
        assert worker.call("student", "f", args, {}, LIMIT).value == [[1, 2], [1]]


def test_a_course_may_have_none(tmp_path: Path) -> None:
    (tmp_path / "student.py").write_text("def f():\n    return 1\n")
    with (
        Zygote(MINI / "assignment", models=MINI / "autograder" / "course" / "worker_models") as zygote,
        open_worker(zygote, tmp_path, LIMIT) as worker,
    ):
        worker.load("student", LIMIT)
        assert worker.call("student", "f", (), {}, LIMIT).end is End.VALUE


def test_modules_without_models_only_help(loaded: dict[str, object], tmp_path: Path) -> None:
    using = "from worker_models.helper import Unit\nMODELS = {'Unit': Unit}"
    models.load_models(write(tmp_path, helper="from torch.nn import Identity as Unit", units=using))
    assert loaded == {"Unit": nn.Identity}
    assert isinstance(models.build_model("Unit", {"seed": 3}), nn.Identity)


@pytest.mark.usefixtures("loaded")
def test_a_name_is_used_once(tmp_path: Path) -> None:
    one = "from torch import nn\nMODELS = {'Unit': nn.Identity}"
    with pytest.raises(ValueError, match="two worker models are called Unit"):
        models.load_models(write(tmp_path, one=one, two=one))


def test_what_workers_load_lies_apart_from_every_secret(project: Project) -> None:
    folder = project.worker_models_folder
    files = [path for path in folder.rglob("*") if "__pycache__" not in path.parts]
    assert files
    assert all(path.is_file() and not path.is_symlink() and path.suffix == ".py" for path in files)
    secret = (
        *(project.hidden_tests_folder, project.chaffs_folder, project.wheats_folder, project.rubrics_folder),
        *(project.catalog_file, project.solutions_folder, project.equivalent_mutants_file),
    )
    assert not any(each.is_relative_to(folder) or folder.is_relative_to(each) for each in secret)
    secret_files = [path for each in secret for path in (each.rglob("*.py") if each.is_dir() else [each])]
    assert not {path.read_bytes() for path in secret_files if path.stat().st_size} & {
        path.read_bytes() for path in files
    }


def test_it_imports_nothing_else_of_the_course(project: Project) -> None:
    allowed = {"provided", "torch", models.PACKAGE, *sys.stdlib_module_names}
    for path in project.worker_models_folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {name.name.partition(".")[0] for name in node.names} <= allowed
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").partition(".")[0] in allowed


def test_it_is_in_the_gradescope_zip(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    key = SimpleNamespace(to_bytes=lambda: b"")
    monkeypatch.setattr(build, "packed_key", lambda *_arguments: key)
    with zipfile.ZipFile(io.BytesIO(build.gradescope_zip(project, 1))) as archive:
        names = archive.namelist()
    packed = {name.rpartition("/")[2] for name in names if "/worker_models/" in name}
    assert packed == {path.name for path in project.worker_models_folder.glob("*.py")}


def test_a_key_is_made_from_it(project: Project) -> None:
    assert set(project.worker_models_folder.glob("*.py")) <= set(sources(project))
