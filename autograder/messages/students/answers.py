"""Words on written answers: what became of each, and notes on their files."""

from collections.abc import Sequence

from autograder.messages.students.phrases import listed

NOT_RECEIVED = "not received"
EMPTY_ANSWER = "received, but nothing stands between its ANSWER lines"


def received(
    n_words: int | None, elsewhere: int = 0, others: Sequence[str] = (), *, is_text: bool = True
) -> str:
    """Say what became of a written answer.

    Args:
        n_words: None if no file was handed in.
        elsewhere: words in its file that stand outside the place for the answer.
        others: other files for the same question.
        is_text: whether its file can be read as text.
    """
    if n_words:
        line = f"received, {n_words} words, graded by staff"
    elif not is_text:
        line = "received, not as text: its words are not counted; staff will look at it"
    elif n_words is None and others:
        return f"received only as {', '.join(others)}: words not counted; staff will look at it"
    else:
        line = NOT_RECEIVED if n_words is None else EMPTY_ANSWER
    if elsewhere:
        line += (
            f"\n{elsewhere} words stand outside the ANSWER lines, and are not counted; staff will see them"
        )
    if others:
        line += f"\nalso received, its words not counted: {', '.join(others)}; staff will see it"
    return line


def not_text(name: str) -> str:
    """Return the note on an answer's file that is a document or holds other bytes."""
    return f"{name} is not a text file, so its words are not counted"


def unnamed(files: Sequence[str], n_more: int, asked: str) -> str:
    """Return the note on files that may hold answers, but name no question; `asked` is one of those missing.

    >>> unnamed(["'answers.md'"], 0, "'written/q1_heat.md'")
    "not used as an answer, because its name has no question's number: 'answers.md'; copy each answer into \
a file of its own, such as 'written/q1_heat.md'"
    """
    return (
        f"not used as an answer, because its name has no question's number: {listed(files, n_more)}; "
        f"copy each answer into a file of its own, such as {asked}"
    )


def read_as(asked: str, found: str) -> str:
    """Return the note on an answer that lies in a file of another name."""
    return f"{found} was read as {asked}; please rename it"


def in_document(asked: str, documents: Sequence[str]) -> str:
    """Return the note on an answer in a document that is no plain text."""
    found = " and ".join(documents)
    return f"{asked} holds no answer, and {found} could not be read as text; copy the answer into {asked}"


def cut(name: str, n_bytes: int) -> str:
    """Return the note on an answer that is too long."""
    return f"{name} is too long; only the first {n_bytes:,} bytes were read"
