"""Hidden tests run by pytest, closed off from the machine: a verdict for each, or the grader's own error."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.answer_key.recorder import Recorder
from autograder.catalog import Project
from autograder.errors import GraderError
from autograder.grading.collect import collect
from autograder.grading.engine import SHARE_FROM, require_complete, run_hidden_tests
from autograder.grading.fixtures import Student
from autograder.grading.key import Key
from autograder.grading.run import open_session, run_session
from autograder.grading.verdict import Verdict
from autograder.sandbox.zygote import Zygote
from autograder.submissions.find import Submission

Run = Callable[..., dict[str, Verdict]]
HALVE = """
@pytest.mark.part("1.2.core")
def test_half(student, reference):
    '''half of an
    even number'''
    assert_same(student.halve(8), reference.halve(8))
"""
DOUBLE = """
@pytest.mark.part("1.1.core")
@pytest.mark.parametrize("sign", [1, -1])
def test_double(student, reference, rng, sign):
    x = sign * int(rng.integers(1, 10**6))
    assert_same(student.double(x), reference.double(x))
"""


@pytest.fixture
def run(tiny: Callable[..., Project], zygote: Zygote) -> Run:
    """Runs hidden tests, given as text, with the solution on one side and `source` on the other."""

    def run_it(
        hidden: str,
        source: str = "",
        seed: int = 1,
        key: Key | None = None,
        only: set[str] | None = None,
        share_from: float = SHARE_FROM,
    ) -> dict[str, Verdict]:
        project = tiny(hidden)
        submitted = project.root / "submitted"
        submitted.mkdir()
        solution = (project.solutions_folder / "student.py").read_text(encoding="utf-8")
        (submitted / "student.py").write_text(source or solution, encoding="utf-8")
        with (
            open_session(Submission(submitted), project, zygote) as student,
            open_session(Submission(project.solutions_folder), project, zygote) as reference,
        ):
            recorder = Recorder(reference, Key(seed, "") if key is None else key)
            tests = collect(project.hidden_tests_folder, project.assignment)
            return run_hidden_tests(tests, Student(student), recorder, seed, only, share_from=share_from)

    return run_it


def test_a_verdict_for_each_test_in_the_questions_order(run: Run) -> None:
    found = run(HALVE + DOUBLE)
    assert list(found) == [
        "test_student.py::test_double[1]",
        "test_student.py::test_double[-1]",
        "test_student.py::test_half",
    ]
    verdict = found["test_student.py::test_half"]
    assert verdict == Verdict(verdict.test, "1.2.core", "half of an even number")


def test_a_worked_example_has_seen_no_hidden_input(run: Run) -> None:
    """Students see in full what it returns: whatever stands where in a file, it is the first call."""
    example = DOUBLE.replace("1.1.core", "1.1.example").replace("test_double", "test_example")
    tells_all = "seen = []\ndef double(x):\n    seen.append(x)\n    return list(seen)\n"
    found = run(DOUBLE + example, tells_all)
    assert list(found)[:2] == ["test_student.py::test_example[1]", "test_student.py::test_example[-1]"]
    shown = found["test_student.py::test_example[1]"].detail
    assert shown.count("[") == 1
    assert "," not in shown.partition("returned [")[2].partition("]")[0]


def test_a_wrong_answer_is_a_verdict(run: Run) -> None:
    found = run(HALVE, "def halve(x): return x / 2\n")["test_student.py::test_half"]
    assert found.passed is False
    assert found.words == "right value, wrong type: float instead of int"
    assert found.detail == "halve(8) returned 4.0; expected 4"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("len(3)", "TypeError"),
        ("assert student is None", "AssertionError"),
        ("pytest.skip('not now')", "Skipped: not now"),
        ("pytest.fail('so there')", "Failed: so there"),
        ("pytest.importorskip('nothing_of_that_name')", "Skipped"),
        ("raise SystemExit(0)", "SystemExit"),
        ("student.double(3)", r"AttributeError: a test of 1\.2 may call halve only"),
        ("student.halve({1})", "TypeError: set cannot cross the wire"),
        ("pytest.exit('enough', 0)", "Exit: enough"),
    ],
)
def test_what_goes_wrong_in_our_test_is_never_a_verdict(run: Run, body: str, error: str) -> None:
    with pytest.raises(GraderError, match=error):
        run(f'@pytest.mark.part("1.2.core")\ndef test_it(student):\n    {body}\n')


def test_who_runs_the_grader_may_interrupt_it(run: Run) -> None:
    with pytest.raises(KeyboardInterrupt):
        run('@pytest.mark.part("1.2.core")\ndef test_it(student):\n    raise KeyboardInterrupt\n')


@pytest.mark.parametrize(
    "mark", ["pytest.mark.skip", "pytest.mark.skipif(True, reason='x')", "pytest.mark.usefixtures('unknown')"]
)
def test_a_test_that_did_not_run_did_not_pass(run: Run, mark: str) -> None:
    with pytest.raises(GraderError):
        run(f"@{mark}\n{HALVE.strip()}\n")


def test_a_failure_cannot_be_expected(run: Run) -> None:
    with pytest.raises(GraderError, match="the mark 'xfail' has no meaning for a hidden test"):
        run(f"@pytest.mark.xfail\n{HALVE.strip()}\n", "def halve(x): pass\n")


def test_a_test_takes_nothing_but_what_it_is_given(run: Run) -> None:
    with pytest.raises(GraderError, match="'tmp_path' is neither parametrized nor one of"):
        run('@pytest.mark.part("1.2.core")\ndef test_it(student, tmp_path): pass\n')


@pytest.mark.parametrize(
    ("hidden", "error"),
    [
        (
            '@pytest.mark.part("9.9.core")\ndef test_it(): pass\n',
            r"the part '9\.9\.core' is not in the catalog",
        ),
        ("def test_it(): pass\n", "the part '' is not in the catalog"),
        ("@pytest.mark.part\ndef test_it(): pass\n", "the part '' is not in the catalog"),
        ("def test_it(:\n", "SyntaxError"),
        ("import nothing_of_that_name\n", "nothing_of_that_name"),
        ("", "NO_TESTS_COLLECTED"),
    ],
)
def test_hidden_tests_that_cannot_be_used(run: Run, hidden: str, error: str) -> None:
    with pytest.raises(GraderError, match=error):
        run(hidden)


def test_some_questions_may_be_run_alone(run: Run) -> None:
    found = run(HALVE + DOUBLE, only={"1.2"})
    assert list(found) == ["test_student.py::test_half"]
    assert len(run(HALVE + DOUBLE, only={"1.1", "1.2"})) == 3
    with pytest.raises(GraderError, match="no hidden tests for these questions"):
        run(HALVE + DOUBLE, only=set())


def test_inputs_come_from_the_seed_and_the_tests_name(run: Run) -> None:
    def digests(seed: int) -> list[str]:
        key = Key(seed, "")
        run(DOUBLE, seed=seed, key=key)
        return [call.digest for calls in key.calls.values() for call in calls]

    assert digests(1) == digests(1)
    assert len({*digests(1), *digests(2)}) == 4


def test_nothing_of_the_machine_reaches_the_run(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "conftest.py").write_text("raise SystemExit('loaded')\n", encoding="utf-8")
    (here / "pytest.ini").write_text("[pytest]\naddopts = -k nothing\n", encoding="utf-8")
    monkeypatch.chdir(here)
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k nothing --maxfail=1 -p no:python")
    monkeypatch.setenv("PYTEST_PLUGINS", "nothing_of_that_name")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    before = dict(os.environ)
    modules = set(sys.modules)
    looks = """
