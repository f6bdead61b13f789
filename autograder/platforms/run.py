"""Grades a submission into a results file that is valid at every moment. What the container runs, too.

Imports nothing heavy at the top: the zygote should be importing torch while the grader imports pytest.
"""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.catalog import Project
from autograder.sandbox.zygote import Zygote

if TYPE_CHECKING:
    from autograder.grading.grade import Grade
    from autograder.grading.key import Key

GRADED = 0
NOT_READABLE = 2
GRADER_FAILED = 3


def grade_to_file(
    place: Path,
    results_file: Path | None,
    project: Project,
    load_key: Callable[[], "Key"],
    *,
    trusted: bool = False,
) -> tuple[int, "Grade | None", str]:
    """Grades `place` and writes `results_file`, if there is one.

    Returns:
        The exit status (0 when grading came to its end, whatever the score; 2 when there is nothing that
        can be read; 3 when the grader itself failed), the grade, and what went wrong.
    """
    zygote = Zygote(project.assignment_folder, models=project.worker_models_folder)
    try:
        from autograder.grading.grade_submission import grade_submission
        from autograder.platforms.gradescope.results import (
            refused_results,
            results,
            unfinished_results,
            write_results,
        )
        from autograder.submissions.find import SubmissionError

        def write(content: dict[str, Any]) -> None:
            if results_file:
                write_results(results_file, content)

        write(unfinished_results())
        try:
            # Before the key, which may take a minute to build.
            if not place.exists():
                raise SubmissionError(f"{place} does not exist: name the folder or the zip")
            grade = grade_submission(place, project, load_key(), zygote, trusted=trusted)
        except SubmissionError as error:
            write(refused_results(str(error)))
            return NOT_READABLE, None, str(error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the file must say that no score came of it
            reason = f"{type(error).__name__}: {error}"
            write(unfinished_results(f"{reason}\n{traceback.format_exc()[-3000:]}"))
            return GRADER_FAILED, None, reason
        write(results(grade, project.assignment))
        return GRADED, grade, ""
    finally:
        zygote.close()
