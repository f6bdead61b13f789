"""Words on the pages that show written answers, and of the command that makes them."""

from collections.abc import Mapping, Sequence

from autograder.messages.tas.answers import unreadable_format
from autograder.messages.tas.flags import word_count

WRITTEN_ANSWERS = "written answers"
SUBMISSION = "submission"
WORDS = "Words"
HELP_USED = "Help used"
FILE = "File"
HELP_NOT_DECLARED = "not declared"
IN_NOTEBOOK = "the notebook"
NO_ANSWER_HERE = "No answer."
OTHER_TEXTS = "Texts that name no question"
ABSENT_HEADING = "Characters that this PDF cannot show"
ABSENT_TEXT = (
    "No font on the machine that made this PDF has these characters; each one is a small box above. "
    "The HTML page shows them."
)
PDF_FAILED = "its PDF took too much time or memory; the HTML page has everything"


def absent_characters(count: int) -> str:
    """A warning at the top of a PDF."""
    return f"This PDF cannot show {count} characters for lack of a font; its last page lists them."


ANSWER_WARNINGS: Mapping[str, str] = {
    "missing": "Nothing was handed in for this question.",
    "empty": "{file} holds no answer.",
    "double": "Another answer, of {detail} words, stands in {file}; it is shown apart.",
    "outside": "{detail} words stand outside the place for the answer in {file}; they are shown apart.",
    "below_help": "{detail} words stand below the help line in {file}; they are shown apart.",
    "comment": "{detail} words stand in a comment in {file}, which does not show; they are shown apart.",
    "long_help": "The declaration of help in {file} has {detail} words: it may hold part of the answer.",
    "unreadable": "{file} is not read: {detail}.",
    "other_file": "The answer stands in {file}, which the automatic check does not read.",
    "encoding": "{file} was read as {detail}; look for odd characters.",
    "replaced": "{detail} places in {file} are not characters; each one shows as \ufffd.",
    "cut": "{file} is longer than {detail} characters; the rest is not shown.",
    "images": "{file} holds {detail} pictures, which are not shown.",
    "lost": "{file} holds parts that are not read: {detail}.",
}
"""Why a person should look at an answer → a sentence."""
PASSAGES: Mapping[str, str] = {
    "outside": "Outside the place for the answer",
    "below_help": "Below the help line",
    "comment": "In a comment",
    "second_file": "In a second file",
    "unassigned": "Names no question",
}


def answer_warning(why: str, file: str, detail: str) -> str:
    """A warning on an answer or a file."""
    if why == "unreadable":
        found, _, reason = detail.partition(" ")
        detail = unreadable_format(found, reason)
    return ANSWER_WARNINGS[why].format(file=file, detail=detail)


def passage(place: str, file: str, words: int) -> str:
    """The label of a text that is shown apart from the answer."""
    return f"{PASSAGES[place]} ({file}, {word_count(words)})"


def words_of_range(words: int, low: int, high: int) -> str:
    """An answer's length beside the length that was asked for."""
    return f"{words:,} ({low}\u2013{high} are asked for)"


def submissions_listed(count: int) -> str:
    """The line above the index."""
    return f"{count} {'submission' if count == 1 else 'submissions'}, with words, declared help and warnings"


def written_needs(modules: Sequence[str]) -> str:
    """`written` lacks its libraries."""
    return f"written needs {', '.join(modules)}"


def no_output_format(name: str, known: Sequence[str]) -> str:
    """An unknown format."""
    return f"there is no format {name!r}; there are {', '.join(known)}"


def output_is_foreign(folder: object, names: Sequence[str], more: int) -> str:
    """Files that would be overwritten and were not written by this command."""
    rest = f" and {more} more" if more else ""
    return (
        f"{folder} holds files that this command did not write: {', '.join(names)}{rest}. "
        "Move them or choose another --out; nothing was written"
    )


def pages_made(place: str, files: Sequence[str], answered: int, questions: int, warnings: int) -> str:
    """The result for one submission."""
    return f"{place}: {answered} of {questions} answers, {warnings} warnings: {', '.join(files)}"


def pages_failed(place: str, problem: str) -> str:
    """A submission that could not be read or written."""
    return f"{place}: {problem}"


def submissions_failed(failed: int, total: int) -> str:
    """The last line of a batch with failures."""
    return f"{failed} of {total} submissions could not be written completely; they are named above"
