"""Read a worker's reply to a call. It may hold anything, so the text that students see is bounded here."""

import builtins
from collections.abc import Mapping
from typing import Any

from autograder.sandbox.codec import Decoder
from autograder.sandbox.frames import ProtocolError
from autograder.sandbox.outcome import Advice, End, Outcome, StudentError
from autograder.text import printable

MAX_LINES = 1_000
"""Errors further down a file have no line number: a submission could choose it to carry hidden inputs out."""
MAX_TEXT, MAX_REASON, MAX_CLASSES = 500, 200, 20
ADVICE = frozenset(map(str, Advice))
EXCEPTIONS = {
    name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
}


def read_outcome(
    reply: dict[str, Any], decoder: Decoder, calls: tuple[Any, ...], files: Mapping[str, int]
) -> Outcome:
    """Return the outcome that a reply reports.

    Args:
        reply: the reply's header.
        decoder: reads its payload.
        calls: the arguments of all callbacks that the call has made.
        files: see `open_worker`.

    Raises:
        ProtocolError: the reply is malformed.
    """
    if reply.get("missing") is True:
        return Outcome(End.MISSING)
    if "error" in reply:
        return Outcome(End.ERROR, error=_error(reply["error"], files), calls=calls)
    value = decoder.value(reply.get("value"))
    gradients = decoder.value(reply["gradients"]) if "gradients" in reply else None
    if gradients is not None and not isinstance(gradients, list):
        raise ProtocolError("gradients are not a list")
    left = reply.get("left")
    return Outcome(
        End.VALUE,
        value=value,
        left=tuple(sorted(ADVICE.intersection(filter(_is_text, left)))) if isinstance(left, list) else (),
        gradients=None if gradients is None else tuple(gradients),
        changed=reply.get("changed") is True,
        calls=calls,
    )


def _error(said: Any, files: Mapping[str, int]) -> StudentError:
    """Return the error that a worker reports.

    Students read its classes, file and line. Only built-in names and submitted files are accepted, because a
    submission could choose others to carry hidden inputs out.
    """
    match said:
        case {"classes": [*classes], "file": str(file), "line": int(line), "text": str(text)}:
            reason = said.get("reason", "")
            if not isinstance(reason, str):
                raise ProtocolError("a malformed reason")
            known = tuple(
                name for name in classes[:MAX_CLASSES] if isinstance(name, str) and name in EXCEPTIONS
            )
            if file not in files or not file.isprintable():
                file, line = "", 0
            if not 0 <= line <= min(files.get(file, 0), MAX_LINES):
                line = 0
            advice = said.get("advice")
            return StudentError(
                known,
                file,
                line,
                text[:MAX_TEXT],
                printable(reason[:MAX_REASON])[:MAX_REASON],
                advice if _is_text(advice) and advice in ADVICE else "",
            )
    raise ProtocolError("a malformed error")


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
