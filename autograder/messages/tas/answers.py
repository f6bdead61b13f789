"""Words about an answer's file that cannot be read, and about its prompt."""

from collections.abc import Mapping


def file_unreadable(path: object, reason: str | None) -> str:
    """The operating system refuses a file."""
    return f"{path} cannot be read: {reason}"


def answer_too_large(path: object, max_bytes: int) -> str:
    """A file that is too large for an answer."""
    return f"{path} is larger than {max_bytes:,} bytes: that is not a written answer"


def not_utf8(path: object, reason: object) -> str:
    """A file in another encoding."""
    return f"{path} is not UTF-8: {reason}"


FORMATS: Mapping[str, str] = {
    "encrypted": "an encrypted document: ask for one without a password",
    "scan": "a PDF of pictures, such as a scan: there is no text in it",
    "doc": "an old Word document (.doc): ask for .docx or PDF",
    "odt": "an OpenDocument text (.odt): ask for .docx or PDF",
    "pages": "a Pages document: ask for .docx or PDF",
    "rtf": "rich text (.rtf): ask for .docx or PDF",
    "html": "a web page: ask for Markdown or PDF",
    "image": "a picture: there is no text in it",
    "notebook": "a notebook that is not read as one: its name should end in .ipynb",
    "archive": "an archive inside the submission",
    "binary": "not text",
    "encoding": "text in an unknown encoding: ask for UTF-8",
    "broken": "a broken document",
    "too_large": "larger than any written answer",
    "unopened": "not a regular file, or it cannot be opened",
}
"""Format of a file that is not read → what it is, and what to ask the student for."""
CHILD_REASONS: Mapping[str, str] = {
    "limit": "it took too much time or memory",
    "refused": "its reader refuses it",
    "not_installed": "its reader is not installed",
}


def unreadable_format(found: str, detail: str = "") -> str:
    """The format of a file that is not read, and why."""
    why = CHILD_REASONS.get(detail, detail)
    return FORMATS[found] + (f" ({why})" if why else "")


def no_answer(path: object) -> str:
    """A file without an answer."""
    return f"{path} holds no answer: there is nothing to mark"


NO_ANSWER_TO_PROMPT = "there is no answer to mark"
NONCE_OCCURS = "the nonce occurs in the answer: choose another one, or omit it"


def no_question(path: object) -> str:
    """A file of `written/` without its question."""
    return f"{path} holds no question: its lines should begin with '>'"


def nonce_malformed(nonce: str) -> str:
    """A nonce that is too short or has other characters."""
    return f"a nonce is 12 to 64 letters and digits, not {nonce!r}"
