"""The same code has the same grade as `.py` files and as a notebook: all wheats, and 60 chaffs."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from notebook_builder import as_bytes, notebook, student_notebook

from autograder.answer_key.build import key_for
from autograder.answer_key.runs import own_questions, questions_of, run_variant
from autograder.answer_key.variants import Variant, read_variants, variant_source
from autograder.catalog import Project
from autograder.catalog.wanted import wanted_of
from autograder.grading.fixtures import Replayer
from autograder.grading.key import Key
from autograder.grading.run import Run, open_session, run_session
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import find_submission
from autograder.submissions.notebook.choose import with_notebooks

pytestmark = pytest.mark.slow
N_CHAFFS = 60


@pytest.fixture(scope="module")
def key(project: Project) -> Key:
    return key_for(project, 1)


@pytest.fixture(scope="module")
def sources(project: Project) -> dict[str, str]:
    modules = project.assignment.modules
    return {each.name: (project.solutions_folder / each.path).read_text(encoding="utf-8") for each in modules}


def spread(variants: list[Variant], n_wanted: int) -> Iterator[Variant]:
    for place in range(n_wanted):
        yield variants[place * len(variants) // n_wanted]


def as_notebook(
    project: Project, key: Key, zygote: Zygote, sources: dict[str, str], numbers: set[str]
) -> Run:
    with tempfile.TemporaryDirectory() as temporary:
        cells = student_notebook(project.assignment, sources)
        (Path(temporary) / "work.ipynb").write_bytes(as_bytes(notebook(cells)))
        found = find_submission(Path(temporary), [each.path for each in project.assignment.pieces])
        submission = with_notebooks(found, wanted_of(project.assignment))
        assert submission.notes.lines == ()
        with open_session(submission, project, zygote) as session:
            return run_session(session, project, Replayer(key), key.seed, numbers)


@pytest.mark.parametrize("kind", ["wheats", "chaffs"])
def test_variants(project: Project, key: Key, zygote: Zygote, sources: dict[str, str], kind: str) -> None:
    variants = read_variants(project.wheats_folder if kind == "wheats" else project.chaffs_folder)
    chosen = variants if kind == "wheats" else list(spread(variants, N_CHAFFS))
    different = []
    for variant in chosen:
        questions = (
            questions_of(variant.module, project) if kind == "wheats" else own_questions(variant, project)
        )
        source = variant_source(sources[variant.module], variant.text)
        numbers = {question.number for question in questions}
        made = as_notebook(project, key, zygote, {**sources, variant.module: source}, numbers)
        files = run_variant(project, key, variant, questions, zygote)
        if kind == "wheats":
            assert all(verdict.passed for verdict in files.verdicts), variant.id
        else:
            assert files.failed_parts, variant.id
        expected = {
            verdict.test: (verdict.part, verdict.passed, kind_of(verdict)) for verdict in files.verdicts
        }
        found = {
            verdict.test: (verdict.part, verdict.passed, kind_of(verdict))
            for verdict in made.verdicts.values()
        }
        if found != expected or made.signatures != files.signatures:
            different.append(variant.id)
    assert not different


def kind_of(verdict: object) -> str:
    failure = getattr(verdict, "failure", None)
    return failure.kind if failure else ""
