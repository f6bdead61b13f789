"""An answer without an attempt earns nothing: a degenerate answer never passes a function's core."""

from collections.abc import Callable

import pytest

from autograder.answer_key.build import key_for
from autograder.catalog import Project
from autograder.grading.collect import collect
from autograder.grading.engine import run_hidden_tests
from autograder.grading.fixtures import Replayer, Student
from autograder.grading.grade import grade_questions
from autograder.grading.key import Key
from autograder.grading.session import Session

BODIES = {
    "None": "return None",
    "zero": "return 0",
    "a float": "return 0.0",
    "one": "return 1",
    "True": "return True",
    "a text": "return ''",
    "an empty list": "return []",
    "an empty tuple": "return ()",
    "an empty dict": "return {}",
    "the first argument": "return [*arguments, *named.values(), None][0]",
    "all arguments": "return arguments",
    "a tensor": "import torch; return torch.zeros((), requires_grad=True)",
    "ValueError": "raise ValueError",
    "RuntimeError": "raise RuntimeError",
    "what equals everything": "return type('All', (), {'__eq__': lambda one, other: True})()",
    "SystemExit": "raise SystemExit(0)",
}
FAST = {"None", "what equals everything"}


@pytest.fixture(scope="module")
def key(project: Project) -> Key:
    return key_for(project, 1)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name, marks=[] if name in FAST else [pytest.mark.slow])
        for name, body in BODIES.items()
    ],
)
def test_a_degenerate_answer_passes_no_core(
    project: Project, key: Key, open_session: Callable[..., Session], body: str
) -> None:
    assignment = project.assignment
    files = {
        f"{module.name}.py": "\n".join(
            f"def {question.function}(*arguments, **named): {body}\n" for question in module.questions
        )
        for module in assignment.modules
    }
    student = Student(open_session(files))
    tests = collect(project.hidden_tests_folder, assignment)
    verdicts = run_hidden_tests(tests, student, Replayer(key), key.seed)
    graded = grade_questions(assignment, verdicts.values())
    assert [each.question for each in graded] == list(assignment.questions)
    assert [each.question.number for each in graded if each.parts[0].passed] == []
    assert sum(each.score for each in graded) == 0
