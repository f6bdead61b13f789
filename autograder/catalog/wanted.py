"""Names by which the files of a submission are recognised."""

from autograder.catalog.model import Assignment
from autograder.submissions.notebook.choose import Wanted


def wanted_of(assignment: Assignment) -> Wanted:
    """Return the functions of each module and the number of each question, by which files are recognised."""
    functions = {each.name: tuple(one.function for one in each.questions) for each in assignment.modules}
    return Wanted(functions, {each.name: each.number for each in assignment.written})
