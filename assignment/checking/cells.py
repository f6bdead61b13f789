"""The student's functions in the cells of a notebook, and the place of a line in them."""

import linecache
import re
from collections.abc import Callable

from checking import messages
from checking.catalogue import Question
from checking.student_code import MissingFileError

FIRST_DEF = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)


class Cells:
    """The names that a notebook's cells have defined."""

    def __init__(self, names: dict[str, object]) -> None:
        self.names = names

    def load_function(self, question: Question) -> Callable[..., object]:
        """Return the student's function.

        Raises:
            MissingFileError: no cell that ran defines it.
        """
        function = self.names.get(question.function)
        if not callable(function):
            raise MissingFileError(messages.not_defined(question.function))
        return function

    def place(self, file: str, line: int, names: object) -> str | None:
        """Return the line of a cell, which is named by its first `def`; None if no cell has these globals."""
        if names is not self.names:
            return None
        # IPython stores the source of each cell in linecache, under a name that says nothing to a student
        found = FIRST_DEF.search("".join(linecache.getlines(file)))
        return messages.at_cell_line(found[1] if found else "", line)
