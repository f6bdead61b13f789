"""Builds the key: runs the hidden tests with the solutions on both sides, and records what they answer."""

from pathlib import Path

from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.files import write_atomically
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Recorder, Student
from autograder.grading.key import Key, KeyMismatchError, hash_of_sources
from autograder.grading.session import Session
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged

ROOMS = ("catalog", "grading", "sandbox")
"""Our own code that a recorded outcome hangs on."""


def key_for(project: Project, seed: int) -> Key:
    """The key of a project and seed: the one that was kept, if it is still of these sources, or a new one.

    Raises:
        GraderError: the solutions do not pass the hidden tests.
    """
    made_from = hash_of_sources(sources(project), seed)
    kept = project.root / ".autograder" / f"key-{made_from}.json"
    if kept.is_file():
        try:
            return Key.from_json(kept.read_text(encoding="utf-8"))
        except KeyMismatchError:
            kept.unlink()
    key = build_key(project, seed)
    write_atomically(kept, key.to_json().encode())
    return key


def build_key(project: Project, seed: int) -> Key:
    """A new key.

    Raises:
        GraderError: the solutions do not pass the hidden tests, or a part has no test.
    """
    key = Key(seed, hash_of_sources(sources(project), seed))
    with (
        staged(Submission(project.solutions_folder), project.assignment_folder / "provided") as folder,
        Zygote(project.assignment_folder, models=project.worker_models_folder) as zygote,
    ):
        limits = project.assignment.limits
        with Session(zygote, folder, limits) as student, Session(zygote, folder, limits) as reference:
            recorder = Recorder(reference, key)
            run = run_hidden_tests(
                project.hidden_tests_folder, project.assignment, Student(student), recorder, seed
            )
    for verdict in run.verdicts.values():
        if not verdict.passed:
            raise GraderError(f"the solutions fail {verdict.test}: {verdict.kind}; {verdict.detail}")
    key.parts = run.parts
    for question in project.assignment.questions:
        for part in question.parts:
            if part.id not in key.parts.values():
                raise GraderError(f"no hidden test is marked for the part {part.id}")
    return key


def sources(project: Project) -> list[Path]:
    """Every file that a key is made from."""
    package = Path(__file__).parents[1]
    rooms = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    return [
        *rooms,
        *project.hidden_tests_folder.glob("*.py"),
        *project.solutions_folder.glob("*.py"),
        *(project.assignment_folder / "provided").glob("*.py"),
        *project.worker_models_folder.glob("*.py"),
        project.catalog_file,
    ]