@pytest.mark.part("1.1.core")
def test_where():
    import os, sys
    print("seen by nobody")
    assert os.listdir() == [] and sys.dont_write_bytecode
"""
    found = run(HALVE + DOUBLE + looks, "def halve(x): pass\n")
    assert [verdict.passed for verdict in found.values()] == [False, False, True, False]
    assert Path.cwd() == here
    assert dict(os.environ) == before
    assert not sys.dont_write_bytecode
    assert not [name for name in set(sys.modules) - modules if "test_student" in name]
    assert not list(tmp_path.rglob("__pycache__"))
    assert capfd.readouterr() == ("", "")


def test_a_second_assignment_may_have_files_of_the_same_names(run: Run) -> None:
    assert len(run(HALVE)) == 1
    assert len(run(DOUBLE)) == 2


PARTS = {"a": "1.1.core", "b": "1.1.errors"}


@pytest.mark.parametrize(
    "found", [{"a": "1.1.core"}, {**PARTS, "c": "1.2.core"}, {**PARTS, "b": "1.1.core"}, {}]
)
def test_exactly_the_keys_tests_must_have_run(found: dict[str, str]) -> None:
    def verdicts(parts: dict[str, str]) -> dict[str, Verdict]:
        return {test: Verdict(test, part, "") for test, part in parts.items()}

    require_complete(verdicts(PARTS), PARTS)
    with pytest.raises(GraderError, match="not those of the key"):
        require_complete(verdicts(found), PARTS)


# Two passes, or a fresh worker for each question

LEAVES_STATE = """
import os
kept = []

