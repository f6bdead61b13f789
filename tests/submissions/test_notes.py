"""Each reason for skipping a file has words, and notes name a few of many files."""

from autograder.messages import students
from autograder.submissions.notes import MAX_NAMES, Notes
from autograder.submissions.reasons import Reason


def test_each_reason_has_words_and_no_others_are_kept() -> None:
    assert {reason.value for reason in Reason} == set(students.skipped.WHY)


def test_limits_and_errors_stand_in_the_words() -> None:
    for reason in (Reason.TOO_LARGE, Reason.TOO_MANY_FILES, Reason.TOO_MANY_BYTES):
        assert "12,345" in students.skipped.why(reason.value, 12_345)
    for reason in (Reason.CANNOT_OPEN, Reason.CANNOT_READ):
        assert "I/O error" in students.skipped.why(reason.value, "I/O error")


def test_notes_stand_once_and_in_order_with_skipped_files_last() -> None:
    notes = Notes()
    notes.skip("b.py", Reason.SAME_NAME)
    for text in ("second", "first", "second"):
        notes.say(text)
    notes.skip("a.py", Reason.SAME_NAME)
    notes.skip("b.py", Reason.SAME_NAME)
    assert notes.lines == (
        "second",
        "first",
        students.skipped.files(["'b.py'", "'a.py'"], 0, Reason.SAME_NAME.value),
    )


def test_limits_that_differ_are_different_reasons() -> None:
    notes = Notes()
    notes.skip("a.py", Reason.TOO_LARGE, 10)
    notes.skip("b.py", Reason.TOO_LARGE, 20)
    assert len(notes.lines) == 2


def test_of_exactly_as_many_files_as_are_named_no_more_are_counted() -> None:
    notes = Notes()
    for number in range(MAX_NAMES):
        notes.skip(f"{number}.py", Reason.NOT_REGULAR)
    assert "more" not in notes.lines[0].partition(":")[0]
    notes.skip("last.py", Reason.NOT_REGULAR)
    assert " and 1 more: " in notes.lines[0]
