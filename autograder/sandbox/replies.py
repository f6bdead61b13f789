"""Reads a worker's reply to a call. It may say anything; what students come to read of it is bounded here."""

import builtins
from collections.abc import Mapping
from typing import Any

from autograder.sandbox.codec import Decoder
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.outcome import End, Outcome, StudentError

MOST_LINES = 1_000
"""Of a file: errors further down have no line, since which line it is, is the submission's to choose."""
EXCEPTIONS = {
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}


def read_outcome(
    reply: dict[str, Any], decoder: Decoder, calls: tuple[Any, ...], files: Mapping[str, int]
) -> Outcome:
    """What a reply says of a call.

    Args:
        files: as `Worker` has them.

    Raises:
        ProtocolError: it says nothing of the kind.
    """
    if reply.get("missing") is True:
        return Outcome(End.MISSING)
    if "error" in reply:
        return Outcome(End.ERROR, error=_error(reply["error"], files), calls=calls)
    value = decoder.value(reply.get("value"))
    gradients = decoder.value(reply["gradients"]) if "gradients" in reply else None
    if gradients is not None and not isinstance(gradients, list):
        raise ProtocolError("gradients that are no list")
    return Outcome(
        End.VALUE,
        value=value,
        gradients=None if gradients is None else tuple(gradients),
        changed=reply.get("changed") is True,
        calls=calls,
    )


def _error(said: Any, files: Mapping[str, int]) -> StudentError:
    """The error that a worker reports.

    Students read its classes, file and line. So these are what an exception can have, and not what a
    submission has put there to carry hidden inputs out: built-in names, and files that were handed in.
    """
    match said:
        case {"classes": [*classes], "file": str(file), "line": int(line), "text": str(text)}:
            reason = said.get("reason", "")
            if not isinstance(reason, str):
                raise ProtocolError("a reason that is none")
            known = tuple(name for name in classes[:20] if isinstance(name, str) and name in EXCEPTIONS)
            if file not in files or not file.isprintable():
                file, line = "", 0
            if not 0 <= line <= min(files.get(file, 0), MOST_LINES):
                line = 0
            return StudentError(known, file, line, text[:500], _one_line(reason[:200]))
    raise ProtocolError("an error that is none")


def _one_line(text: str) -> str:
    """A text of a worker's that students may read: nothing that ends a line or turns it round."""
    return "".join(each if each.isprintable() else " " for each in text)
