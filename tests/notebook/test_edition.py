"""The edition as `otter assign` makes it: the same bytes, run in a kernel, scored by `otter run`."""

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.catalog import Project
from autograder.notebook.assign import otter_assign
from autograder.notebook.cut import NotebookError, cut_module, stripped
from autograder.notebook.edition import Edition, notebook_edition
from autograder.notebook.leaks import forbidden_places
from autograder.notebook.master import lab_cell, master_notebook, written
from autograder.notebook.setup_cell import FIRST_LINE, carried_files
from autograder.submissions.written_answers import read_answer

from .conftest import run, solved

pytestmark = pytest.mark.slow

Run = Callable[[Path, Path, Path], subprocess.CompletedProcess[str]]


def zip_of(edition: Edition) -> dict[str, bytes]:
    (content,) = edition.otter.values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# What it is made of


def test_the_same_sources_make_the_same_bytes(project: Project, edition: Edition) -> None:
    assert notebook_edition(project) == edition


def test_files_are_named_by_slug_and_version(project: Project, edition: Edition) -> None:
    stem = f"{project.assignment.slug}-{project.assignment.version}"
    assert list(edition.student) == [f"{stem}.ipynb"]
    assert list(edition.master) == [f"{stem}-master.ipynb"]
    assert list(edition.otter) == [f"{stem}-otter-public-tests-only.zip"]


def test_ids_are_unique_and_nothing_forbidden_is_there(student: Any) -> None:
    nbformat.validate(student)
    ids = [cell.id for cell in student.cells]
    assert len(ids) == len(set(ids))
    assert forbidden_places(student) == []


def test_each_module_has_its_section(project: Project, student: Any) -> None:
    sources = [cell.source for cell in student.cells]
    for module in project.assignment.modules:
        heading = next(
            number for number, text in enumerate(sources) if f"<!-- MODULE {module.name} -->" in text
        )
        assert sources[heading].startswith(f"# Part {module.number}. {module.title}\n")
        assert sources[heading + 1].startswith(f"# {module.path}: given\n")
        source = (project.solutions_folder / module.path).read_text(encoding="utf-8")
        cut = cut_module(source, module)
        for place, question in enumerate(module.questions):
            text, code, check = sources[heading + 2 + 3 * place : heading + 5 + 3 * place]
            assert text.startswith(f"## {question.number} {question.function}\n")
            assert code == stripped(cut.functions[question.function], question.label)
            assert check == f'grader.check("{question.number}")'
    assert sources[-1] == "grader.check_all()"


def test_each_written_question_has_three_cells(project: Project, student: Any) -> None:
    sources = [cell.source for cell in student.cells]
    for question in project.assignment.written:
        name = question.name
        place = next(number for number, text in enumerate(sources) if f"<!-- QUESTION {name} -->" in text)
        text, answer, used = sources[place : place + 3]
        file = (project.assignment_folder / question.path).read_text(encoding="utf-8")
        for line in file.partition("<!-- ANSWER BEGINS")[0].splitlines():
            assert line.replace("`README.md`", "this notebook") in text
        assert answer == (
            f"<!-- ANSWER BEGINS {name} -->\n\n*Replace this line with your answer.*\n\n"
            f"<!-- ANSWER ENDS {name} -->"
        )
        assert used.startswith(f"<!-- HELP USED {name} -->\n\n**Help used** (")
        assert used.endswith("): ")
        both = answer.replace("*Replace this line with your answer.*", "Mine.") + f"\n\n{used}nobody"
        assert (read_answer(both).answer, read_answer(both).help_used) == ("Mine.", "nobody")


def test_the_setup_cell_is_hidden_and_comes_before_all_code(student: Any) -> None:
    first = next(cell for cell in student.cells if cell.cell_type == "code")
    assert first.source.startswith(f"{FIRST_LINE}\n")
    assert first.metadata["cellView"] == "form"
    assert first.metadata["jupyter"] == {"source_hidden": True}


def test_otters_zip_has_the_public_tests_only(project: Project, edition: Edition) -> None:
    entries = zip_of(edition)
    numbers = {question.number for question in project.assignment.questions}
    assert {name for name in entries if name.startswith("tests/")} == {f"tests/{each}.py" for each in numbers}
    for number in numbers:
        test = entries[f"tests/{number}.py"].decode()
        assert "hidden=False" in test
        assert "hidden=True" not in test
    points = sum(
        float(re.findall(rb"^points = (\S+)", entries[f"tests/{each}.py"], re.M)[0]) for each in numbers
    )
    assert points == project.assignment.code_points
    carried = {f"files/{name}" for name in carried_files(project)}
    assert {name for name in entries if name.startswith("files/")} == carried
    hidden = {path.name for path in project.hidden_tests_folder.glob("*.py")}
    public = {path.name for path in (project.assignment_folder / "tests").glob("*.py")}
    assert {Path(name).name for name in entries} & (hidden - public) == set()


def test_otters_environment_takes_torch_without_cuda(project: Project, edition: Edition) -> None:
    environment = zip_of(edition)["environment.yml"].decode()
    assert "--extra-index-url https://download.pytorch.org/whl/cpu" in environment
    assert "python=3.11" in environment
    pins = dict(re.findall(r"- (torch|numpy|pytest|jaxtyping)==(\S+)", environment))
    tested = (project.root / "constraints.txt").read_text(encoding="utf-8")
    assert len(pins) == 4
    for name, version in pins.items():
        assert f"\n{name}=={version}\n" in tested


