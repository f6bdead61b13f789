"""The table in the terminal tells everything in words, on any console."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from autograder.catalog import Project
from autograder.grading.grade import Grade
from autograder.platforms.terminal import print_grade

MakeGrade = Callable[..., Grade]


def printed(grade: Grade, width: int = 120, title: str = "ada") -> str:
    file = io.StringIO()
    print_grade(grade, title, Console(file=file, width=width, no_color=True))
    return file.getvalue()


def mixed(part: str) -> str:
    """One question of each state: 1.1 is not started, 1.2 failed, 1.4 is half right."""
    if part.startswith("1.1."):
        return "not started"
    return "wrong value" if part in ("1.2.core", "1.4.errors") else ""


def row(text: str, function: str) -> str:
    # the first line that names the function is its row: details stand below the table
    return next(line for line in text.splitlines() if function in line)


@pytest.mark.parametrize("width", [80, 120])
def test_each_state_is_told_in_words(make_grade: MakeGrade, width: int) -> None:
    text = printed(make_grade(mixed), width)
    assert "not started" in row(text, "next_token_pairs")
    assert "failed" in row(text, "next_token_loss")
    assert "passed" in row(text, "perplexity")
    assert "partly" in row(text, "bits_per_byte")


@pytest.mark.parametrize("width", [80, 120])
def test_points_are_told_for_each_question_and_for_all(
    make_grade: MakeGrade, project: Project, width: int
) -> None:
    text = printed(make_grade(mixed), width)
    assert "0 of 2" in row(text, "next_token_pairs")
    assert "1.5 of 2" in row(text, "bits_per_byte")
    # 1.1 is not started (2 points), 1.2 fails with its core (5), and 1.4 loses its errors (0.5)
    points = project.assignment.code_points
    assert f"{points - 7.5:g} of {points:g}" in text


def test_failures_are_told_with_their_values_and_what_was_not_started_is_not(make_grade: MakeGrade) -> None:
    text = printed(make_grade(mixed))
    assert "SECRET of 1.2.core" in text
    assert "SECRET of 1.4.errors" in text
    assert "SECRET of 1.1.core" not in text
    assert "[about] 1.2.core" in text  # square brackets are text, not Rich's markup
    assert "[about] 1.1.core" not in text


def test_written_answers_are_received_and_left_to_staff(make_grade: MakeGrade) -> None:
    text = printed(make_grade())
    assert "not received" in row(text, "What pretraining is")
    assert "received, 250 words" in row(text, "Beyond the context window")
    assert "by staff" in row(text, "LLMs and society")


def test_the_sandbox_level_is_told(make_grade: MakeGrade) -> None:
    assert "UNCONFINED" in printed(make_grade())


def test_a_title_with_brackets_is_printed_as_it_is(make_grade: MakeGrade) -> None:
    assert "sub[/red]mission [1]" in printed(make_grade(), title="sub[/red]mission [1]")


def test_a_console_without_utf8_gets_plain_characters(make_grade: MakeGrade) -> None:
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding="ascii", errors="strict") as file:
        print_grade(make_grade(mixed), "ada", Console(file=file, width=100))
        file.flush()
        assert "not started" in raw.getvalue().decode("ascii")


def test_what_a_student_should_know_of_the_files_is_told(make_grade: MakeGrade) -> None:
    graded = replace(make_grade(), notes=("left out, since it is a link: '[red]a.py[/]'",))
    assert "! left out, since it is a link: '[red]a.py[/]'\n" in printed(graded)


def test_a_title_moves_no_cursor_and_is_no_markup(make_grade: MakeGrade) -> None:
    text = printed(make_grade(), title="a[red]b\x1b[2J\x1b]0;owned\x07")
    assert r"a[red]b\x1b[2J\x1b]0;owned\x07" in text
    assert "\x1b" not in text
    assert "\x07" not in text
