"""Runs the hidden tests against one submission: a fresh worker for each question, or two passes.

A fresh worker costs a fork and an import. Where the import is cheap each question gets one, so that nothing
an earlier question left behind can help or harm a later one. A module whose import takes `SHARE_FROM` seconds
is graded in two passes, so that it is not imported thirty times. First one worker answers the hidden calls of
all its questions. If a question is not perfectly clean there, it is asked again in a fresh worker of its
own, and only that counts. Not clean is a failure, a changed argument, or a worker that died or timed out.
"""

import contextlib
import io
import logging
import zlib
from collections.abc import Collection, Sequence
from itertools import groupby

import numpy as np

from autograder.catalog import Question
from autograder.errors import GraderError
from autograder.grading.assertions import Mismatch
from autograder.grading.collect import HiddenTest, isolated
from autograder.grading.fixtures import Reference, Student
from autograder.grading.session import Phase
from autograder.grading.verdict import Verdict

SHARE_FROM = 0.5
"""Seconds of its import from which the questions of a module share a worker first."""
log = logging.getLogger(__name__)


def run_hidden_tests(
    tests: Sequence[HiddenTest],
    student: Student,
    reference: Reference,
    seed: int,
    only: Collection[str] | None = None,
    *,
    share_from: float = SHARE_FROM,
) -> dict[str, Verdict]:
    """Run the tests, all or those of the questions `only`, and return their verdicts in order.

    Args:
        tests: as `collect` returns them.
        student: the submission's side.
        reference: the solutions' side.
        seed: the term's.
        only: numbers of questions.
        share_from: seconds of its import from which a module's questions share a worker first.

    Raises:
        GraderError: a test failed by a fault of ours.
    """
    chosen = [test for test in tests if only is None or test.question.number in only]
    if not chosen:
        raise GraderError("there are no hidden tests for these questions")
    run = _Run(student, reference, seed)
    questions = _by_question([test for test in chosen if not test.is_example])
    student.session.n_calls = {question.number: len(own) for question, own in questions}
    with isolated(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for test in chosen:
            if test.is_example:
                run.judge(test, Phase.EXAMPLE)
        # Last, what has taken more than its share already: it must not cost the others their time.
        ordered = sorted(questions, key=lambda each: student.session.is_slow(each[0]))
        again = [(question, own) for question, own in ordered if not run.is_clean(question, own, share_from)]
        for _, own in sorted(again, key=lambda each: student.session.is_slow(each[0])):
            for test in own:
                run.judge(test, Phase.FRESH)
    log.debug("%d of %d questions were asked in a worker of their own", len(again), len(questions))
    return {test.id: run.verdicts[test.id] for test in chosen}


def require_complete(verdicts: dict[str, Verdict], parts: dict[str, str]) -> None:
    """Check that exactly the tests of the key were run.

    Raises:
        GraderError: other tests were run, or not all of them.
    """
    found = {test: verdict.part for test, verdict in verdicts.items()}
    if found != parts:
        odd = sorted(found.items() ^ parts.items())
        raise GraderError(f"the tests that ran are not those of the key, {odd[0][0]} among them")


def _by_question(tests: Sequence[HiddenTest]) -> list[tuple[Question, list[HiddenTest]]]:
    return [(question, list(own)) for question, own in groupby(tests, key=lambda test: test.question)]


class _Run:
    """One run of the tests: the verdicts so far."""

    def __init__(self, student: Student, reference: Reference, seed: int) -> None:
        self._student, self._reference, self._seed = student, reference, seed
        self.verdicts: dict[str, Verdict] = {}

    def is_clean(self, question: Question, tests: Sequence[HiddenTest], share_from: float) -> bool:
        """Run a question's tests in its module's worker, up to the first that is not perfectly clean."""
        session = self._student.session
        if not session.can_share(question, share_from):
            return False
        for test in tests:
            self.judge(test, Phase.SHARED)
            if not self.verdicts[test.id].passed or session.was_odd:
                return False
        return True

    def judge(self, test: HiddenTest, phase: Phase) -> None:
        """Run one test and keep its verdict.

        Raises:
            GraderError: it failed by a fault of ours.
        """
        given = dict(test.values)
        if "student" in test.wanted:
            given["student"] = self._student.of(test.question, phase)
        if "reference" in test.wanted:
            given["reference"] = self._reference.of(test.id, test.question)
        if "rng" in test.wanted:
            # Random numbers from the term's seed and the test's own name.
            given["rng"] = np.random.default_rng([self._seed, zlib.crc32(test.id.encode())])
        if "question_rng" in test.wanted:
            # The same numbers in all tests of a question: an order of cases that they share, for example.
            given["question_rng"] = np.random.default_rng(
                [self._seed, zlib.crc32(test.question.number.encode())]
            )
        failure = None
        try:
            test.function(**given)
        except Mismatch as mismatch:
            failure = mismatch.failure
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise GraderError(f"{test.id}: {type(error).__name__}: {error}") from error
        self._student.judged(test.id, passed=failure is None)
        self.verdicts[test.id] = Verdict(test.id, test.part, test.title, failure)
