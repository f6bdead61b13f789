"""Words about a whole class: its export, its answers and its batches."""

from collections.abc import Sequence

ANSWERS_HEADER = ("student", "name", "question", "words", "file", "help used", "warnings")
NOTHING_HANDED_IN = "Nothing was handed in for this question."


def no_export(path: object) -> str:
    """An export that does not exist."""
    return f"{path} does not exist"


def export_empty(path: object) -> str:
    """An export without submissions."""
    return f"{path} holds no submission: no folder, zip, notebook or document"


def export_too_large(path: object, max_bytes: int) -> str:
    """A zip that is larger than a class's submissions."""
    return f"{path} unpacks to more than {max_bytes / 2**30:.0f} GiB"


def metadata_unreadable(name: str) -> str:
    """Gradescope's list of submissions is damaged."""
    return f"{name} cannot be read, so students are called by their folders"


def submission_absent(name: str) -> str:
    """A submission that the metadata names."""
    return f"{name} stands in the metadata, but not in the export"


def submitted_twice(person: str, used: str, other: str) -> str:
    """A person with two submissions."""
    return f"{person} handed in twice: {used} is used, {other} is left out"


def not_in_metadata(names: Sequence[str], more: int) -> str:
    """Entries of an export without a student."""
    return f"left out, because the metadata does not name them: {_listed(names, more)}"


def no_submissions(names: Sequence[str], more: int) -> str:
    """Entries of a folder that are not submissions."""
    return f"left out, because they are not submissions: {_listed(names, more)}"


def same_stem(names: Sequence[str], more: int) -> str:
    """Files with one name and several suffixes."""
    return f"names that differ in their suffix only are kept apart: {_listed(names, more)}"


def handed_in_nothing(names: Sequence[str], more: int) -> str:
    """People of the roster without a submission."""
    return f"no submission in the export: {_listed(names, more)}"


def _listed(names: Sequence[str], more: int) -> str:
    return ", ".join(names) + (f" and {more} more" if more else "")


def roster_without_ids(path: object) -> str:
    """A roster whose rows cannot be joined with submissions."""
    return f"{path} has no column 'id' with the names of submissions"


def no_marking_folder(path: object, reason: object) -> str:
    """A folder that `rubric import` did not make."""
    return f"{path} is not a folder that `autograder rubric import` made: {reason}"


def class_imported(students: int, answers: int, absent: int, warned: int, table: object) -> str:
    """The last line of an import."""
    return (
        f"{students} students, {answers} answers: {absent} missing or empty, {warned} with warnings. "
        f"Read the warnings in {table}"
    )


def flag_in_cell(kind: str, excerpt: str, *, mention: bool) -> str:
    """A flag in a sheet's cell."""
    return f"{kind.replace('_', ' ')}{', perhaps quoted' if mention else ''}: {excerpt}"


def numbers_in_cell(checked: int) -> str:
    """An answer none of whose numbers differs."""
    return f"{checked} checked, none differs" if checked else "no number checked"


STANDS_ELSEWHERE = "note: this stands outside the place for the answer:"
ANSWER_OR_ALL = "name an answer's file, or a whole class with --all"
OUT_NEEDED = "with --all, name the folder to write into with --out"
NO_DRAFT = "no draft"
QUOTE_NOT_FOUND = "the quote is not in the answer"


def samples_agree(verdict: str, count: int, total: int, others: Sequence[str]) -> str:
    """A verdict that came several times, and those that came as well."""
    rest = f"; also {', '.join(others)}".replace("_", " ") if others else ""
    return f"{verdict} ({count} of {total}{rest})"


def no_draft(reason: str) -> str:
    """The state of an answer without a draft: never a score."""
    return f"{NO_DRAFT}: {reason}"


def nothing_to_mark(student: str) -> str:
    """An answer without a word."""
    return f"{student}: no answer"


def reply_absent(folder: object) -> str:
    """A folder without a reply for a student."""
    return f"there is no reply in {folder}"


def batch_done(what: str, count: int, failed: int) -> str:
    """The last line of a batch."""
    return f"{count} {what}" + (f", {failed} failed; they are named above" if failed else "")


def column_is_for_people(name: str) -> str:
    """A column that no command may fill."""
    return f"the column {name!r} is filled by people only"


def rows_absent(path: object, names: Sequence[str], more: int) -> str:
    """Students without a row in a sheet."""
    return f"{path} has no row for {_listed(names, more)}"
