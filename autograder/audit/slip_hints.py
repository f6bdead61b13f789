"""Hints that slips would get: each is a false accusation, unless a person has found it true of the slip too.

A submission gets the hint of the chaff that answers exactly as it does. A slip that answers like a chaff
gets the chaff's hint. Either an input has to tell the two apart, or the hint has to say only what both
have in common; then `shared_hints.toml` lists the slip with the reason.
"""

import ast
import random
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rich.console import Console

from autograder.answer_key.runs import Track, grade_source, questions_changed_by, untracked
from autograder.answer_key.variants import VariantError, defined_names, read_variants, variant_source
from autograder.audit.slips import Place, Slip, find_slips
from autograder.catalog import Project, Question
from autograder.grading.fingerprints import RecordedFingerprint, find_misconception
from autograder.grading.grade import fingerprints_by_question
from autograder.grading.key import Key
from autograder.grading.start import start_zygote

CALL_CPU_SECONDS = 1.0
"""Less than a submission has: slips that never end are many, and the solutions take milliseconds."""

Explanations = Mapping[tuple[str, Place], str]
"""Why a chaff's hint is true of a slip, by both."""


@dataclass(frozen=True)
class ToldHint:
    """A hint that a slip gets."""

    slip: Slip
    number: str
    """The question in which it gets it."""
    chaff: str
    hint: str


def slips_of(project: Project) -> list[Slip]:
    """Return every slip of the solutions."""
    return [
        slip
        for module in project.assignment.modules
        for slip in find_slips(
            module.name, (project.solutions_folder / f"{module.name}.py").read_text(encoding="utf-8")
        )
    ]


def draw_slips(project: Project, count: int, draw_seed: int) -> list[Slip]:
    """Draw slips from the solutions and, as often, from the wheats: right code that nobody explained.

    Args:
        project: the course.
        count: how many to draw.
        draw_seed: decides which ones.
    """
    rng = random.Random(draw_seed)
    of_solutions, of_wheats = slips_of(project), []
    for wheat in read_variants(project.wheats_folder):
        slips = find_slips(wheat.module, wheat.text)
        of_wheats += [replace(slip, text=f"{wheat.text}\n{slip.text}") for slip in slips]
    half = min(count // 2, len(of_wheats))
    return rng.sample(of_wheats, half) + rng.sample(of_solutions, min(count - half, len(of_solutions)))


def told_hints(
    project: Project,
    key: Key,
    slips: Iterable[Slip],
    recorded: Mapping[str, Sequence[RecordedFingerprint]],
    track: Track = untracked,
) -> list[ToldHint]:
    """Grade slips and return every hint that one gets.

    Raises:
        GraderError: grading failed by a fault of ours.
    """
    found = []
    limits = replace(project.assignment.limits, call_cpu_seconds=CALL_CPU_SECONDS)
    with start_zygote(project) as zygote:
        for slip in track(list(slips), "slips"):
            reference = (project.solutions_folder / f"{slip.module}.py").read_text(encoding="utf-8")
            source = variant_source(reference, slip.text)
            questions = questions_of(slip, project)
            run = grade_source(project, key, slip.module, source, questions, zygote, limits=limits)
            by_question = fingerprints_by_question(run.verdicts.values(), run.signatures)
            for number, fingerprint in by_question.items():
                if match := find_misconception(fingerprint, recorded.get(number, ())):
                    found.append(ToldHint(slip, number, match.chaff, match.hint))
    return found


def questions_of(slip: Slip, project: Project) -> set[Question]:
    """Return the question that a slip changes; for a helper, the questions that use it."""
    of_module = {question for question in project.assignment.questions if question.module == slip.module}
    own = {question for question in of_module if question.function == slip.function}
    if changed := own or questions_changed_by(slip.module, {slip.function}, project):
        return changed
    defined = set(defined_names(ast.parse(slip.text)))  # a helper of a wheat's own
    return {question for question in of_module if question.function in defined}


def read_explanations(project: Project) -> dict[tuple[str, Place], str]:
    """Return why some hints are true of some slips.

    Raises:
        VariantError: an entry lacks its reason or its slips.
    """
    path = project.shared_hints_file
    content = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    explained = {}
    for module, chaffs in content.items():
        for chaff, entry in chaffs.items():
            why, slips = entry.get("why", ""), entry.get("slips", {})
            if not why or not slips:
                raise VariantError(f"{path.name}: {module}/{chaff} needs `why` and `slips`")
            for function, lines in slips.items():
                for line in lines:
                    explained[f"{module}/{chaff}", (module, function, line)] = str(why)
    return explained


def print_slips(
    project: Project,
    key: Key,
    console: Console,
    track: Track = untracked,
    *,
    drawn: int = 0,
    draw_seed: int = 0,
) -> int:
    """Grade every slip of the solutions, or some drawn ones, and print the report.

    Returns:
        1 if anything is wrong, else 0. Drawn slips have no explanations, so each hint that one gets is
        printed for a person to judge.
    """
    slips = draw_slips(project, drawn, draw_seed) if drawn else slips_of(project)
    recorded = key.fingerprints
    chaffs = {each.id for each in read_variants(project.chaffs_folder)}
    told = told_hints(project, key, slips, recorded, track)
    lines, complaints = report(slips, told, read_explanations(project), chaffs, stale=not drawn)
    for line in [*(f"! {complaint}" for complaint in complaints), *lines]:
        console.print(line, highlight=False, markup=False, soft_wrap=True)
    return 1 if complaints else 0


def report(
    slips: Sequence[Slip],
    told: Sequence[ToldHint],
    explained: Explanations,
    chaffs: Collection[str],
    *,
    stale: bool = True,
) -> tuple[list[str], list[str]]:
    """Return a line for each module and for all, and the complaints.

    A hint that a slip gets without an explanation is refused, and so is an explanation of a chaff or a
    slip that does not exist. An explanation that this seed did not need may be needed by another.
    """
    accused = [each for each in told if (each.chaff, each.slip.place) not in explained]
    counts, accusations = (
        Counter(slip.module for slip in slips),
        Counter(each.slip.module for each in accused),
    )
    shared = Counter(each.slip.module for each in told)
    lines = [
        f"{module}: {count} slips, {shared[module]} get a hint, {accusations[module]} of them unexplained"
        for module, count in counts.items()
    ]
    lines.append(f"{len(slips)} slips, {len(told)} get a hint, {len(accused)} of them unexplained")
    complaints = [
        f"{each.slip.id}\n    gets the hint of {each.chaff} in {each.number}: {each.hint}" for each in accused
    ]
    places = {slip.place for slip in slips}
    complaints += [
        f"shared_hints.toml: {chaff} or its slip does not exist: {' / '.join(place)}"
        for chaff, place in sorted(explained)
        if stale and (chaff not in chaffs or place not in places)
    ]
    return lines, complaints
