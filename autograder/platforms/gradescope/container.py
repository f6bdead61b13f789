"""The program that `run_autograder` starts in the container: grade the submission, write the results file.

Run as a script, by path: nothing is installed there but the libraries.
"""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.grading.key import Key
    from autograder.platforms.writer import ResultsWriter

SOURCE = Path(__file__).resolve().parents[3]


def hide(base: Path) -> None:
    """Remove other users' access to all that a submission must not read, before any of its code runs.

    Landlock does so too; on an old kernel without it, this is what is left. Gradescope's own harness is
    root and reads all of it all the same. Its metadata hold earlier results with output for staff only.
    """
    for folder in (SOURCE / "autograder", base / "results"):
        folder.chmod(0o700)
    for file in (SOURCE / "key.json.xz", base / "submission_metadata.json"):
        if file.is_file():
            file.chmod(0o600)


def load_key() -> "Key":
    """Return the key that was built with this zip."""
    from autograder.grading.key import Key

    return Key.from_bytes((SOURCE / "key.json.xz").read_bytes())


def main() -> int:
    """Grade `submission/` below the folder that the command line names, and return the exit status."""
    # One short run: with Python's own threshold of 700 objects, a tenth of it would go into collections.
    gc.set_threshold(100_000)
    # Nothing here multiplies large matrices; idle threads spin, and cost as much as four workers.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    base = Path(sys.argv[1])
    hide(base)
    sys.path.insert(0, str(SOURCE))
    from autograder.catalog import Project
    from autograder.platforms.run import grade_to_file, log_to

    log_to(sys.stdout, "INFO")  # which Gradescope shows to staff only
    project = Project(SOURCE)

    def open_writer() -> "ResultsWriter":
        from autograder.platforms.gradescope.results import GradescopeWriter

        return GradescopeWriter(base / "results" / "results.json", project.assignment)

    return grade_to_file(base / "submission", open_writer, project, load_key).status


if __name__ == "__main__":
    exit_status = main()
    sys.stdout.flush()
    os._exit(exit_status)  # the results are written: freeing each object by itself would only take time
