"""Imports stay light: in the packages that run in the container, and in those that need no torch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import autograder

PACKAGE = Path(autograder.__file__).parent
SUPPORT = str(Path(__file__).with_name("support"))
# Students' code, and so torch, runs in `inside/` only.
INSIDE_THE_WORKER = {"inside", "worker.py"}
SUPPORT = str(Path(__file__).with_name("support"))
WITHOUT_TORCH = ["memory", "sharding", "context"]


def modules_of(*rooms: str) -> list[str]:
    paths = [path for room in rooms for path in sorted((PACKAGE / room).rglob("*.py"))]
    return [
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in paths
        if not INSIDE_THE_WORKER.intersection(path.parts)
    ]


def packages_loaded_by(code: str) -> set[str]:
    """The top-level packages outside of the standard library that running `code` imports."""
    script = (
        "import json, sys; before = set(sys.modules)\n"
        f"sys.path.append({SUPPORT!r})\n{code}\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(json.dumps(sorted(loaded - sys.stdlib_module_names)))"
    )
    folders = [str(PACKAGE.parent), SUPPORT, os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, folders))}
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("room", ["catalog", "submissions"])
def test_the_ground_floor_needs_the_standard_library_only(room: str) -> None:
    modules = modules_of(room)
    assert len(modules) >= 3
    assert packages_loaded_by(f"import {', '.join(modules)}") == {"autograder"}


def test_what_runs_in_the_container_needs_no_torch_typer_or_rich() -> None:
    modules = [
        *modules_of("catalog", "submissions", "sandbox", "grading"),
        "autograder.platforms.gradescope.results",
    ]
    loaded = packages_loaded_by(f"import {', '.join(modules)}")
    assert "autograder" in loaded
    assert loaded & {"torch", "typer", "rich", "hypothesis", "jaxtyping"} == set()


@pytest.mark.parametrize("name", WITHOUT_TORCH)
def test_the_solutions_of_parts_without_tensors_import_no_torch(name: str) -> None:
    loaded = packages_loaded_by(f"from reference import load_reference; load_reference({name!r})")
    assert name in loaded
    assert loaded & {"torch", "numpy", "jaxtyping"} == set()


@pytest.mark.parametrize("name", WITHOUT_TORCH)
def test_the_stubs_of_parts_without_tensors_import_no_torch(name: str) -> None:
    folder = str(PACKAGE.parent / "assignment")
    loaded = packages_loaded_by(f"import sys; sys.path.insert(0, {folder!r}); import {name}")
    assert name in loaded
    assert loaded & {"torch", "numpy", "jaxtyping"} == set()


def test_the_command_line_loads_nothing_heavy_until_a_command_runs() -> None:
    loaded = packages_loaded_by("import autograder.cli")
    assert "typer" in loaded
    assert loaded & {"torch", "numpy", "pytest", "hypothesis"} == set()
