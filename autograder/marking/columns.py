"""Write columns into a sheet that exists: results of checks and drafts beside a person's decisions."""

from collections.abc import Mapping
from pathlib import Path

from autograder.files import write_atomically
from autograder.marking.class_answers import PRIVATE
from autograder.marking.ids import Ids
from autograder.marking.sheet import ANSWER, DRAFT, FACTS
from autograder.marking.tables import csv_bytes, read_csv
from autograder.messages import tas
from autograder.rubrics.model import RubricError


def fill_columns(path: Path, columns: Mapping[str, Mapping[str, str]], *, replacing: str = "") -> list[str]:
    """Write columns into a sheet and return the ids without a row in it. No other cell changes.

    Args:
        path: the sheet.
        columns: the cells by student, by the column's name: one of `FACTS`, or a draft's.
        replacing: columns whose names begin like this are emptied and removed first: older drafts.

    Raises:
        RubricError: the file is not a sheet, or a column is one that people fill.
    """
    if odd := [name for name in columns if name not in FACTS and not name.startswith(DRAFT)]:
        raise RubricError(tas.classes.column_is_for_people(odd[0]))
    rows, delimiter = read_csv(path)
    start = next((place for place, row in enumerate(rows) if row and row[0] == ANSWER), None)
    if start is None:
        raise RubricError(tas.sheets.not_a_sheet(path, ANSWER))
    header = rows[start]
    if replacing.startswith(DRAFT):
        gone = {place for place, name in enumerate(header) if name.casefold().startswith(replacing)}
        rows = [[cell for place, cell in enumerate(row) if place not in gone] for row in rows]
        header = rows[start]
    ids = Ids({name for cells in columns.values() for name in cells})
    seen: set[str] = set()
    for name, cells in columns.items():
        if name not in header:
            header.append(name)
        place = header.index(name)
        for row in rows[start + 1 :]:
            found = ids.match(row[0]) if row and row[0] else []
            if len(found) == 1:
                seen.add(found[0])
                row.extend([""] * (place + 1 - len(row)))
                row[place] = cells.get(found[0], "")
    write_atomically(path, csv_bytes(rows, delimiter), PRIVATE)
    return sorted({name for cells in columns.values() for name in cells} - seen)
