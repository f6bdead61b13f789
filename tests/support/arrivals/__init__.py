"""Work as it arrives from students: other names, places, archives and encodings, each with its grade.

Kinds from public reports of otter-grader, nbgrader, Gradescope, Submitty and Autolab. A case is the solved
assignment, changed in one way. `points` are the points for code, `notes` pieces of the notes in any order,
and `words` pieces of what the checks say.
"""

from arrivals import answers, archives, clumsy, content, folders, imports, names
from arrivals.base import CASES, Case, Course, hand_in

THEMES = (names, folders, archives, imports, content, answers, clumsy)
"""Each adds its cases to `CASES`."""

__all__ = ["CASES", "THEMES", "Case", "Course", "hand_in"]
