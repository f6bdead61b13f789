"""Labs: see it happen with your own code.

    python -m labs                     list the labs
    python -m labs.pretrain            run one; a minute or so
    python -m labs.pretrain --quick    a shorter run, with weaker claims

Each lab calls the functions that you have written, shows a figure with its numbers, and ends with a
summary that a written answer can cite. It writes both to the folder `lab_results`. A lab needs no network
and earns no points.
"""

from collections.abc import Mapping

NAMES = ("pretrain", "finetune", "memory", "sharding", "context")


def run(name: str, names: Mapping[str, object], quick: bool = False, seed: int = 0) -> None:
    """Run a lab in a notebook, with the functions that the notebook's cells define.

    Args:
        name: one of `NAMES`.
        names: the notebook's global names: `globals()`.
        quick: run the shorter form.
        seed: the seed of everything random.
    """
    from labs.command import run_in_notebook

    run_in_notebook(name, names, quick=quick, seed=seed)
