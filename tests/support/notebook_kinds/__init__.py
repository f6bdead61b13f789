"""Kinds of notebooks that students hand in, each with its expected grade.

Public reports of most of them: nbgrader #1083 and #1331 (copied ids), #424 (lost metadata), #1682 (deleted
cells), #1941 (broken files, cells turned into Markdown); otter-grader #433, #630, #722, #901; colabtools
#93, #581, #5288; nbconvert #1731 (widgets); jupyter/help #67 (conflict markers); Submitty #11736 (several
notebooks).
The assignment has one module, `student`, with `double` (3 points) and `halve` (1.5 points).
"""

from notebook_kinds import contents, damage, formats, places
from notebook_kinds.kind import KINDS, Kind

__all__ = ["KINDS", "Kind", "contents", "damage", "formats", "places"]
