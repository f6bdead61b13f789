"""Another assignment of the same layout goes through every command: nothing is wired to five modules.

One module, two functions, one essay; its `provided/` holds other classes, and it has no wrong ideas kept.
"""

import json
import lzma
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.catalog import Project
from autograder.platforms.gradescope.samples import samples_for

Command = Callable[..., subprocess.CompletedProcess[str]]
MINI = Path(__file__).with_name("mini_assignment")
SEED = ("--seed", "1")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, since the key is kept beside the assignment that it is for."""
    ignored = shutil.ignore_patterns("__pycache__", ".*", "conftest.py")
    return shutil.copytree(MINI, tmp_path_factory.mktemp("mini") / "root", ignore=ignored)


@pytest.fixture(scope="module")
def graded(root: Path, run_autograder: Command) -> Callable[[str], dict[str, Any]]:
    """Grades a folder of the copy by the command, and reads the results file."""

    def grade(folder: str) -> dict[str, Any]:
        results = root.parent / f"{folder}.json"
        done = run_autograder("grade", root / folder, "--results", results, "--root", root, *SEED)
        assert done.returncode == 0, done.stderr
        content: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
        return content

    return grade


def points(results: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Score and most of each part that has any."""
    parts = [test for test in results["tests"] if "max_score" in test]
    return {test["name"]: (test["score"], test["max_score"]) for test in parts}


def test_what_is_committed_is_what_its_sources_make(run_autograder: Command) -> None:
    done = run_autograder("release", "--check", "--root", MINI)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stale_stub_and_a_leak_are_found(root: Path, run_autograder: Command, tmp_path: Path) -> None:
    copy = shutil.copytree(root, tmp_path / "copy")
    shutil.copyfile(copy / "solutions" / "sampling.py", copy / "assignment" / "sampling.py")
    done = run_autograder("release", "--check", "--root", copy)
    assert done.returncode == 1
    assert "assignment/sampling.py is stale" in done.stderr
    assert "assignment/sampling.py holds a solution of solutions/sampling.py" in done.stderr


@pytest.mark.slow
def test_build_makes_both_zips_and_the_notebook(root: Path, run_autograder: Command, tmp_path: Path) -> None:
    done = run_autograder("build", "--root", root, "--out", tmp_path, *SEED, "--for-tests")
    assert done.returncode == 0, done.stderr
    assert f"{tmp_path / 'token-choice-2026.1.1.ipynb'}  " in done.stdout
    assert (tmp_path / "token-choice-2026.1.1.ipynb").is_file()
    with zipfile.ZipFile(tmp_path / "autograder.zip") as archive:
        names = archive.namelist()
        key = json.loads(lzma.decompress(archive.read("key.json.xz")))
    own = [name for name in names if "/hidden_tests/test_" in name or name.startswith("assignment/")]
    assert own == [
        "assignment/provided/__init__.py",
        "assignment/provided/nuclei.py",
        "autograder/course/hidden_tests/test_sampling.py",
    ]
    assert set(key["parts"].values()) == {
        *("1.1.example", "1.1.core", "1.1.ties"),
        *("1.2.example", "1.2.core", "1.2.least", "1.2.errors"),
    }
    with zipfile.ZipFile(tmp_path / "token-choice-2026.1.1.zip") as archive:
        assert "token-choice/fresh/sampling.py" in archive.namelist()
        assert "token-choice/fresh/written/q1_temperature.md" in archive.namelist()


def test_the_reference_gets_all_points(graded: Callable[[str], dict[str, Any]]) -> None:
    results = graded("solutions")
    assert results["score"] == 5
    assert points(results) == {
        "greedy: core": (1, 1),
        "greedy: ties": (1, 1),
        "nucleus: core": (1.5, 1.5),
        "nucleus: least": (0.5, 0.5),
        "nucleus: errors": (1, 1),
    }


def test_stubs_get_none(graded: Callable[[str], dict[str, Any]]) -> None:
    results = graded("assignment")
    assert results["score"] == 0
    assert {score for score, _ in points(results).values()} == {0}
    assert results["extra_data"]["state"] == "complete"


@pytest.mark.slow
def test_the_demo_grades_samples_that_fit(root: Path, run_autograder: Command, tmp_path: Path) -> None:
    done = run_autograder("demo", "--root", root, "--out", tmp_path, *SEED)
    assert done.returncode == 0, done.stderr
    results = {
        path.name.partition(".")[0]: json.loads(path.read_text(encoding="utf-8"))
        for path in tmp_path.glob("*.results.json")
    }
    # No wrong idea is kept for this assignment, and with one module none can be done while another is not.
    assert {name: result.get("score") for name, result in results.items()} == {
        "reference": 5,
        "one_function": 2,
        "stuck": 0,
    }
    said = {test["name"]: test["output"] for test in results["stuck"]["tests"]}
    assert "your greedy did not finish within" in said["greedy: worked example"]
    assert "the process ended during the call" in said["nucleus: worked example"]


def test_samples_of_a_larger_assignment(project: Project) -> None:
    assert list(samples_for(project)) == ["reference", "wrong_ideas", "half_done", "stuck"]


def test_a_wrong_idea_that_is_kept_becomes_a_sample(root: Path, tmp_path: Path) -> None:
    copy = Project(shutil.copytree(root, tmp_path / "copy"))
    chaff = copy.chaffs_folder / "sampling" / "likeliest_last.py"
    chaff.parent.mkdir(parents=True)
    idea = '"""The likeliest comes last."""\n\n\ndef greedy(logits):\n    return logits.argmin(dim=1)\n'
    chaff.write_text(idea, encoding="utf-8")
    folder = tmp_path / "sample"
    folder.mkdir()
    samples_for(copy)["wrong_ideas"](folder, copy)
    assert (folder / "sampling.py").read_text(encoding="utf-8").endswith(f"\n{idea}")


def test_the_scoreboard_serves_it_too(
    root: Path, project: Project, run_autograder: Command, tmp_path: Path
) -> None:
    copy = shutil.copytree(root, tmp_path / "copy")
    folder = copy / "assignment"
    shutil.copytree(project.assignment_folder / "checking", folder / "checking")
    for name in ("conftest.py", "pytest.ini", "start.py"):
        shutil.copyfile(project.assignment_folder / name, folder / name)
    assert run_autograder("release", "--root", copy, "--out", tmp_path).returncode == 0
    shutil.copyfile(copy / "solutions" / "sampling.py", folder / "sampling.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1.2 nucleus" in " ".join(done.stdout.split())
