"""Sample submissions for the demonstration, made from the reference and the stubs of any course."""

import shutil
from collections.abc import Callable
from pathlib import Path

from autograder.answer_key.variants import variant_source
from autograder.catalog import Project, Question

UNFINISHED = """
def {function}(*args, **kwargs):
    raise NotImplementedError("{label}")
"""
ENDLESS = """
def {function}(*args, **kwargs):
    while True:
        pass
"""
ENDS_THE_PROCESS = """
def {function}(*args, **kwargs):
    import os

    os._exit(0)
"""


def reference(folder: Path, project: Project) -> None:
    """The solutions as they are."""
    for module in project.assignment.modules:
        shutil.copyfile(project.solutions_folder / module.path, folder / module.path)


def stubs(folder: Path, project: Project) -> None:
    """Everything as a student downloads it, nothing done yet."""
    for each in project.assignment.pieces:
        (folder / each.path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.assignment_folder / each.path, folder / each.path)


def wrong_ideas(folder: Path, project: Project) -> None:
    """The solutions with one known wrong idea in every module that has any."""
    reference(folder, project)
    for module, chaff in sample_chaffs(project).items():
        _append(folder / f"{module}.py", chaff.read_text(encoding="utf-8"))


def half_done(folder: Path, project: Project) -> None:
    """Stubs, one module done, and one saved in the middle of a line."""
    stubs(folder, project)
    done, broken, *_ = project.assignment.modules
    shutil.copyfile(project.solutions_folder / done.path, folder / done.path)
    _append(folder / broken.path, f"def {broken.questions[0].function}(\n")


def one_function(folder: Path, project: Project) -> None:
    """The first function is written, the others are not started."""
    reference(folder, project)
    for question in project.assignment.questions[1:]:
        _replace(question, UNFINISHED, folder)


def stuck(folder: Path, project: Project) -> None:
    """The solutions, but one function never ends and another ends the process."""
    reference(folder, project)
    last_two = project.assignment.questions[-2:]
    _replace(last_two[0], ENDLESS, folder)
    _replace(last_two[-1], ENDS_THE_PROCESS, folder)


Sample = Callable[[Path, Project], None]
SAMPLES: dict[str, Sample] = {
    "reference": reference,
    "wrong_ideas": wrong_ideas,
    "half_done": half_done,
    "one_function": one_function,
    "stuck": stuck,
}


def samples_for(project: Project) -> dict[str, Sample]:
    """Return the samples that show something about this course."""
    several = len(project.assignment.modules) > 1
    fits = {"wrong_ideas": bool(sample_chaffs(project)), "half_done": several, "one_function": not several}
    return {name: make for name, make in SAMPLES.items() if fits.get(name, True)}


def sample_chaffs(project: Project) -> dict[str, Path]:
    """Return one known wrong idea for each module that has any, by choice one of the catalog's `demo`."""
    shown = set(project.assignment.demo)
    found = {
        module.name: sorted(project.chaffs_folder.glob(f"{module.name}/*.py"))
        for module in project.assignment.modules
    }
    return {
        module: min(chaffs, key=lambda path: f"{path.parent.name}/{path.stem}" not in shown)
        for module, chaffs in found.items()
        if chaffs
    }


def _replace(question: Question, definition: str, folder: Path) -> None:
    text = definition.format(function=question.function, label=question.label)
    _append(folder / f"{question.module}.py", text)


def _append(path: Path, text: str) -> None:
    path.write_text(variant_source(path.read_text(encoding="utf-8"), text), encoding="utf-8")
