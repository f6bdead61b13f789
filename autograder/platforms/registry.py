"""The output formats, one line per format."""

from pathlib import Path

from autograder.catalog import Assignment
from autograder.errors import AutograderError
from autograder.platforms.csv_results import CsvWriter
from autograder.platforms.gradescope.results import GradescopeWriter
from autograder.platforms.writer import ResultsWriter

WRITERS: dict[str, type[ResultsWriter]] = {
    "gradescope": GradescopeWriter,
    "csv": CsvWriter,
}


def writer_for(name: str, path: Path, assignment: Assignment) -> ResultsWriter:
    """Return the writer of the format `name`, for the file at `path`.

    Raises:
        AutograderError: there is no such format.
    """
    if name not in WRITERS:
        raise AutograderError(f"--format is one of {', '.join(WRITERS)}, not {name!r}")
    return WRITERS[name](path, assignment)
