"""The requests of a run: one for each answer and sample, with a key by which its reply is found again."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from autograder.catalog import Project
from autograder.marking.answers import answer_of
from autograder.marking.class_answers import ClassAnswers
from autograder.marking.drafting.names import without_names
from autograder.marking.prompt import make_prompt
from autograder.rubrics.model import Rubric
from autograder.rubrics.read import find_question
from autograder.rubrics.samples import Sample
from autograder.rubrics.show import for_graders

CHARACTERS_PER_TOKEN = 4
"""A rule of thumb for English, for estimates before a run."""
TOKENS_PER_CRITERION = 120
"""A quote of fifty words with a reason."""


@dataclass(frozen=True)
class Job:
    """One request.

    Args:
        student: the id of the student, or the name of a sample.
        answer: the text that is sent, in which quotes are looked up.
        prompt: all that is sent.
        schema: of the reply.
        sample: its number, from 0.
        model: the model's name.
        rubric: by which to mark.
    """

    student: str
    answer: str
    prompt: str
    schema: dict[str, Any]
    sample: int
    model: str
    rubric: Rubric

    @property
    def key(self) -> str:
        """Identify what is asked: the prompt, the rubric's version and hash, the model, the sample."""
        parts = [self.prompt, self.rubric.stamp, self.rubric.hash, self.model, self.sample]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def tokens(self) -> int:
        """An estimate of the tokens of prompt and reply."""
        reply = TOKENS_PER_CRITERION * len(self.rubric.criteria)
        return len(self.prompt) // CHARACTERS_PER_TOKEN + reply


def jobs_of_class(
    project: Project, answers: ClassAnswers, rubric: Rubric, model: str, secret: bytes, samples: int = 1
) -> Iterator[Job]:
    """Yield the requests for all answers to a question that have any words.

    Args:
        project: the course.
        answers: the class.
        rubric: of the question.
        model: the model's name.
        secret: from which nonces are derived, so that a prompt is the same when a run goes on.
        samples: how many replies to ask for.
    """
    written = find_question(project, rubric.question)
    task = (project.assignment_folder / written.path).read_text(encoding="utf-8")
    vocabulary = task + for_graders(rubric, written)
    for student, answer in answers.of(rubric.question):
        text = answer_of(without_names(answer.text, student, answers.students, vocabulary))
        if text:
            yield from _jobs(project, rubric, student.id, text, model, secret, samples)


def jobs_of_samples(
    project: Project, samples: tuple[Sample, ...], rubric: Rubric, model: str, secret: bytes
) -> Iterator[Job]:
    """Yield the requests for labelled samples of a question."""
    for sample in samples:
        yield from _jobs(project, rubric, sample.name, answer_of(sample.answer), model, secret, 1)


def _jobs(
    project: Project, rubric: Rubric, student: str, text: str, model: str, secret: bytes, samples: int
) -> Iterator[Job]:
    made = make_prompt(project, rubric, text, _nonce(secret, text))
    for sample in range(samples):
        yield Job(student, text, made.text, made.schema, sample, model, rubric)


def _nonce(secret: bytes, text: str) -> str:
    """Return a nonce that nobody can guess without the secret, and that does not occur in the text."""
    for attempt in range(100):
        nonce = hmac.new(secret, f"{attempt} {text}".encode(errors="replace"), hashlib.sha256).hexdigest()[
            :24
        ]
        if nonce not in text.casefold():
            return nonce
    raise AssertionError("unreachable")
