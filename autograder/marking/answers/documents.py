"""Read one file in the format that it has: text here, Word documents and PDFs in a child process."""

import json
from dataclasses import dataclass, field

from autograder.marking.answers.model import Why
from autograder.marking.child import ChildError, Limits, Task, run_child
from autograder.submissions.decode import WINDOWS, Format, NotTextError, decode, format_of

MAX_DOCUMENT_BYTES = 20 * 2**20
MAX_CHARACTERS = 200_000
"""Characters of a document that are kept: many times the longest answer."""
LIMITS = Limits(cpu_seconds=20, memory_bytes=1_500 * 2**20, output_bytes=8 * 2**20)


@dataclass(frozen=True)
class Document:
    """The text of a file, and what a person should know about it."""

    text: str
    remarks: tuple[tuple[Why, str], ...] = field(default=())
    foreign: bool = False
    """Whether it was no text, so that comments and other marks of the template did not survive."""


def read_document(content: bytes) -> Document:
    """Return the text of a file.

    Raises:
        NotTextError: it is not text, or cannot be read.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        raise NotTextError(Format.TOO_LARGE)
    found = format_of(content)
    if found is Format.TEXT:
        decoded = decode(content)
        remarks = [(Why.ENCODING, decoded.encoding)] if decoded.encoding == WINDOWS else []
        if decoded.replaced:
            remarks.append((Why.REPLACED, str(decoded.replaced)))
        return _cut(decoded.text, remarks, foreign=False)
    if found not in (Format.DOCX, Format.PDF):
        raise NotTextError(found)
    try:
        reply = json.loads(run_child(Task.DOCX if found is Format.DOCX else Task.PDF, content, LIMITS))
    except ChildError as error:
        raise NotTextError(Format.BROKEN, error.reason.value) from error
    if reply["refused"]:
        raise NotTextError(Format(reply["refused"]))
    lost = [(Why.IMAGES, str(reply["images"]))] if reply["images"] else []
    lost += [(Why.LOST, name) for name in reply["lost"]]
    return _cut(reply["text"], lost, foreign=True)


def _cut(text: str, remarks: list[tuple[Why, str]], *, foreign: bool) -> Document:
    if len(text) > MAX_CHARACTERS:
        remarks = [*remarks, (Why.CUT, str(MAX_CHARACTERS))]
    return Document(text[:MAX_CHARACTERS], tuple(remarks), foreign)
