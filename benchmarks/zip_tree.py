"""The command that grades a submission as the zip does, in a tree of Gradescope's shape."""

import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.catalog import Project
from autograder.platforms.gradescope.local import LocalGradescope


def zip_command(base: Path, zipped: bytes, submission: Path, project: Project) -> Sequence[str]:
    """Unpack the zip at `base`, check that the submission gets all points, and return the command.

    Args:
        base: the tree's folder; what it holds is removed.
        zipped: the zip that `gradescope_zip` made.
        submission: a folder with the reference's work.
        project: knows the points.
    """
    tree = LocalGradescope(base, zipped)
    results = tree.run(submission)
    if results.get("score") != project.assignment.code_points:
        reason = results["extra_data"].get("reason")
        raise SystemExit(f"the reference in {submission.name} scored {results.get('score')}: {reason}")
    # The submission stays in the tree, for the next run.
    environment = [f"AUTOGRADER_BASE={tree.base}", f"AUTOGRADER_PYTHON={sys.executable}"]
    return ["env", *environment, "bash", str(tree.base / "run_autograder")]
