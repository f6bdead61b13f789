"""Whether draws are accepted: every variant has the same parts under every seed, and no two hints clash.

    python tools/quality/draws.py [--seeds 200] [--first 1] [--only context] [--mutants]

Runs wheats and chaffs (and mutants of the solutions, if asked) in this process: no workers, some seconds for
a seed. A seed is accepted if each wheat loses nothing, each chaff and mutant loses what it loses under most
seeds, and no two chaffs with different hints answer a question alike. A seed that is not accepted shows that
a hidden test lacks a declared property or a fixed case. Exit status 1 if there is one.

Variants that never end are cut off after `--cpu-seconds`, and are run under the first few seeds only. In a
worker some of them fill their memory first, so the matrix may say something else of them. Ctrl-C ends the run
with a report on the seeds so far.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import ModuleType

from unsandboxed import InProcess, judge, key_in_process, load_course, module_of, solutions_of

from autograder.answer_key.fingerprints import ambiguous_fingerprints
from autograder.answer_key.runs import changed_questions, lost_parts, own_questions
from autograder.answer_key.variants import read_variants, variant_source
from autograder.audit.mutants import find_mutants, questions_of
from autograder.catalog import Project, Question
from autograder.grading.collect import HiddenTest, collect
from autograder.grading.failure import FailureKind
from autograder.grading.fingerprints import RecordedFingerprint
from autograder.grading.grade import fingerprints_by_question
from autograder.grading.key import Key

SEEDS_OF_ENDLESS = 3
"""Seeds under which variants that time out are run: they cost a hundred times what others do."""


@dataclass
class Subject:
    """A variant that is ready to run, and what it loses under each seed."""

    name: str
    kind: str
    modules: dict[str, ModuleType]
    own: set[str]
    """Numbers of the questions that it changes itself."""
    only: set[str]
    """Those, and the questions that call them."""
    hint: str
    lost: dict[int, tuple[str, ...]]
    is_endless: bool = False


def subjects(project: Project, *, mutants: bool, only: str) -> Iterator[Subject]:
    """Yield all variants of a module, or of all."""
    reference = solutions_of(project)
    sources = {
        each.name: (project.solutions_folder / f"{each.name}.py").read_text("utf-8")
        for each in project.assignment.modules
        if each.name.startswith(only)
    }

    def numbers(questions: Iterable[Question]) -> set[str]:
        return {question.number for question in questions}

    for kind, folder in (("wheat", project.wheats_folder), ("chaff", project.chaffs_folder)):
        for variant in read_variants(folder):
            if variant.module in sources:
                source = variant_source(sources[variant.module], variant.text)
                modules = {**reference, variant.module: module_of(variant.module, source)}
                own = numbers(own_questions(variant, project))
                asked = own | numbers(changed_questions(variant, project))
                yield Subject(variant.id, kind, modules, own, asked, variant.hint, {})
    for name, text in sources.items() if mutants else ():
        for i, mutant in enumerate(find_mutants(name, text)):
            try:
                module = module_of(name, mutant.source)
            except Exception:  # noqa: BLE001 - whatever a mutant raises
                continue  # a mutant that cannot be imported loses all there is
            own = numbers(questions_of(mutant, project))
            label = f"{name}.{mutant.function}, mutant {i}: {mutant.line}"
            yield Subject(label, "mutant", {**reference, name: module}, own, own, "", {})


def run_seed(
    project: Project,
    tests: tuple[HiddenTest, ...],
    key: Key,
    chosen: list[Subject],
    cpu_seconds: float,
    *,
    with_endless: bool,
) -> list[tuple[str, str, str]]:
    """Run all variants under one seed, and return the pairs of chaffs whose hints clash."""
    recorded: dict[str, list[RecordedFingerprint]] = {}
    for each in chosen:
        if each.is_endless and not with_endless:
            continue
        seconds = 5.0 if each.kind == "wheat" else cpu_seconds
        session = InProcess(project.assignment.limits, each.modules, seconds)
        verdicts, student = judge(tests, session, key, each.only)
        each.lost[key.seed] = lost_parts(verdicts.values())
        kinds = {verdict.failure.kind for verdict in verdicts.values() if verdict.failure}
        each.is_endless |= FailureKind.TIMED_OUT in kinds
        fingerprints = fingerprints_by_question(verdicts.values(), student.signatures)
        for number in each.own if each.hint else ():
            if fingerprint := fingerprints.get(number):
                recorded.setdefault(number, []).append(RecordedFingerprint(each.name, each.hint, fingerprint))
    return ambiguous_fingerprints(recorded)


def committed_matrix(project: Project) -> dict[str, tuple[str, ...]]:
    """Return what each chaff loses by the committed matrix, by its id."""
    text = project.matrix_file.read_text("utf-8") if project.matrix_file.is_file() else ""
    lines = [line.partition(": ") for line in text.splitlines() if not line.startswith("#")]
    return {name: tuple(part for part in parts.split() if part != "-") for name, _, parts in lines}


def report(
    chosen: list[Subject],
    matrix: dict[str, tuple[str, ...]],
    clashes: dict[int, list[tuple[str, str, str]]],
) -> tuple[list[str], int]:
    """Return the complaints, and how many seeds are accepted."""
    lines, refused = [], {seed for seed, pairs in clashes.items() if pairs}
    for each in chosen:
        usual = () if each.kind == "wheat" else Counter(each.lost.values()).most_common(1)[0][0]
        odd = {seed: lost for seed, lost in each.lost.items() if lost != usual}
        if odd:
            refused |= set(odd)
            forms = Counter(" ".join(lost) or "-" for lost in odd.values()).most_common(3)
            text = "; ".join(f"{form} ({n} seeds)" for form, n in forms)
            lines.append(f"{each.kind} {each.name}: usually {' '.join(usual) or '-'}, but {text}")
        if each.kind == "chaff" and not each.is_endless and usual != matrix.get(each.name):
            lines.append(f"chaff {each.name} loses {' '.join(usual) or '-'}, which the matrix does not say")
    pairs = Counter(pair for found in clashes.values() for pair in found)
    lines += [
        f"chaffs {one} and {other} answer {number} alike ({n} seeds)"
        for (number, one, other), n in pairs.items()
    ]
    return lines, len(clashes) - len(refused)


def main() -> int:
    """Print the variants that vary, and how many seeds are accepted; 1 if not all are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--only", default="", help="the beginning of the modules' names")
    parser.add_argument("--mutants", action="store_true")
    parser.add_argument("--cpu-seconds", type=float, default=0.5)
    options = parser.parse_args()
    project = Project.find()
    load_course(project)
    tests = collect(project.hidden_tests_folder, project.assignment)
    reference = solutions_of(project)
    chosen = list(subjects(project, mutants=options.mutants, only=options.only))
    clashes: dict[int, list[tuple[str, str, str]]] = {}
    began = time.process_time()
    try:
        for i in range(options.seeds):
            key = key_in_process(project, tests, reference, options.first + i)
            clashes[key.seed] = run_seed(
                project, tests, key, chosen, options.cpu_seconds, with_endless=i < SEEDS_OF_ENDLESS
            )
            print(f"seed {key.seed}", file=sys.stderr)
    except KeyboardInterrupt:
        for each in chosen:
            each.lost = {seed: lost for seed, lost in each.lost.items() if seed in clashes}
    lines, accepted = report(chosen, committed_matrix(project), clashes)
    print("\n".join(lines))
    kinds = Counter(each.kind for each in chosen)
    print(
        f"{', '.join(f'{n} {kind}s' for kind, n in kinds.items())}, "
        f"{sum(each.is_endless for each in chosen)} of them endless; {accepted} of {len(clashes)} seeds "
        f"are accepted; {time.process_time() - began:.0f} CPU s"
    )
    return 0 if accepted == len(clashes) and not lines else 1


if __name__ == "__main__":
    sys.exit(main())
