"""Grade a submission into a results file that is valid at every moment: for the command and the container.

Imports nothing heavy at the top: the zygote should be importing torch while the grader imports pytest.
"""

import logging
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from autograder.catalog import Project
from autograder.errors import AutograderError, GraderError
from autograder.grading.start import start_zygote

if TYPE_CHECKING:
    from autograder.grading.grade import Grade
    from autograder.grading.key import Key
    from autograder.platforms.writer import ResultsWriter

GRADED = 0
NOT_READABLE = 2
GRADER_FAILED = 3
MAX_TRACEBACK = 3000
LEVEL_VARIABLE = "AUTOGRADER_LOG"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """How grading one submission ended."""

    status: int
    """Exit status: 0 graded, whatever the score; 2 unreadable submission; 3 grader error."""
    grade: "Grade | None" = None
    problem: str = ""
    """What went wrong, on one line."""


def log_to(stream: TextIO, default_level: str) -> None:
    """Log the grader's steps to a stream, for staff. The environment sets the level.

    Args:
        stream: such as ``sys.stdout``.
        default_level: such as ``INFO``, unless AUTOGRADER_LOG names another.
    """
    wanted = os.environ.get(LEVEL_VARIABLE, default_level).upper()
    level = logging.getLevelNamesMapping().get(wanted, logging.INFO)
    logging.basicConfig(level=level, stream=stream, format="%(asctime)s %(levelname)s %(message)s")


def require_proc(proc: Path = Path("/proc")) -> None:
    """Check that Linux's `/proc` is mounted: most layers of confinement read it.

    Raises:
        GraderError: it is not.
    """
    if sys.platform == "linux" and not (proc / "self").exists():
        raise GraderError(
            f"{proc} is not mounted; without it student code cannot be confined: mount -t proc proc {proc}"
        )


def grade_to_file(
    place: Path,
    open_writer: "Callable[[], ResultsWriter] | None",
    project: Project,
    load_key: Callable[[], "Key"],
    *,
    trusted: bool = False,
) -> Ending:
    """Grade the submission at `place` and write its results, if a file is wanted.

    Args:
        place: a folder, a zip or a notebook.
        open_writer: makes the writer of the results file, once the zygote has started.
        project: the course.
        load_key: returns the reference's answers; called after the submission was seen to exist.
        trusted: grade even if the system cannot confine student code at all.
    """
    zygote = start_zygote(project)
    try:
        writer = open_writer() if open_writer else None
        if writer:
            writer.unfinished()
        from autograder.grading.grade_submission import grade_submission
        from autograder.submissions.find import SubmissionError

        try:
            # Before the key, which may take a while to build.
            if not place.exists():
                raise SubmissionError(f"{place} does not exist: name the folder, zip or notebook")
            if not trusted:
                require_proc()
            grade = grade_submission(place, project, load_key(), zygote, trusted=trusted)
        except SubmissionError as error:
            log.info("refused: %s", error)
            if writer:
                writer.refused(str(error))
            return Ending(NOT_READABLE, problem=str(error))
        except Exception as error:
            problem = str(error) if isinstance(error, AutograderError) else f"{type(error).__name__}: {error}"
            log.error("grading failed: %s", problem, exc_info=not isinstance(error, GraderError))  # noqa: TRY400
            if writer:
                writer.unfinished(f"{problem}\n{traceback.format_exc()[-MAX_TRACEBACK:]}")
            return Ending(GRADER_FAILED, problem=problem)
        if writer:
            writer.complete(grade)
        return Ending(GRADED, grade)
    finally:
        zygote.close()
