"""A review of the smallest course: its folder, database, graders, and answers without files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import select

from autograder.catalog import Project
from autograder.files import write_atomically
from autograder.marking.answers import Answer, Answers
from autograder.marking.class_answers import ClassAnswers
from autograder.marking.students import Person, Student
from autograder.review import rubric_versions
from autograder.review.allocation import Plan, assign
from autograder.review.database import Database
from autograder.review.folder import DATABASE, Folder, add_grader
from autograder.review.importing import Importer, Result
from autograder.review.marking import Content, Quote, save
from autograder.review.models import Allocation, Grader, Marking, Slot, State
from autograder.review.roster import Roster
from autograder.rubrics import read_rubrics
from autograder.rubrics.samples import read_samples
from autograder.submissions.written_answers import count_words

COURSE = Project(Path(__file__).parents[2])
MINI = Project(Path(__file__).parents[1] / "mini_assignment")
TEXT = (
    "Below 1 the *likeliest* tokens gain. Above 1 they lose. Sums need a low temperature, stories a high one."
)
FULL = {"effect": "met", "task": "3"}


def student(key: str) -> Student:
    return Student(key, (Person(f"Name of {key}"),))


@dataclass
class Review:
    """A review and shortcuts to use it as graders do."""

    folder: Folder
    database: Database
    roster: Roster
    tokens: dict[str, str]

    def add(self, texts: dict[str, str], *, replace: bool = False) -> Result:
        rubrics = read_rubrics(MINI)
        result = Result()
        with self.database.write(alone=True) as session:
            for rubric in rubrics:
                rubric_versions.use(session, rubric, "Temperature", "Why?", "test")
            importer = Importer(MINI, rubrics, self.roster, "test")
            for key, text in texts.items():
                (question,) = MINI.assignment.written
                answer = Answer(question, text, count_words(text), file="written/q1_temperature.md")
                prepared = importer.prepare(student(key), Answers(key, (answer,)))
                importer.add(session, prepared, result, replace=replace)
            self.roster.save()
        return result

    def assign(self, double: int = 0, repeats: int = 0) -> dict[str, int]:
        with self.database.write(alone=True) as session:
            graders = session.scalars(select(Grader).order_by(Grader.name)).all()
            return dict(assign(session, graders, Plan({"Q1": double}, repeats)))

    def allocations(self, grader: str | None = None, slot: Slot | None = None) -> list[Allocation]:
        with self.database.read() as session:
            found = select(Allocation).join(Grader).order_by(Allocation.id)
            if grader:
                found = found.where(Grader.name == grader)
            if slot:
                found = found.where(Allocation.slot == slot)
            return list(session.scalars(found))

    def mark(
        self,
        allocation: Allocation,
        verdicts: dict[str, str],
        *,
        version: int = 0,
        save_id: str = "",
        state: State = State.CONFIRMED,
        quotes: tuple[Quote, ...] = (),
        comment: str = "",
    ) -> Marking:
        content = Content(verdicts=verdicts, evidence=quotes, comment=comment, state=state)
        with self.database.write() as session:
            return save(
                session, allocation.grader_id, allocation.id, content, version=version, save_id=save_id
            )


def start(folder: Folder, *names: str) -> Review:
    database = folder.database()
    tokens = {}
    with database.write() as session:
        for name in names:
            token = add_grader(session, name, lead=name == "lea")
            assert token is not None
            tokens[name] = token
    return Review(folder, database, folder.roster(), tokens)


def class_of_samples(count: int) -> ClassAnswers:
    """Students who each hand in one sample of the course for each question."""
    samples = {each.question: read_samples(COURSE, each) for each in read_rubrics(COURSE)}
    students, found = [], {}
    for number in range(count):
        answers = []
        for question in COURSE.assignment.written:
            text = samples[question.number][number].answer
            answers.append(Answer(question, text, count_words(text), file=question.path))
        students.append(
            Student(f"s{number}", (Person(f"Name {number}", f"s{number}@example.org", str(number)),))
        )
        found[f"s{number}"] = Answers(f"s{number}", tuple(answers))
    return ClassAnswers(tuple(students), found)


@cache
def empty_tables() -> bytes:
    """An empty database: the migrations run once for a process, not once for a test."""
    with TemporaryDirectory() as folder:
        made = Folder.create(Path(folder), None)
        database = made.database()
        with database.engine.connect() as connection:
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
        database.close()
        return (made.path / DATABASE).read_bytes()


@pytest.fixture
def make_review(tmp_path: Path) -> Iterator[Callable[..., Review]]:
    made = []

    def make(*names: str, url: str | None = None, name: str = "review") -> Review:
        folder = Folder.create(tmp_path / name, url)
        if url is None:
            write_atomically(folder.path / DATABASE, empty_tables(), mode=0o600)
        made.append(start(folder, *names))
        return made[-1]

    yield make
    for each in made:
        each.database.close()
