"""The questions of the assignment, read from `questions.json` beside this file."""

import json
from dataclasses import dataclass
from pathlib import Path

ASSIGNMENT = Path(__file__).resolve().parents[1]
"""The folder with the student's files, wherever it was copied to."""


@dataclass(frozen=True)
class Question:
    """One function to write: ``1.2``, `next_token_loss`, in the module `pretraining`."""

    number: str
    function: str
    points: float
    needs: tuple[str, ...]
    module: str


@dataclass(frozen=True)
class Module:
    """One file to write in: Part 1 is `pretraining.py`."""

    number: str
    name: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class WrittenQuestion:
    """One answer in prose, with its minimum and maximum number of words."""

    number: str
    name: str
    title: str
    points: float
    words: tuple[int, int]


@dataclass(frozen=True)
class Catalogue:
    """All questions, in the order of the handout."""

    title: str
    modules: tuple[Module, ...]
    written: tuple[WrittenQuestion, ...]

    @property
    def questions(self) -> dict[str, Question]:
        """The questions by function name, in order."""
        return {question.function: question for module in self.modules for question in module.questions}


def read_catalogue() -> Catalogue:
    """Read the catalogue from `questions.json`."""
    table = json.loads(Path(__file__).with_name("questions.json").read_text(encoding="utf-8"))
    modules = tuple(
        Module(
            module["number"],
            module["name"],
            module["title"],
            tuple(
                Question(
                    each["number"], each["function"], each["points"], tuple(each["needs"]), module["name"]
                )
                for each in module["questions"]
            ),
        )
        for module in table["modules"]
    )
    written = tuple(
        WrittenQuestion(each["number"], each["name"], each["title"], each["points"], tuple(each["words"]))
        for each in table["written"]
    )
    return Catalogue(table["title"], modules, written)


CATALOGUE = read_catalogue()
