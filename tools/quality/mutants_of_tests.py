"""How many mutants of the solutions the solutions' own tests kill: `autograder audit mutants` for them.

    python tools/quality/mutants_of_tests.py [MODULE …]

Each mutant is put into a copy of the checkout, where `pytest -x -q tests/solutions/test_<module>*.py` runs
in a forked child: torch is imported once for all of them. Takes minutes, so CI does not run it. Prints
every mutant that survives; those in `equivalent_mutants.toml` do not count. Exit status 1: others survive.
"""

import argparse
import math
import os
import resource
import shutil
import sys
import tempfile
from pathlib import Path

import hypothesis  # noqa: F401 - what the tests import is imported before the forks
import jaxtyping  # noqa: F401
import pytest
import torch

from autograder.audit.mutants import Mutant, find_mutants, read_explanations
from autograder.catalog import Project

CPU_SECONDS = 60
"""For the solutions as they are. A mutant has three times what they take: endless ones count as killed."""
COPIED = ("autograder", "assignment", "solutions", "tests", "pyproject.toml")


def main() -> None:
    """Copy the checkout, run the tests on the solutions as they are, and then on every mutant."""
    project = Project.find()
    names = [module.name for module in project.assignment.modules]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(names)}; all by default")
    explanations = read_explanations(project)
    torch.set_num_threads(1)  # threads do not live on in a fork
    unexplained = 0
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        _copy(project.root, root)
        for module in parser.parse_args().modules or names:
            source = (project.solutions_folder / f"{module}.py").read_text(encoding="utf-8")
            spent = _children_cpu()
            if not _passes(root, module, source, CPU_SECONDS):
                raise SystemExit(f"the tests of {module} fail on the solutions as they are")
            limit = 2 + math.ceil(3 * (_children_cpu() - spent))
            mutants = list(find_mutants(module, source))
            survivors = [mutant for mutant in mutants if _passes(root, module, mutant.source, limit)]
            unexplained += _print_score(module, len(mutants), survivors, explanations)
    raise SystemExit(1 if unexplained else 0)


def _print_score(
    module: str, count: int, survivors: list[Mutant], explanations: dict[tuple[str, str, str], str]
) -> int:
    """Print a module's score, and return how many survivors nobody has explained."""
    alive = [mutant for mutant in survivors if mutant.place not in explanations]
    equivalent = len(survivors) - len(alive)
    print(
        f"{module}: {count} mutants, {count - len(survivors)} killed, {equivalent} equivalent, "
        f"{len(alive)} survive",
        flush=True,
    )
    for mutant in alive:
        print(f"{mutant.module}.{mutant.function}\n{mutant.diff}", flush=True)
    return len(alive)


def _copy(source: Path, target: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, ignore=ignored)
        else:
            shutil.copyfile(source / name, target / name)


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _passes(root: Path, module: str, source: str, cpu_seconds: int) -> bool:
    """Whether the module's tests pass in the copy at `root` with `source` for the solution."""
    (root / "solutions" / f"{module}.py").write_text(source, encoding="utf-8")
    sys.stdout.flush()
    child = os.fork()
    if not child:
        status = 1
        try:
            status = _run_pytest(root, module, cpu_seconds)
        finally:
            os._exit(status)
    _, waited = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(waited) == 0


def _run_pytest(root: Path, module: str, cpu_seconds: int) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.chdir(root)
    sys.dont_write_bytecode = True
    tests = sorted(str(path) for path in (root / "tests" / "solutions").glob(f"test_{module}*.py"))
    return int(pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", *tests]))


if __name__ == "__main__":
    main()
