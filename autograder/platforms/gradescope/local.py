"""A local folder tree of Gradescope's shape: unpacks the built zip and runs it as the platform would."""

import compileall
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from autograder.errors import GraderError
from autograder.messages import instructors


class LocalGradescope:
    """`source/`, `submission/` and `results/` below one folder, as a container has them at /autograder.

    Args:
        base: the folder; its content is removed.
        zipped: the zip that `gradescope_zip` made.
    """

    def __init__(self, base: Path, zipped: bytes) -> None:
        self.base = base.resolve()
        shutil.rmtree(self.base, ignore_errors=True)
        source = self.base / "source"
        source.mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
            archive.extractall(source)
        shutil.copyfile(source / "run_autograder", self.base / "run_autograder")
        compileall.compile_dir(source, quiet=2)  # as setup.sh does

    @property
    def results_file(self) -> Path:
        """Where the last run wrote its results."""
        return self.base / "results" / "results.json"

    @property
    def log_file(self) -> Path:
        """The output of the last run."""
        return self.base / "results" / "stdout"

    def run(self, submission: Path, python: str = sys.executable) -> dict[str, Any]:
        """Grade a folder and return the results file, which is there whatever the grader did.

        Args:
            submission: copied to `submission/`.
            python: the interpreter to grade with, in place of the one that `setup.sh` would make.

        Raises:
            GraderError: `run_autograder` could not run at all.
        """
        for name in ("submission", "results"):
            shutil.rmtree(self.base / name, ignore_errors=True)
        shutil.copytree(submission, self.base / "submission")
        (self.base / "results").mkdir()
        try:
            with self.log_file.open("wb") as log:
                subprocess.run(
                    ["bash", str(self.base / "run_autograder")],
                    cwd=self.base,
                    env={**os.environ, "AUTOGRADER_BASE": str(self.base), "AUTOGRADER_PYTHON": python},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
            results: dict[str, Any] = json.loads(self.results_file.read_text("utf-8"))
        except OSError as error:
            raise GraderError(instructors.did_not_run("run_autograder", str(error), self.log_file)) from error
        return results
