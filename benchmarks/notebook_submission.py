"""What grading a notebook costs, beside the same work as `.py` files, in one run, alternating.

    python benchmarks/notebook_submission.py [--rounds 7]

The work is the reference, graded as the zip runs it, in trees of Gradescope's shape. The third line is the
same notebook with 30 MB of outputs. CPU is that of all processes; memory is the peak of the whole tree.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

from measure import compare
from notebook_builder import as_bytes, code, notebook, student_notebook

from autograder.catalog import Project
from autograder.platforms.gradescope.build import gradescope_zip
from autograder.platforms.gradescope.local import LocalGradescope
from autograder.platforms.gradescope.samples import SAMPLES

SEED = 1
OUTPUT_BYTES = 30 * 2**20


def main() -> None:
    """Builds, unpacks, measures."""
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
        for name in ("files", "notebook", "outputs"):
            (base / f"{name}-submission").mkdir()
        SAMPLES["reference"](base / "files-submission", project)
        (base / "notebook-submission" / "work.ipynb").write_bytes(as_bytes(notebook(cells)))
        heavy = as_bytes(notebook([*cells, {**code("plot()"), "outputs": [plot]}]))
        (base / "outputs-submission" / "work.ipynb").write_bytes(heavy)
        zipped = gradescope_zip(project, SEED)
        compare(
            {
                "as .py files": command(base, "files", zipped, project),
                "as a notebook": command(base, "notebook", zipped, project),
                "with 30 MB of outputs": command(base, "outputs", zipped, project),
            },
            rounds,
        )


def command(base: Path, name: str, zipped: bytes, project: Project) -> Sequence[str]:
    """Unpack the zip for one submission, check its score, and return the command that grades it."""
    tree = LocalGradescope(base / name, zipped)
    submission = base / f"{name}-submission"
    results = tree.run(submission)
    if results.get("score") != project.assignment.code_points:
        raise SystemExit(f"{name}: scored {results.get('score')}: {results['extra_data'].get('reason')}")
    shutil.copytree(submission, tree.base / "submission", dirs_exist_ok=True)
    environment = [f"AUTOGRADER_BASE={tree.base}", f"AUTOGRADER_PYTHON={sys.executable}"]
    return ["env", *environment, "bash", str(tree.base / "run_autograder")]


if __name__ == "__main__":
    main()
