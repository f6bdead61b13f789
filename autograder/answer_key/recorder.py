"""The `reference` of a hidden test while the key is built: runs the solutions and records every call."""

from dataclasses import dataclass
from typing import Any

from autograder.catalog import Question
from autograder.grading.fixtures import Caller
from autograder.grading.key import Key, RecordedCall, digest_of
from autograder.grading.session import Calls, Phase
from autograder.sandbox.outcome import Outcome


@dataclass
class Recorder:
    """A `reference` that runs the solutions and writes the key."""

    session: Calls
    key: Key

    def of(self, test_id: str, question: Question) -> Caller:
        """Return the `reference` of one test. It may have run before: the last time counts."""
        self.key.calls.pop(test_id, None)

        def run(args: tuple[Any, ...], kwargs: dict[str, Any], wrt: tuple[int, ...]) -> Outcome:
            outcome = self.session.call(question, args, kwargs, wrt, Phase.SHARED)
            digest = digest_of(question.function, args, kwargs, wrt)
            self.key.calls.setdefault(test_id, []).append(RecordedCall(digest, outcome))
            return outcome

        return Caller(question, run)
