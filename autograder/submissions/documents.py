"""Find the files of a submission that may hold a written answer, and tell which question each one names."""

import re
from collections.abc import Mapping

from autograder.submissions.listing import Listing
from autograder.submissions.names import is_theirs

MARKDOWN = (".md", ".markdown")
PLAIN = (*MARKDOWN, ".txt", ".text")
WRITTEN_DOCUMENTS = (".docx", ".pdf", ".doc", ".docm", ".odt", ".rtf", ".pages", ".tex", ".wps")
DOCUMENTS = (
    *PLAIN, *WRITTEN_DOCUMENTS, ".htm", ".html",
    ".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp", ".tif", ".tiff", ".bmp",
)  # fmt: skip
"""Suffixes of files in which students hand in text; those that cannot be read are named."""
MAX_FILES = 200
"""Documents of one submission that are looked at, the upper folders first."""


def documents(listing: Listing) -> list[tuple[str, ...]]:
    """Return the paths of documents where students put their work, the upper folders first.

    Links and the like are among them: staff see the names of those that cannot be opened.
    """
    found = [
        each for each in (*listing.files, *listing.links) if is_document(each) and listing.is_theirs(each)
    ]
    return sorted(found, key=len)[:MAX_FILES]


def is_document(path: tuple[str, ...]) -> bool:
    """Return whether a file's name is that of a text or a document that a student may have written."""
    return path[-1].lower().endswith(DOCUMENTS) and is_theirs(path[-1])


def question_named(file_name: str, written: Mapping[str, str]) -> str | None:
    """Return the question that a file's name names, if it is one.

    Args:
        file_name: without folders.
        written: the number of each question, such as `Q1`, by its name.

    >>> question_named("essay question 1.pdf", {"q1_heat": "Q1", "q11_cold": "Q11"})
    'q1_heat'
    """
    stem = file_name.casefold()
    named = [name for name in written if name.casefold() in stem]
    if not named:
        named = [
            name
            for name, number in written.items()
            if re.search(rf"(?<![^\W_]){number_pattern(number)}(?!\d)", stem)
        ]
    return named[0] if len(named) == 1 else None


def number_pattern(number: str) -> str:
    """Return a pattern for a question's number as students write it: Q1, q01, Question 1, question_1."""
    letters, digits = re.fullmatch(r"(\D*)(\d*)", number).groups()  # type: ignore[union-attr]
    return rf"(?:{re.escape(letters.casefold())}|question)[\s_.-]*0*{digits}"
