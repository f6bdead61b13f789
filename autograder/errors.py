"""The one base of errors that end a command as one line on stderr. Layer 0: imports nothing of ours."""


class AutograderError(Exception):
    """An error for the person who ran the command: the text names the fault, the place and the remedy.

    Args:
        message: one line, without a full stop at its end.
    """

    exit_status = 2
    """The command's exit status: 2 for bad input or wrong use."""


class GraderError(AutograderError):
    """Grading failed through a fault of ours or of the machine, and must not give a score."""

    exit_status = 3


class BusyError(GraderError):
    """The machine was too busy to grade in the time that there is. Later, it may do."""
