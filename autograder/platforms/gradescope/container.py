"""What `run_autograder` runs inside the container: grades what was handed in, writes the results file.

Run as a script, by path: nothing is installed there but the libraries.
"""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.grading.key import Key

SOURCE = Path(__file__).resolve().parents[3]


def hide(base: Path) -> None:
    """Takes from every other user what a submission must not read, before any of its code runs.

    Landlock does so too; where an old kernel has none, this is what is left. Gradescope's own harness is
    root and reads all of it all the same. Its metadata hold earlier results with what only staff may see.
    """
    for folder in (SOURCE / "autograder", base / "results"):
        folder.chmod(0o700)
    for file in (SOURCE / "key.json.xz", base / "submission_metadata.json"):
        if file.is_file():
            file.chmod(0o600)


def load_key() -> "Key":
    """The key that was built with this zip."""
    from autograder.grading.key import Key

    return Key.from_bytes((SOURCE / "key.json.xz").read_bytes())


def main() -> int:
    """Grades `submission/` below the folder that the command line names."""
    # One short run: with Python's own threshold of 700 objects, a tenth of it would go into collections.
    gc.set_threshold(100_000)
    # Nothing here multiplies large matrices; threads that wait for it spin, and cost as much as four workers.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    base = Path(sys.argv[1])
    hide(base)
    sys.path.insert(0, str(SOURCE))
    from autograder.catalog import Project
    from autograder.platforms.run import grade_to_file

    results_file = base / "results" / "results.json"
    status, grade, problem = grade_to_file(base / "submission", results_file, Project(SOURCE), load_key)
    print(f"{grade.score:g} of {grade.max_score:g}" if grade else f"not graded: {problem}")
    return status


if __name__ == "__main__":
    exit_status = main()
    sys.stdout.flush()
    os._exit(exit_status)  # the results are written: freeing each object by itself would only take time
