"""What grading one submission costs, beside `import torch` and plain pytest, in one run, alternating.

    python benchmarks/single_submission.py [--rounds 7]

CPU is that of all processes; memory is the peak of the whole tree. The submission is the reference, graded
as the zip runs it, in a tree of Gradescope's shape.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from measure import compare
from zip_tree import zip_command

from autograder.catalog import Project
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.samples import SAMPLES

SEED = 1


def main() -> None:
    """Builds, unpacks, measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    project = Project.find()
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        tree, submission = base / "tree", base / "submission"
        submission.mkdir()
        SAMPLES["reference"](submission, project)
        zipped = zip_command(tree, gradescope_zip(project, SEED), submission, project)
        plain = str(Path(__file__).with_name("plain_pytest.py"))
        compare(
            {
                "import torch": [sys.executable, "-c", "import torch"],
                "plain pytest, no isolation": [
                    sys.executable, "-B", plain, str(submission), str(tree / "source" / "key.json.xz"),
                ],
                "the zip's run_autograder": zipped,
            },
            rounds,
        )  # fmt: skip


if __name__ == "__main__":
    main()
