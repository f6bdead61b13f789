"""Which hidden tests nobody needs: without one, every wrong answer that we know is caught as before.

    python tools/quality/needless_tests.py [--seed 1]

A test is needed if one of these happens without it: a chaff earns more, a mutant of the solutions survives,
or two chaffs with different hints answer alike. Worked examples are needed for what they show. Two tests that
are both needless may need each other: remove one, and run this again. Takes minutes, so CI does not run it.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from autograder.answer_key.build import key_for
from autograder.answer_key.runs import grade_source, own_questions
from autograder.answer_key.variants import read_variants, variant_source
from autograder.audit.mutants import CALL_CPU_SECONDS, find_mutants, questions_of
from autograder.catalog import Project, Question
from autograder.grading.collect import EXAMPLE
from autograder.grading.fingerprints import Fingerprint, same_fingerprint
from autograder.grading.grade import CORE, fingerprints_by_question
from autograder.grading.key import Key
from autograder.sandbox.zygote import Zygote


@dataclass(frozen=True)
class Wrong:
    """The tests that one wrong answer to a question fails."""

    hint: str
    """Of a chaff; a mutant has none."""
    parts: dict[str, str]
    """The part of each test that failed, worked examples aside."""
    fingerprint: Fingerprint

    def loses(self, without: str = "") -> set[str]:
        """The parts that are lost if there were one test less; without the core nothing else counts."""
        lost = {part for test, part in self.parts.items() if test != without}
        core = {part for part in lost if part.endswith(f".{CORE}")}
        return core or lost


def main() -> None:
    """Grade all chaffs and mutants, and print the tests that none of them needs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    project = Project.find()
    key = key_for(project, parser.parse_args().seed)
    answers: dict[str, list[Wrong]] = {}
    with Zygote(project.assignment_folder, models=project.worker_models_folder) as zygote:
        for number, wrong in wrong_answers(project, key, zygote):
            answers.setdefault(number, []).append(wrong)
    needless = [
        test
        for test, part in key.parts.items()
        if not part.endswith(f".{EXAMPLE}") and not needed(test, answers.get(part.rpartition(".")[0], []))
    ]
    for test in needless:
        print(f"{key.parts[test]}  {test}")
    print(f"{len(needless)} of {len(key.parts)} hidden tests are needed by none of these wrong answers")


def needed(test: str, answers: list[Wrong]) -> bool:
    """Whether these wrong answers to the test's question show it to be needed."""
    if any(wrong.loses() != wrong.loses(without=test) for wrong in answers if test in wrong.parts):
        return True
    fingerprints = [
        ({key: value for key, value in each.fingerprint.items() if key != test}, each) for each in answers
    ]
    return any(
        one.hint != other.hint
        and same_fingerprint(fingerprint, other_row)
        and not same_fingerprint(one.fingerprint, other.fingerprint)
        for (fingerprint, one), (other_row, other) in combinations(fingerprints, 2)
        if one.hint and other.hint
    )


def wrong_answers(project: Project, key: Key, zygote: Zygote) -> Iterator[tuple[str, Wrong]]:
    """All chaffs and mutants, by the number of each question that they change."""
    texts = {
        module.name: (project.solutions_folder / f"{module.name}.py").read_text(encoding="utf-8")
        for module in project.assignment.modules
    }
    limits = replace(project.assignment.limits, call_cpu_seconds=CALL_CPU_SECONDS)

    def grade(module: str, source: str, questions: set[Question], hint: str) -> Iterator[tuple[str, Wrong]]:
        run = grade_source(project, key, module, source, questions, zygote, limits=limits)
        fingerprints = fingerprints_by_question(run.verdicts.values(), run.signatures)
        for question in questions:
            parts = {
                verdict.test: verdict.part
                for verdict in run.verdicts.values()
                if not verdict.passed and verdict.part.startswith(f"{question.number}.")
            }
            graded = {test: part for test, part in parts.items() if not part.endswith(f".{EXAMPLE}")}
            yield question.number, Wrong(hint, graded, fingerprints.get(question.number, {}))

    for chaff in read_variants(project.chaffs_folder):
        source = variant_source(texts[chaff.module], chaff.text)
        yield from grade(chaff.module, source, own_questions(chaff, project), chaff.hint)
    for module, text in texts.items():
        for mutant in find_mutants(module, text):
            yield from grade(module, mutant.source, questions_of(mutant, project), "")


if __name__ == "__main__":
    main()