def test_each_lab_has_a_cell_that_does_not_run_by_itself(project: Project, student: Any) -> None:
    sources = [cell.source for cell in student.cells]
    for module in project.assignment.modules:
        code = lab_cell(module)
        assert sources.count(code) == 1
        assert code.startswith("run_lab = False")
        assert sources[sources.index(code) - 1].startswith("## Lab: see it happen\n")
        check = f'grader.check("{module.questions[-1].number}")'
        assert sources.index(check) == sources.index(code) - 2


# In a kernel


def test_a_lab_runs_on_the_functions_of_the_cells(
    project: Project, student: Any, solutions: dict[str, str], tmp_path: Path
) -> None:
    copy = solved(student, solutions)
    module = next(each for each in project.assignment.modules if each.lab == "memory")
    place = next(number for number, cell in enumerate(copy.cells) if cell.source == lab_cell(module))
    cell = copy.cells[place]
    cell.source = cell.source.replace("run_lab = False", "run_lab = True")
    cell.source = cell.source.replace("globals()", "globals(), quick=True")
    wanted = copy.cells[: place + 1]
    copy.cells = [each for each in wanted if not each.source.startswith("grader.check(")]
    outputs = dict(run(copy, tmp_path))
    text = outputs[copy.cells[-1].source]
    assert "- holds: training_memory gives PyTorch's bytes exactly" in text
    assert "DOES NOT HOLD" not in text
    assert {each.name for each in (tmp_path / "lab_results").iterdir()} == {
        "memory-quick.png",
        "memory-quick.txt",
    }


def test_with_stubs_every_check_says_so_and_no_cell_raises(
    project: Project, student: Any, tmp_path: Path
) -> None:
    outputs = dict(run(solved(student, {}), tmp_path))
    assert [text for text in outputs.values() if "Error" in text] == []
    for question in project.assignment.questions:
        assert outputs[f'grader.check("{question.number}")'] == (
            f"{question.number} {question.function} is not started\n"
        )
    everything = outputs["grader.check_all()"]
    assert f"All parts               0 of {len(project.assignment.questions)} passing" in everything


def test_with_solutions_every_check_passes(
    project: Project, student: Any, solutions: dict[str, str], tmp_path: Path
) -> None:
    outputs = dict(run(solved(student, solutions), tmp_path))
    assert [text for text in outputs.values() if "Error" in text] == []
    for question in project.assignment.questions:
        text = outputs[f'grader.check("{question.number}")']
        assert text.startswith(f"{question.number} {question.function}: ")
        assert text.endswith(" pass\n")
    assert (
        f"{project.assignment.code_points:g} of {project.assignment.code_points:g}"
        in outputs["grader.check_all()"]
    )
    assert list(tmp_path.iterdir()) == []


# Otter


@pytest.mark.parametrize("is_solved", [False, True], ids=["stubs", "reference"])
def test_otter_run_scores_the_notebook(
    project: Project,
    edition: Edition,
    student: Any,
    solutions: dict[str, str],
    otter_run: Run,
    tmp_path: Path,
    is_solved: bool,
) -> None:
    (zipped,) = edition.otter.values()
    (tmp_path / "otter.zip").write_bytes(zipped)
    notebook = tmp_path / "handed in.ipynb"
    copy = solved(student, solutions if is_solved else {})
    copy.metadata.pop("otter")  # editors drop what they do not know
    nbformat.write(copy, notebook)
    done = otter_run(tmp_path / "otter.zip", tmp_path, notebook)
    assert done.returncode == 0, done.stderr
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    scores = [(test["score"], test["max_score"]) for test in results["tests"] if "score" in test]
    assert len(scores) == len(project.assignment.questions)
    assert sum(score for score, _ in scores) == (project.assignment.code_points if is_solved else 0)
    assert sum(most for _, most in scores) == project.assignment.code_points


def test_a_solution_that_fails_its_public_tests_stops_otter_and_leaves_nothing(
    checkout: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = checkout.solutions_folder / "context.py"
    text = path.read_text(encoding="utf-8")
    wrong = text.replace("n_prompt + max_new_tokens <= context_window", "n_prompt <= context_window")
    assert wrong != text
    path.write_text(wrong, encoding="utf-8")
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with pytest.raises(NotebookError, match="otter assign failed: "):
        notebook_edition(checkout)
    assert list(folder.iterdir()) == []


def test_the_last_line_of_otters_error_is_shown(project: Project) -> None:
    broken = master_notebook(project)
    broken.cells = [cell for cell in broken.cells if cell.source != "# END SOLUTION"]
    with pytest.raises(NotebookError) as caught:
        otter_assign(written(broken), carried_files(project))
    assert "otter assign failed: otter.assign.utils.AssignNotebookFormatException: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_leak_stops_the_edition(checkout: Project) -> None:
    source = (checkout.solutions_folder / "context.py").read_text(encoding="utf-8")
    block = source.rpartition("# BEGIN SOLUTION\n")[2].partition("# END SOLUTION")[0]
    with (checkout.assignment_folder / "provided" / "hints.py").open("w", encoding="utf-8") as file:
        file.write(f"def f(token_ids, window, overlap, summarize):\n{block}")
    with pytest.raises(NotebookError) as caught:
        notebook_edition(checkout)
    assert "packed text" in str(caught.value)
    assert "files/provided/hints.py" in str(caught.value)
    assert "holds a solution of solutions/context.py" in str(caught.value)
