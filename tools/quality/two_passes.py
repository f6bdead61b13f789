"""Show that grading in two passes gives the grades of fresh workers only, and what it saves.

    python tools/quality/two_passes.py [--seed 1] [FOLDER ...]

Every variant is graded both ways on the questions of its module, in turn, as if its import took long. By
default the variants are the course's wheats and chaffs, and those of tests/diagnosis. Prints each test on
which the two differ, and the CPU time of all workers.
"""

import argparse
import sys
from pathlib import Path

from autograder.answer_key.build import key_for
from autograder.answer_key.runs import grade_source, questions_of
from autograder.answer_key.variants import read_variants, variant_source
from autograder.catalog import Project
from autograder.grading.start import start_zygote

ALWAYS, NEVER = 0.0, float("inf")
"""Seconds of an import from which questions share a worker."""


def main() -> int:
    """Grade all variants both ways; 1 if any test differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    project = Project.find()
    diagnosis = project.root / "tests" / "diagnosis"
    folders = options.folders or [
        project.wheats_folder, project.chaffs_folder, diagnosis / "rewritten", diagnosis / "two_faults",
    ]  # fmt: skip
    key = key_for(project, options.seed)
    sources = {path.stem: path.read_text(encoding="utf-8") for path in project.solutions_folder.glob("*.py")}
    cpu, n_variants, differences = {ALWAYS: 0.0, NEVER: 0.0}, 0, 0
    with start_zygote(project) as zygote:
        for variant in (each for folder in folders for each in read_variants(folder)):
            source = variant_source(sources[variant.module], variant.text)
            questions = questions_of(variant.module, project)
            found = {}
            for share_from in cpu:
                run = grade_source(
                    project, key, variant.module, source, questions, zygote, share_from=share_from
                )
                found[share_from] = {test: verdict.passed for test, verdict in run.verdicts.items()}
                cpu[share_from] += sum(run.session.workers.cpu_seconds.values())
            n_variants += 1
            for test, passed in found[ALWAYS].items():
                if passed != found[NEVER][test]:
                    differences += 1
                    print(
                        f"{variant.id} {test}: {passed} in two passes, {not passed} with fresh workers only"
                    )
    ratio = cpu[ALWAYS] / cpu[NEVER]
    print(
        f"{n_variants} variants, {differences} differences; CPU of the workers {cpu[ALWAYS]:.0f} s in two "
        f"passes, {cpu[NEVER]:.0f} s with fresh workers only ({ratio:.2f})"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
