"""Decide what the exception of a check means for its question."""

import pytest

from checking import messages
from checking.catalogue import Question
from checking.outcome import UnstartedError
from checking.progress import Check, Progress, State
from checking.student_code import StudentCodeError, error_text, missing_requirement


def judge(name: str, question: Question, error: BaseException | None, progress: Progress) -> Check:
    """Return the result of a check, from its exception and from earlier results.

    Args:
        name: the check's docstring or its name; the first line names it for students.
        question: the question that it checks.
        error: what it raised, or None.
        progress: the results so far.
    """
    name = name.strip().split("\n", 1)[0]
    if error is None:
        return Check(name, State.PASSING)
    base = progress.unfinished_base(question)
    if isinstance(error, UnstartedError):
        if error.question == question:
            message = messages.still_a_stub(name)
            return Check(name, State.NOT_STARTED, message, cause=message)
        base = error.question
    elif base is None and progress.state(question.function) is not State.FAILING:
        plain = isinstance(error, (pytest.fail.Exception, StudentCodeError))
        message = str(error) if plain else missing_requirement(error) or error_text(error)
        cause = "" if isinstance(error, pytest.fail.Exception) else message.split("\n", 1)[0]
        return Check(name, State.FAILING, message, cause=cause)
    reason = messages.waits(base.number, base.function) if base else messages.waits()
    return Check(name, State.WAITING, reason, base)
