"""The data on a submission's written answers, in the order of the questions."""

from dataclasses import dataclass
from enum import StrEnum

from autograder.catalog import WrittenQuestion


class Place(StrEnum):
    """Where a passage stands that is not part of the answer proper."""

    OUTSIDE = "outside"
    """In the answer's file, outside the ANSWER markers."""
    BELOW_HELP = "below_help"
    """Below the help line, after the declaration."""
    COMMENT = "comment"
    """In an HTML comment, which does not show when rendered."""
    SECOND_FILE = "second_file"
    """In another file for the same question."""
    UNASSIGNED = "unassigned"
    """In a file, or a part of one, that names no question."""


class Why(StrEnum):
    """Why a person should look. `messages.tas.pages.ANSWER_WARNINGS` holds the words for each value."""

    MISSING = "missing"
    """There is no file for the question."""
    EMPTY = "empty"
    """There is a file, without an answer."""
    DOUBLE = "double"
    """Several files hold different answers."""
    OUTSIDE = "outside"
    BELOW_HELP = "below_help"
    COMMENT = "comment"
    LONG_HELP = "long_help"
    UNREADABLE = "unreadable"
    """A file that is not text and cannot be read; `detail` says what it is."""
    OTHER_FILE = "other_file"
    """The answer stands in another file than the one that was asked for."""
    ENCODING = "encoding"
    """The file is not UTF-8; `detail` is the encoding."""
    REPLACED = "replaced"
    """Some bytes are not characters of the file's encoding."""
    CUT = "cut"
    """The text is longer than any answer, and was cut."""
    IMAGES = "images"
    """Pictures or pages without text are not read; `detail` is their number."""
    LOST = "lost"
    """A document holds parts that its reader does not know; `detail` names them."""


@dataclass(frozen=True)
class Warned:
    """A warning on an answer or a file."""

    why: Why
    file: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Passage:
    """A text by the student that is not part of the answer proper, shown apart."""

    place: Place
    file: str
    text: str
    words: int
    hard_lines: bool = False


@dataclass(frozen=True)
class Answer:
    """The answer to one question."""

    question: WrittenQuestion
    text: str = ""
    """As written, without HTML comments. Invisible characters are kept, so that a page can mark them."""
    words: int = 0
    help_used: str = ""
    file: str = ""
    """The file that it stands in; empty if there is none."""
    hard_lines: bool = False
    """Whether a line's end is meant as one: not in Markdown, but in plain text and documents."""
    passages: tuple[Passage, ...] = ()
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True)
class Answers:
    """All written answers of one submission."""

    name: str
    answers: tuple[Answer, ...]
    others: tuple[Passage, ...] = ()
    """Texts that belong to no question."""
    warnings: tuple[Warned, ...] = ()
    """Warnings on files that belong to no question."""
    notes: tuple[str, ...] = ()
    """Sentences from `submissions` on how the submission was opened."""
