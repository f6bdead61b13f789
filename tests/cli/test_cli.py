"""The command as its users meet it: exit statuses, one-line errors, results files that are always valid."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import autograder
from autograder.catalog import Project

Command = Callable[..., subprocess.CompletedProcess[str]]
Check = Callable[[object], None]
GradeFolder = Callable[[Path], dict[str, Any]]


@pytest.fixture(scope="module")
def hurried(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the checkout in which a call may take one CPU second, so that loops end soon.

    It has one known mistake only: to record what all of them answer takes minutes.
    """
    root = tmp_path_factory.mktemp("hurried")
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("assignment", "solutions", "autograder"):
        shutil.copytree(project.root / name, root / name, ignore=ignored)
    copy = Project(root)
    for chaff in sorted(copy.chaffs_folder.glob("*/*.py"))[1:]:
        chaff.unlink()
    catalog = copy.catalog_file.read_text(encoding="utf-8")
    hurry = catalog.replace("call_cpu_seconds = 5", "call_cpu_seconds = 1")
    assert hurry != catalog
    copy.catalog_file.write_text(hurry, encoding="utf-8")
    return copy


@pytest.fixture(scope="module")
def grade(
    hurried: Project,
    run_autograder: Command,
    assert_valid_results: Check,
    tmp_path_factory: pytest.TempPathFactory,
) -> GradeFolder:
    """Grades a folder with the command; the results file, which must be valid and complete."""

    def run(submission: Path) -> dict[str, Any]:
        file = tmp_path_factory.mktemp("results") / "results.json"
        done = run_autograder("grade", submission, "--results", file, "--seed", 1, "--root", hurried.root)
        assert done.returncode == 0, done.stderr
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        assert_valid_results(content)
        assert content["extra_data"]["state"] == "complete"
        assert "Traceback" not in file.read_text(encoding="utf-8")
        return content

    return run


def score_of(content: dict[str, Any], number: str) -> float:
    return sum(float(test.get("score", 0)) for test in content["tests"] if test["number"] == number)


def lost(content: dict[str, Any], hurried: Project) -> list[str]:
    """The functions that got less than all their points."""
    questions = hurried.assignment.questions
    return [each.function for each in questions if score_of(content, each.number) < each.points]


# What costs nothing


def test_help_lists_the_commands(run_autograder: Command) -> None:
    done = run_autograder("--help")
    assert done.returncode == 0
    assert [name for name in ("grade", "demo", "release") if name not in done.stdout] == []


@pytest.mark.parametrize("command", ["grade", "demo", "release"])
def test_the_help_of_each_command_shows_an_example(run_autograder: Command, command: str) -> None:
    done = run_autograder(command, "--help")
    assert done.returncode == 0
    assert f"Example: autograder {command}" in done.stdout


def test_the_version_is_the_packages(run_autograder: Command) -> None:
    done = run_autograder("--version")
    assert (done.returncode, done.stdout) == (0, f"autograder {autograder.__version__}\n")


def test_without_typer_the_command_says_what_to_install() -> None:
    code = "import sys; sys.modules['typer'] = None; from autograder.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "pip install 'llm-assignment[instructor]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", [["release", "--check"], ["grade", "."], ["demo"]])
def test_a_root_that_is_no_checkout_ends_as_one_line(
    run_autograder: Command, tmp_path: Path, command: list[str]
) -> None:
    done = run_autograder(*command, "--root", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"autograder: no checkout of the assignment at {tmp_path}")
    assert len(done.stderr.splitlines()) == 1


def test_a_bad_catalog_ends_as_one_line(run_autograder: Command, checkout: Project) -> None:
    text = checkout.catalog_file.read_text(encoding="utf-8")
    checkout.catalog_file.write_text(
        text.replace('feedback = "hint"', 'feedback = "hints"'), encoding="utf-8"
    )
    done = run_autograder("release", "--check", "--root", checkout.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "autograder: assignment.toml: feedback must be one of none, hint, full, not 'hints'\n"
    )


# Grading


def test_a_chosen_seed_is_for_tests_only(run_autograder: Command, hurried: Project, tmp_path: Path) -> None:
    done = run_autograder("build", "--seed", 1, "--out", tmp_path, "--root", hurried.root)
    assert done.returncode == 2
    assert "--for-tests" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_submission_that_does_not_exist_ends_as_one_line_and_without_a_score(
    run_autograder: Command, hurried: Project, assert_valid_results: Check, tmp_path: Path
) -> None:
    file = tmp_path / "results.json"
    absent = tmp_path / "absent"
    done = run_autograder("grade", absent, "--results", file, "--seed", 1, "--root", hurried.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"autograder: {absent} does not exist")
    assert len(done.stderr.splitlines()) == 1
    content = json.loads(file.read_text(encoding="utf-8"))
    assert_valid_results(content)
    assert "score" not in content


