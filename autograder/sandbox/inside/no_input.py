"""Standard input while grading: empty, and it knows whether anybody has read it."""

import io
from typing import Any


class NoInput(io.RawIOBase):
    """An empty stream. `input()` raises EOFError on it, but `sys.stdin.read()` returns an empty text.

    What comes of that text fails later, in words that do not name its cause.
    """

    was_read = False
    """Whether it was read since this was last set to False."""

    def readable(self) -> bool:
        """Return True: reading is possible, and finds nothing."""
        return True

    def readinto(self, _buffer: Any, /) -> int:
        """Read nothing, and note it."""
        NoInput.was_read = True
        return 0

    def fileno(self) -> int:
        """Return the descriptor of standard input."""
        return 0


def no_input() -> io.TextIOWrapper:
    """Return a stream that replaces `sys.stdin`."""
    return io.TextIOWrapper(io.BufferedReader(NoInput()), encoding="utf-8")