def double(x):
    kept.append(x)
    os.environ["KEPT"] = "yes"
    return 2 * x

def halve(x):
    return x // 2 if kept or "KEPT" in os.environ else 0
"""
SLOW = "import time\ntime.sleep(0.6)\n"


def test_a_question_gets_nothing_that_an_earlier_one_left(run: Run) -> None:
    assert [verdict.passed for verdict in run(HALVE + DOUBLE, LEAVES_STATE).values()] == [True, True, False]


def test_a_slow_import_is_not_repeated_for_each_question(
    tiny: Callable[..., Project], zygote: Zygote, tmp_path: Path
) -> None:
    """The worked example tells how long the import takes; all questions share one worker."""
    (tmp_path / "student.py").write_text(SLOW + "def double(x): return x + x\ndef halve(x): return x // 2\n")
    project = tiny(HALVE + DOUBLE.replace("1.1.core", "1.1.example").replace("test_d", "test_e") + DOUBLE)
    with (
        open_session(Submission(project.solutions_folder), project, zygote) as reference,
        open_session(Submission(tmp_path), project, zygote) as session,
    ):
        found = run_session(session, project, Recorder(reference, Key(1, "")), 1)
    assert all(verdict.passed for verdict in found.verdicts.values())
    assert list(session.workers.cpu_seconds) == ["student's examples", "student"]


def test_a_clean_question_shares_its_modules_worker_and_another_gets_its_own(
    tiny: Callable[..., Project], zygote: Zygote, tmp_path: Path
) -> None:
    (tmp_path / "student.py").write_text("def double(x): return x + x\n\ndef halve(x): return 0\n", "utf-8")
    project = tiny(HALVE + DOUBLE)
    key = Key(1, "")
    with open_session(Submission(project.solutions_folder), project, zygote) as reference:
        recorder = Recorder(reference, key)
        with open_session(Submission(tmp_path), project, zygote) as session:
            found = run_session(session, project, recorder, 1, share_from=0)
    assert list(session.workers.cpu_seconds) == ["student", "1.2"]
    passed = {test.partition("::")[2]: verdict.passed for test, verdict in found.verdicts.items()}
    assert passed == {"test_double[1]": True, "test_double[-1]": True, "test_half": False}


def test_what_a_neighbour_left_costs_a_question_nothing(run: Run) -> None:
    """The first question makes the second one fail in the worker that they share: it is asked again."""
    source = "gone = False\n\ndef double(x):\n    global gone\n    gone = True\n    return 2 * x\n"
    source += "\ndef halve(x):\n    return 0 if gone else x // 2\n"
    assert [verdict.passed for verdict in run(HALVE + DOUBLE, source, share_from=0).values()] == [True] * 3


def test_a_worker_that_a_question_ends_is_only_its_own(run: Run) -> None:
    source = "import os\n\ndef double(x):\n    os._exit(0)\n\ndef halve(x):\n    return x // 2\n"
    assert [verdict.passed for verdict in run(HALVE + DOUBLE, source, share_from=0).values()] == [
        False, False, True,
    ]  # fmt: skip
