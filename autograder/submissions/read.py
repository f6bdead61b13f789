"""Read a submission: find its files, take notebooks and answers in other files, and note what is wrong."""

from collections.abc import Sequence
from pathlib import Path

from autograder.submissions.find import Submission, find_submission
from autograder.submissions.notebook.choose import Wanted, with_notebooks
from autograder.submissions.notes import Notes
from autograder.submissions.problems import note_problems
from autograder.submissions.unnamed import with_unnamed_answers


def read_submission(folder: Path, names: Sequence[str], wanted: Wanted, notes: Notes) -> Submission:
    """Return the submission in a folder, with all that is graded and listed.

    Args:
        folder: as `opened` gives it.
        names: the requested files.
        wanted: functions and questions by which notebooks and other files are recognised.
        notes: gets a sentence for all that is not as it was asked for.

    Raises:
        SubmissionError: it cannot be read at all.
    """
    submission = with_notebooks(find_submission(folder, names, notes, wanted.functions), wanted)
    note_problems(submission, wanted.functions)
    return with_unnamed_answers(submission, wanted.written)
