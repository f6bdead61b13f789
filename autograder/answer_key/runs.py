"""Run variants through the real grader: the parts that fail on each variant, and their outcomes."""

import ast
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from autograder.answer_key.variants import (
    Variant,
    VariantError,
    defined_names,
    names_defined_by,
    variant_source,
)
from autograder.catalog import Limits, Project, Question
from autograder.grading.collect import EXAMPLE
from autograder.grading.engine import SHARE_FROM
from autograder.grading.fingerprints import Signature
from autograder.grading.fixtures import Replayer
from autograder.grading.key import Key
from autograder.grading.run import Run, open_session, run_session
from autograder.grading.start import start_zygote
from autograder.grading.verdict import Verdict
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission

T = TypeVar("T")


class Track(Protocol):
    """Shows the progress of a loop: yields the items of `items`; `what` names them."""

    def __call__(self, items: Sequence[T], what: str) -> Iterable[T]:
        """Yield the items."""


def untracked(items: Sequence[T], what: str) -> Iterable[T]:  # noqa: ARG001
    """Yield the items and show nothing."""
    return items


@dataclass(frozen=True)
class VariantRun:
    """The grader's result for one variant."""

    variant: Variant
    verdicts: tuple[Verdict, ...]
    seconds: float
    signatures: dict[str, Signature] = field(default_factory=dict)

    @property
    def failed_parts(self) -> tuple[str, ...]:
        """The parts in which a check failed, examples aside."""
        return lost_parts(self.verdicts)


def lost_parts(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    """Return the parts in which a check failed, examples aside."""
    failed = {verdict.part for verdict in verdicts if not verdict.passed}
    return tuple(sorted(part for part in failed if not part.endswith(f".{EXAMPLE}")))


def run_variants(
    project: Project,
    key: Key,
    variants: Iterable[Variant],
    track: Track = untracked,
    *,
    only_changed: bool = False,
) -> list[VariantRun]:
    """Grade each variant as a submission, on the questions of the module that it changes.

    Args:
        project: holds the solutions and the hidden tests.
        key: the reference's answers.
        variants: what to grade.
        track: shows progress.
        only_changed: skip questions whose functions the variant leaves alone.

    Raises:
        VariantError: a variant's module does not exist, or it uses a private name of the reference.
        GraderError: grading failed by a fault of ours.
    """
    variants = list(variants)
    for variant in variants:
        check_names(variant, project)
    with start_zygote(project) as zygote:
        return [
            run_variant(
                project,
                key,
                variant,
                own_questions(variant, project) if only_changed else questions_of(variant.module, project),
                zygote,
            )
            for variant in track(variants, "variants")
        ]


def run_variant(
    project: Project, key: Key, variant: Variant, questions: Collection[Question], zygote: Zygote
) -> VariantRun:
    """Grade one variant on some questions."""
    began = time.monotonic()
    reference = (project.solutions_folder / f"{variant.module}.py").read_text(encoding="utf-8")
    source = variant_source(reference, variant.text)
    run = grade_source(project, key, variant.module, source, questions, zygote)
    return VariantRun(variant, tuple(run.verdicts.values()), time.monotonic() - began, run.signatures)


def grade_source(
    project: Project,
    key: Key,
    module: str,
    source: str,
    questions: Collection[Question],
    zygote: Zygote,
    *,
    limits: Limits | None = None,
    share_from: float = SHARE_FROM,
) -> Run:
    """Grade the solutions with another source for one module, on some questions.

    Args:
        project: holds the solutions and the hidden tests.
        key: the reference's answers.
        module: whose source is replaced.
        source: its other source.
        questions: what to grade.
        zygote: forks the workers.
        limits: in place of the project's.
        share_from: seconds of its import from which a module's questions share a worker first.

    Raises:
        GraderError: grading failed by a fault of ours.
    """
    solutions, sources = Submission(project.solutions_folder), {f"{module}.py": source}
    with open_session(solutions, project, zygote, limits=limits, sources=sources) as session:
        only = {question.number for question in questions}
        return run_session(session, project, Replayer(key), key.seed, only, share_from=share_from)


def questions_of(module: str, project: Project) -> set[Question]:
    """Return the questions of a module."""
    return {question for question in project.assignment.questions if question.module == module}


def own_questions(variant: Variant, project: Project) -> set[Question]:
    """Return the questions whose functions a variant defines, or that use its other definitions.

    A variant that replaces a class or a constant only changes the functions that use it.
    """
    own = {
        question for question in questions_of(variant.module, project) if question.function in variant.names
    }
    return own or changed_questions(variant, project)


def changed_questions(variant: Variant, project: Project) -> set[Question]:
    """Return the questions whose functions a variant changes, and those that call them in the reference."""
    return questions_changed_by(variant.module, variant.names, project)


def questions_changed_by(module: str, names: Iterable[str], project: Project) -> set[Question]:
    """Return the questions whose functions are among `names`, or come to use one of them in the reference."""
    source = (project.solutions_folder / f"{module}.py").read_text(encoding="utf-8")
    uses = {
        name: {each.id for each in ast.walk(node) if isinstance(each, ast.Name)} - {name}
        for node in ast.parse(source).body
        for name in names_defined_by(node)
    }
    changed = set(names)
    while more := {name for name, used in uses.items() if used & changed} - changed:
        changed |= more
    return {question for question in project.assignment.questions if question.function in changed}


def check_names(variant: Variant, project: Project) -> None:
    """Refuse a variant of an unknown module, or one that relies on the reference's private names.

    Raises:
        VariantError: it is one of those.
    """
    path = project.solutions_folder / f"{variant.module}.py"
    if not path.is_file():
        raise VariantError(f"{variant.id}: there is no module {variant.module!r}")
    reference = defined_names(ast.parse(path.read_text(encoding="utf-8")))
    private = {name for name in reference if name.startswith("_")}
    used = {node.id for node in ast.walk(ast.parse(variant.text)) if isinstance(node, ast.Name)} & private
    if used - set(variant.names):
        raise VariantError(f"{variant.id}: {sorted(used)[0]} is a private name of the reference")
