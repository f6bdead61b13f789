"""Words on how a call or an import ended. Most follow a check's name."""

NOT_STARTED = "not started"
RETURNED = "returned a value"
WHY_DIED = "look for os._exit(), os.abort() and the like, for recursion without end, and for very large data"
DIED = f"the process ended during the call: {WHY_DIED}"
TIMED_OUT = "did not finish in time"
BAD_CALLBACK = "called the callback with invalid arguments, or too many times"
SKIPPED = "skipped: an earlier check of this function timed out or ended the process"
RUN_OVER = "not run: the time for the whole submission was up"


def timed_out(function: str, allowed: str) -> str:
    """Say that a call ran out of time."""
    return f"your {function} did not finish within {allowed}"


def time_allowed(cpu_seconds: float, wall_seconds: float) -> str:
    """Put a limit in words.

    >>> time_allowed(5, 30)
    '5 s of CPU time, or 30 s in all'
    """
    return f"{cpu_seconds:g} s of CPU time, or {wall_seconds:g} s in all"


def share_spent(seconds: float) -> str:
    """Say that a question's checks took too long together.

    >>> share_spent(80)
    'the checks of this function took more than 80 s together, which is all their time'
    """
    return f"the checks of this function took more than {seconds:.0f} s together, which is all their time"


def run_over_importing(module: str, seconds: float) -> str:
    """Say that the run's time was up, most likely because of one module's import."""
    return f"{RUN_OVER}; importing {module}.py took {seconds:.0f} s of it"


def died_importing(file: str) -> str:
    """Say that the process ended while a module was imported."""
    return f"the process ended while {file} was imported: {WHY_DIED}"


def import_failed(error: str, place: str, reason: str) -> str:
    """Say why a module could not be imported.

    >>> import_failed("SyntaxError", "sampling.py, line 3", "invalid syntax")
    'the file cannot be imported: SyntaxError at sampling.py, line 3 (invalid syntax)'
    """
    return f"the file cannot be imported: {error}{_at(place)}{f' ({reason})' if reason else ''}"


def import_timed_out(allowed: str) -> str:
    """Give the reason for an import that ran out of time."""
    return f"not done within {allowed}"


def raised(error: str, place: str) -> str:
    """Say that a call raised."""
    return f"raised {error}{_at(place)}"


def nothing_raised(expected: str) -> str:
    """Say that an error is missing."""
    return f"expected {expected}, but nothing was raised"


def other_error(how: str, expected: str) -> str:
    """Say that a call failed, but not with the expected error."""
    return f"{how}, but expected {expected}"


def callback_calls(n_calls: int, n_expected: int) -> str:
    """Say how the calls of a callback differ."""
    if n_calls == n_expected:
        return "called the callback with other arguments, or in another order"
    return f"called the callback too {'many' if n_calls > n_expected else 'few'} times"


def _at(place: str) -> str:
    return f" at {place}" if place else ""
