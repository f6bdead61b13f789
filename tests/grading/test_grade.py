"""Points: a part is all or nothing, and nothing counts unless the question's core passed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.catalog import Part, Project, Question
from autograder.grading.failure import Failure, FailureKind
from autograder.grading.grade import Grade, QuestionGrade, State, grade_questions
from autograder.grading.verdict import Verdict

PARTS = (Part("1.1.core", "core", 2), Part("1.1.edges", "edges", 0.5), Part("1.1.errors", "errors", 1))
QUESTION = Question("1.1", "f", "student", PARTS, ())
OneGrade = Callable[..., QuestionGrade]


@pytest.fixture
def grade_with(project: Project) -> Callable[..., tuple[QuestionGrade, ...]]:
    """Grades verdicts in an assignment of these questions."""

    def grade_them(found: list[Verdict], *questions: Question) -> tuple[QuestionGrade, ...]:
        module = replace(project.assignment.modules[0], questions=questions)
        return grade_questions(replace(project.assignment, modules=(module,)), found)

    return grade_them


@pytest.fixture
def grade(grade_with: Callable[..., tuple[QuestionGrade, ...]]) -> Callable[..., QuestionGrade]:
    """Grades the one question, from letters for its parts' checks."""
    return lambda **parts: grade_with(verdicts(**parts), QUESTION)[0]


def verdicts(**parts: str) -> list[Verdict]:
    """Of each part, one check per letter: p passed, f failed, n not started."""
    kinds = {"f": FailureKind.WRONG_VALUE, "n": FailureKind.NOT_STARTED}
    failures = {letter: Failure(kind, f"words for {kind}") for letter, kind in kinds.items()}
    return [
        Verdict(f"{part}-{place}", f"1.1.{part}", f"{part} {place}", failures.get(letter))
        for part, letters in parts.items()
        for place, letter in enumerate(letters)
    ]


@pytest.mark.parametrize(
    ("parts", "score", "state"),
    [
        ({"core": "pp", "edges": "p", "errors": "ppp"}, 3.5, State.PASSED),
        ({"core": "pp", "edges": "f", "errors": "p"}, 3, State.PARTLY),
        ({"core": "pp", "edges": "p", "errors": "ppf"}, 2.5, State.PARTLY),
        ({"core": "p", "edges": "n", "errors": "f"}, 2, State.PARTLY),
        ({"core": "pf", "edges": "p", "errors": "p"}, 0, State.FAILED),
        ({"core": "f", "edges": "p", "errors": "p"}, 0, State.FAILED),
        ({"core": "nn", "edges": "n", "errors": "n"}, 0, State.NOT_STARTED),
        ({"core": "n", "edges": "f", "errors": "n"}, 0, State.FAILED),
        ({"edges": "p", "errors": "p"}, 0, State.FAILED),
        ({"core": "p", "errors": "p"}, 3, State.PARTLY),
        ({}, 0, State.FAILED),
    ],
    ids=str,
)
def test_score_and_state(grade: OneGrade, parts: dict[str, str], score: float, state: State) -> None:
    graded = grade(**parts)
    assert graded.score == score
    assert graded.state is state


def test_a_part_without_checks_never_passes(grade: OneGrade) -> None:
    core, edges, errors = grade(core="p", errors="p").parts
    assert (core.passed, edges.passed, errors.passed) == (True, False, True)
    assert edges.score == 0


def test_a_part_that_passed_says_why_it_does_not_count(grade: OneGrade) -> None:
    core, edges, _ = grade(core="f", edges="p", errors="p").parts
    assert (edges.passed, edges.counts, edges.score) == (True, False, 0)
    assert core.counts is False


def test_the_first_failure_is_the_first_check_in_the_parts_order(grade: OneGrade) -> None:
    first = grade(edges="pf", core="pff", errors="f").first_failure
    assert first is not None
    assert first.test == "core-1"
    assert grade(core="p", edges="p", errors="p").first_failure is None


def test_the_worked_example_is_kept_apart_and_has_no_points(grade: OneGrade) -> None:
    graded = grade(core="p", edges="p", errors="p", example="f")
    assert graded.score == 3.5
    assert graded.example is not None
    assert not graded.example.passed
    assert graded.state is State.PASSED
    assert grade(core="p").example is None


def test_questions_are_graded_each_for_itself(grade_with: Callable[..., tuple[QuestionGrade, ...]]) -> None:
    other = Question("1.2", "g", "student", (Part("1.2.core", "core", 4),), ())
    found = [*verdicts(core="f", edges="p", errors="p"), Verdict("t", "1.2.core", "t")]
    graded = Grade(grade_with(found, QUESTION, other), (), 1.0)
    assert [each.score for each in graded.questions] == [0, 4]
    assert (graded.score, graded.max_score) == (4, 7.5)


def test_a_question_that_builds_on_a_failed_one_points_back_to_it(
    grade_with: Callable[..., tuple[QuestionGrade, ...]],
) -> None:
    user = Question("1.2", "g", "student", (Part("1.2.core", "core", 1),), ("f",))

    def hint(first: str, second: FailureKind | None) -> str:
        failure = Failure(second, "words") if second else None
        found = [*verdicts(core=first, edges="p", errors="p"), Verdict("g", "1.2.core", "g", failure)]
        return grade_with(found, QUESTION, user)[1].hint

    back = "This builds on `f` (1.1), where checks fail too"
    assert hint("f", FailureKind.WRONG_VALUE).startswith(back)
    assert hint("f", FailureKind.ERROR_MISSING).startswith(back)
    assert hint("p", FailureKind.WRONG_VALUE) == ""
    assert hint("p", FailureKind.ERROR_MISSING).startswith("All else is right")
    assert hint("n", FailureKind.NOT_STARTED) == hint("f", None) == ""
