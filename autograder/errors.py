"""The one base of errors that end a command as one line on stderr. Layer 0: imports nothing of ours."""


class AutograderError(Exception):
    """An error for the person who ran the command: the text says what was wrong, where, and what to do.

    Args:
        message: one line, without a full stop at its end.
    """

    exit_status = 2
    """What the command ends with: 2 for bad input or wrong use."""


class GraderError(AutograderError):
    """Grading failed through a fault of ours or of the machine; no score may come of it."""

    exit_status = 3


class BusyError(GraderError):
    """The machine was too busy to grade in the time that there is. Later, it may do."""
