"""Time the grading of a notebook beside the same work as `.py` files, in one run, alternating.

    python benchmarks/notebook_submission.py [--rounds 7]

The work is the reference, graded as the zip runs it, in trees of Gradescope's shape. The third line is the
same notebook with 30 MB of outputs. CPU is that of all processes; memory is the peak of the whole tree.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

from measure import compare
from notebook_builder import as_bytes, code, notebook, student_notebook
from zip_tree import zip_command

from autograder.catalog import Project
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.samples import SAMPLES

SEED = 1
OUTPUT_BYTES = 30 * 2**20
NAMES = {"as .py files": "files", "as a notebook": "notebook", "with 30 MB of outputs": "outputs"}


def main() -> None:
    """Build the zip, unpack it, and time the gradings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    project = Project.find()
    modules = project.assignment.modules
    sources = {each.name: (project.solutions_folder / each.path).read_text("utf-8") for each in modules}
    cells = student_notebook(project.assignment, sources)
    plot = {"output_type": "stream", "name": "stdout", "text": ["x" * OUTPUT_BYTES]}
    with tempfile.TemporaryDirectory() as temporary:
        base = Path(temporary)
        for name in NAMES.values():
            (base / f"{name}-submission").mkdir()
        SAMPLES["reference"](base / "files-submission", project)
        (base / "notebook-submission" / "work.ipynb").write_bytes(as_bytes(notebook(cells)))
        heavy = as_bytes(notebook([*cells, {**code("plot()"), "outputs": [plot]}]))
        (base / "outputs-submission" / "work.ipynb").write_bytes(heavy)
        zipped = gradescope_zip(project, SEED)
        compare(
            {
                label: zip_command(base / name, zipped, base / f"{name}-submission", project)
                for label, name in NAMES.items()
            },
            rounds,
        )


if __name__ == "__main__":
    main()
