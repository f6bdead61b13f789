"""How often a misconception is named rightly, wrongly, or not at all, on variants that were not recorded.

    python benchmarks/diagnosis.py [--seed 1]

`tests/diagnosis/rewritten` holds chaffs written anew from their sentence alone, without sight of the code;
`tests/diagnosis/two_faults` has two mistakes in one function, and any name for it is wrong. The baseline
beside it names the chaff that fails the same tests, whatever came back.
"""

import argparse
from collections import Counter

from autograder.answer_key.cache import full_key
from autograder.answer_key.runs import VariantRun, own_questions, run_variants
from autograder.answer_key.variants import read_variants
from autograder.catalog import Project
from autograder.grading.fingerprints import RecordedFingerprint, find_misconception
from autograder.grading.grade import fingerprints_by_question
from autograder.grading.key import Key

Named = tuple[RecordedFingerprint | None, RecordedFingerprint | None]


def main() -> None:
    """Runs both folders and prints what was named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    project = Project.find()
    key = full_key(project, parser.parse_args().seed, print)
    folder = project.root / "tests" / "diagnosis"
    originals = read_variants(project.chaffs_folder)
    hints: dict[tuple[str, str], set[str]] = {}
    for each in originals:  # one sentence may stand for the same idea in two functions
        hints.setdefault((each.module, each.sentence), set()).add(each.hint)
    for name in ("rewritten", "two_faults"):
        counts: Counter[str] = Counter()
        for run in run_variants(project, key, read_variants(folder / name), only_changed=True):
            expected = hints.get((run.variant.module, run.variant.sentence), set())
            for method, fingerprint in zip(
                ("whole row", "same failed tests"), named(run, key, project), strict=True
            ):
                verdict = (
                    "unnamed" if fingerprint is None else "right" if fingerprint.hint in expected else "wrong"
                )
                counts[f"{method}: {verdict}"] += 1
                if method == "whole row" and fingerprint and verdict == "wrong":
                    print(f"wrong: {run.variant.id} named {fingerprint.chaff}; {run.variant.sentence}")
        print(f"{name}: " + ", ".join(f"{what} {count}" for what, count in sorted(counts.items())))


def named(run: VariantRun, key: Key, project: Project) -> Named:
    """What our rule names, and what the baseline names, on the first question that failed."""
    fingerprints = fingerprints_by_question(run.verdicts, run.fingerprints)
    for question in sorted(own_questions(run.variant, project), key=lambda each: each.number):
        fingerprint, recorded = fingerprints.get(question.number), key.fingerprints.get(question.number, [])
        if fingerprint:
            same = next((each for each in recorded if each.fingerprint.keys() == fingerprint.keys()), None)
            return find_misconception(fingerprint, recorded), same
    return None, None


if __name__ == "__main__":
    main()
