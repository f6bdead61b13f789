"""Everything that a student reads of a graded submission, in one place.

Names, numbers and places come in as arguments; nothing hidden may be passed here.
"""

# Calls: how one ended, in words that follow a check's name.

NOT_STARTED = "not started"
RETURNED = "returned a value"
DIED = "the process ended during the call"
TIMED_OUT = "did not finish in time"
BAD_CALLBACK = "called the callback with invalid arguments, or too many times"
SKIPPED = "skipped: an earlier check timed out or ended the process, or the run's time was up"
NO_FAILURE = ""


def timed_out(function: str, allowed: str) -> str:
    """Say that a call ran out of time."""
    return f"your {function} did not finish within {allowed}"


def time_allowed(cpu_seconds: float, wall_seconds: float) -> str:
    """Put a limit in words.

    >>> time_allowed(5, 30)
    '5 s of CPU time, or 30 s in all'
    """
    return f"{cpu_seconds:g} s of CPU time, or {wall_seconds:g} s in all"


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


def _at(place: str) -> str:
    return f" at {place}" if place else ""


# Values: how what was returned differs.

WRONG_VALUE = "wrong value"
WRONG_LENGTH = "wrong length"
WRONG_KEYS = "wrong keys"
WRONG_FORM = "wrong form"
NO_GRADIENT = "no gradient reaches the logits"
ARGUMENT_CHANGED = "an argument was changed"


def wrong_type(got: str, expected: str, *, right_value: bool) -> str:
    """Say that a value has the wrong type.

    >>> wrong_type("float", "int", right_value=True)
    'right value, wrong type: float instead of int'
    """
    return _right_value(right_value) + f"wrong type: {got} instead of {expected}"


def wrong_dtype(got: str, expected: str, *, right_value: bool) -> str:
    """Say that a tensor has the wrong dtype."""
    return _right_value(right_value) + f"wrong dtype: {got} instead of {expected}"


def wrong_shape(n_dimensions: int | None, *, right_value: bool) -> str:
    """Say that a tensor has the wrong shape.

    Args:
        n_dimensions: of the expected tensor, if the other one has more or fewer.
        right_value: whether the elements are right, in order.
    """
    expected = "" if n_dimensions is None else f": expected a tensor with dim() == {n_dimensions}"
    return _right_value(right_value) + f"wrong shape{expected}"


def gradient(difference: str) -> str:
    """Say how a gradient differs."""
    return f"the gradient: {difference}"


def _right_value(is_right: bool) -> str:
    return "right value, " if is_right else ""


# Errors and callbacks that a check expects.


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


# Results: what stands above and below the checks.

UNFINISHED = "Grading did not finish. This is not your fault: please tell the course staff."
GRADING = "Grading"
READING = "Reading the submission"
STAFF_GRADE_ANSWERS = "Staff grade the written answers."
NOT_RECEIVED = "not received"
EMPTY_ANSWER = "received, but nothing stands between its ANSWER lines"
PASSED = "passed"
FAILED = "failed"
PASSED_WITHOUT_CORE = "passed; it counts once the function's core passes"
CHECKS_PASSED_WITHOUT_CORE = "These checks passed; they count once the function's core passes."
WORKED_EXAMPLE = "worked example"


def refused(reason: str) -> str:
    """Say that a submission could not be read."""
    return f"Your submission could not be read: {reason}. Please upload it again."


def summary(score: float, max_score: float) -> str:
    """Sum up a grade whose points students may see."""
    return f"{score:g} of {max_score:g} points for code; staff grade the written answers."


def note(text: str) -> str:
    """Introduce a remark on the files that were handed in."""
    return f"Note: {text}."


def received(n_words: int | None) -> str:
    """Say what became of a written answer; None if no file was handed in."""
    if n_words:
        return f"received, {n_words} words, graded by staff"
    return NOT_RECEIVED if n_words is None else EMPTY_ANSWER


def check_passed(title: str) -> str:
    """Show a check that passed."""
    return f"+ {title}"


def check_failed(title: str, how: str, n_failed: int = 1, n_inputs: int = 1) -> str:
    """Show a check that failed, for some of the inputs that share its title."""
    inputs = f" ({n_failed} of {n_inputs} inputs)" if n_inputs > 1 else ""
    return f"x {title}: {how}{inputs}"


def hint(question: str) -> str:
    """Show the hint of a recognised misconception."""
    return f"? {question}"


def missing_error(title: str) -> str:
    """Hint at a missing error, where all else is right."""
    return f"All else is right. What is missing is the error that this check expects: {title}."


def smallest_failure(title: str) -> str:
    """Name the kind of the smallest input that fails."""
    return f"> The smallest input that fails is of this kind: {title}."
