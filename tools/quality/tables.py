"""Grade tables of answers: learned from other terms' calls, replayed under a new seed.

    python tools/quality/tables.py [--sets 5] [--seed 1] [--learned 4] [--workers] [--most 4]

For each set of seeds the calls and right answers of some seeds are learned, and the table is graded under one
more. A table does not compute. It makes each element of an answer in one of four ways: a constant, an element
of the input, an affine function of such elements, or a text with gaps. Three learners differ in how they
recognise a call: by its number, by the tuple of its discrete arguments, or by lengths; a fourth takes what
fits first. A fifth learns forms (`forms.py`): answers of any length, ids with gaps, products and quotients of
two numbers. For each question the best learner counts. Exit status 1 if a set earns more than `--most`,
questions apart aside.

Questions are listed apart if their answer is proportional to a single argument once the others are known:
a table that has seen each dtype then knows the function.
"""

import argparse
import multiprocessing
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

from form_learning import FormTable
from table_learning import LEARNERS as TEMPLATE_LEARNERS
from table_learning import Table
from table_sessions import TableSession, recorded_samples
from templates import Sample
from unsandboxed import judge, key_in_process, load_course, solutions_of

from autograder.catalog import Project
from autograder.grading.collect import collect
from autograder.grading.grade import grade_questions

FORMS = "forms of any length"
LEARNERS = (*TEMPLATE_LEARNERS, FORMS)
APART = ("weight_memory", "gigabytes", "adam_state_memory")
"""Proportional to the number of parameters or bytes, by contract."""

Points = dict[str, dict[str, float]]
"""By learner and function."""


def points_of_set(learned: Sequence[int], graded: int) -> Points:
    """Return each learner's points under the seed `graded`, by function."""
    project = Project.find()
    load_course(project)
    tests = collect(project.hidden_tests_folder, project.assignment)
    modules = solutions_of(project)
    samples: list[list[Sample]] = [recorded_samples(project, tests, modules, seed) for seed in learned]
    key = key_in_process(project, tests, modules, graded)
    found: Points = {}
    for name in LEARNERS:
        table = FormTable(samples) if name == FORMS else Table(name, samples)
        session = TableSession(project.assignment.limits, table)
        verdicts, _ = judge(tests, session, key)
        grades = grade_questions(project.assignment, verdicts.values())
        found[name] = {grade.question.function: grade.score for grade in grades}
    return found


def seeds_of_set(seed: int, index: int, learned: int) -> tuple[list[int], int]:
    """Return the seeds of one set: those that are learned, and the one that is graded."""
    draw = random.Random(f"{seed} {index}")
    seeds = [draw.getrandbits(128) for _ in range(learned + 1)]
    return seeds[:-1], seeds[-1]


def best_of(points: Points) -> dict[str, float]:
    """Return the points of the best learner, for each function."""
    functions = next(iter(points.values()))
    return {function: max(each[function] for each in points.values()) for function in functions}


def report(sets: Iterable[Points], most: float) -> tuple[list[str], bool]:
    """Return the lines of the report, and whether all sets earn at most `most`."""
    sets = list(sets)
    bests = [best_of(points) for points in sets]
    lines = [f"{'function':28} {'points in each set':40} mean"]
    for function in sorted(bests[0], key=lambda each: each in APART):
        values = [best[function] for best in bests]
        if any(values):
            mark = "  (apart)" if function in APART else ""
            row = " ".join(f"{value:5.1f}" for value in values)
            lines.append(f"{function:28} {row:40} {sum(values) / len(values):.2f}{mark}")
    totals = [sum(points for name, points in best.items() if name not in APART) for best in bests]
    aparts = [sum(points for name, points in best.items() if name in APART) for best in bests]
    by_learner = {
        name: Counter({i: sum(points[name].values()) for i, points in enumerate(sets)}) for name in LEARNERS
    }
    for name, earned in by_learner.items():
        lines.append(f"all, {name:23} {' '.join(f'{earned[i]:5.1f}' for i in range(len(sets)))}")
    lines.append(f"{'apart, best':28} {' '.join(f'{value:5.1f}' for value in aparts)}")
    lines.append(
        f"{'all others, best':28} {' '.join(f'{value:5.1f}' for value in totals):40} "
        f"{sum(totals) / len(totals):.2f}"
    )
    return lines, max(totals) <= most


def main() -> int:
    """Print the points of tables; 1 if they earn too much."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sets", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--learned", type=int, default=4)
    parser.add_argument("--most", type=float, default=4.0)
    parser.add_argument("--workers", action="store_true", help="one process for each set")
    options = parser.parse_args()
    sets = [seeds_of_set(options.seed, index, options.learned) for index in range(options.sets)]
    if options.workers:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(mp_context=context) as pool:
            points = list(pool.map(points_of_set, *zip(*sets, strict=True)))
    else:
        points = [points_of_set(*each) for each in sets]
    lines, good = report(points, options.most)
    print("\n".join(lines))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
