"""Runs variants through the real grader: which parts fail on which variant, and with what outcomes."""

import ast
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from autograder.answer_key.variants import Variant, VariantError, variant_source
from autograder.catalog import Limits, Project, Question
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fingerprints import Signature
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.key import Key
from autograder.grading.plugin import EXAMPLE, HiddenTests, Verdict
from autograder.grading.session import Session
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission
from autograder.submissions.stage import staged


@dataclass(frozen=True)
class VariantRun:
    """What the grader said of one variant."""

    variant: Variant
    verdicts: tuple[Verdict, ...]
    seconds: float
    fingerprints: dict[str, Signature] = field(default_factory=dict)

    @property
    def failed_parts(self) -> tuple[str, ...]:
        """The parts in which a check failed, examples aside."""
        return lost_parts(self.verdicts)


def lost_parts(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """The parts in which a check failed, examples aside."""
    failed = {verdict.part for verdict in verdicts if not verdict.passed}
    return tuple(sorted(part for part in failed if not part.endswith(f".{EXAMPLE}")))


def run_variants(
    project: Project,
    key: Key,
    variants: Iterable[Variant],
    progress: Callable[[Variant], None] | None = None,
    *,
    only_changed: bool = False,
) -> list[VariantRun]:
    """Grades each variant as a submission, on the questions of the module that it changes.

    Args:
        progress: is told of each variant that is done.
        only_changed: leave out questions of functions that the variant leaves alone.

    Raises:
        VariantError: a variant is of no module, or uses a private name of the reference.
        GraderError: grading failed by our own fault.
    """
    runs = []
    with Zygote(project.assignment_folder, models=project.worker_models_folder) as zygote:
        for variant in variants:
            check_names(variant, project)
            runs.append(run_variant(project, key, variant, zygote, only_changed=only_changed))
            if progress:
                progress(variant)
    return runs


def run_variant(
    project: Project, key: Key, variant: Variant, zygote: Zygote, *, only_changed: bool = False
) -> VariantRun:
    """Grades one variant."""
    began = time.monotonic()
    questions = own_questions(variant, project) if only_changed else _questions_of(variant.module, project)
    reference = (project.solutions_folder / f"{variant.module}.py").read_text(encoding="utf-8")
    source = variant_source(reference, variant.text)
    run, fingerprints = grade_source(project, key, variant.module, source, questions, zygote)
    return VariantRun(variant, tuple(run.verdicts.values()), time.monotonic() - began, fingerprints)


def grade_source(
    project: Project,
    key: Key,
    module: str,
    source: str,
    questions: Collection[Question],
    zygote: Zygote,
    *,
    limits: Limits | None = None,
) -> tuple[HiddenTests, dict[str, Signature]]:
    """Grades the solutions with another source for one module, on some questions: verdicts and rows.

    Raises:
        GraderError: grading failed by our own fault.
    """
    solutions = Submission(project.solutions_folder)
    with staged(solutions, project.assignment_folder / "provided") as stage:
        (stage / f"{module}.py").write_text(source, encoding="utf-8")
        with Session(zygote, stage, limits or project.assignment.limits) as session:
            student = Student(session)
            run = run_hidden_tests(
                project.hidden_tests_folder,
                project.assignment,
                student,
                Replayer(key),
                key.seed,
                only={question.number for question in questions},
            )
    return run, student.fingerprints


def _questions_of(module: str, project: Project) -> set[Question]:
    return {question for question in project.assignment.questions if question.module == module}


def own_questions(variant: Variant, project: Project) -> set[Question]:
    """The questions whose functions a variant defines."""
    return {question for question in project.assignment.questions if question.function in variant.functions}


def changed_questions(variant: Variant, project: Project) -> set[Question]:
    """The questions whose functions a variant changes, and those that call them in the reference."""
    return questions_changed_by(variant.module, variant.functions, project)


def questions_changed_by(module: str, names: Iterable[str], project: Project) -> set[Question]:
    """The questions whose functions are among `names`, or come to use one of them in the reference."""
    source = (project.solutions_folder / f"{module}.py").read_text(encoding="utf-8")
    uses = {
        node.name: {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }
    changed = set(names)
    while more := {name for name, used in uses.items() if used & changed} - changed:
        changed |= more
    return {question for question in project.assignment.questions if question.function in changed}


def check_names(variant: Variant, project: Project) -> None:
    """Refuses a variant of no module, or one that leans on the reference's private names."""
    path = project.solutions_folder / f"{variant.module}.py"
    if not path.is_file():
        raise VariantError(f"{variant.id}: there is no module {variant.module!r}")
    tree, own = ast.parse(path.read_text(encoding="utf-8")), ast.parse(variant.text)
    private = {
        name
        for node in tree.body
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            else [target.id for target in node.targets if isinstance(target, ast.Name)]
            if isinstance(node, ast.Assign)
            else []
        )
        if name.startswith("_")
    }
    used = {node.id for node in ast.walk(own) if isinstance(node, ast.Name)} & private
    if used - set(variant.functions):
        raise VariantError(f"{variant.id}: {sorted(used)[0]} is a private name of the reference")
