"""Words about sheets of decisions and what is wrong in them."""

from collections.abc import Iterable, Sequence

SHEET_HOW_TO = (
    "One row per answer, below the last line of this text. Write one of the numbers of the row 'points'; "
    "x, yes and no, met and not met are understood, too. Leave a cell empty until you have decided. "
    "Your comments for the student go into the column 'comments'. You may add columns 'notes' and 'total'."
)


def sheet_exists(path: object) -> str:
    """A sheet that is never overwritten."""
    return f"{path} exists already and may hold marks: choose another name"


def no_folder_of_answers(path: object) -> str:
    """A path that is not a folder."""
    return f"{path} is not a folder of answers"


def folder_empty(path: object) -> str:
    """A folder without answers."""
    return f"{path} is empty"


def not_a_sheet(path: object, answer_row: str) -> str:
    """A CSV file without the rows that every sheet has."""
    return f"{path} is not a sheet of decisions: a row 'rubric' or a row '{answer_row}' is missing"


def sheet_problems(path: object, problems: Sequence[str]) -> str:
    """All errors of a sheet."""
    count = "1 error" if len(problems) == 1 else f"{len(problems)} errors"
    return "\n  ".join([f"{path}: {count}; nothing was used", *problems])


def sheet_problem(row: int, name: str, column: str, what: str) -> str:
    """One error of a sheet, with its place."""
    return f"row {row}{f' ({name})' if name else ''}, {column}: {what}"


SHEET_COLUMN_TWICE = "the column occurs twice; remove one"
SHEET_ROW_UNNAMED = "the decisions have no answer's name beside them; write it into the first column"


def sheet_column(near: str) -> str:
    """A column that is not a criterion; `near` is one with a similar name."""
    meant = f" Is it {near}?" if near else ""
    return f"the column is not a criterion.{meant} Columns of your own are called 'notes' or 'total'"


def sheet_row_twice(first: int) -> str:
    """An answer that has two rows."""
    return f"the same answer as in row {first}; keep one of them"


def sheet_row_repeated(path: object, row: int, name: str) -> str:
    """A name twice in a list."""
    return f"{path}, row {row}: {name!r} occurs twice"


def sheet_id(candidates: Sequence[str]) -> str:
    """A row that is nobody's, or may be several students'."""
    if candidates:
        return f"may be any of {', '.join(candidates)}; write the right one, formatted as text"
    return "nobody in the class has this id; copy it from answers.csv, formatted as text"


def id_matched(path: object, written: str, taken: str) -> str:
    """An id that a spreadsheet program has changed."""
    return f"{path}: {written!r} was taken for {taken!r}"


def not_a_decision(value: str, allowed: str, *, is_date: bool) -> str:
    """A cell that holds something else than what the row "points" says."""
    how = " (the spreadsheet made a date of a number; use its own decimal mark)" if is_date else ""
    return f"{value[:40]!r} is not a decision{how}; write {allowed}, or leave it empty"


def points_or(choices: Iterable[float]) -> str:
    """The possible points of a criterion."""
    return " or ".join(f"{points:g}" for points in choices)


def not_csv_but_workbook(path: object) -> str:
    """An .xlsx or .ods file, or another that is not text."""
    return f"{path} is not CSV: save the sheet as 'CSV UTF-8'"


def not_csv_utf8(path: object) -> str:
    """A sheet in another encoding."""
    return f"{path} is not UTF-8: save it as 'CSV UTF-8'"


def not_csv(path: object, reason: object) -> str:
    """A file that does not parse as CSV."""
    return f"{path} is not CSV: {reason}"