def test_the_reference_gets_all_points(grade: GradeFolder, hurried: Project) -> None:
    content = grade(hurried.solutions_folder)
    assert content["score"] == hurried.assignment.code_points
    assert lost(content, hurried) == []


def test_untouched_stubs_get_none_and_are_told_so_calmly(grade: GradeFolder, hurried: Project) -> None:
    content = grade(hurried.assignment_folder)
    assert content["score"] == 0
    outputs = [test["output"] for test in content["tests"] if "score" in test]
    assert [text for text in outputs if "not started" not in text and "once the function" not in text] == []
    assert [test["output"] for test in content["tests"] if test["number"] == "Q1"] == [
        "received, but nothing stands between its ANSWER lines"
    ]


@pytest.fixture(scope="module")
def broken(grade: GradeFolder, hurried: Project, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The results of the reference with three faults in it, each in a module of its own."""
    folder = tmp_path_factory.mktemp("broken")
    for module in hurried.assignment.modules:
        shutil.copyfile(hurried.solutions_folder / module.path, folder / module.path)
    (folder / "memory.py").write_text('"""Part 3a."""\n\ndef weight_memory(:\n', encoding="utf-8")
    with (folder / "context.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef map_reduce_summarize(*args, **kwargs):\n    while True:\n        pass\n")
    with (folder / "sharding.py").open("a", encoding="utf-8") as file:
        file.write("\n\ndef split_layers(*args, **kwargs):\n    import os\n    os._exit(0)\n")
    (folder / "written").mkdir()
    (folder / "written" / "q1_pretraining.md").write_text("My answer, by now.\n", encoding="utf-8")
    return grade(folder)


@pytest.mark.slow
def test_each_fault_costs_its_own_points_and_no_others(broken: dict[str, Any], hurried: Project) -> None:
    assignment = hurried.assignment
    memory = [each.function for each in assignment.questions if each.module == "memory"]
    faults = [*memory, "split_layers", "map_reduce_summarize"]
    assert lost(broken, hurried) == faults
    assert broken["score"] == assignment.code_points - sum(
        assignment.question(each).points for each in faults
    )


def test_a_syntax_error_is_told_with_its_file_and_line(broken: dict[str, Any]) -> None:
    output = "\n".join(test["output"] for test in broken["tests"] if test["number"] == "3a.1")
    assert "memory.py" in output
    assert "line 3" in output


def test_a_written_answer_is_received(broken: dict[str, Any]) -> None:
    (answer,) = (test["output"] for test in broken["tests"] if test["number"] == "Q1")
    assert answer == "received, 4 words, graded by staff"


def test_the_table_is_printed_with_words(run_autograder: Command, hurried: Project, tmp_path: Path) -> None:
    shutil.copyfile(hurried.solutions_folder / "sharding.py", tmp_path / "sharding.py")
    done = run_autograder("grade", tmp_path, "--seed", 1, "--root", hurried.root)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "passed" in next(line for line in lines if "split_layers" in line)
    assert "not started" in next(line for line in lines if "fits_context" in line)
    assignment = hurried.assignment
    (sharding,) = (module for module in assignment.modules if module.name == "sharding")
    assert f"{sharding.points:g} of {assignment.code_points:g}" in done.stdout


def test_a_grader_that_fails_is_no_zero(
    run_autograder: Command, checkout: Project, assert_valid_results: Check, tmp_path: Path
) -> None:
    for name in ("solutions", "assignment"):  # the grader's own sources, not the submission
        (checkout.root / name / "context.py").write_text("def broken(:\n", encoding="utf-8")
    submission = tmp_path / "submission"
    submission.mkdir()
    (submission / "context.py").write_text("", encoding="utf-8")
    file = tmp_path / "results.json"
    done = run_autograder("grade", submission, "--results", file, "--seed", 1, "--root", checkout.root)
    assert done.returncode == 3
    content = json.loads(file.read_text(encoding="utf-8"))
    assert_valid_results(content)
    assert "score" not in content
    assert content["extra_data"]["state"] == "incomplete"
